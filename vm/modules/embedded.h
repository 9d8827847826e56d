// The Python modules compiled into the program: the table that tools/embed.py generates from
// vm/modules/python at build time. Sorted by name in byte order. The texts are immortal, UTF-8, and end
// with a NUL that `size` does not count.
#pragma once

#include <cstddef>

namespace terrarium {

struct EmbeddedModule {
    const char* name;    // dotted, as an import statement spells it
    bool is_package;     // the text is an __init__.py
    const char* source;  // the module's text
    size_t size;         // its bytes
};

extern const EmbeddedModule embedded_modules[];
extern const size_t embedded_module_count;

}  // namespace terrarium
