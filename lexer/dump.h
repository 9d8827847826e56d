// Tokens as text, one a line, in the manner of `python3 -m tokenize -e`: place, name, text.
#pragma once

#include <string>

#include "support/source.h"

namespace terrarium {

// Ends with an ERRORTOKEN line that has the message when the text has a lexical error.
std::string dump_tokens(const SourceText& source);

}  // namespace terrarium
