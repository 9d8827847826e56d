// Instances of classes: making them, and the Lifecycle that adds members, attributes and the class reference to what
// the built-in base does. Invariant: block size = basic_size (+ variable part) + the inline slots its AttrHead counts.
#pragma once

#include "vm/core/attributes.h"
#include "vm/core/type_spec.h"

namespace terrarium {

// Of instances of user classes, and of built-ins whose attribute head ready_type appended.
extern const Lifecycle instance_life;

// What a dying object's attributes held; the object is not touched any more.
void release_attributes(Object* o, AttrHead* h);
// Whether instance_life, not the built-in itself, takes care of the attribute head.
bool attributes_are_appended(const Type* type);
inline Value* member_slots(Object* o, const Type* type) {
    return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + type->members_offset);
}

// object.__new__ and object.__init__: the loop recognises plain classes by these slots.
Result<Own> object_construct(Thread& t, Type* cls, const Args& args);
Status object_init(Thread& t, Value self, const Args& args);
// type.__call__: calling a class.
Result<Own> type_call(Thread& t, Value cls, const Args& args);

// Shape::finalize of a class with __del__ (or a built-in's slots.del): set_finalizers after such a change.
void set_finalizers(Type* type);
// o.__class__ = cls for compatible layouts: moves the attributes over and swaps the class reference.
void change_class(Object* o, Type* cls);

} // namespace terrarium
