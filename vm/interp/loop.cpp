// The loop: fetches a word, jumps to its handler, falls into the next. Handlers stand in ops/*.inc.
// Invariants: operands stay on the stack until the instruction has succeeded (unwinding drops them); before anything
// that may raise, run Python code or look at frames, frame->ip and t.stack_top are stored (OUT); nothing with a
// destructor is alive at a dispatch: g++ skips it silently, clang refuses the code. Read next: frame.h, ops/calls.inc.
#include "memory/heap.h"
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/native.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/interp/call.h"
#include "vm/interp/frame.h"
#include "vm/interp/inline_cache.h"
#include "vm/interp/slow.h"
#include "vm/interp/unwind.h"
#include "vm/objects/iterators.h"
#include "vm/probe.h"

#include <cstring>

namespace terrarium {

namespace {

inline bool both_ints(Value a, Value b) { return ((a.bits | b.bits) & 3) == 0; }

inline bool both_interned(Value a, Value b) {
    return has_shape(a, shapes::str) && has_shape(b, shapes::str) && as<Str>(a)->interned && as<Str>(b)->interned;
}

// A float result that fits a Value; false sends the caller to the slow path, which allocates.
inline bool pack_float(double d, Value* out) {
    Value v = Value::try_float(d);
    *out = v;
    return v.is_float();
}

// One number as a double, int or float; false for anything else.
inline bool as_number(Value v, double* out) {
    if (v.is_float()) {
        *out = v.float_value();
        return true;
    }
    if (v.is_int() && v.int_value() < (int64_t{1} << 53) && v.int_value() > -(int64_t{1} << 53)) {
        *out = static_cast<double>(v.int_value());
        return true;
    }
    return false;
}

// 32-bit division is several times faster. y is not 0.
inline int64_t floor_quotient(int64_t x, int64_t y) {
    if (((x | y) >> 32) == 0) return static_cast<int64_t>(static_cast<uint32_t>(x) / static_cast<uint32_t>(y));
    int64_t quotient = x / y;
    return x % y != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient;
}
inline int64_t floor_remainder(int64_t x, int64_t y) {
    if (((x | y) >> 32) == 0) return static_cast<int64_t>(static_cast<uint32_t>(x) % static_cast<uint32_t>(y));
    int64_t remainder = x % y;
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}

// False: the power does not fit an immediate int.
inline bool small_power(int64_t base, uint32_t exponent, int64_t* power) {
    int64_t result = 1;
    while (true) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) return false;
        exponent >>= 1;
        if (exponent == 0) break;
        if (__builtin_mul_overflow(base, base, &base)) return false;
    }
    *power = result;
    return Value::fits_int(result);
}

// What an instance of the loop returns when the other one is to go on with t.frame: no value of the program.
constexpr Value other_loop = Value::special(8);

// Vocabulary of the handlers.
#define OPERAND (word >> 8)
#define CASE(name) op_##name:
// Dispatch: in the traced instance of the loop every instruction is shown to the probe first. When nobody watches any
// longer, it hands over to the other instance.
#define NEXT()                                                                  \
    do {                                                                        \
        word = *ip++;                                                           \
        if constexpr (Traced) {                                                 \
            frame->ip = ip;                                                     \
            t.stack_top = sp;                                                   \
            if (!active_probe) [[unlikely]] goto leave_traced;                  \
            active_probe->on_instruction(t, frame);                             \
        }                                                                       \
        goto* labels[word & 0xff];                                              \
    } while (0)
#define TELL(event)                                                             \
    do {                                                                        \
        if constexpr (Traced) {                                                 \
            if (active_probe) active_probe->event;                              \
        }                                                                       \
    } while (0)
// Before leaving the loop for anything that may raise, run code or look at frames.
#define SAVE() (frame->ip = ip, t.stack_top = sp)
#define OUT(expression) (SAVE(), (expression))
#define PUSH(v) (*sp++ = (v))
#define TOP() (sp[-1])
// Drops one count; only the cold branch, which may run a finaliser, stores the frame's place.
#define DROP(v)                                                                 \
    do {                                                                        \
        Value dropped_ = (v);                                                   \
        if (dropped_.is_object()) {                                             \
            Object* object_ = dropped_.object_ptr();                            \
            if (--object_->count == 0) [[unlikely]] {                           \
                SAVE();                                                         \
                free_dead(object_);                                             \
            }                                                                   \
        }                                                                       \
    } while (0)
// The same before going on. What is to be done about a dead object stands once, at the loop's end: so no handler holds
// values across that call, and the compiler keeps the loop's variables in registers.
#define DROP_NEXT(v)                                                            \
    do {                                                                        \
        Value dropped_ = (v);                                                   \
        if (dropped_.is_object()) {                                             \
            dead = dropped_.object_ptr();                                       \
            if (--dead->count == 0) [[unlikely]] goto free_and_next;            \
        }                                                                       \
        NEXT();                                                                 \
    } while (0)
#define DROP_TWO_NEXT(first, second)                                            \
    do {                                                                        \
        Value first_ = (first);                                                 \
        if (first_.is_object()) {                                               \
            dead = first_.object_ptr();                                         \
            if (--dead->count == 0) [[unlikely]] {                              \
                callable = (second);                                            \
                goto free_and_drop_next;                                        \
            }                                                                   \
        }                                                                       \
        DROP_NEXT(second);                                                      \
    } while (0)
