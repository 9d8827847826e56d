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
#include "vm/core/parallel.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/interp/call.h"
#include "vm/interp/exposure.h"
#include "vm/interp/frame.h"
#include "vm/interp/inline_cache.h"
#include "vm/interp/slow.h"
#include "vm/interp/trace.h"
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

// Counting, by the instance of the loop: objects that several threads reach are counted apart (memory/sharing.h).
// Most of what threads share is counted no longer, or immortal.
inline bool is_counted(const Object* o) { return __atomic_load_n(&o->count, __ATOMIC_RELAXED) < immortal_count / 2; }
template <bool Parallel>
inline void retain_object(Object* o) {
    if (!Parallel || !is_shared(o)) ++o->count;
    else if (is_counted(o)) [[unlikely]] retain_shared(o);
}
template <bool Parallel>
inline void retain_value(Value v) {
    if (v.is_object()) retain_object<Parallel>(v.object_ptr());
}
// True: the object is dead and to be freed at once.
template <bool Parallel>
inline bool count_down(Object* o) {
    if (!Parallel || !is_shared(o)) return --o->count == 0;
    if (is_counted(o)) [[unlikely]] release_shared(o);
    return false;
}
template <bool Parallel>
inline Value read_slot(const Value& slot) {
    if constexpr (Parallel) return terrarium::read_slot(slot);
    else return slot;
}
template <bool Parallel>
inline Value exchange_slot(Object* holder, Value* slot, Value v) {
    if (Parallel && is_shared(holder)) [[unlikely]] {
        publish(v);
        return {__atomic_exchange_n(&slot->bits, v.bits, __ATOMIC_ACQ_REL)};
    }
    Value old = *slot;
    *slot = v;
    return old;
}

template <bool Parallel>
struct Gate {
    explicit Gate(Thread&) {}
};
template <>
struct Gate<true> : Alone {
    explicit Gate(Thread& t) : Alone(t) {}
};
template <bool Parallel>
struct StoringGate {
    explicit StoringGate(Thread&) {}
};
template <>
struct StoringGate<true> : Alone, BornShared {
    explicit StoringGate(Thread& t) : Alone(t) {}
};
// What an instance of the loop returns when the other one is to go on with t.frame: no value of the program.
constexpr Value other_loop = Value::special(8);

// Vocabulary of the handlers.
#define OPERAND (word >> 8)
#define CASE(name) op_##name:
// Dispatch. The traced instance goes by the probe's table: an instruction's own handler, or first to `told` or `noted`.
#define NEXT()                                                                  \
    do {                                                                        \
        word = READ_WORD(ip++);                                                 \
        if constexpr (Traced) goto* watch.table[word & 0xff];                   \
        goto* labels[word & 0xff];                                              \
    } while (0)
// Nobody wants to see each instruction by itself: handlers may take two in one.
#define ON_ITS_OWN() (!Traced || watch.table == watch.quiet)
// The probe counts instructions by where `ip` is; what moves it by more than one word says so.
#define MOVED(from, to)                                                         \
    do {                                                                        \
        if constexpr (Traced) watch.moved((from), (to));                        \
    } while (0)
#define JUMP_BY(words)                                                          \
    do {                                                                        \
        int64_t words_ = (words);                                               \
        MOVED(ip, ip + words_);                                                 \
        ip += words_;                                                           \
    } while (0)
#define TELL(event)                                                             \
    do {                                                                        \
        if constexpr (Traced && !Parallel) {                                    \
            if (active_probe && watch.is_loud()) active_probe->event;           \
        }                                                                       \
    } while (0)
// Before leaving the loop for anything that may raise, run code or look at frames.
#define SAVE() (frame->ip = ip, t.stack_top = sp, Traced ? watch.saw(frame, ip) : void())
// The same where the instruction leaves what the loop itself knows how to do.
#define LEAVE() (SAVE(), Traced ? watch.tell_end(frame, ip) : void())
#define OUT(expression) (LEAVE(), (expression))
// The same for what changes more than single slots of shared objects: alone.
#define APART(expression)                                                       \
    ({                                                                          \
        LEAVE();                                                                \
        Gate<Parallel> gate_(t);                                                \
        (expression);                                                           \
    })
