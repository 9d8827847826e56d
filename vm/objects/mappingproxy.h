// A read-only view of a mapping.
#pragma once

#include "vm/core/own.h"

namespace terrarium {

Own make_mapping_proxy(Value mapping);

} // namespace terrarium
