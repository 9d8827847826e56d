// Where a module's source text is: built in as Python source, a file on a search path, or a folder without __init__.py.
// Shared by import (vm/interp/import.cpp) and -m (vm/modules/run_module.cpp). Runs no code of the module.
#pragma once

#include "vm/core/errors.h"
#include "vm/core/runtime.h"
#include "vm/core/str.h"

#include <string>
#include <string_view>
#include <vector>

namespace terrarium {

struct FoundModule {
    enum Kind { nothing, embedded, file, namespace_package } kind = nothing;
    bool package = false;
    std::string filename;             // __file__: a path, or "<terrarium NAME>" of an embedded module
    std::string_view source;          // of an embedded module
    std::vector<std::string> folders; // __path__
};

// `name` is the full name; `folders` are those to look for its last part in: sys.path or a package's __path__.
Result<FoundModule> find_module(Thread& t, const std::string& name, Value folders);
// The code object, compiled from the module's text; OSError when the file cannot be read.
Result<Own> compile_module(Thread& t, const FoundModule& found);
// Sets __file__, __package__, __path__ and __spec__, what is known of a module before its code runs.
Status describe_module(Thread& t, Dict* names, const std::string& name, const FoundModule& found);

} // namespace terrarium
