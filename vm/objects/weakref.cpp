// weakref.ref and the proxies. See weakref.h. Order of callbacks as in CPython: newest first; of garbage in a cycle all
// references are cleared before any callback runs, and only those of references that live on are called.
#include "vm/objects/weakref.h"

#include "memory/collector.h"
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"

#include <cstring>
#include <vector>

namespace terrarium {

namespace {

// --- the table: open addressing by address, in the data region

struct WeakTable {
    uint64_t count, mask;
    struct Entry {
        Object* object; // null: empty
        WeakRef* first;
    } entries[1];
};

size_t table_bytes(uint64_t mask) { return sizeof(WeakTable) + mask * sizeof(WeakTable::Entry); }

WeakTable* make_table(uint64_t mask) {
    auto* table = static_cast<WeakTable*>(data_alloc(table_bytes(mask)));
    MEMORY_ASSERT(table != nullptr);
    memset(static_cast<void*>(table), 0, table_bytes(mask));
    table->mask = mask;
    return table;
}
WeakTable*& table() { return reinterpret_cast<WeakTable*&>(rt().weak_table); }

uint64_t place_of(const WeakTable* all, const Object* o) {
    return (reinterpret_cast<uintptr_t>(o) >> 4) * 0x9e3779b97f4a7c15ull >> 20 & all->mask;
}

WeakTable::Entry* find(const Object* o) {
    WeakTable* all = table();
    if (!all || !(o->gc & gc_weakly_referenced)) return nullptr;
    for (uint64_t i = place_of(all, o);; i = (i + 1) & all->mask) {
        if (all->entries[i].object == o) return &all->entries[i];
        if (!all->entries[i].object) return nullptr;
    }
}

WeakTable::Entry* insert(WeakTable* all, Object* o) {
    uint64_t i = place_of(all, o);
    while (all->entries[i].object) i = (i + 1) & all->mask;
    all->entries[i].object = o;
    all->count++;
    return &all->entries[i];
}

WeakTable::Entry* add(Object* o) {
    if (WeakTable::Entry* e = find(o)) return e;
    WeakTable*& all = table();
    if (!all) all = make_table(255);
    if (all->count * 4 >= (all->mask + 1) * 3) {
        WeakTable* larger = make_table(all->mask * 2 + 1);
        for (uint64_t i = 0; i <= all->mask; i++)
            if (all->entries[i].object) insert(larger, all->entries[i].object)->first = all->entries[i].first;
        data_free(all, table_bytes(all->mask));
        all = larger;
    }
    o->gc |= gc_weakly_referenced;
    return insert(all, o);
}

// Takes an entry out and closes the gap it leaves in its run.
void remove(WeakTable::Entry* e) {
    WeakTable* all = table();
    e->object->gc &= static_cast<uint8_t>(~gc_weakly_referenced);
    uint64_t hole = static_cast<uint64_t>(e - all->entries);
    for (uint64_t i = (hole + 1) & all->mask; all->entries[i].object; i = (i + 1) & all->mask) {
        uint64_t home = place_of(all, all->entries[i].object);
        if (((i - home) & all->mask) < ((i - hole) & all->mask)) continue;
        all->entries[hole] = all->entries[i];
        hole = i;
    }
    all->entries[hole] = {};
    all->count--;
}

// --- lists

bool is_proxy(const WeakRef* r) { return r->shape == shapes::weakproxy || r->shape == shapes::weakcallableproxy; }
bool is_basic_ref(const WeakRef* r) { return r->shape == shapes::weakref && r->callback.is_null(); }
bool is_basic_proxy(const WeakRef* r) { return is_proxy(r) && r->callback.is_null(); }

void link(WeakRef* r, Object* target) {
    WeakTable::Entry* e = add(target);
    // A plain ref goes first, a plain proxy behind it, all others behind these two.
    WeakRef* previous = nullptr;
    if (!is_basic_ref(r)) {
        if (e->first && is_basic_ref(e->first)) previous = e->first;
        WeakRef* second = previous ? previous->next : e->first;
        if (!is_basic_proxy(r) && second && is_basic_proxy(second)) previous = second;
    }
    r->target = target;
    r->previous = previous;
    r->next = previous ? previous->next : e->first;
    if (previous) previous->next = r;
    else e->first = r;
    if (r->next) r->next->previous = r;
}

void unlink(WeakRef* r) {
    if (!r->target) return;
    WeakTable::Entry* e = find(r->target);
    if (r->previous) r->previous->next = r->next;
    else e->first = r->next;
    if (r->next) r->next->previous = r->previous;
    if (!e->first) remove(e);
    r->target = nullptr;
    r->next = r->previous = nullptr;
}

// --- lifecycle

void trace(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<WeakRef*>(o)->callback, "callback"); }
void drop(Object* o) {
    auto r = static_cast<WeakRef*>(o);
    unlink(r);
    drop_field(r->callback);
}
const Lifecycle life = {trace, drop, drop, fixed_size<WeakRef>, nullptr, "weak reference"};

// --- what happens when an object goes

struct Call {
    Ref<WeakRef> reference;
    Own callback;
};

// Detaches all references of the object; calls to be made are added, those to references that die themselves are not.
void detach(Object* object, std::vector<Call>& calls, bool of_garbage) {
    WeakTable::Entry* e = find(object);
    if (!e) return;
    WeakRef* first = e->first;
    remove(e);
    for (WeakRef* r = first; r;) {
        WeakRef* next = r->next;
        r->target = nullptr;
        r->next = r->previous = nullptr;
        bool dying = (r->gc & gc_dying) != 0 || (of_garbage && in_garbage(r));
        if (!dying && !r->callback.is_null()) {
            Own callback = Own::adopt(std::exchange(r->callback, Value::null()));
            calls.push_back({Ref<WeakRef>::share(r), std::move(callback)});
        }
        r = next;
    }
}

void run(std::vector<Call>& calls) {
    if (calls.empty()) return;
    Thread& t = current_thread();
    Own raised = has_raised(t) ? take_raised(t) : Own();
    for (Call& c : calls) {
        Result<Own> done = call(t, c.callback, c.reference.value());
        if (!done) write_unraisable(t, "", c.callback);
        c.reference = nullptr;
        c.callback = Own();
    }
    if (!raised.is_null()) set_raised(t, std::move(raised));
}

void clear_of_object(Object* object) {
    std::vector<Call> calls;
    detach(object, calls, false);
    run(calls);
}

void clear_of_garbage(Object** garbage, size_t count) {
    std::vector<Call> calls;
    for (size_t i = 0; i < count; i++)
        if (garbage[i]->gc & gc_weakly_referenced) detach(garbage[i], calls, true);
    run(calls);
}

// --- making

Status check_referable(Thread& t, Value object) {
    if (object.is_object() && (type_of(object)->flags & type_has_weakrefs)) return {};
    return raise_type(t, "cannot create weak reference to '{}' object", type_name(object));
}

Result<Own> make(Thread& t, Type* cls, Value object, Value callback) {
    Ref<WeakRef> r = TRY(make_of<WeakRef>(t, cls));
    r->target = nullptr;
    r->next = r->previous = nullptr;
    r->hash = -1;
    r->callback = callback.is_null() || callback.is_none() ? Value::null() : shared(callback);
    link(r, object.object_ptr());
    return r;
}

WeakRef* weak(Value v) { return as<WeakRef>(v); }
bool is_ref(Value v) { return v.is_object() && is_instance_of(v, rt().types.weakref); }

// --- ref

Result<Own> ref_construct(Thread& t, Type* cls, const Args& args) {
    if (args.keyword_count() && cls == rt().types.weakref) return raise_type(t, "ref() takes no keyword arguments");
    if (args.count < 1) return raise_type(t, "__new__ expected at least 1 argument, got 0");
    if (args.count > 2) return raise_type(t, "__new__ expected at most 2 arguments, got {}", args.count);
    return make_weak_reference(t, cls, args[0], args.count > 1 ? args[1] : Value::none());
}

Status ref_init(Thread& t, Value, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "ref() takes no keyword arguments");
    if (args.count < 1) return raise_type(t, "__init__ expected at least 1 argument, got 0");
    if (args.count > 2) return raise_type(t, "__init__ expected at most 2 arguments, got {}", args.count);
    return {};
}

