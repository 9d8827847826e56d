// _thread._local: attributes that each thread has for itself. The object shows one thread's dict at a time; whoever asks
// for an attribute has its own put in first. The dicts belong to the threads and go with them.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/integer.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/modules/native_iterator.h"
#include "vm/modules/thread_native.h"

namespace terrarium {

namespace {

struct Local : Object {
    Value args, keywords; // owned: tuple, and dict or null: what __init__ is called with in each thread
    uint32_t shown;       // Thread::id of the thread whose dict is in place
};

Local* local(Value v) { return as<Local>(v); }

Own key_of(const Object* o) { return make_int(static_cast<int64_t>(reinterpret_cast<uintptr_t>(o))); }

void trace(Object* o, Visitor& v) {
    Local* l = static_cast<Local*>(o);
    if (l->args.is_object()) v.visit(l->args.object_ptr(), {"arguments", -1});
    if (l->keywords.is_object()) v.visit(l->keywords.object_ptr(), {"keywords", -1});
}

void destroy(Object* o) {
    Local* l = static_cast<Local*>(o);
    release(std::exchange(l->args, Value::null()));
    release(std::exchange(l->keywords, Value::null()));
    Own key = key_of(o);
    for (Thread* t = rt().threads; t; t = t->next) {
        if (parallel_world && !is_shared(o) && t != &current_thread()) continue; // no other has ever seen it, and they run
        if (t->locals.is_null()) continue;
        if (parallel_world && t != &current_thread()) { // what it holds, that thread may hold, too
            Result<Value> own = dict_get_item(current_thread(), as<Dict>(t->locals), key);
            if (own) publish(own.get());
        }
        if (!dict_delete(current_thread(), as<Dict>(t->locals), key)) clear_raised(current_thread());
    }
}

const Lifecycle life = {trace, destroy, nullptr, fixed_size<Local>, nullptr, "thread-local data"};

// What __init__ does in each thread, by the class of the object.
Status initialise(Thread& t, Value self) {
    Local* l = local(self);
    if (!type_of(self)->slots.init || l->args.is_null()) return {};
    Ref<Tuple> args = Ref<Tuple>::share(as<Tuple>(l->args));
    Own function = TRY(get_attr(t, self, rt().names.dunder_init));
    Own held = Own::share(l->keywords);
    (void)TRY(call_ex(t, function, args, held.is_null() ? nullptr : as<Dict>(held)));
    return {};
}

// The calling thread's dict is put in place; a thread that comes for the first time gets one, and __init__ is called.
Status show_own(Thread& t, Value self) {
    Local* l = local(self);
    if (l->shown == t.id) return {};
    Own key = key_of(l);
    if (t.locals.is_null()) t.locals = Own(make_dict()).take();
    Value known = TRY(dict_get_item(t, as<Dict>(t.locals), key));
    bool first_time = known.is_null();
    Ref<Dict> own = first_time ? make_dict() : Ref<Dict>::share(as<Dict>(known));
    if (first_time) TRY(dict_set(t, as<Dict>(t.locals), key, own.value()));
    if (is_shared(l)) publish(own.value());
    TRY(attr_replace_dict(t, l, own));
    l->shown = t.id;
    return first_time ? initialise(t, self) : Status{};
}

Result<Own> construct(Thread& t, Type* cls, const Args& args) {
    bool plain = cls->slots.init == rt().types.object->slots.init;
    if (plain && (args.count || args.keyword_count())) return raise_type(t, "Initialization arguments are not supported");
    Ref<Local> l = TRY(make_of<Local>(t, cls));
    l->args = l->keywords = Value::null();
    l->shown = 0;
    if (!plain) {
        l->args = Own(TRY(make_tuple(t, args.values, args.count))).take();
        if (args.keyword_count()) {
            Ref<Dict> keywords = make_dict();
            for (uint32_t i = 0; i < args.keyword_count(); i++)
                TRY(dict_set(t, keywords, args.keywords->items()[i], args.values[args.count + i]));
            l->keywords = Own(std::move(keywords)).take();
        }
    }
    // The maker's dict is there before type.__call__ calls __init__, so that it is called once.
    Own saved = Own::adopt(std::exchange(l->args, Value::null()));
    Status shown = show_own(t, l.value());
    l->args = saved.take();
    if (!shown) return Error{};
    return l;
}

// Beside other threads each goes to its own dict, which nobody else finds, and the object shows none.
Result<Ref<Dict>> own_dict(Thread& t, Value self) {
    Own key = key_of(local(self));
    Value known = t.locals.is_null() ? Value::null() : TRY(dict_get_item(t, as<Dict>(t.locals), key));
    if (!known.is_null()) return Ref<Dict>::share(as<Dict>(known));
    if (t.locals.is_null()) t.locals = Own(make_dict()).take();
    Ref<Dict> own = make_dict();
    TRY(dict_set(t, as<Dict>(t.locals), key, own.value()));
    TRY(initialise(t, self));
    return own;
}

Result<Own> get_beside_others(Thread& t, Value self, Str* name) {
    Type* type = type_of(self);
    Ref<Dict> own = TRY(own_dict(t, self));
    Value found = type_lookup(type, name);
    auto get = found.is_null() ? nullptr : type_of(found)->slots.descr_get;
    if (get && type_of(found)->slots.descr_set) { // __dict__ is such
        Alone alone(t);
        TRY(show_own(t, self));
        return generic_getattr(t, self, name);
    }
    if (Value v = dict_get(own, name); !v.is_null()) return Own::share(v);
    if (found.is_null()) return raise_attribute(t, self, name);
    Own held = Own::share(found);
    if (!get) return held;
    return get(t, held, self, Value::object(type));
}

Status set_beside_others(Thread& t, Value self, Str* name, Value value) {
    Ref<Dict> own = TRY(own_dict(t, self));
    Value found = type_lookup(type_of(self), name);
    if (auto set = found.is_null() ? nullptr : type_of(found)->slots.descr_set) {
        Own held = Own::share(found);
        return set(t, held, self, value);
    }
    Changing changing(t, own.value(), Value::object(name), value); // shared, if it was shown once
    if (!value.is_null()) return dict_set(t, own, Value::object(name), value);
    if (dict_delete(own, name)) return {};
    return raise_text(t, rt().types.AttributeError, missing_attribute_text(self, name));
}

Result<Own> local_getattr(Thread& t, Value self, Str* name) {
    if (parallel_world && is_shared(self)) return get_beside_others(t, self, name);
    Alone alone(t, is_shared(self)); // no other thread puts its dict in place meanwhile
    TRY(show_own(t, self));
    return generic_getattr(t, self, name);
}

Status local_setattr(Thread& t, Value self, Str* name, Value value) {
    if (str_equal(name, "__dict__"))
        return raise_fmt(t, rt().types.AttributeError, "'{}' object attribute '__dict__' is read-only", type_name(self));
    if (parallel_world && is_shared(self)) return set_beside_others(t, self, name, value);
    Alone alone(t, is_shared(self));
    TRY(show_own(t, self));
    return generic_setattr(t, self, name, value);
}

const TypeSpec spec = {"_thread", "Attributes that each thread has for itself.", sizeof(Local),
                       type_basetype | type_container | type_has_dict | type_has_weakrefs | type_per_thread, &life,
                       [](Slots& s) {
                           s.construct = construct;
                           s.getattr = local_getattr;
                           s.setattr = local_setattr;
                       },
                       nullptr, nullptr, nullptr};

} // namespace

void drop_thread_locals(Thread& t) {
    Own dicts = Own::adopt(std::exchange(t.locals, Value::null()));
    if (dicts.is_null()) return;
    for (size_t i = 0; DictEntry* e = dict_next(as<Dict>(dicts), i);) {
        int64_t address = 0;
        if (!int_fits_int64(e->key, &address)) continue;
        auto* l = reinterpret_cast<Local*>(address);
        if (l->shown != t.id) continue;
        l->shown = 0;
        Ref<Dict> nothing = make_dict(); // nothing dies here: `dicts` holds the old one
        if (is_shared(l)) publish(nothing.value());
        if (!attr_replace_dict(t, l, nothing)) clear_raised(t);
    }
}

Type* make_thread_local_type() { return make_builtin_type("_thread._local", rt().types.object, spec); }

} // namespace terrarium
