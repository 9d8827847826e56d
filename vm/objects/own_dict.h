// The getter and setter of `__dict__` of built-in classes whose instances have attributes of their own.
#pragma once

#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"

namespace terrarium {

inline Result<Own> get_own_dict(Thread& t, Value self) { return attr_dict(t, self.object_ptr()); }
inline Status set_own_dict(Thread& t, Value self, Value v) {
    if (v.is_null()) return raise_type(t, "cannot delete __dict__");
    if (!is_dict(v)) return raise_type(t, "__dict__ must be set to a dictionary, not a '{}'", type_name(v));
    return attr_replace_dict(t, self.object_ptr(), as<Dict>(v));
}

} // namespace terrarium
