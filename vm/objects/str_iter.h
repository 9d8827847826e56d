// Layout of both iterators over a str; str_ascii_iterator only ever holds an ASCII string.
#pragma once

#include "vm/core/str.h"

namespace terrarium {

struct StrIterator : Object {
    Str* str; // owned; null once exhausted
    uint64_t index;
};
Ref<StrIterator> make_str_iterator(Str* s);

} // namespace terrarium
