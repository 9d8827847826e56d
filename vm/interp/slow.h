// What the loop's handlers do out of line. Each returns a raw Value, owned by the caller; null: an exception is raised.
// Raw on purpose: nothing with a destructor may be alive in the loop across a dispatch (docs/vm.md, "the loop").
#pragma once

#include "vm/core/own.h"
#include "vm/interp/frame.h"

#include <string>

namespace terrarium {

inline Value raw(Result<Own> r) { return r ? r.take().take() : Value::null(); }

// --- ENTER_TRACED (watch.cpp)
Word marked_word(const Word* at);  // the word underneath
Word present_word(const Word* at); // the same; of a word that is not marked, itself
void begin_again(Frame* frame);    // the word the frame has just fetched is its next one again, and unmarked

// --- names
Value load_name(Thread& t, Frame* frame, Word* at, Str* name); // specialises the word at `at`, as these do
bool store_name(Thread& t, Frame* frame, Word* at_or_null, Str* name, Value v);
bool delete_name(Thread& t, Frame* frame, Str* name);
Value load_global(Thread& t, Frame* frame, Word* at, Str* name);
bool store_global(Thread& t, Frame* frame, Word* at, Str* name, Value v);
bool delete_global(Thread& t, Frame* frame, Str* name);
Value load_classderef(Thread& t, Frame* frame, uint32_t slot);
void raise_unbound_local(Thread& t, Frame* frame, uint32_t slot);
void raise_unbound_cell(Thread& t, Frame* frame, uint32_t slot);

// --- attributes (specialise the word at `at`)
Value load_attr(Thread& t, Frame* frame, Word* at, Value object, Str* name);
bool store_attr(Thread& t, Frame* frame, Word* at, Value object, Str* name, Value v);
bool delete_attr(Thread& t, Value object, Str* name);
// Result is the callable; *self is owned, null when there is none to pass.
Value load_method(Thread& t, Frame* frame, Word* at, Value object, Str* name, Value* self);
// super().name() in a method: the function behind the class, to be called with the method's own self (borrowed). `call` is
// the word of super()'s CALL, before the LOAD_METHOD. Null, nothing raised: not as simple as that.
Value super_method(Frame* frame, Word* call, Str* name, Value* self);
// STORE_ATTR_ADD with room inline: gives the object its next shape.
bool store_attr_grow(Thread& t, Object* object, Str* name, Value v);

// --- operators
Value binary(Thread& t, BinaryOp op, Value a, Value b);
Value inplace(Thread& t, BinaryOp op, Value a, Value b);
// The function that operator_function() found has returned NotImplemented to the instruction at `at`.
Value operator_declined(Thread& t, const Word* at, Value a, Value b);
// Only instances of a program's class do.
inline bool may_run_function(Value left) { return left.is_object() && left.object_ptr()->shape >= shapes::builtin_count; }
Value add_strings_in_place(Thread& t, Frame* frame, const Word* next, Value a, Value b);
Value compare_slow(Thread& t, CompareOp op, Value a, Value b);
Value unary(Thread& t, Opcode op, Value a);
int truth(Thread& t, Value v); // 1, 0, or -1 with an exception
int test_and_pop(Thread& t);   // the truth of the item on top of the stack, whose count it takes
int contains_slow(Thread& t, Value item, Value container);
Value subscript(Thread& t, Value container, Value key);
// container[start:stop:step] of an exact list, tuple or string with bounds that are small ints or None; null (and nothing
// raised): something else, left to the general way.
Value plain_part(Thread& t, Value container, Value start, Value stop, Value step);
// container[start:stop] = with, of two exact lists, when the slice is as long as `with` and nobody else holds that: the items
// change places, and go with it. False: not so.
bool exchange_part(Value container, Value start, Value stop, Value with);
bool exchange_slice(Value container, Value slice, Value with); // the same of a slice without a step
bool store_subscript(Thread& t, Value container, Value key, Value v);
bool delete_subscript(Thread& t, Value container, Value key);

// --- iteration
Value get_iterator(Thread& t, Value v);
Value next_slow(Thread& t, Value iterator); // exhausted at the end
Value next_failed(Thread& t);               // a next slot has raised: exhausted when it was StopIteration, else null
bool unpack(Thread& t, Value iterable, uint32_t count, Value* out);             // out[0] is the last item
bool unpack_ex(Thread& t, Value iterable, uint32_t before, uint32_t after, Value* out);

// --- building
Value build_tuple(Thread& t, Value* items, uint32_t count);  // takes over the items
Value build_list(Thread& t, Value* items, uint32_t count);   // takes over the items
Value build_set(Thread& t, Value* items, uint32_t count);    // borrows
Value build_map(Thread& t, Value* items, uint32_t count);    // borrows
Value build_const_key_map(Thread& t, Value* items, uint32_t count, Tuple* keys);
Value build_string(Thread& t, Value* items, uint32_t count);
Value build_slice(Value start, Value stop, Value step);
bool list_append_value(Thread& t, Value list, Value item); // takes over item when true
bool set_add_value(Thread& t, Value set, Value item);
bool map_add(Thread& t, Value dict, Value key, Value v);
bool list_extend_value(Thread& t, Value list, Value iterable);
bool set_update_value(Thread& t, Value set, Value iterable);
bool dict_update_value(Thread& t, Value dict, Value mapping);
Value list_to_tuple_value(Thread& t, Value list);
Value length_value(Thread& t, Value v);
std::string callable_text(Thread& t, Value callable); // "f()", for messages
bool dict_merge_keywords(Thread& t, Value callable, Value dict, Value mapping);
Value format_value(Thread& t, Value v, Value spec_or_null, uint32_t conversion);

// --- calls
// A call that is not to a plain Python function: values[-2] callable, values[-1] self or null.
Value call_other(Thread& t, Value callable, Value* values, uint32_t count, Tuple* keywords);
Value call_unpacked(Thread& t, Value callable, Value arguments, Value keywords_or_null);
// Class call whose __init__ is a Python function and whose __new__ is object's: makes the instance and tells __init__;
// null without an exception: not that simple.
Value simple_instance(Thread& t, Type* cls, bool has_arguments, Value* init);
Value make_function_value(Thread& t, Frame* frame, Code* code, uint32_t flags, Value* parts);
void raise_init_result(Thread& t, Value result);

// --- exceptions
void raise_varargs(Thread& t, uint32_t count, Value* items);
Value check_exception_match(Thread& t, Value exception, Value match);
bool check_group_match(Thread& t, Value exception, Value match, Value* rest, Value* matched);
Value prepare_reraise_star(Thread& t, Value original, Value list);
// Of a manager whose __enter__ and __exit__ are Python functions: the first, borrowed, and the second as a bound method,
// owned. Null: not so.
Value context_methods(Value manager, Value* exit);
bool before_with(Thread& t, Value manager, bool async, Value* exit, Value* result);
Value with_except_start(Thread& t, Value exit, Value exception);

// --- generators and coroutines
Value make_generator(Thread& t, Frame* frame, Value* sp);
Value yield_from_iterator(Thread& t, Frame* frame, Value v);
Value awaitable(Thread& t, Value v, uint32_t what_for);
Value async_iterator(Thread& t, Value v);
Value async_next(Thread& t, Value v);
// SEND to anything but a generator that the loop resumes itself: *finished says the result ends the delegation.
Value send_slow(Thread& t, Value receiver, Value v, bool* finished);
Value async_gen_wrap(Thread& t, Value v);

// --- patterns
bool is_sequence_pattern(Value v);
bool is_mapping_pattern(Value v);
Value match_keys(Thread& t, Value subject, Value keys);
Value match_class(Thread& t, Value subject, Value cls, uint32_t positional, Value names);

// --- statements
Value import_name(Thread& t, Frame* frame, Str* name, Value fromlist, Value level);
Value import_from(Thread& t, Value module, Str* name);
bool import_star(Thread& t, Frame* frame, Value module);
bool setup_annotations(Thread& t, Frame* frame);
bool print_expression(Thread& t, Value v);

} // namespace terrarium
