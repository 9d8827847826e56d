// terrarium tokens|ast|dis FILE: what lexer, parser and compiler make of a source file. No VM is started.
#pragma once

#include "app/options.h"

namespace terrarium {

int run_verb(const Options& options);

} // namespace terrarium
