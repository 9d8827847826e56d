// code: what the compiler made of a function, class body or module. Its arrays lie in the code region and end with it.
// Invariant: after loading only opcodes may change (to a specialised form of the same one), and caches.
#include "vm/objects/code.h"

#include "bytecode/opcodes.h"
#include "memory/sharing.h"
#include "memory/world.h"
#include "vm/core/descriptor.h"
#include "vm/objects/bytes.h"
#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"

#include <cstring>

namespace terrarium {

namespace {

Code* co(Value v) { return as<Code>(v); }

// --- lifecycle

void trace_code(Object* o, Visitor& visitor) {
    auto c = static_cast<Code*>(o);
    trace_edge(visitor, c->constants, "co_consts");
    trace_edge(visitor, c->names, "co_names");
    trace_edge(visitor, c->local_names, "locals");
    trace_edge(visitor, c->free_names, "co_freevars");
    trace_edge(visitor, c->cell_names, "co_cellvars");
    trace_edge(visitor, c->var_names, "co_varnames");
    trace_edge(visitor, c->name, "co_name");
    trace_edge(visitor, c->qualname, "co_qualname");
    trace_edge(visitor, c->filename, "co_filename");
}

template <class T>
void free_array(T*& array, size_t count) {
    if (array) code_free(array, count * sizeof(T));
    array = nullptr;
}

void destroy_code(Object* o) {
    auto c = static_cast<Code*>(o);
    free_array(c->instructions, c->count);
    free_array(c->caches, c->count);
    free_array(c->positions, c->count);
    free_array(c->exceptions, c->exception_count);
    free_array(c->local_kinds, c->local_count);
    drop_field(c->constants);
    drop_field(c->names);
    drop_field(c->local_names);
    drop_field(c->free_names);
    drop_field(c->cell_names);
    drop_field(c->var_names);
    drop_field(c->name);
    drop_field(c->qualname);
    drop_field(c->filename);
}

const Lifecycle code_life = {trace_code, destroy_code, nullptr, fixed_size<Code>, nullptr, "code", Untracking::never};

// --- the canonical form of an instruction: without specialisation

constexpr Opcode base_opcodes[] = {
#define X(name, kind, pops, pushes, flags, picture, sentence) Opcode::name,
#define SPECIALISED(name, base, sentence) Opcode::base,
#include "bytecode/opcodes.def"
};
Word canonical(Word w) { return (w & ~Word{0xff}) | static_cast<Word>(base_opcodes[w & 0xff]); }

// --- comparison

// Equal and of the same type all the way down: 1, 1.0 and True differ, 0.0 and -0.0 too.
Result<bool> same_constant(Thread& t, Value a, Value b) {
    if (a == b) return true;
    if (type_of(a) != type_of(b)) return false;
    if (a.is_float() || b.is_float()) return false; // immediate: equal bits or not the same
    if (is_exact_tuple(a)) {
        Tuple *x = as<Tuple>(a), *y = as<Tuple>(b);
        if (x->length != y->length) return false;
        for (uint64_t i = 0; i < x->length; i++)
            if (!TRY(same_constant(t, (*x)[i], (*y)[i]))) return false;
        return true;
    }
    return equal(t, a, b);
}

Result<bool> same_code(Thread& t, Code* a, Code* b) {
    if (a == b) return true;
    if (!str_equal(a->name, b->name) || a->argument_count != b->argument_count ||
        a->positional_only_count != b->positional_only_count || a->keyword_only_count != b->keyword_only_count ||
        a->flags != b->flags || a->first_line != b->first_line || a->count != b->count ||
        a->exception_count != b->exception_count || a->local_count != b->local_count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (canonical(load_learned(a->instructions[i])) != canonical(load_learned(b->instructions[i]))) return false;
    if (a->count && memcmp(a->positions, b->positions, a->count * sizeof(CodePosition)) != 0) return false;
    if (a->exception_count && memcmp(a->exceptions, b->exceptions, a->exception_count * sizeof(ExceptionRange)) != 0) return false;
    auto same = [&](Tuple* x, Tuple* y) { return same_constant(t, Value::object(x), Value::object(y)); };
    if (!TRY(same(a->names, b->names)) || !TRY(same(a->local_names, b->local_names))) return false;
    return same(a->constants, b->constants);
}

Result<Own> code_compare(Thread& t, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(self, shapes::code) || !has_shape(other, shapes::code))
        return Own::not_implemented();
    return Own::boolean(TRY(same_code(t, co(self), co(other))) == (op == CompareOp::eq));
}

Result<int64_t> code_hash(Thread& t, Value self) {
    Code* c = co(self);
    uint64_t h = static_cast<uint64_t>(str_hash(c->name));
    for (Tuple* part : {c->constants, c->names, c->local_names})
        h = h * 1000003 ^ static_cast<uint64_t>(TRY(hash_of(t, Value::object(part))));
    h = h * 1000003 ^ c->argument_count ^ uint64_t{c->first_line} << 16 ^ uint64_t{c->flags} << 32;
    int64_t result = static_cast<int64_t>(h);
    return result == -1 ? -2 : result;
}

Result<Own> code_repr(Thread& t, Value self) {
    Code* c = co(self);
    return Result<Own>(make_str(t, fmt::format("<code object {} at 0x{:x}, file \"{}\", line {}>", to_utf8(c->name),
                                               reinterpret_cast<uintptr_t>(c), to_utf8(c->filename), c->first_line)));
}

// --- attributes

template <auto field>
Result<Own> get_count(Thread&, Value self) {
    return Own::small_int(int64_t{co(self)->*field});
}
template <auto field>
Result<Own> get_object(Thread&, Value self) {
    return Own::share(co(self)->*field);
}
Result<Own> get_local_count(Thread&, Value self) { return Own::small_int(static_cast<int64_t>(co(self)->var_names->length)); }
Result<Own> get_instructions(Thread& t, Value self) {
    Code* c = co(self);
    Ref<Bytes> out = TRY(new_bytes(t, c->count * sizeof(Word)));
    for (uint32_t i = 0; i < c->count; i++) {
        Word w = canonical(load_learned(c->instructions[i]));
        memcpy(out->data() + i * sizeof(Word), &w, sizeof w);
    }
    return out;
}

const GetSetDef code_getsets[] = {
    {"co_argcount", get_count<&Code::argument_count>, read_only_member, nullptr},
    {"co_posonlyargcount", get_count<&Code::positional_only_count>, read_only_member, nullptr},
    {"co_kwonlyargcount", get_count<&Code::keyword_only_count>, read_only_member, nullptr},
    {"co_nlocals", get_local_count, read_only_member, nullptr},
    {"co_stacksize", get_count<&Code::stack_size>, read_only_member, nullptr},
    {"co_flags", get_count<&Code::flags>, read_only_member, nullptr},
    {"co_firstlineno", get_count<&Code::first_line>, read_only_member, nullptr},
    {"co_code", get_instructions, nullptr, "The instructions, four bytes each."},
    {"co_consts", get_object<&Code::constants>, read_only_member, nullptr},
    {"co_names", get_object<&Code::names>, read_only_member, nullptr},
    {"co_varnames", get_object<&Code::var_names>, nullptr, nullptr},
    {"co_cellvars", get_object<&Code::cell_names>, nullptr, nullptr},
    {"co_freevars", get_object<&Code::free_names>, nullptr, nullptr},
    {"co_filename", get_object<&Code::filename>, read_only_member, nullptr},
    {"co_name", get_object<&Code::name>, read_only_member, nullptr},
    {"co_qualname", get_object<&Code::qualname>, read_only_member, nullptr},
    {},
};

// --- methods

Own number_or_none(int64_t n) { return n < 0 ? Own::none() : Own::small_int(n); }

Result<Own> code_positions(Thread& t, const Value* a) {
    Code* c = co(a[0]);
    Ref<List> list = TRY(make_list(t, c->count));
    for (uint32_t i = 0; i < c->count; i++) {
        const CodePosition& p = c->positions[i];
        TRY(list_append(t, list, Own(tuple_of(number_or_none(p.line), number_or_none(p.end_line), number_or_none(p.col), number_or_none(p.end_col)))));
    }
    return Own(make_list_iterator(list));
}

Result<Own> code_lines(Thread& t, const Value* a) {
    Code* c = co(a[0]);
    Ref<List> list = make_list();
    for (uint32_t i = 0; i < c->count;) {
        uint32_t start = i;
        int32_t line = c->positions[i].line;
        while (i < c->count && c->positions[i].line == line) i++;
        TRY(list_append(t, list, Own(tuple_of(Value::small_int(start * instruction_step), Value::small_int(i * instruction_step), number_or_none(line)))));
    }
    return Own(make_list_iterator(list));
}

// What replace() may change without breaking what the verifier has proved: texts, constants and names one for one, the
// first line, and flags that do not change how the code runs. The rest may be given when it is the same.
constexpr uint32_t free_flags = code_iterable_coroutine | code_nested | code_future_mask;

Error wrong_part(Thread& t, const char* name, const char* wanted, Value got) {
    return raise_type(t, "replace() argument '{}' must be {}, not {}", name, wanted, got.is_none() ? "None" : type_name(got));
}
Error fixed_part(Thread& t, const char* name) { return raise_value_error(t, "code: {} cannot be replaced", name); }

Status replace_text(Thread& t, const char* name, Value v, Str*& field) {
    if (v.is_null()) return {};
    if (!is_exact_str(v)) return wrong_part(t, name, "str", v);
    Str* fresh = intern(as<Str>(v)).take();
    drop_field(field);
    field = fresh;
    return {};
}

Status replace_tuple(Thread& t, const char* name, Value v, Tuple*& field, bool names) {
    if (v.is_null()) return {};
    if (!is_tuple(v)) return wrong_part(t, name, "tuple", v);
    Tuple* given = as<Tuple>(v);
    if (given->length != field->length) return fixed_part(t, name);
    Ref<Tuple> fresh = TRY(new_tuple(t, given->length));
    for (uint64_t i = 0; i < given->length; i++) {
        if (names && !is_exact_str((*given)[i]))
            return raise_type(t, "name tuples must contain only strings, not '{}'", type_name((*given)[i]));
        fresh->items()[i] = names ? Value::object(intern(as<Str>((*given)[i])).take()) : shared((*given)[i]);
    }
    drop_field(field);
    field = fresh.take();
    return {};
}

Status same_count(Thread& t, const char* name, Value v, int64_t have) {
    if (v.is_null()) return {};
    if (TRY(to_int64(t, v)) != have) return fixed_part(t, name);
    return {};
}
Status same_tuple(Thread& t, const char* name, Value v, Tuple* have) {
    if (v.is_null()) return {};
    if (!is_tuple(v)) return wrong_part(t, name, "tuple", v);
    if (!TRY(equal(t, v, Value::object(have)))) return fixed_part(t, name);
    return {};
}

Result<Own> code_replace(Thread& t, const Value* a) {
    Code* c = co(a[0]);
    Ref<Code> fresh = TRY(copy_code(t, c));
    TRY(same_count(t, "co_argcount", a[1], c->argument_count));
    TRY(same_count(t, "co_posonlyargcount", a[2], c->positional_only_count));
    TRY(same_count(t, "co_kwonlyargcount", a[3], c->keyword_only_count));
    TRY(same_count(t, "co_nlocals", a[4], static_cast<int64_t>(c->var_names->length)));
    TRY(same_count(t, "co_stacksize", a[5], c->stack_size));
    if (!a[6].is_null()) {
        int64_t flags = TRY(to_int64(t, a[6]));
        if ((flags ^ c->flags) & ~int64_t{free_flags}) return fixed_part(t, "co_flags");
        fresh->flags = static_cast<uint32_t>(flags);
    }
    if (!a[7].is_null()) {
        int64_t line = TRY(to_int64(t, a[7]));
        if (line < 0 || line > INT32_MAX) return raise_value_error(t, "co_firstlineno must be a positive integer");
        int32_t shift = static_cast<int32_t>(line - c->first_line);
        fresh->first_line = static_cast<uint32_t>(line);
        for (uint32_t i = 0; i < fresh->count; i++) {
            CodePosition& p = fresh->positions[i];
            if (p.line >= 0) p.line += shift;
            if (p.end_line >= 0) p.end_line += shift;
        }
    }
    if (!a[8].is_null()) {
        if (!is_bytes(a[8])) return wrong_part(t, "co_code", "bytes", a[8]);
        Own have = TRY(get_instructions(t, a[0]));
        if (!TRY(equal(t, a[8], have))) return fixed_part(t, "co_code");
    }
    TRY(replace_tuple(t, "co_consts", a[9], fresh->constants, false));
    TRY(replace_tuple(t, "co_names", a[10], fresh->names, true));
    TRY(same_tuple(t, "co_varnames", a[11], c->var_names));
    TRY(same_tuple(t, "co_freevars", a[12], c->free_names));
    TRY(same_tuple(t, "co_cellvars", a[13], c->cell_names));
    TRY(replace_text(t, "co_filename", a[14], fresh->filename));
    TRY(replace_text(t, "co_name", a[15], fresh->name));
    TRY(replace_text(t, "co_qualname", a[16], fresh->qualname));
    return fresh;
}

const NativeDef code_methods[] = {
    {"co_positions($self, /)", code_positions, "An iterator over (line, end line, column, end column) of each instruction."},
    {"co_lines($self, /)", code_lines, "An iterator over (start, end, line) of runs of instructions of one line."},
    {"replace($self, /, *, co_argcount=-1, co_posonlyargcount=-1, co_kwonlyargcount=-1, co_nlocals=-1, co_stacksize=-1, "
     "co_flags=-1, co_firstlineno=-1, co_code=None, co_consts=None, co_names=None, co_varnames=None, co_freevars=None, "
     "co_cellvars=None, co_filename=None, co_name=None, co_qualname=None)",
     code_replace, "A copy of the code object with other fields."},
    {},
};

void fill_code(Slots& s) {
    s.repr = code_repr;
    s.compare = code_compare;
    s.hash = code_hash;
}

template <class T>
bool copy_array(T*& to, const T* from, size_t count) {
    to = nullptr;
    if (count == 0) return true;
    to = static_cast<T*>(code_alloc(count * sizeof(T)));
    if (!to) return false;
    memcpy(to, from, count * sizeof(T));
    return true;
}

} // namespace

Result<Ref<Code>> copy_code(Thread& t, const Code* c) {
    Ref<Code> fresh = new_object<Code>(shapes::code, true);
    memcpy(reinterpret_cast<char*>(fresh.get()) + sizeof(Object), reinterpret_cast<const char*>(c) + sizeof(Object), sizeof(Code) - sizeof(Object));
    for (Tuple* part : {c->constants, c->names, c->local_names, c->free_names, c->cell_names, c->var_names}) shared(part);
    for (Str* part : {c->name, c->qualname, c->filename}) shared(part);
    bool whole = true;
    {
        SharedTables nobody_learns;
        whole &= copy_array(fresh->instructions, c->instructions, c->count);
        whole &= copy_array(fresh->caches, c->caches, c->count);
    }
    whole &= copy_array(fresh->positions, c->positions, c->count);
    whole &= copy_array(fresh->exceptions, c->exceptions, c->exception_count);
    whole &= copy_array(fresh->local_kinds, c->local_kinds, c->local_count);
    if (!whole) return raise_memory(t);
    for (uint32_t i = 0; i < fresh->count; i++) {
        fresh->instructions[i] = canonical(fresh->instructions[i]);
        fresh->caches[i] = 0;
    }
    return fresh;
}

extern const TypeSpec spec_code;
const TypeSpec spec_code = {
    "builtins", "What the compiler made of a piece of source text.", sizeof(Code), type_container | type_has_weakrefs | type_no_instantiate,
    &code_life, fill_code, code_methods, code_getsets, nullptr,
};

} // namespace terrarium
