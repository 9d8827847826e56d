// Classes as objects: what type_object.cpp (attributes, methods), type_new.cpp (making one) and type_bases.cpp (bases,
// MRO) share.
#pragma once

#include "vm/core/tuple.h"

#include <string>

namespace terrarium {

// type.__new__: makes a class. construct slot of `type`.
Result<Own> type_construct(Thread& t, Type* meta, const Args& args);
Status type_init(Thread& t, Value self, const Args& args);

// The most derived metaclass of all bases, starting from meta; TypeError "metaclass conflict...".
Result<Type*> metaclass_of(Thread& t, Type* meta, Tuple* bases);
// The base whose instance layout the class extends; TypeError when two bases disagree or one may not be subclassed.
Result<Type*> best_base(Thread& t, Tuple* bases);
// C3 linearisation, or what the metaclass' mro() says. Sets type->mro.
Status set_mro(Thread& t, Type* type);
Result<Ref<List>> default_mro(Thread& t, Type* type);
// cls.__bases__ = bases
Status set_bases(Thread& t, Value cls, Value bases);
bool same_instance_layout(const Type* a, const Type* b);

} // namespace terrarium
