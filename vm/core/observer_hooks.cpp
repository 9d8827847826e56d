#include "vm/core/observer_hooks.h"

namespace terrarium {

ObserverHooks observer_hooks = {nullptr, nullptr, nullptr, nullptr};

} // namespace terrarium