// And may store what it makes where others find it.
#define APART_STORING(expression)                                               \
    ({                                                                          \
        LEAVE();                                                                \
        StoringGate<Parallel> gate_(t);                                         \
        (expression);                                                           \
    })
// Changes `object`, which may keep the two values; alone when it is shared.
#define CHANGE(object, kept, kept_too, expression)                              \
    ({                                                                          \
        LEAVE();                                                                \
        decltype(expression) changed_;                                          \
        if (Parallel && is_shared(object)) [[unlikely]] {                       \
            Changing gate_(t, (object), (kept), (kept_too));                    \
            changed_ = (expression);                                            \
        } else {                                                                \
            changed_ = (expression);                                            \
        }                                                                       \
        changed_;                                                               \
    })
#define PUBLISH(v)                                                              \
    do {                                                                        \
        if constexpr (Parallel) publish(v);                                     \
    } while (0)
#define SHARED(object) (Parallel && is_shared(object))
// A word that other threads may specialise meanwhile, a layout that they may number.
#define READ_WORD(at) (read_word<Parallel>(at))
#define LAYOUT(dict) (Parallel ? load_learned((dict)->layout) : (dict)->layout)
// What all places know of a name; null: nothing.
#define SHARED_FIND(table, key) (shared_find<Parallel>(SharedTable::table, (key), &found))
// What was found under `key` fits a cache: a place that still is what the compiler wrote is specialised at once.
#define LEARN(plain, special)                                                   \
    do {                                                                        \
        if (word_op(word) == Opcode::plain) [[unlikely]] learn_from_others(frame->code, HERE(), Opcode::special, key, e->payload()); \
    } while (0)
// A slot that other threads may exchange meanwhile.
#define READ(slot) (read_slot<Parallel>(slot))
// v takes the place of what stands in the slot of `holder`, which is returned.
#define EXCHANGE(holder, slot, v) (exchange_slot<Parallel>((holder), (slot), (v)))
#define RETAIN(v) (retain_value<Parallel>(v))
#define RETAIN_OBJECT(o) (retain_object<Parallel>(o))
#define PUSH(v) (*sp++ = (v))
#define TOP() (sp[-1])
// Drops one count; only the cold branch, which may run a finaliser, stores the frame's place.
#define DROP(v)                                                                 \
    do {                                                                        \
        Value dropped_ = (v);                                                   \
        if (dropped_.is_object()) {                                             \
            Object* object_ = dropped_.object_ptr();                            \
            if (count_down<Parallel>(object_)) [[unlikely]] {                   \
                SAVE();                                                         \
                free_dead(object_);                                             \
            }                                                                   \
        }                                                                       \
    } while (0)
// A frame that is watched lets go before it jumps: should a finaliser run, it still stands at the instruction.
#define DROP_HERE(v)                                                            \
    do {                                                                        \
        if constexpr (Traced) {                                                 \
            DROP(v);                                                            \
            v = Value::none();                                                  \
        }                                                                       \
    } while (0)
// The same before going on. What is to be done about a dead object stands once, at the loop's end: so no handler holds
// values across that call, and the compiler keeps the loop's variables in registers.
#define DROP_NEXT(v)                                                            \
    do {                                                                        \
        Value dropped_ = (v);                                                   \
        if (dropped_.is_object()) {                                             \
            dead = dropped_.object_ptr();                                       \
            if (count_down<Parallel>(dead)) [[unlikely]] goto free_and_next;    \
        }                                                                       \
        NEXT();                                                                 \
    } while (0)
