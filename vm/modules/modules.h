// The native modules and the embedded Python ones, as the app sees them. One list of the native ones: modules.def.
#pragma once

#include "memory/trace.h"
#include "vm/objects/function.h"

#include <string>

namespace terrarium {

// Sets the hooks by which import finds native and embedded modules, makes sys and the standard streams. After
// init_builtins(); before any Python code.
void init_modules(Thread& t);

bool module_is_native(const Module* module);

// -m: runs the module's code as __main__ in `main` (of a package: its submodule __main__). A module that is not there is
// told on stderr and raises SystemExit(1).
Result<Own> run_as_main(Thread& t, Module* main, const std::string& module_name);

// sys.is_finalizing() is true from now on.
void note_finalizing();

// Every reference this room holds in its own state.
void visit_module_roots(Visitor& visitor);

} // namespace terrarium
