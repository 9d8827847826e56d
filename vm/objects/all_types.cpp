// The one table of built-in types' specs. Each is defined in the type's own file as spec_<name>.
#include "vm/core/start.h"

namespace terrarium {

#define X(name, text, base) extern const TypeSpec spec_##name;
#include "vm/core/types.def"
#undef X

const TypeSpec& builtin_spec(ShapeId id) {
    static const TypeSpec* const specs[] = {
#define X(name, text, base) &spec_##name,
#include "vm/core/types.def"
#undef X
    };
    MEMORY_ASSERT(id >= shapes::object && id - shapes::object < sizeof specs / sizeof *specs);
    return *specs[id - shapes::object];
}

} // namespace terrarium