#define DROP_TWO_NEXT(first, second)                                            \
    do {                                                                        \
        Value first_ = (first);                                                 \
        if (first_.is_object()) {                                               \
            dead = first_.object_ptr();                                         \
            if (count_down<Parallel>(dead)) [[unlikely]] {                      \
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
#define CACHE() (read_cache<Parallel>(*reinterpret_cast<uint64_t*>(cache_bias + 2 * reinterpret_cast<uintptr_t>(ip - 1))))
#define HERE() (const_cast<Word*>(ip - 1))
// The frame on top became another one.
#define ENTER_FRAME()                                                           \
    do {                                                                        \
        Code* code_ = frame->code;                                              \
        MOVED(ip, frame->ip);                                                   \
        ip = frame->ip;                                                         \
        locals = frame->locals;                                                 \
        constants = code_->constants->items();                                  \
        cache_bias = reinterpret_cast<uintptr_t>(code_->caches) - 2 * reinterpret_cast<uintptr_t>(code_->instructions); \
    } while (0)
// Polled at calls and back edges. Where the plain instance makes room for the parallel one it has jumped already.
#define JUMP_BACK(words)                                                        \
    do {                                                                        \
        int64_t back_ = (words);                                                \
        if (safepoint_requests() | world_requests()) [[unlikely]] {             \
            if (!OUT(poll(t))) ERROR();                                         \
            if constexpr (!Parallel) {                                          \
                if (parallel_world) {                                           \
                    ip += back_ + 1; /* begin_again() steps back */             \
                    SAVE();                                                     \
                    goto leave_loop;                                            \
                }                                                               \
            }                                                                   \
        }                                                                       \
        if constexpr (Traced) watch.pass(ip);                                   \
        JUMP_BY(back_);                                                         \
    } while (0)

// Fused instructions that consist of nothing but what a quiet loop runs by itself.
bool fused_quietly(Opcode op) {
    switch (op) {
        case Opcode::STORE_FAST_LOAD_FAST: // lets an object go halfway
        case Opcode::LOAD_FAST_LOAD_ATTR:
        case Opcode::LOAD_FAST_LOAD_METHOD:
        case Opcode::FAST_FAST_BINARY_SUBSCR:
        case Opcode::FAST_CONST_BINARY_SUBSCR:
        case Opcode::CONST_BINARY_SUBSCR:
        case Opcode::FAST_BINARY_SUBSCR:
        case Opcode::FAST_STORE_ATTR:
        case Opcode::FAST_FAST_STORE_SUBSCR:
        case Opcode::COPY_COPY_BINARY_SUBSCR:
        case Opcode::COPY_LOAD_ATTR:
        case Opcode::SWAP_SWAP_STORE_SUBSCR:
        case Opcode::SWAP_STORE_ATTR:
        case Opcode::FOR_ITER_STORE_FAST:
        case Opcode::UNPACK_SEQUENCE_STORE_FAST: return false;
        default: return true;
    }
}

// Threads that run at once are not watched but by themselves (vm/interp/trace.h), each with tables of its own.
template <bool Apart>
Watching& watching() {
    if constexpr (Apart) {
        static thread_local Watching own;
        return own;
    } else {
        return watch;
    }
}

[[gnu::cold]] void set_up_dispatch(Watching& watch, const void* const* labels, const void* told, const void* noted) {
    for (unsigned i = 0; i < opcode_count; i++) {
        Opcode op = static_cast<Opcode>(i), base = opcode_info(op).base;
        bool fused = op >= Opcode::LOAD_FAST_LOAD_FAST && op != Opcode::ENTER_TRACED;
        Look look = watch.looks[static_cast<unsigned>(base)];
        watch.plain[i] = labels[static_cast<unsigned>(fused ? base : op)];
        watch.loud[i] = told;
        watch.quiet[i] = look == Look::begin ? told : look == Look::end ? noted : fused && fused_quietly(op) ? labels[i] : watch.plain[i];
    }
    constexpr unsigned enter = static_cast<unsigned>(Opcode::ENTER_TRACED);
    watch.loud[enter] = watch.quiet[enter] = labels[enter];
    watch.ready = true;
}

template <bool Traced, bool Parallel>
[[gnu::noinline]] Value loop(Thread& t, bool raise_first) {
    static const void* const labels[256] = {
#define X(name, kind, pops, pushes, flags, picture, sentence) &&op_##name,
#define SPECIALISED(name, base, sentence) &&op_##name,
#include "bytecode/opcodes.def"
    };
    [[maybe_unused]] Watching& watch = watching<Traced && Parallel>();
    if constexpr (Traced) {
        if (!watch.ready) set_up_dispatch(watch, labels, &&told, &&noted);
    }
    Frame* frame = t.frame;
    const Word* ip = Traced ? watch.place : nullptr;
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
    BinaryOp operation; // of an operator that goes out of line
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
    if constexpr (Traced) {
        if (t.traced) {
            watch.tell_end(frame, ip);
            watch.saw(frame, ip);
            t.stack_top = sp;
            trace_raise(t, frame);
        }
    }
    fault = frame->index();
unwind: // RERAISE comes here: this frame is in the traceback already
    t.stack_top = sp;
    if constexpr (Traced) {
        watch.tell_end(frame, ip);
        watch.place = ip;
    }
    TELL(on_raise(t, frame));
    if (!keyword_owner.is_null()) {
        Value owner = keyword_owner;
        keyword_owner = Value::null();
        release(owner);
    }
    if (find_handler(t, frame, fault)) {
        sp = t.stack_top;
        MOVED(ip, frame->ip);
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

    // The probe or the program wants to see the instruction before it runs. When nobody watches any longer, the other instance goes on.
[[maybe_unused]] told:
    if constexpr (Traced) {
        frame->ip = ip;
        t.stack_top = sp;
        if (!Parallel && active_probe) active_probe->on_instruction(t, frame);
        else if (!t.traced) [[unlikely]] goto leave_loop;
        watch.saw(frame, ip);
        if (t.traced) {
            if (!trace_instruction(t, frame)) ERROR();
            word = present_word(HERE());
        }
        goto* watch.plain[word & 0xff];
    }
    // The probe wants to see what the instruction has done.
[[maybe_unused]] noted:
    if constexpr (Traced) {
        SAVE();
        watch.tell_end(frame, ip);
        goto* watch.plain[word & 0xff];
    }

    // Written by watch_running() over what a frame does next; another instruction stands underneath.
CASE(ENTER_TRACED)
    if constexpr (Traced) { // meant for an activation below that is unwatched yet
        word = marked_word(HERE());
        goto* watch.table[word & 0xff];
    }
    SAVE();
[[maybe_unused]] leave_loop: // frame and stack are stored
    return other_loop;
}

} // namespace

namespace {

#ifdef TERRARIUM_WITHOUT_PROBE
constexpr auto traced_in_parallel = loop<false, true>;
#else
constexpr auto traced_in_parallel = loop<true, true>;
#endif

// In the parallel instance, to the end of the frame. What it is to keep private is private, and what it hands to a native
// that stores things where others find them is shared.
[[gnu::noinline]] Value run_in_parallel(Thread& t, bool raise_first) {
    if (t.alone) start_world_for_python(t);
    BornShared born_private(true, 0);
    Value v;
    while ((v = t.traced ? traced_in_parallel(t, raise_first) : loop<false, true>(t, raise_first)).bits == other_loop.bits) {
        raise_first = false;
        begin_again(t.frame);
    }
    if (born_private.before()) {
        publish(v);
        publish(t.raised);
        if (v.is_exhausted()) publish(t.stack_top[-1]); // yielded
    }
    if (t.exposed) [[unlikely]] return_to_exposed(t);
    return v;
}

} // namespace

// tools/loop_code.py compiles this file once more without the traced instance, to show that the plain one is the same.
Value run_frame(Thread& t, bool raise_first) {
    Together together(t);
    if (parallel_world) [[unlikely]] return run_in_parallel(t, raise_first);
#ifndef TERRARIUM_WITHOUT_PROBE
    const Word* place = watch.place;
    for (;;) {
        Value v = active_probe || t.traced ? loop<true, false>(t, raise_first) : loop<false, false>(t, raise_first);
        if (v.bits != other_loop.bits) [[likely]] {
            watch.moved(watch.place, place); // the instruction that called in goes on
            watch.place = place;
            return v;
        }
        raise_first = false;
        begin_again(t.frame);
        if (parallel_world) return run_in_parallel(t, false);
    }
#endif
    return loop<false, false>(t, raise_first);
}

} // namespace terrarium