Result<Own> ref_call(Thread& t, Value self, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "weakref() takes no keyword arguments");
    if (args.count) return raise_type(t, "weakref expected 0 arguments, got {}", args.count);
    return weak_target(weak(self));
}

Result<Own> ref_repr(Thread& t, Value self) {
    Own target = weak_target(weak(self));
    std::string start = fmt::format("<weakref at {:#x}", address_of(self));
    if (target.is_none()) return make_str(t, start + "; dead>");
    Own name = TRY(get_attr_or_missing(t, target, rt().names.dunder_name));
    std::string text = fmt::format("{}; to '{}' at {:#x}", start, type_name(target), address_of(target));
    if (is_str(name)) text += " (" + to_utf8(name) + ")";
    return make_str(t, text + ">");
}

Result<int64_t> ref_hash(Thread& t, Value self) {
    WeakRef* r = weak(self);
    if (int64_t known = __atomic_load_n(&r->hash, __ATOMIC_RELAXED); known != -1) return known;
    Own target = weak_target(r);
    if (target.is_none()) return raise_type(t, "weak object has gone away");
    int64_t hash = TRY(hash_of(t, target));
    __atomic_store_n(&r->hash, hash, __ATOMIC_RELAXED); // GIL off: others may find the same
    return hash;
}

