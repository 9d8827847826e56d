// Layouts of the descriptors that types keep in their dicts; their Python faces are in vm/objects/descriptors.cpp,
// property.cpp and staticmethod.cpp. Made here because every type needs them while it is made ready.
#pragma once

#include "vm/core/native.h"
#include "vm/core/runtime.h"

namespace terrarium {

struct SlotRow;

// int.__add__: a slot of a built-in type as a callable.
struct WrapperDescriptor : Object {
    Type* owner;         // owned (built-in types are immortal)
    const SlotRow* row;
    void (*function)();  // the slot function of owner
};
// (1).__add__
struct MethodWrapper : Object {
    WrapperDescriptor* descriptor; // owned
    Value self;                    // owned
};
struct GetSetDescriptor : Object {
    Type* owner; // owned
    const GetSetDef* def;
    Str* name;   // owned
};
// A member of __slots__: a Value at a fixed offset; or a field of a built-in type that cannot be set (offset 0).
struct MemberDescriptor : Object {
    Type* owner; // owned
    Str* name;   // owned
    uint32_t offset;
    const GetSetDef* def; // how a built-in's field is read; null for a slot
};
struct Property : Object {
    Value get, set, del; // owned; None when absent
    Value doc;           // owned
    Value name;          // owned; set by __set_name__, or null
    uint8_t doc_from_getter;
};
// staticmethod and classmethod
struct MethodHolder : Object {
    Value callable;      // owned; null before __init__
    uint64_t attr_head;  // AttrHead, no inline slots
};

Ref<WrapperDescriptor> make_wrapper_descriptor(Type* owner, const SlotRow* row, void (*function)());
Ref<GetSetDescriptor> make_getset(Type* owner, const GetSetDef* def);
Ref<MemberDescriptor> make_member(Type* owner, Str* name, uint32_t offset);
// In a GetSetDef's place for set: the row becomes a member_descriptor that refuses with "readonly attribute".
Status read_only_member(Thread& t, Value self, Value value);
Ref<MemberDescriptor> make_read_only_member(Type* owner, const GetSetDef* def);
Ref<MethodHolder> make_static_method(Value callable);
Ref<MethodHolder> make_class_method(Value callable);
// method_descriptor, classmethod_descriptor or (static) staticmethod over a native function, as flags say.
Own make_type_method(Type* owner, const NativeDef* def);
// int.__new__: the native function that stands for a built-in's construct slot.
Own make_new_wrapper(Type* owner);
bool is_new_wrapper(Value v);
uint64_t address_of(Value v); // what id() and the reprs show

} // namespace terrarium
