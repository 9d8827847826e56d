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

// The opcode that does `first` and the instructions behind it in one step (ops/fused.inc); first itself when none does.
Opcode fused(const uint32_t* words, size_t left) {
    Opcode first = word_op(words[0]), second = left > 1 ? word_op(words[1]) : Opcode::NOP, third = left > 2 ? word_op(words[2]) : Opcode::NOP;
    if (first == Opcode::STORE_FAST && second == Opcode::LOAD_FAST) return Opcode::STORE_FAST_LOAD_FAST;
    if (first != Opcode::LOAD_FAST) return first;
    switch (second) {
        case Opcode::LOAD_ATTR: return Opcode::LOAD_FAST_LOAD_ATTR;
        case Opcode::LOAD_METHOD: return Opcode::LOAD_FAST_LOAD_METHOD;
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_CONST: break;
        default: return first;
    }
    bool local = second == Opcode::LOAD_FAST;
    switch (third) {
#define FUSED(op) \
    case Opcode::op: return local ? Opcode::FAST_FAST_##op : Opcode::FAST_CONST_##op;
        FUSED(BINARY_ADD)
        FUSED(BINARY_SUBTRACT)
        FUSED(BINARY_MULTIPLY)
        FUSED(BINARY_SUBSCR)
        FUSED(COMPARE_LT)
        FUSED(COMPARE_LE)
        FUSED(COMPARE_EQ)
        FUSED(COMPARE_NE)
        FUSED(COMPARE_GT)
        FUSED(COMPARE_GE)
#undef FUSED
        default: return local ? Opcode::LOAD_FAST_LOAD_FAST : Opcode::LOAD_FAST_LOAD_CONST;
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
    for (size_t i = 0; i < n; i++) code->instructions[i] = (unit.code[i] & ~Word{0xff}) | static_cast<Word>(fused(unit.code.data() + i, n - i));
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