Result<Own> ref_compare(Thread& t, Value a, Value b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !is_ref(a) || !is_ref(b)) return Own::not_implemented();
    Own x = weak_target(weak(a)), y = weak_target(weak(b));
    if (x.is_none() || y.is_none()) return Own::boolean((a == b) == (op == CompareOp::eq));
    return compare(t, x, y, op);
}

Result<Own> get_callback(Thread&, Value self) {
    Value callback = weak(self)->callback;
    return callback.is_null() ? Own::none() : Own::share(callback);
}
const GetSetDef ref_getsets[] = {
    {"__callback__", get_callback, read_only_member, "What is called when the object is gone."},
    {nullptr, nullptr, nullptr, nullptr},
};
const NativeDef ref_methods[] = {
    {"__class_getitem__($cls, item, /)", native_class_getitem, "See PEP 585", native_class_method},
    {nullptr, nullptr, nullptr},
};

void fill_ref(Slots& s) {
    s.construct = ref_construct;
    s.init = ref_init;
    s.call = ref_call;
    s.repr = ref_repr;
    s.hash = ref_hash;
    s.compare = ref_compare;
}

// --- proxies: everything is done to the object

Result<Own> alive(Thread& t, Value proxy) {
    Own target = weak_target(weak(proxy));
    if (weak(proxy)->target == nullptr || target.is_none())
        return raise_text(t, rt().types.ReferenceError, "weakly-referenced object no longer exists");
    return target;
}
Result<Own> unwrapped(Thread& t, Value v) {
    if (v.is_object() && is_proxy(static_cast<WeakRef*>(v.object_ptr()))) return alive(t, v);
    return Own::share(v);
}

template <BinaryOp op>
Result<Own> proxy_binary(Thread& t, Value a, Value b) {
    Own x = TRY(unwrapped(t, a)), y = TRY(unwrapped(t, b));
    return binary_op(t, op, x, y);
}
template <BinaryOp op>
Result<Own> proxy_inplace(Thread& t, Value a, Value b) {
    Own x = TRY(unwrapped(t, a)), y = TRY(unwrapped(t, b));
    return inplace_op(t, op, x, y);
}
template <BinaryOp... op>
void fill_binary(Slots& s) {
    ((s.binary[static_cast<size_t>(op)] = proxy_binary<op>), ...);
    ((s.inplace[static_cast<size_t>(op)] = proxy_inplace<op>), ...);
}

