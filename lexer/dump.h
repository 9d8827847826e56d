// Tokens as text, one a line, in the manner of `python3 -m tokenize -e`: place, name, text.
#pragma once

#include <optional>
#include <string>

#include "support/source.h"

namespace terrarium {

// Ends with an ERRORTOKEN line that has the message when the text has a lexical error, which *error (may be null) gets.
std::string dump_tokens(const SourceText& source, std::optional<Diagnostic>* error = nullptr);

}  // namespace terrarium
