// Layouts of the iterators the loop steps inline: list, tuple, range. Their types: iterators.cpp and range.cpp.
#pragma once

#include "vm/core/list.h"
#include "vm/core/tuple.h"

namespace terrarium {

struct ListIterator : Object {
    List* list; // owned; null once exhausted
    uint64_t index;
};
struct TupleIterator : Object {
    Tuple* tuple; // owned; null once exhausted
    uint64_t index;
};
// Every value it yields is an immediate int.
struct RangeIterator : Object {
    int64_t next;
    int64_t step;
    int64_t remaining;
};
// range(start, stop, step): exact ints of any size, immediate when they fit.
struct RangeObject : Object {
    Value start, stop, step; // owned
    Value length;            // owned; an int, never negative
};

Ref<ListIterator> make_list_iterator(List* l);
Ref<TupleIterator> make_tuple_iterator(Tuple* s);
Result<Own> range_iter(Thread& t, Value self);
Result<Ref<RangeObject>> make_range(Thread& t, Value start, Value stop, Value step); // exact ints, step not 0
Own make_sequence_iterator(Value sequence); // the old protocol: __getitem__(0), (1), ... until IndexError
Own make_callable_iterator(Value callable, Value sentinel);

} // namespace terrarium
