// Completion at the prompt. Looks at namespaces, class dicts and instance attributes as they lie in memory and runs no
// code of the program: no property, no __getattr__, no __dir__, no import.
#pragma once

#include "app/repl_input.h"
#include "vm/objects/function.h"

#include <string>

namespace terrarium {

// `before`: the text before the cursor, all lines of it.
Completion complete_at(Module* main, const std::string& before);

} // namespace terrarium
