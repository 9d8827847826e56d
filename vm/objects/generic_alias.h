// types.GenericAlias (list[int], PEP 585) and types.UnionType (int | None, PEP 604).
#pragma once

#include "vm/core/tuple.h"

#include <string>

namespace terrarium {

struct GenericAlias : Object {
    Value origin;      // owned
    Tuple* args;       // owned
    Tuple* parameters; // owned; the type variables among args; null until asked
    uint8_t starred;   // *list[int]
};
struct UnionType : Object {
    Tuple* args;       // owned; at least two, flat, no two equal
    Tuple* parameters; // owned; null until asked
};

Result<Own> make_generic_alias(Thread& t, Value origin, Value args);
// a | b for classes; NotImplemented when one of them is nothing a union can hold.
Result<Own> make_union(Thread& t, Value a, Value b);

// --- shared by both
Result<Ref<Tuple>> collect_parameters(Thread& t, Tuple* args);
// args with parameters replaced by the items of `item`: X[item].
Result<Ref<Tuple>> substitute_parameters(Thread& t, Value self, Tuple* args, Tuple* parameters, Value item);
Result<std::string> type_expression_repr(Thread& t, Value v); // int, mod.Cls, ..., or repr(v)

} // namespace terrarium