template <Result<Own> (*operation)(Thread&, Value)>
Result<Own> proxy_unary(Thread& t, Value self) {
    Own x = TRY(alive(t, self));
    return operation(t, x);
}
Result<Own> str_of(Thread& t, Value v) { return Result<Own>(to_str(t, v)); }
Result<Own> int_of(Thread& t, Value v) { return call(t, Value::object(rt().types.int_), v); }
Result<Own> float_of_object(Thread& t, Value v) { return call(t, Value::object(rt().types.float_), v); }

Result<Own> proxy_repr(Thread& t, Value self) {
    Own x = weak_target(weak(self));
    Own target = x.is_none() ? Own::none() : std::move(x);
    return make_str(t, fmt::format("<weakproxy at {:#x} to {} at {:#x}>", address_of(self), type_name(target), address_of(target)));
}
Result<Own> proxy_getattr(Thread& t, Value self, Str* name) {
    Own x = TRY(alive(t, self));
    return get_attr(t, x, name);
}
Status proxy_setattr(Thread& t, Value self, Str* name, Value v) {
    Own x = TRY(alive(t, self));
    return v.is_null() ? del_attr(t, x, name) : set_attr(t, x, name, v);
}
Result<Own> proxy_compare(Thread& t, Value a, Value b, CompareOp op) {
    Own x = TRY(unwrapped(t, a)), y = TRY(unwrapped(t, b));
    return compare(t, x, y, op);
}
Result<Own> proxy_iter(Thread& t, Value self) {
    Own x = TRY(alive(t, self));
    return get_iter(t, x);
}
Result<Own> proxy_next(Thread& t, Value self) {
    Own x = TRY(alive(t, self));
    if (!type_of(x)->slots.next) return raise_type(t, "Weakref proxy referenced a non-iterator '{}' object", type_name(x));
    return iter_next(t, x);
}
Result<bool> proxy_truth(Thread& t, Value self) {
    Own x = TRY(alive(t, self));
    return is_truthy(t, x);
}
Result<int64_t> proxy_length(Thread& t, Value self) {
    Own x = TRY(alive(t, self));
    return length(t, x);
}
Result<bool> proxy_contains(Thread& t, Value self, Value item) {
    Own x = TRY(alive(t, self));
    return contains(t, x, item);
}
Result<Own> proxy_get_item(Thread& t, Value self, Value key) {
    Own x = TRY(alive(t, self)), k = TRY(unwrapped(t, key));
    return get_item(t, x, k);
}
Status proxy_set_item(Thread& t, Value self, Value key, Value v) {
    Own x = TRY(alive(t, self));
    return v.is_null() ? del_item(t, x, key) : set_item(t, x, key, v);
}
Result<Own> proxy_call(Thread& t, Value self, const Args& args) {
    Own x = TRY(alive(t, self));
    return call(t, x, args);
}
Result<Own> proxy_power_mod(Thread& t, Value base, Value exponent, Value modulus) {
    Own x = TRY(unwrapped(t, base)), y = TRY(unwrapped(t, exponent)), z = TRY(unwrapped(t, modulus));
    return power(t, x, y, z);
}
Result<Own> proxy_bytes(Thread& t, const Value* a) {
    Own x = TRY(alive(t, a[0]));
    return call_method(t, x, rt().names.dunder_bytes);
}
Result<Own> proxy_reversed(Thread& t, const Value* a) {
    Own x = TRY(alive(t, a[0]));
    return call_method(t, x, rt().names.dunder_reversed);
}
const NativeDef proxy_methods[] = {
    {"__bytes__($self, /)", proxy_bytes, nullptr},
    {"__reversed__($self, /)", proxy_reversed, nullptr},
    {nullptr, nullptr, nullptr},
};

