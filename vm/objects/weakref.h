// Weak references: a table from objects to the list of their references, newest after the two that may be shared (a plain
// ref and a plain proxy come first). Invariant: an object is in the table exactly while it has gc_weakly_referenced.
#pragma once

#include "vm/core/list.h"
#include "vm/core/native.h"

namespace terrarium {

struct WeakRef : Object {
    Object* target;  // not counted; null once the object is gone
    Value callback;  // owned or null
    WeakRef *next, *previous; // in the list of target
    int64_t hash;    // of the target, once asked for; -1: not known
};

void init_weak_references(); // hooks
Result<Own> make_weak_reference(Thread& t, Type* cls, Value object, Value callback);
Result<Own> make_weak_proxy(Thread& t, Value object, Value callback);
Own weak_target(const WeakRef* r); // None when it is gone
size_t weak_reference_count(Value object);
Result<Ref<List>> weak_references(Thread& t, Value object);

} // namespace terrarium
