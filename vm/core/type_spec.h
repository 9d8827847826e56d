// How a built-in type is described: one TypeSpec constant in the type's own .cpp, handed to ready_type() at start.
#pragma once

#include "memory/heap.h"
#include "vm/core/native.h"

namespace terrarium {

struct TypeSpec {
    const char* module;         // "builtins", "collections", ...
    const char* doc;
    uint32_t basic_size;        // sizeof(struct); for type_variable the fixed part
    uint32_t flags;             // TypeFlags
    const Lifecycle* life;      // null: nothing to trace or drop, size basic_size
    void (*fill)(Slots&);       // sets the C++ slots
    const NativeDef* methods;   // null-terminated, or null
    const GetSetDef* getsets;   // null-terminated, or null
    void (*setup)(Type*);       // class constants and such; or null
    // With type_has_dict: where the struct itself keeps its AttrHead (then its Lifecycle traces and drops it with
    // trace_attributes / drop_attributes of vm/core/attributes.h). 0: ready_type appends a head behind basic_size and
    // takes care of it; such instances come from new_instance(), never from new_object().
    uint32_t attrs_offset = 0;
};

// Makes types->X ready: called for each built-in in order by vm/objects/all_types.cpp (one table).
void ready_type(Type* type, const TypeSpec& spec);
// A further built-in type for a native module (deque, partial, ...): allocated in the data region, immortal.
Type* make_builtin_type(const char* name, Type* base, const TypeSpec& spec);

// Allocates an instance of cls (cls may be a subclass). The built-in struct behind the header is zeroed (a zero word is
// the int 0 as a Value: safe to trace and release; set Value fields that mean "nothing" to Value::null() yourself),
// __slots__ members and attribute slots are null. type_variable layouts: `variable_bytes` is what follows basic_size, and
// the Lifecycle's size() of the finished object must be basic_size + variable_bytes (what comes after is found by it).
Result<Ref<Object>> new_instance(Thread& t, Type* cls, size_t variable_bytes = 0);
// The same for an exact built-in with a compile-time struct; cannot fail (small). Fields after the header are NOT set.
template <class T>
Ref<T> new_object(ShapeId shape, bool container) {
    return Ref<T>::adopt(static_cast<T*>(alloc_object(sizeof(T), shape, container ? AllocKind::container : AllocKind::atomic)));
}

// What every Lifecycle of a subclassable built-in gets for free: type.cpp wraps trace/destroy of a heap subclass so
// that members, attributes and the class reference are handled; a built-in's own functions deal with its struct only.

} // namespace terrarium
