// For native types whose struct is a few owned Values and plain numbers: the struct lists its Values once, in `fields`,
// and trace, destroy and clear follow from the list. A field that is null means "done" to the type's next.
#pragma once

#include "vm/objects/containers.h"

namespace terrarium {

template <class T>
struct Field {
    const char* name; // of the edge
    Value T::*member;
};

template <class T>
void trace_fields(Object* o, Visitor& visitor) {
    for (const Field<T>& f : T::fields) trace_edge(visitor, static_cast<T*>(o)->*f.member, f.name);
}
template <class T>
void drop_fields(Object* o) {
    for (const Field<T>& f : T::fields) drop_field(static_cast<T*>(o)->*f.member);
}
template <class T>
inline const Lifecycle life_of = {trace_fields<T>, drop_fields<T>, drop_fields<T>, fixed_size<T>, nullptr, T::type_name};

// A new instance with every field null; the caller sets the plain numbers.
template <class T>
Result<Ref<T>> make_with_fields(Thread& t, Type* cls) {
    Ref<T> made = TRY(make_of<T>(t, cls));
    for (const Field<T>& f : T::fields) made.get()->*f.member = Value::null();
    return made;
}

inline void set_field(Value& field, Own value) {
    Value old = std::exchange(field, value.take());
    release(old);
}

inline Result<Own> return_self(Thread&, Value self) { return Own::share(self); }

template <UnarySlot next, Result<Own> (*construct)(Thread&, Type*, const Args&)>
void fill_iterator_slots(Slots& s) {
    s.construct = construct;
    s.iter = return_self;
    s.next = next;
}

// Keywords are refused for the type itself; a subclass may have its own __init__.
inline Status check_keywords(Thread& t, Type* cls, const char* name, const Args& args) {
    return cls->flags & type_heap ? Status{} : no_keywords(t, name, args);
}

// The types of the module itertools, in one block in the data region.
struct ItertoolsTypes {
    Type *accumulate, *chain, *compress, *count, *cycle, *dropwhile, *filterfalse, *islice, *pairwise, *repeat, *starmap,
        *takewhile, *zip_longest;
    Type *combinations, *combinations_with_replacement, *permutations, *product;
    Type *groupby, *grouper, *tee, *tee_block;
};
ItertoolsTypes& itertools_types();
void make_combination_types(ItertoolsTypes& types); // itertools_combinations.cpp
void make_group_types(ItertoolsTypes& types);       // itertools_group.cpp
Result<Own> itertools_tee(Thread& t, const Value* a);

} // namespace terrarium