void fill_proxy(Slots& s) {
    s.repr = proxy_repr;
    s.str = proxy_unary<str_of>;
    s.getattr = proxy_getattr;
    s.setattr = proxy_setattr;
    s.compare = proxy_compare;
    s.hash = hash_not_implemented;
    s.iter = proxy_iter;
    s.next = proxy_next;
    s.truth = proxy_truth;
    s.length = proxy_length;
    s.contains = proxy_contains;
    s.get_item = proxy_get_item;
    s.set_item = proxy_set_item;
    s.negative = proxy_unary<negative>;
    s.positive = proxy_unary<positive>;
    s.absolute = proxy_unary<absolute>;
    s.invert = proxy_unary<invert>;
    s.to_int = proxy_unary<int_of>;
    s.to_float = proxy_unary<float_of_object>;
    s.index = proxy_unary<to_index>;
    s.power_mod = proxy_power_mod;
    using enum BinaryOp;
    fill_binary<add, subtract, multiply, true_divide, floor_divide, modulo, BinaryOp::power, matrix_multiply, lshift, rshift, bit_and,
                bit_or, bit_xor, BinaryOp::divmod>(s);
}
void fill_callable_proxy(Slots& s) {
    fill_proxy(s);
    s.call = proxy_call;
}

Result<Own> weak_reference_of(Thread&, Value object) {
    if (!object.is_object()) return Own::none();
    WeakTable::Entry* e = find(object.object_ptr());
    return e ? Own::share(static_cast<Object*>(e->first)) : Own::none();
}

} // namespace

extern const TypeSpec spec_weakref, spec_weakproxy, spec_weakcallableproxy;
const TypeSpec spec_weakref = {"weakref", "A reference that does not keep its object alive.", sizeof(WeakRef),
                               type_basetype | type_container, &life, fill_ref, ref_methods, ref_getsets, nullptr};
const TypeSpec spec_weakproxy = {"weakref", nullptr, sizeof(WeakRef), type_container | type_no_instantiate, &life, fill_proxy,
                                 proxy_methods, nullptr, nullptr};
const TypeSpec spec_weakcallableproxy = {"weakref", nullptr, sizeof(WeakRef), type_container | type_no_instantiate, &life,
                                         fill_callable_proxy, proxy_methods, nullptr, nullptr};

// An object that waits to be freed (a long chain unwinds) is gone already.
Own weak_target(const WeakRef* r) {
    if (!r->target || (r->target->gc & gc_dying) || __atomic_load_n(&r->target->count, __ATOMIC_RELAXED) == 0) return Own::none();
    return Own::share(r->target);
}

Result<Own> make_weak_reference(Thread& t, Type* cls, Value object, Value callback) {
    TRY(check_referable(t, object));
    if (cls == rt().types.weakref && (callback.is_null() || callback.is_none())) {
        WeakTable::Entry* e = find(object.object_ptr());
        if (e && is_basic_ref(e->first) && !(e->first->gc & gc_dying)) return Own::share(static_cast<Object*>(e->first));
    }
    return make(t, cls, object, callback);
}

Result<Own> make_weak_proxy(Thread& t, Value object, Value callback) {
    TRY(check_referable(t, object));
    if (callback.is_null() || callback.is_none()) {
        WeakTable::Entry* e = find(object.object_ptr());
        WeakRef* r = e ? e->first : nullptr;
        if (r && is_basic_ref(r)) r = r->next;
        if (r && is_basic_proxy(r) && !(r->gc & gc_dying)) return Own::share(static_cast<Object*>(r));
    }
    return make(t, is_callable(object) ? rt().types.weakcallableproxy : rt().types.weakproxy, object, callback);
}

size_t weak_reference_count(Value object) {
    WeakTable::Entry* e = object.is_object() ? find(object.object_ptr()) : nullptr;
    size_t n = 0;
    for (WeakRef* r = e ? e->first : nullptr; r; r = r->next) n++;
    return n;
}

Result<Ref<List>> weak_references(Thread& t, Value object) {
    Ref<List> all = make_list();
    WeakTable::Entry* e = object.is_object() ? find(object.object_ptr()) : nullptr;
    for (WeakRef* r = e ? e->first : nullptr; r; r = r->next)
        if (!(r->gc & gc_dying)) TRY(list_append(t, all, Own::share(static_cast<Object*>(r))));
    return all;
}

void init_weak_references() {
    memory_hooks.clear_weak_references = clear_of_object;
    memory_hooks.clear_weak_references_of_garbage = clear_of_garbage;
    rt().hooks.weak_reference_of = weak_reference_of;
}

} // namespace terrarium
