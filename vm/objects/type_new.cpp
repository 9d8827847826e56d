// type.__new__: from name, bases and namespace to a class. In order: metaclass, base and __slots__ decide the layout;
// the namespace becomes the class' dict; MRO and slots follow; then __set_name__ and __init_subclass__ run.
// Source: language reference, "Creating the class object" and "__slots__"; PEP 487.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/instances.h"
#include "vm/core/shapes.h"
#include "vm/core/slots.h"
#include "vm/core/start.h"
#include "vm/objects/codecs.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"
#include "vm/objects/type_object.h"

#include <vector>

namespace terrarium {

namespace {

// What __slots__ asks for.
struct Layout {
    bool dict = false, weakrefs = false;
    bool has_slots = false;      // the class has __slots__ at all
    std::vector<Ref<Str>> members; // mangled, sorted, each once
};

bool is_identifier(const Str* s) {
    if (s->length == 0) return false;
    for (uint64_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        bool letter = (c | 32) - 'a' < 26u || c == '_' || c >= 128;
        if (!letter && (i == 0 || c - '0' > 9u)) return false;
    }
    return true;
}

// __name in class Cls is _Cls__name.
Ref<Str> mangle(const Str* cls, Str* name) {
    std::string text = to_utf8(name), prefix = to_utf8(cls);
    bool private_name = text.size() > 2 && text[0] == '_' && text[1] == '_' && !text.ends_with("__") && text.find('.') == std::string::npos;
    size_t first = prefix.find_first_not_of('_');
    if (!private_name || first == std::string::npos) return intern(text);
    return intern("_" + prefix.substr(first) + text);
}

// int, bytes and tuple end in a variable part that nothing can follow.
bool forbids_members(const Type* base) { return (base->flags & (type_variable | type_type)) && !(base->flags & type_str); }

Status read_slots(Thread& t, Str* name, Type* base, Dict* ns, Value slots, Layout& layout) {
    bool may_dict = !(base->flags & (type_has_dict | type_type));
    bool may_weakrefs = !(base->flags & type_has_weakrefs) && !forbids_members(base);
    layout.has_slots = true;
    Ref<Tuple> names = TRY(is_str(slots) ? Result<Ref<Tuple>>(tuple_of(slots)) : tuple_from_iterable(t, slots));
    if (names->length && forbids_members(base))
        return raise_type(t, "nonempty __slots__ not supported for subtype of '{}'", type_name(base));
    for (uint64_t i = 0; i < names->length; i++) {
        Value v = (*names)[i];
        if (!is_str(v)) return raise_type(t, "__slots__ items must be strings, not '{}'", type_name(v));
        Str* slot = as<Str>(v);
        if (!is_identifier(slot)) return raise_type(t, "__slots__ must be identifiers");
        if (str_equal(slot, rt().names.dunder_dict)) {
            if (!may_dict || layout.dict) return raise_type(t, "__dict__ slot disallowed: we already got one");
            layout.dict = true;
            continue;
        }
        if (str_equal(slot, rt().names.dunder_weakref)) {
            if (!may_weakrefs || layout.weakrefs)
                return raise_type(t, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
            layout.weakrefs = true;
            continue;
        }
        Ref<Str> member = mangle(name, slot);
        if (!dict_get(ns, member).is_null() && !str_equal(slot, rt().names.dunder_qualname) && !str_equal(slot, rt().names.dunder_classcell))
            return raise_value_error(t, "{} in __slots__ conflicts with class variable", repr_utf8(member));
        bool known = false;
        for (const Ref<Str>& other : layout.members) known = known || other.get() == member.get();
        if (!known) layout.members.push_back(std::move(member));
    }
    return {};
}

// Later bases may bring a dict or weak references that the first one's instances have no room for.
void add_from_bases(Layout& layout, Type* base, Tuple* bases) {
    for (uint64_t i = 0; i < bases->length; i++) {
        Type* other = as<Type>((*bases)[i]);
        if (other == base) continue;
        if ((other->flags & type_has_dict) && !(base->flags & (type_has_dict | type_type))) layout.dict = true;
        if ((other->flags & type_has_weakrefs) && !(base->flags & type_has_weakrefs) && !forbids_members(base)) layout.weakrefs = true;
    }
}

constexpr uint32_t inherited_flags =
    type_has_dict | type_has_weakrefs | type_container | type_variable | type_int | type_str | type_bytes | type_tuple | type_list |
    type_dict | type_type | type_exception | type_float | type_any_set | type_sequence_pattern | type_mapping_pattern |
    type_match_self | type_per_thread;

void set_layout(Type* type, Type* base, const Layout& layout) {
    type->flags = type_heap | type_basetype | (base->flags & inherited_flags);
    bool members_as_attributes = !layout.members.empty() && (base->flags & type_variable); // str: no room behind the text
    bool dict = layout.dict || members_as_attributes;
    if (dict) type->flags |= type_has_dict;
    if (layout.weakrefs) type->flags |= type_has_weakrefs;
    type->flags |= type_container; // even without attributes: an instance holds its class, which may hold it
    // Members of several classes follow each other, so the attribute head moves behind the new ones.
    bool own_head = (base->flags & type_has_dict) && !attributes_are_appended(base);
    type->base_life = base->base_life;
    type->builtin_size = base->builtin_size;
    type->members_offset = base->members_offset;
    type->member_count = base->member_count;
    if (!members_as_attributes) type->member_count += static_cast<uint32_t>(layout.members.size());
    type->basic_size = type->builtin_size;
    if (!(type->flags & type_variable)) {
        if (type->member_count == 0) type->members_offset = (type->builtin_size + 7) & ~7u;
        type->basic_size = type->members_offset + type->member_count * static_cast<uint32_t>(sizeof(Value));
        if (own_head) {
            type->attrs_offset = base->attrs_offset;
        } else if (type->flags & type_has_dict) {
            type->attrs_offset = type->basic_size;
            type->basic_size += sizeof(AttrHead);
        }
    }
    type->life = &instance_life;
    type->most_slots = base->flags & type_heap ? base->most_slots : 0;
    make_root_shape(type, 0);
    if (base->root_shape->flags & shape_dict_mode) {
        type->root_shape->flags |= shape_dict_mode;
        type->dict_shape = type->root_shape;
    }
}

// --- the class' dict

const GetSetDef weakref_getset = {
    "__weakref__",
    [](Thread& t, Value self) -> Result<Own> { return rt().hooks.weak_reference_of ? rt().hooks.weak_reference_of(t, self) : Result<Own>(Own::none()); },
    nullptr, "The weak references to the object."};

Status fill_dict(Thread& t, Type* type, Type* base, const Layout& layout, Own* cell) {
    Names& n = rt().names;
    Dict* d = type->dict;
    if (dict_get(d, n.dunder_module).is_null()) {
        CodePlace place{};
        if (rt().hooks.code_place && rt().hooks.code_place(t, 1, &place) && place.globals) {
            Value module = dict_get(place.globals, n.dunder_name);
            if (!module.is_null()) dict_set(d, n.dunder_module, module);
        }
    }
    Value qualname = dict_get(d, n.dunder_qualname);
    if (!qualname.is_null()) {
        if (!is_str(qualname)) return raise_type(t, "type __qualname__ must be a str, not {}", type_name(qualname));
        Str* old = type->qualname;
        type->qualname = shared(as<Str>(qualname));
        release(static_cast<Object*>(old));
        dict_delete(d, n.dunder_qualname);
    }
    if (Value f = dict_get(d, n.dunder_new); is_function(f)) dict_set(d, n.dunder_new, make_static_method(f).value());
    for (Str* name : {n.dunder_init_subclass, n.dunder_class_getitem})
        if (Value f = dict_get(d, name); is_function(f)) dict_set(d, name, make_class_method(f).value());
    bool as_attributes = base->flags & type_variable;
    uint32_t at = type->members_offset + base->member_count * static_cast<uint32_t>(sizeof(Value));
    for (const Ref<Str>& member : layout.members) {
        if (as_attributes) continue;
        dict_set(d, member, make_member(type, member, at).value());
        at += sizeof(Value);
    }
    if (layout.dict) dict_set(d, n.dunder_dict, make_getset(type, instance_dict_getset()).value());
    if (layout.weakrefs) dict_set(d, n.dunder_weakref, make_getset(type, &weakref_getset).value());
    if (dict_get(d, n.dunder_doc).is_null()) dict_set(d, n.dunder_doc, Value::none());
    if (!dict_get(d, n.dunder_eq).is_null() && dict_get(d, n.dunder_hash).is_null()) dict_set(d, n.dunder_hash, Value::none());
    Value found = dict_get(d, n.dunder_classcell);
    if (!found.is_null()) {
        if (!has_shape(found, shapes::cell))
            return raise_type(t, "__classcell__ must be a nonlocal cell, not {}", TRY(repr_text(t, Value::object(type_of(found)))));
        *cell = Own::share(found);
        dict_delete(d, n.dunder_classcell);
    }
    return {};
}

// --- PEP 487

Status call_set_names(Thread& t, Type* type) {
    Str* hook = rt().names.dunder_set_name;
    Ref<Dict> names;
    for (size_t i = 0; DictEntry* e = dict_next(type->dict, i);) {
        if (type_lookup(type_of(e->value), hook).is_null()) continue;
        if (!names) names = make_dict(); // the dict may change while hooks run
        TRY(dict_set(t, names, e->key, e->value));
    }
    if (!names) return {};
    for (size_t i = 0; DictEntry* e = dict_next(names, i);) {
        Own f = TRY(lookup_special(t, e->value, hook));
        if (call(t, f, Value::object(type), e->key)) continue;
        Own cause = take_raised(t);
        (void)raise_fmt(t, rt().types.RuntimeError, "Error calling __set_name__ on '{}' instance {} in '{}'", type_name(e->value),
                        TRY(repr_text(t, e->key)), to_utf8(type->name));
        Own error = take_raised(t);
        auto* exception = as<BaseException>(error);
        release(exception->cause);
        exception->cause = shared(cause);
        release(exception->context);
        exception->context = shared(cause);
        exception->suppress_context = 1;
        set_raised(t, std::move(error));
        return Error{};
    }
    return {};
}

// super(cls, cls).__init_subclass__(**keywords)
Status call_init_subclass(Thread& t, Type* type, const Args& args) {
    Str* name = rt().names.dunder_init_subclass;
    Value found = Value::null();
    for (uint64_t i = 1; i < type->mro->length && found.is_null(); i++) found = dict_get(as<Type>((*type->mro)[i])->dict, name);
    if (found.is_null()) return {};
    Own held = Own::share(found);
    if (has_shape(found, shapes::classmethod_descriptor) && args.keyword_count() == 0) return {}; // object's: does nothing
    Own f = TRY(type_of(found)->slots.descr_get ? type_of(found)->slots.descr_get(t, found, Value::null(), Value::object(type))
                                                : Result<Own>(Own::share(found)));
    (void)TRY(call(t, f, Args{args.values + args.count, 0, args.keywords}));
    return {};
}

Result<Ref<Type>> allocate(Thread& t, Type* meta, Str* name, Tuple* bases, Type* base) {
    Ref<Object> o = TRY(new_instance(t, meta));
    Ref<Type> type = Ref<Type>::adopt(static_cast<Type*>(o.take()));
    type->doc_text = Value::none();
    type->name = shared(name);
    type->qualname = shared(name);
    type->base = shared(base);
    type->bases = shared(bases);
    return type;
}

Result<Ref<Str>> exact_name(Thread& t, Value v) {
    Str* s = as<Str>(v);
    for (uint64_t i = 0; i < s->length; i++)
        if (s->at(i) == 0) return raise_value_error(t, "type name must not contain null characters");
    if (!s->ascii) (void)TRY(encode_with(t, Codec::utf_8, s, "strict")); // no lone surrogates
    if (is_exact_str(v)) return Ref<Str>::share(s);
    return make_str(t, to_utf8(s));
}

Result<Own> make_class(Thread& t, Type* meta, Value name_value, Tuple* bases, Dict* ns, const Args& args) {
    Ref<Str> name = TRY(exact_name(t, name_value));
    Type* base = TRY(best_base(t, bases));
    Layout layout;
    Value slots = dict_get(ns, rt().names.dunder_slots);
    if (slots.is_null()) {
        layout.dict = !(base->flags & (type_has_dict | type_type));
        layout.weakrefs = !(base->flags & type_has_weakrefs) && !forbids_members(base);
    } else {
        Own held = Own::share(slots);
        TRY(read_slots(t, name, base, ns, held, layout));
        add_from_bases(layout, base, bases);
    }
    Ref<Type> type = TRY(allocate(t, meta, name, bases, base));
    type->dict = TRY(dict_copy(t, ns)).take();
    set_layout(type, base, layout);
    Own cell;
    TRY(fill_dict(t, type, base, layout, &cell));
    TRY(set_mro(t, type));
    type->flags |= type_ready;
    fill_slots(type);
    set_finalizers(type);
    for (uint64_t i = 0; i < bases->length; i++) link_subclass(as<Type>((*bases)[i]), type);
    if (!cell.is_null()) {
        Value old = as<Cell>(cell)->content;
        as<Cell>(cell)->content = Own::share(type.get()).take();
        release(old);
    }
    TRY(call_set_names(t, type));
    TRY(call_init_subclass(t, type, args));
    return type;
}

} // namespace

Result<Own> type_construct(Thread& t, Type* meta, const Args& args) {
    if (args.count != 3) return raise_type(t, "type.__new__() takes exactly 3 arguments ({} given)", args.count);
    if (!is_str(args[0])) return raise_type(t, "type.__new__() argument 1 must be str, not {}", args[0].is_none() ? "None" : type_name(args[0]));
    if (!is_tuple(args[1])) return raise_type(t, "type.__new__() argument 2 must be tuple, not {}", args[1].is_none() ? "None" : type_name(args[1]));
    if (!is_dict(args[2])) return raise_type(t, "type.__new__() argument 3 must be dict, not {}", args[2].is_none() ? "None" : type_name(args[2]));
    Ref<Tuple> bases = Ref<Tuple>::share(as<Tuple>(args[1]));
    for (uint64_t i = 0; i < bases->length; i++) {
        Value base = (*bases)[i];
        if (is_type(base)) continue;
        Own entries = TRY(get_attr_or_missing(t, base, rt().names.dunder_mro_entries));
        if (!entries.is_exhausted())
            return raise_type(t, "type() doesn't support MRO entry resolution; use types.new_class()");
    }
    Type* winner = TRY(metaclass_of(t, meta, bases));
    if (winner != meta && winner->slots.construct != type_construct) return winner->slots.construct(t, winner, args);
    if (bases->length == 0) bases = tuple_of(Value::object(rt().types.object));
    return make_class(t, winner, args[0], bases, as<Dict>(args[2]), args);
}

Status type_init(Thread& t, Value, const Args& args) {
    if (args.keyword_count() && args.count == 1) return raise_type(t, "type.__init__() takes no keyword arguments");
    if (args.count != 1 && args.count != 3) return raise_type(t, "type.__init__() takes 1 or 3 arguments");
    return {};
}

} // namespace terrarium
