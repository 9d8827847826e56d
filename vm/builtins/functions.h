// What the files of this room share: every native of builtins by the part of its name before the dot in the table.
#pragma once

#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"

namespace terrarium::builtins {

#define NATIVE(name) Result<Own> name(Thread& t, const Value* a)
#define RAW_NATIVE(name) Result<Own> name(Thread& t, Value self, const Args& args)

// iteration.cpp
NATIVE(all); NATIVE(any); NATIVE(sum); NATIVE(iter); NATIVE(next); NATIVE(aiter); NATIVE(anext);
RAW_NATIVE(min); RAW_NATIVE(max); RAW_NATIVE(sorted);
void make_anext_type();

// evaluation.cpp
NATIVE(compile_source); NATIVE(eval); NATIVE(exec); NATIVE(import); NATIVE(globals); NATIVE(locals); NATIVE(dir); NATIVE(vars);
RAW_NATIVE(build_class);

// console.cpp
RAW_NATIVE(print); RAW_NATIVE(open); RAW_NATIVE(breakpoint);
NATIVE(input);
void add_site_objects(Dict* names);

// The keyword arguments of a native that takes them by hand; unknown ones are an error.
struct Keyword {
    const char* name;
    Value value; // borrowed; null when not given
};
Status take_keywords(Thread& t, const char* function, const Args& args, std::span<Keyword> keywords);

} // namespace terrarium::builtins
