// terrarium tokens|ast|dis FILE: what lexer, parser and compiler make of a source file. The VM is started only
// to report what is wrong with the source, as running it would.
#pragma once

#include "app/options.h"

namespace terrarium {

int run_verb(const Options& options);

} // namespace terrarium