// An instruction's result takes the place of its operands.
#define REPLACE_TOP(v)                                                          \
    do {                                                                        \
        Value replaced_ = TOP();                                                \
        TOP() = (v);                                                            \
        DROP_NEXT(replaced_);                                                   \
    } while (0)
#define REPLACE_TWO(v)                                                          \
    do {                                                                        \
        sp--;                                                                   \
        Value left_ = sp[-1], right_ = sp[0];                                   \
        TOP() = (v);                                                            \
        DROP_TWO_NEXT(left_, right_);                                           \
    } while (0)
#define ERROR() goto error
#define NAME(i) (static_cast<Str*>(frame->code->names->items()[i].object_ptr()))
// The cache word of the running instruction: caches are twice as wide as words, so the address is linear in ip.
#define CACHE() (*reinterpret_cast<uint64_t*>(cache_bias + 2 * reinterpret_cast<uintptr_t>(ip - 1)))
#define HERE() (const_cast<Word*>(ip - 1))
// The frame on top became another one.
#define ENTER_FRAME()                                                           \
    do {                                                                        \
        Code* code_ = frame->code;                                              \
        ip = frame->ip;                                                         \
        locals = frame->locals;                                                 \
        constants = code_->constants->items();                                  \
        cache_bias = reinterpret_cast<uintptr_t>(code_->caches) - 2 * reinterpret_cast<uintptr_t>(code_->instructions); \
    } while (0)
// Polled at calls and back edges.
#define SAFEPOINT()                                                             \
    do {                                                                        \
        if (safepoint_requests() | world_requests()) [[unlikely]] {         \
            if (!OUT(poll(t))) ERROR();                                         \
        }                                                                       \
    } while (0)

template <bool Traced>
[[gnu::noinline]] Value loop(Thread& t, bool raise_first) {
    static const void* const labels[256] = {
#define X(name, kind, pops, pushes, flags, picture, sentence) &&op_##name,
#define SPECIALISED(name, base, sentence) &&op_##name,
#include "bytecode/opcodes.def"
    };
    Frame* frame = t.frame;
    const Word* ip;
    Value* sp = t.stack_top;
    Value* locals;
    const Value* constants;
    uintptr_t cache_bias;
    Word word;
    // The call under way (ops/calls.inc).
    Value* base;
    Value* args;
    Tuple* keywords;
    Value callable;
    Value keyword_owner = Value::null(); // owned: names made by CALL_EX
    uint32_t count, frame_flags;
    uint32_t fault; // index of the instruction an exception came up at
    Object* dead;   // of DROP_NEXT
    ENTER_FRAME();
    if (raise_first) ERROR();
    NEXT();

#include "vm/interp/ops/stack.inc"
#include "vm/interp/ops/names.inc"
#include "vm/interp/ops/attributes.inc"
#include "vm/interp/ops/operators.inc"
#include "vm/interp/ops/fused.inc"
#include "vm/interp/ops/jumps.inc"
#include "vm/interp/ops/generators.inc"
#include "vm/interp/ops/build.inc"
#include "vm/interp/ops/calls.inc"
#include "vm/interp/ops/exceptions.inc"
#include "vm/interp/ops/statements.inc"

free_and_next:
    SAVE();
    free_dead(dead);
    NEXT();
free_and_drop_next:
    SAVE();
    free_dead(dead);
    DROP_NEXT(callable);

    // An exception is in t.raised and frame->ip, sp are stored or still right: find the handler or leave the frame.
error:
    add_traceback(t, frame);
    fault = frame->index();
unwind: // RERAISE comes here: this frame is in the traceback already
    t.stack_top = sp;
    TELL(on_raise(t, frame));
    if (!keyword_owner.is_null()) {
        Value owner = keyword_owner;
        keyword_owner = Value::null();
        release(owner);
    }
    if (find_handler(t, frame, fault)) {
        sp = t.stack_top;
        ip = frame->ip;
        NEXT();
    }
    {
        bool entry = (frame->flags & frame_entry) != 0;
        abandon_frame(t, frame); // t.frame is the caller, t.stack_top its stack
        if (entry) return Value::null();
    }
    frame = t.frame;
    sp = t.stack_top;
    ENTER_FRAME();
    goto error;

    // Written by watch_running() over what a frame does next; another instruction stands underneath.
CASE(ENTER_TRACED)
    if constexpr (Traced) { // meant for an activation below that is unwatched yet
        word = marked_word(HERE());
        goto* labels[word & 0xff];
    }
    SAVE();
[[maybe_unused]] leave_traced: // frame and stack are stored
    return other_loop;
}

} // namespace

// tools/loop_code.py compiles this file once more without the traced instance, to show that the plain one is the same.
Value run_frame(Thread& t, bool raise_first) {
#ifndef TERRARIUM_WITHOUT_PROBE
    for (;;) {
        Value v = active_probe ? loop<true>(t, raise_first) : loop<false>(t, raise_first);
        if (v.bits != other_loop.bits) [[likely]] return v;
        raise_first = false;
        begin_again(t.frame);
    }
#endif
    return loop<false>(t, raise_first);
}

} // namespace terrarium
