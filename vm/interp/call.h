// Pushing and leaving frames: what the loop's call and return handlers do out of line.
#pragma once

#include "memory/sanitizer.h"
#include "vm/core/attributes.h"
#include "vm/core/runtime_rooms.h"
#include "vm/interp/frame.h"

namespace terrarium {

// The layout all LOAD_GLOBAL_BUILTIN caches were made for. Part of the world as they are: a checkpoint brings back both.
inline uint32_t builtins_cache_layout() { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(rt().room[room_builtins_layout])); }

Value new_cell(Value content); // takes the content over
// The Python function behind a user class' __getitem__ when container[key] would call it plainly; else null. Borrowed.
inline Value item_method(Value container) {
    if (!container.is_object()) return Value::null();
    Type* type = type_of(container.object_ptr());
    if (!(type->flags & type_heap) || !type->slots.get_item) return Value::null();
    Value f = type_lookup(type, rt().names.dunder_getitem);
    return is_function(f) ? f : Value::null();
}
// Whether calling the class makes a plain instance and at most runs a Python __init__: *init, borrowed; null: it has none.
bool makes_plainly(Type* cls, bool has_arguments, Value* init);
// Slow part of a safepoint; false: an exception is raised.
bool poll(Thread& t);
// Grows the stacks so that a frame ending at `top` fits; false: RecursionError is raised.
bool make_room_for_frame(Thread& t, Value* top);
// Under ASan: makes the stacks above the running frame inaccessible until a call makes room there. A frame has just
// been left. Otherwise nothing.
void seal_stacks_slow(Thread& t);
inline void seal_stacks(Thread& t) {
    if constexpr (poisoning) seal_stacks_slow(t);
}
// Gives memory far above the running frame back to the system.
void trim_stacks(Thread& t);
// The arguments stand at locals[0..positional) and, by keyword, after them. True: every local is set. False: the
// arguments are dropped and an exception is raised.
bool bind_call(Thread& t, Function* f, Value* locals, uint32_t positional, Tuple* keywords);
// CALL_EX: lays [callable][NULL][args][kwargs|NULL] out as a call with keywords; t.stack_top is the new top.
bool expand_call(Thread& t, bool with_keywords, Value* keyword_owner);
void note_elided_slow(Thread& t, Frame* frame, uint32_t index);
inline void note_elided(Thread& t, Frame* frame, uint32_t index) {
    t.tail_calls_elided++;
    ElidedCalls* e = frame->elided;
    if (e && e->last[e->used - 1].code == frame->code) [[likely]] {
        e->count++;
        e->last[e->used - 1].at = index;
        return;
    }
    note_elided_slow(t, frame, index);
}
void drop_elided(Frame* frame);
// Pops a frame that needs more than the loop's short return. False: an exception is raised and the result dropped.
bool leave_frame(Thread& t, Frame* frame, Value* result);

// generator.cpp
bool push_generator_frame(Thread& t, Generator* g, Value sent, uint32_t how); // shares sent
uint32_t suspend_generator(Thread& t, Frame* frame, Value* sp);               // returns the frame's flags
Value load_build_class(Thread& t, Frame* frame);

} // namespace terrarium
