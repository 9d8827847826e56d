// Attributes of instances: shapes, inline slots, and the move to a real dict when someone asks for __dict__.
// Invariant: an object whose shape is its type's dict_shape keeps its attributes in a Dict; any other shape keeps them in slots.
#pragma once

#include "memory/trace.h"
#include "vm/core/runtime.h"

#include <string>

namespace terrarium {

// The attribute head, the word before the inline slots:
//   bits 0..47 pointer: null | Value[] for slots past the inline ones (raw block) | Dict (dict mode)
//   bits 48..55 number of inline slots this instance was made with
//   bits 56..63 log2 of the overflow array's capacity
struct AttrHead {
    uint64_t bits;
    void* pointer() const { return reinterpret_cast<void*>(bits & 0xffffffffffffull); }
    uint32_t inline_slots() const { return bits >> 48 & 255; }
    Value* slots() { return reinterpret_cast<Value*>(this + 1); }
};

enum ShapeFlags : uint32_t { shape_dict_mode = 1 };

// Null when instances of its type have no attributes.
AttrHead* attr_head(Object* o);
// The names of one layout: small linear array for few, a hash for many. Slot of name in this shape, or -1.
int32_t shape_slot(const Shape* s, const Str* interned_name);
// Child shape with `name` added (made on demand); null: too many attributes, go to dict mode.
Shape* shape_add(Shape* s, Str* interned_name);

// Own attributes only: no class lookup, no descriptors.
Value attr_get(Object* o, Str* name);                         // borrowed; null = missing. name interned or not
Status attr_set(Thread& t, Object* o, Str* name, Value v);    // shares v
Result<bool> attr_delete(Thread& t, Object* o, Str* name);    // false: was missing
Result<Ref<Dict>> attr_dict(Thread& t, Object* o);            // __dict__: moves the instance to dict mode
Status attr_replace_dict(Thread& t, Object* o, Dict* d);      // o.__dict__ = d
size_t attr_count(Object* o);
bool attr_at(Object* o, size_t i, Str** name, Value* value);  // for views: i-th attribute in order

// Class attribute lookup along the MRO through the method cache. Borrowed; null = missing. Cannot run Python code.
Value type_lookup(Type* type, Str* name);
// The same past the cache: for the making of classes, so that a class nobody has used yet has nothing to forget.
Value type_find(const Type* type, Str* name);
// An inline cache may keep what type_lookup gave when it is a function or another descriptor, or when the name was
// missing: rt().cache_epoch changes before that goes stale. To keep a plain value (Cls.n = 5) ask first: true means the
// epoch will change when the value is replaced; false: it is replaced too often, do not cache. owner: any type it was
// looked up on.
bool type_may_cache(Type* type, Str* name);
// Any change of a class dict goes through these (they keep slots, subclasses, caches right).
Status type_set(Thread& t, Type* type, Str* name, Value value_or_null);
void type_changed(Type* type); // forget cached lookups of it and its subclasses

// For the Lifecycle of a built-in whose struct holds its own AttrHead (functions).
void trace_attributes(Object* o, Visitor& v);
void drop_attributes(Object* o);
size_t attributes_extra_size(const Object* o); // raw bytes past the inline slots

// object.__getattribute__, object.__setattr__.
Result<Own> generic_getattr(Thread& t, Value self, Str* name);
// As above but a missing attribute gives Value::exhausted() without raising (getattr with a default, hasattr).
Result<Own> generic_getattr_or_missing(Thread& t, Value self, Str* name);
Status generic_setattr(Thread& t, Value self, Str* name, Value value_or_null);
Result<Own> type_getattr(Thread& t, Value cls, Str* name);
Status type_setattr(Thread& t, Value cls, Str* name, Value value_or_null);

// "'X' object has no attribute 'y'": the text of an AttributeError; those of set and delete carry no name= and obj=.
std::string missing_attribute_text(Value obj, Str* name);

} // namespace terrarium
