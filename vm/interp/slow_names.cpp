// Names: globals, builtins, namespaces in mappings; and how LOAD_GLOBAL learns where an entry lies.
#include "memory/collector.h"
#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/interp/call.h"
#include "vm/interp/inline_cache.h"
#include "vm/interp/slow.h"

#include <cstring>

namespace terrarium {

namespace {

Error raise_not_defined(Thread& t, Str* name) {
    return raise_name(t, rt().types.NameError, name, fmt::format("name '{}' is not defined", to_utf8(name)));
}

// Looks a name up in a namespace that may be any mapping. Exhausted: not there.
Result<Own> mapping_get(Thread& t, Value mapping, Str* name) {
    if (is_exact_dict(mapping)) {
        Value v = dict_get(as<Dict>(mapping), name);
        return v.is_null() ? Own::exhausted() : Own::share(v);
    }
    Result<Own> r = get_item(t, mapping, Value::object(name));
    if (r) return r;
    if (!raised_matches(t, rt().types.KeyError)) return Error{};
    clear_raised(t);
    return Own::exhausted();
}

Value global_or_builtin(Thread& t, Frame* frame, Str* name) {
    Value v = dict_get(frame->function->globals, name);
    if (v.is_null()) v = dict_get(frame->function->builtins, name);
    if (v.is_null()) {
        (void)raise_not_defined(t, name);
        return v;
    }
    retain(v);
    return v;
}

// A value that has been there before is replaced: the next time its entry is known.
void store_in(Frame* frame, Word* at, Opcode op, Dict* names, Str* name, Value v) {
    DictEntry* e = dict_find(names, name);
    if (e && at) specialise(frame->code, at, op, make_dict_cache(dict_layout(names), static_cast<uint32_t>(e - names->entries)));
    dict_set(names, name, v);
}

// All caches of builtins were made for one layout of them. May wait for the other threads.
void note_builtins_layout(Thread& t, Dict* builtins) {
    if (dict_layout(builtins) == builtins_cache_layout()) return;
    Alone alone(t);
    uint32_t layout = dict_layout(builtins);
    if (layout == builtins_cache_layout()) return;
    if (builtins_cache_layout() != 0) flush_inline_caches();
    rt().room[room_builtins_layout] = reinterpret_cast<void*>(uintptr_t{layout});
}

} // namespace

void flush_inline_caches() {
    forget_shared_caches();
    for_each_object(Walk::containers, [](Object* o) {
        if (o->shape != shapes::code) return;
        Code* code = static_cast<Code*>(o);
        std::memset(code->caches, 0, code->count * sizeof(uint64_t));
        for (uint32_t i = 0; i < code->count; i++) { // back to the opcodes the compiler wrote
            Opcode op = opcode_info(word_op(code->instructions[i])).base;
            bool cached = op == Opcode::LOAD_GLOBAL || op == Opcode::STORE_GLOBAL || op == Opcode::LOAD_NAME || op == Opcode::STORE_NAME ||
                          op == Opcode::LOAD_ATTR || op == Opcode::STORE_ATTR || op == Opcode::LOAD_METHOD;
            if (!cached) continue;
            code->instructions[i] = (code->instructions[i] & ~Word{0xff}) | static_cast<Word>(op);
        }
    });
}

Value load_name(Thread& t, Frame* frame, Word* at, Str* name) {
    if (is_exact_dict(frame->mapping)) {
        Dict* names = as<Dict>(frame->mapping);
        if (DictEntry* e = dict_find(names, name)) {
            specialise(frame->code, at, Opcode::LOAD_NAME_DICT, make_dict_cache(dict_layout(names), static_cast<uint32_t>(e - names->entries)));
            Value v = read_slot(e->value);
            retain(v);
            return v;
        }
        Dict* builtins = frame->function->builtins;
        if (names == frame->function->globals && builtins == rt().builtins && dict_find(builtins, name)) {
            note_builtins_layout(t, builtins);
            if (DictEntry* e = dict_find(builtins, name)) specialise(frame->code, at, Opcode::LOAD_NAME_BUILTIN, make_dict_cache(dict_layout(names), static_cast<uint32_t>(e - builtins->entries)));
        }
    } else if (!frame->mapping.is_null()) {
        Result<Own> r = mapping_get(t, frame->mapping, name);
        if (!r) return Value::null();
        if (!r.get().is_exhausted()) return r.take().take();
    }
    return global_or_builtin(t, frame, name);
}

bool store_name(Thread& t, Frame* frame, Word* at, Str* name, Value v) {
    if (is_exact_dict(frame->mapping)) {
        store_in(frame, at, Opcode::STORE_NAME_DICT, as<Dict>(frame->mapping), name, v);
        return true;
    }
    if (frame->mapping.is_null()) {
        (void)raise_text(t, rt().types.SystemError, "no locals found when storing a name");
        return false;
    }
    return set_item(t, frame->mapping, Value::object(name), v).ok();
}

bool delete_name(Thread& t, Frame* frame, Str* name) {
    if (is_exact_dict(frame->mapping)) {
        if (dict_delete(as<Dict>(frame->mapping), name)) return true;
        (void)raise_not_defined(t, name);
        return false;
    }
    if (del_item(t, frame->mapping, Value::object(name))) return true;
    if (raised_matches(t, rt().types.KeyError)) {
        clear_raised(t);
        (void)raise_not_defined(t, name);
    }
    return false;
}

Value load_global(Thread& t, Frame* frame, Word* at, Str* name) {
    Dict* globals = frame->function->globals;
    if (DictEntry* e = dict_find(globals, name)) {
        specialise(frame->code, at, Opcode::LOAD_GLOBAL_MODULE, make_dict_cache(dict_layout(globals), static_cast<uint32_t>(e - globals->entries)));
        Value v = read_slot(e->value);
        retain(v);
        return v;
    }
    Dict* builtins = frame->function->builtins;
    if (builtins == rt().builtins) note_builtins_layout(t, builtins);
    DictEntry* e = dict_find(builtins, name);
    if (!e) {
        (void)raise_not_defined(t, name);
        return Value::null();
    }
    if (builtins == rt().builtins && !dict_find(globals, name)) {
        specialise(frame->code, at, Opcode::LOAD_GLOBAL_BUILTIN, make_dict_cache(dict_layout(globals), static_cast<uint32_t>(e - builtins->entries)));
    }
    Value v = read_slot(e->value);
    retain(v);
    return v;
}

bool store_global(Thread&, Frame* frame, Word* at, Str* name, Value v) {
    store_in(frame, at, Opcode::STORE_GLOBAL_MODULE, frame->function->globals, name, v);
    return true;
}

bool delete_global(Thread& t, Frame* frame, Str* name) {
    if (dict_delete(frame->function->globals, name)) return true;
    (void)raise_not_defined(t, name);
    return false;
}

Value load_classderef(Thread& t, Frame* frame, uint32_t slot) {
    Str* name = as<Str>(frame->code->local_names->items()[slot]);
    Result<Own> r = mapping_get(t, frame->mapping, name);
    if (!r) return Value::null();
    if (!r.get().is_exhausted()) return r.take().take();
    Value v = read_slot(as<Cell>(frame->locals[slot])->content);
    if (v.is_null()) {
        raise_unbound_cell(t, frame, slot);
        return v;
    }
    retain(v);
    return v;
}

void raise_unbound_local(Thread& t, Frame* frame, uint32_t slot) {
    Str* name = as<Str>(frame->code->local_names->items()[slot]);
    (void)raise_fmt(t, rt().types.UnboundLocalError, "cannot access local variable '{}' where it is not associated with a value", to_utf8(name));
}

void raise_unbound_cell(Thread& t, Frame* frame, uint32_t slot) {
    Str* name = as<Str>(frame->code->local_names->items()[slot]);
    if ((frame->code->local_kinds[slot] & local_free) == 0) return raise_unbound_local(t, frame, slot);
    (void)raise_name(t, rt().types.NameError, name,
                     fmt::format("cannot access free variable '{}' where it is not associated with a value in enclosing scope", to_utf8(name)));
}

} // namespace terrarium
