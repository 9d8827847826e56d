// What the language asks of Unicode: which characters make identifiers, which are printable, NFKC.
// Rules: docs.python.org/3.11/reference/lexical_analysis.html#identifiers (PEP 3131); the tables
// are utf8proc's. Nothing here allocates in the VM's world.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace terrarium {

bool is_identifier_start(uint32_t code);     // XID_Start or '_'
bool is_identifier_continue(uint32_t code);  // XID_Continue
bool is_printable(uint32_t code);            // str.isprintable of the character
int display_width(uint32_t code);            // columns of a terminal: 0 (combining), 1 or 2 (wide)

// NFKC form of valid UTF-8. Returns false when `text` already is in that form (and leaves `to` alone).
bool normalise_nfkc(std::string_view text, std::string& to);

}  // namespace terrarium
