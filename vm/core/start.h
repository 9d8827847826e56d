// Start of the runtime: what the app calls before anything else of vm, and how the rooms above hand in their part.
// Order: open_world (memory), open_runtime, then builtins, modules, interp fill their parts. Next: runtime.cpp.
#pragma once

#include "vm/core/thread.h"
#include "vm/core/type_spec.h"

namespace terrarium {

// Makes Runtime, built-in types, names and the main thread. The world must be open. The main thread's frame array is
// reserved, its `frame` is null: vm/interp sets it, as it knows a record's size.
void open_runtime();

// A Thread in the data region with a value stack and a frame array of their own, each of stack_bytes at most (0: the
// world's limit), the last of Runtime::threads. Null: there is no room for its stacks.
[[nodiscard]] Thread* new_thread(size_t stack_bytes);
// Gives back everything the thread had. It may not run any more, nor wait.
void end_thread(Thread* t);
// The machine stack's limit becomes that of the calling machine thread.
void use_own_stack(Thread& t);
// The machine stack natives of this thread may use: [low, high); some of it is kept in reserve.
void set_native_stack(Thread& t, uintptr_t low, uintptr_t high);

// Every reference held by the runtime itself: types, names, interned strings, raised and handled exceptions. What
// frames and value stacks hold is for vm/interp to add.
void visit_runtime_roots(Visitor& visitor);

// The first half of ready_type(): sizes, flags, slots; makes no object and needs none.
void prepare_type(Type* type, const TypeSpec& spec);

// An empty Type in the data region with its root shape (fixed_shape 0: any id).
Type* new_builtin_type(const char* full_name, Type* base, ShapeId fixed_shape);
const GetSetDef* instance_dict_getset(); // __dict__ of instances
// A base's list of its direct subclasses.
void link_subclass(Type* base, Type* sub);
void unlink_subclass(Type* base, Type* sub);

// What the owners of these types make before anything else (vm/objects): the empty and one-character strings and the
// table of interned ones; the empty tuple is made by open_runtime.
void init_str();
void init_bytes(); // b'' and the one-byte ones

// vm/objects/all_types.cpp: the spec of each type of types.def, by shape id.
const TypeSpec& builtin_spec(ShapeId id);
// vm/objects/exceptions.cpp: readies every type of exceptions.def with ready_type().
void ready_exceptions();

} // namespace terrarium
