// Completion at the prompt. Looks at namespaces, class dicts and instance attributes as they lie in memory and runs no
// code of the program: no property, no __getattr__, no __dir__, no import.
#pragma once

#include "app/repl.h"
#include "app/repl_input.h"

#include <string>

namespace terrarium {

// `before`: the text before the cursor, all lines of it.
Completion complete_at(const NamesInSight& names, const std::string& before);

} // namespace terrarium
