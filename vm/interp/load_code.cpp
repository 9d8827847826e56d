// Turns a code unit (plain data) into a code object: constants become values, names are interned, arrays go to the
// code region. Invariant: a Code is complete before anyone sees it; its arrays are freed by code_destroy (code.cpp).
#include "memory/heap.h"
#include "memory/world.h"
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/type_spec.h"
#include "vm/interp/frame.h"
#include "vm/objects/bytes.h"

#include <cstring>

namespace terrarium {

namespace {

Result<Own> load_constant(Thread& t, const Constant& c) {
    switch (c.kind) {
        case ConstantKind::None: return Own::none();
        case ConstantKind::True: return Own::boolean(true);
        case ConstantKind::False: return Own::boolean(false);
        case ConstantKind::Ellipsis: return Own::adopt(Value::ellipsis());
        case ConstantKind::Int: return make_int(c.integer);
        case ConstantKind::BigInt: {
            Own v = int_from_digits(c.text, c.base);
            if (c.negative) return int_negate(t, v);
            return v;
        }
        case ConstantKind::Float: return make_float(c.real);
        case ConstantKind::Complex: return Own(make_complex(c.real, c.imag));
        case ConstantKind::Str: {
            Ref<Str> s = TRY(make_str(t, c.text));
            if (s->length <= 64 && s->ascii) return Own(intern(s.get()));
            return s;
        }
        case ConstantKind::Bytes: return make_bytes(t, c.text);
        case ConstantKind::Tuple: {
            Ref<Tuple> tuple = TRY(new_tuple(t, c.items.size()));
            for (size_t i = 0; i < c.items.size(); i++) tuple->items()[i] = TRY(load_constant(t, c.items[i])).take();
            return tuple;
        }
        case ConstantKind::FrozenSet: {
            Ref<Tuple> tuple = TRY(new_tuple(t, c.items.size()));
            for (size_t i = 0; i < c.items.size(); i++) tuple->items()[i] = TRY(load_constant(t, c.items[i])).take();
            // CPython's compiler rebuilds the set it made, in the order it is walked; colliding keys change places.
            Ref<Set> written = TRY(make_frozenset(t, tuple.value()));
            Ref<List> walked = TRY(list_from_iterable(t, written.value()));
            return make_frozenset(t, walked.value());
        }
        case ConstantKind::Code: return load_code(t, *c.code);
    }
    return Own::none();
}

Result<Ref<Tuple>> load_names(Thread& t, const std::vector<std::string>& names) {
    Ref<Tuple> tuple = TRY(new_tuple(t, names.size()));
    for (size_t i = 0; i < names.size(); i++) tuple->items()[i] = Value::object(intern(names[i]).take());
    return tuple;
}

template <class T>
T* code_array(size_t count) {
    return count == 0 ? nullptr : static_cast<T*>(code_alloc(count * sizeof(T)));
}

// The operators that are fused with either kind of operand.
#define FUSED_OPERATORS \
    FUSED(BINARY_ADD) FUSED(BINARY_SUBTRACT) FUSED(BINARY_MULTIPLY) FUSED(BINARY_SUBSCR) FUSED(INPLACE_ADD) FUSED(INPLACE_SUBTRACT) \
    FUSED(COMPARE_LT) FUSED(COMPARE_LE) FUSED(COMPARE_EQ) FUSED(COMPARE_NE) FUSED(COMPARE_GT) FUSED(COMPARE_GE)

// Both operands from locals and constants, then an operator.
Opcode fused_operands(Opcode second, Opcode third) {
    bool local = second == Opcode::LOAD_FAST;
    switch (third) {
#define FUSED(op) \
    case Opcode::op: return local ? Opcode::FAST_FAST_##op : Opcode::FAST_CONST_##op;
        FUSED_OPERATORS
#undef FUSED
        case Opcode::BINARY_AND: return local ? Opcode::LOAD_FAST : Opcode::FAST_CONST_BINARY_AND;
        case Opcode::BINARY_MODULO: return local ? Opcode::LOAD_FAST : Opcode::FAST_CONST_BINARY_MODULO;
        case Opcode::BINARY_FLOOR_DIVIDE: return local ? Opcode::LOAD_FAST : Opcode::FAST_CONST_BINARY_FLOOR_DIVIDE;
        case Opcode::STORE_SUBSCR: return local ? Opcode::FAST_FAST_STORE_SUBSCR : Opcode::LOAD_FAST;
        default: return Opcode::LOAD_FAST;
    }
}

// The right operand from a local or constant, then an operator.
Opcode fused_operand(Opcode first, Opcode second) {
    bool local = first == Opcode::LOAD_FAST;
    switch (second) {
#define FUSED(op) \
    case Opcode::op: return local ? Opcode::FAST_##op : Opcode::CONST_##op;
        FUSED_OPERATORS
#undef FUSED
        case Opcode::BINARY_AND: return local ? first : Opcode::CONST_BINARY_AND;
        case Opcode::BINARY_MODULO: return local ? first : Opcode::CONST_BINARY_MODULO;
        case Opcode::BINARY_FLOOR_DIVIDE: return local ? first : Opcode::CONST_BINARY_FLOOR_DIVIDE;
        case Opcode::BINARY_RSHIFT: return local ? first : Opcode::CONST_BINARY_RSHIFT;
        default: return first;
    }
}

// The opcode that does the first instruction and some behind it in one step (ops/fused.inc); itself when none does.
// next: what has been chosen for the instruction behind it.
Opcode fused(const uint32_t* words, size_t left, Opcode next) {
    auto op = [&](size_t i) { return i < left ? word_op(words[i]) : Opcode::NOP; };
    Opcode first = op(0), second = op(1);
    switch (first) {
        case Opcode::STORE_FAST: {
            if (second != Opcode::LOAD_FAST) return first;
            bool plain = next == Opcode::LOAD_FAST || next == Opcode::LOAD_FAST_LOAD_FAST || next == Opcode::LOAD_FAST_LOAD_CONST;
            return plain ? Opcode::STORE_FAST_LOAD_FAST : first; // else the load has a better use
        }
        case Opcode::LOAD_CONST: return fused_operand(first, second);
        case Opcode::LOAD_FAST: {
            if (second == Opcode::LOAD_ATTR) return Opcode::LOAD_FAST_LOAD_ATTR;
            if (second == Opcode::LOAD_METHOD) return Opcode::LOAD_FAST_LOAD_METHOD;
            if (second == Opcode::STORE_ATTR) return Opcode::FAST_STORE_ATTR;
            if (second != Opcode::LOAD_FAST && second != Opcode::LOAD_CONST) return fused_operand(first, second);
            Opcode both = fused_operands(second, op(2));
            if (both != Opcode::LOAD_FAST) return both;
            if (next != second && next != Opcode::LOAD_FAST_LOAD_FAST && next != Opcode::LOAD_FAST_LOAD_CONST) return first;
            return second == Opcode::LOAD_FAST ? Opcode::LOAD_FAST_LOAD_FAST : Opcode::LOAD_FAST_LOAD_CONST;
        }
        case Opcode::COPY:
            if (words[0] == make_word(Opcode::COPY, 2) && second == Opcode::COPY && words[1] == words[0] && op(2) == Opcode::BINARY_SUBSCR)
                return Opcode::COPY_COPY_BINARY_SUBSCR;
            return words[0] == make_word(Opcode::COPY, 1) && second == Opcode::LOAD_ATTR ? Opcode::COPY_LOAD_ATTR : first;
        case Opcode::SWAP:
            if (words[0] == make_word(Opcode::SWAP, 3) && second == Opcode::SWAP && words[1] == make_word(Opcode::SWAP, 2) && op(2) == Opcode::STORE_SUBSCR)
                return Opcode::SWAP_SWAP_STORE_SUBSCR;
            return words[0] == make_word(Opcode::SWAP, 2) && second == Opcode::STORE_ATTR ? Opcode::SWAP_STORE_ATTR : first;
        case Opcode::FOR_ITER: return second == Opcode::STORE_FAST ? Opcode::FOR_ITER_STORE_FAST : first;
        case Opcode::UNPACK_SEQUENCE:
            return word_a24(words[0]) == 2 && second == Opcode::STORE_FAST && op(2) == Opcode::STORE_FAST ? Opcode::UNPACK_SEQUENCE_STORE_FAST : first;
        default: return first;
    }
}

} // namespace

Result<Ref<Code>> load_code(Thread& t, const CodeUnit& unit) {
    RecursionGuard guard(t, " during compilation");
    if (!guard) return Error{};
    Ref<Tuple> constants = TRY(new_tuple(t, unit.constants.size()));
    for (size_t i = 0; i < unit.constants.size(); i++) constants->items()[i] = TRY(load_constant(t, unit.constants[i])).take();
    Ref<Tuple> names = TRY(load_names(t, unit.names));
    Ref<Tuple> local_names = TRY(load_names(t, unit.localsplus));
    Ref<Tuple> var_names = TRY(load_names(t, unit.varnames()));
    Ref<Tuple> cell_names = TRY(load_names(t, unit.cellvars()));
    Ref<Tuple> free_names = TRY(load_names(t, unit.freevars()));
    Ref<Str> filename = TRY(make_str(t, unit.filename));

    size_t n = unit.code.size();
    Ref<Code> code = new_object<Code>(shapes::code, true);
    std::memset(static_cast<void*>(reinterpret_cast<char*>(code.get()) + sizeof(Object)), 0, sizeof(Code) - sizeof(Object));
    code->count = static_cast<uint32_t>(n);
    code->flags = unit.flags;
    code->argument_count = unit.argcount;
    code->positional_only_count = unit.posonlyargcount;
    code->keyword_only_count = unit.kwonlyargcount;
    code->local_count = static_cast<uint32_t>(unit.localsplus.size());
    code->free_count = unit.free_count;
    code->cell_count = static_cast<uint32_t>(cell_names->length);
    code->stack_size = unit.stack_size;
    code->first_line = static_cast<uint32_t>(unit.firstlineno);
    // One spare Value for UNPACK_SEQUENCE and the like, three for a call laid out by the loop itself.
    code->frame_size = code->local_count + unit.stack_size + 4;
    bool plain = unit.kwonlyargcount == 0 && (unit.flags & (code_varargs | code_varkeywords)) == 0;
    code->simple_parameters = plain ? unit.argcount : ~0u;
    code->uses_mapping = unit.uses_locals_mapping();
    code->exception_count = static_cast<uint32_t>(unit.exceptions.size());
    code->instructions = code_array<uint32_t>(n);
    code->caches = code_array<uint64_t>(n);
    code->positions = code_array<CodePosition>(n);
    code->exceptions = code_array<ExceptionRange>(unit.exceptions.size());
    code->local_kinds = code_array<uint8_t>(unit.local_kinds.size());
    bool whole = (n == 0 || (code->instructions && code->caches && code->positions)) &&
                 (unit.exceptions.empty() || code->exceptions) && (unit.local_kinds.empty() || code->local_kinds);
    if (!whole) return raise_memory(t);
    std::memcpy(code->instructions, unit.code.data(), n * sizeof(uint32_t));
    Opcode next = Opcode::NOP;
    for (size_t i = n; i-- > 0;) {
        next = fused(unit.code.data() + i, n - i, next);
        code->instructions[i] = (unit.code[i] & ~Word{0xff}) | static_cast<Word>(next);
    }
    std::memset(code->caches, 0, n * sizeof(uint64_t));
    for (size_t i = 0; i < n; i++) {
        const Position& p = unit.positions[i];
        code->positions[i] = {p.line, p.end_line, p.col, p.end_col};
    }
    for (size_t i = 0; i < unit.exceptions.size(); i++) {
        const ExceptionEntry& e = unit.exceptions[i];
        code->exceptions[i] = {e.start, e.end, e.handler, e.depth, e.push_lasti};
    }
    if (!unit.local_kinds.empty()) std::memcpy(code->local_kinds, unit.local_kinds.data(), unit.local_kinds.size());
    code->constants = constants.take();
    code->names = names.take();
    code->local_names = local_names.take();
    code->var_names = var_names.take();
    code->cell_names = cell_names.take();
    code->free_names = free_names.take();
    code->name = intern(unit.name).take();
    code->qualname = TRY(make_str(t, unit.qualname)).take();
    code->filename = filename.take();
    return code;
}

} // namespace terrarium
