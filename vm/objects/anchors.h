// Which part of an expression's text its operator is: for the ~~~^^^ marks under a line of a traceback (PEP 657).
#pragma once

#include <cstddef>
#include <string_view>

namespace terrarium {

struct Anchors {
    bool found = false;
    size_t left = 0;  // bytes from the start of the segment: first byte of the operator or bracket
    size_t right = 0; // one past its last
};

// The segment is the source text of one expression (or of a statement: then nothing is found), on one line. Found for a
// binary operator and for a subscript.
Anchors find_anchors(std::string_view segment);

} // namespace terrarium
