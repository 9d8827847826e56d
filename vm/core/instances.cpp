// Making and ending instances: new_instance, the settling of a class' layout, instance_life, __del__.
#include "vm/core/instances.h"

#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/shapes.h"
#include "vm/core/tuple.h"

#include <algorithm>
#include <cstring>

namespace terrarium {

namespace {

size_t align8(size_t n) { return (n + 7) & ~size_t{7}; }

constexpr uint32_t many = 64, settled = 4096;

// How many attribute slots the next instances get inline: what earlier ones needed, rounded up to what the block holds.
// Looked at again at the 2nd, 4th, ... 4096th instance, as the first may still be in its __init__.
// May wait for the other threads: who makes an instance of a class of the program's keeps hold of what it works on.
void settle_layout(Thread& t, Type* cls) {
    uint32_t made = __atomic_load_n(&cls->instances_made, __ATOMIC_RELAXED) + 1; // may miss some that others make
    __atomic_store_n(&cls->instances_made, made, __ATOMIC_RELAXED);
    if ((made & (made - 1)) != 0 || !(cls->flags & type_heap) || !attributes_are_appended(cls)) return;
    if (parallel_world && (cls->flags & type_variable)) return;
    Alone alone(t);
    uint32_t slots = cls->most_slots ? cls->most_slots : made < 16 ? 3 : 0;
    slots = std::min(slots, most_inline_slots);
    if (slots < cls->inline_slots && made < many) return; // a few objects of one shape are worth more than small ones
    size_t fixed = cls->flags & type_variable ? 16 : cls->basic_size;
    size_t bytes = usable_size(fixed + slots * sizeof(Value));
    set_inline_slots(cls, static_cast<uint32_t>(std::min<size_t>((bytes - fixed) / sizeof(Value), most_inline_slots)));
}

// A built-in's own struct with its own head (functions, modules) below user classes keeps no inline slots.
const Type* builtin_base(const Type* type) {
    while (type->flags & type_heap) type = type->base;
    return type;
}

} // namespace

bool attributes_are_appended(const Type* type) {
    if (!(type->flags & type_has_dict)) return false;
    const Type* base = builtin_base(type);
    return !(base->spec && base->spec->attrs_offset);
}

Result<Ref<Object>> new_instance(Thread& t, Type* cls, size_t variable_bytes) {
    if (__atomic_load_n(&cls->instances_made, __ATOMIC_RELAXED) < settled) [[unlikely]] settle_layout(t, cls);
    AllocKind kind = cls->flags & type_container ? AllocKind::container : AllocKind::atomic;
    uint32_t inline_slots = cls->inline_slots;
    if (!(cls->flags & type_variable)) [[likely]] {
        Object* o = alloc_object(cls->basic_size + inline_slots * sizeof(Value), cls->root_shape->id, kind);
        if (cls->flags & type_heap) retain(static_cast<Object*>(cls));
        char* start = reinterpret_cast<char*>(o);
        if (cls->builtin_size > sizeof(Object)) memset(start + sizeof(Object), 0, cls->builtin_size - sizeof(Object));
        Value* member = reinterpret_cast<Value*>(start + cls->members_offset);
        for (uint32_t i = 0; i < cls->member_count; i++) member[i] = Value::null();
        if (cls->attrs_offset) {
            AttrHead* h = reinterpret_cast<AttrHead*>(start + cls->attrs_offset);
            h->bits = uint64_t{inline_slots} << 48;
            Value* slots = h->slots();
            for (uint32_t i = 0; i < inline_slots; i++) slots[i] = Value::null();
        }
        return Ref<Object>::adopt(o);
    }
    size_t builtin = cls->basic_size + variable_bytes;
    bool has_head = (cls->flags & type_has_dict) != 0;
    size_t bytes = has_head ? align8(builtin) + sizeof(AttrHead) + inline_slots * sizeof(Value) : builtin;
    Object* o = bytes <= small_limit ? alloc_object(bytes, cls->root_shape->id, kind)
                                     : try_alloc_object(bytes, cls->root_shape->id, kind);
    if (!o) return raise_memory(t);
    if (cls->flags & type_heap) retain(static_cast<Object*>(cls));
    char* start = reinterpret_cast<char*>(o);
    memset(start + sizeof(Object), 0, builtin - sizeof(Object));
    if (has_head) {
        AttrHead* h = reinterpret_cast<AttrHead*>(start + align8(builtin));
        h->bits = uint64_t{inline_slots} << 48;
        for (uint32_t i = 0; i < inline_slots; i++) h->slots()[i] = Value::null();
    }
    return Ref<Object>::adopt(o);
}

// --- lifecycle of instances

namespace {

void drop_members(Object* o, const Type* type) {
    Value* member = member_slots(o, type);
    for (uint32_t i = 0; i < type->member_count; i++) {
        Value old = member[i];
        member[i] = Value::null();
        release(old);
    }
}

void instance_trace(Object* o, Visitor& v) {
    Type* type = type_of(o);
    if (type->base_life && type->base_life->trace) type->base_life->trace(o, v);
    Value* member = member_slots(o, type);
    for (uint32_t i = 0; i < type->member_count; i++)
        if (member[i].is_object()) v.visit(member[i].object_ptr(), {"slot", static_cast<int64_t>(i)});
        else if (v.wants_immediates) v.visit_immediate(member[i].bits, {"slot", static_cast<int64_t>(i)});
    if (attributes_are_appended(type)) trace_attributes(o, v);
    if (type->flags & type_heap) v.visit(type, {"class", -1});
}

void instance_destroy(Object* o) {
    Type* type = type_of(o);
    if (type->member_count) drop_members(o, type);
    if (type->flags & type_has_dict) {
        if (attributes_are_appended(type)) release_attributes(o, attr_head(o));
    }
    if (type->base_life && type->base_life->destroy) type->base_life->destroy(o);
    if (type->flags & type_heap) release(static_cast<Object*>(type));
}

void instance_clear(Object* o) {
    Type* type = type_of(o);
    if (type->member_count) drop_members(o, type);
    if (attributes_are_appended(type)) drop_attributes(o);
    if (type->base_life && type->base_life->clear) type->base_life->clear(o);
}

size_t instance_size(const Object* o) {
    const Type* type = type_of(o);
    size_t size = type->basic_size;
    if (type->flags & type_variable) size = type->base_life->size(o);
    if (!attributes_are_appended(type)) return size;
    AttrHead* h = attr_head(const_cast<Object*>(o));
    size_t head_end = static_cast<size_t>(reinterpret_cast<const char*>(h + 1) - reinterpret_cast<const char*>(o));
    return head_end + h->inline_slots() * sizeof(Value);
}

size_t instance_extra_size(const Object* o) {
    const Type* type = type_of(o);
    size_t size = type->base_life && type->base_life->extra_size ? type->base_life->extra_size(o) : 0;
    return attributes_are_appended(type) ? size + attributes_extra_size(o) : size;
}

} // namespace

const Lifecycle instance_life = {instance_trace,      instance_destroy, instance_clear,   instance_size,
                                 instance_extra_size, "instance",       Untracking::never};

// --- __del__

namespace {

// Runs with the count at one (memory/count.cpp); a fault is printed and forgotten, and an exception on its way up waits.
bool finalize_instance(Object* o) {
    Thread& t = current_thread();
    Type* type = type_of(o);
    Own raised = has_raised(t) ? take_raised(t) : Own();
    uint32_t count = o->count;
    Value del = type_lookup(type, rt().names.dunder_del);
    if (!del.is_null() && !del.is_none()) {
        Own held = Own::share(del);
        Result<Own> f = type_of(del)->slots.descr_get
                            ? type_of(del)->slots.descr_get(t, del, Value::object(o), Value::object(type))
                            : Result<Own>(Own::share(del));
        if (f) {
            Own callable = f.take();
            Result<Own> r = call(t, callable);
            if (!r) write_unraisable(t, "", held);
        } else {
            write_unraisable(t, "", held);
        }
    } else if (type->slots.del) {
        Status s = type->slots.del(t, Value::object(o));
        if (!s) write_unraisable(t, "", Value::object(o));
    }
    if (!raised.is_null()) set_raised(t, std::move(raised));
    return o->count > count;
}

} // namespace

void set_finalizers(Type* type) {
    bool wanted = type->slots.del != nullptr || !type_find(type, rt().names.dunder_del).is_null();
    auto f = wanted ? finalize_instance : nullptr;
    if (type->root_shape && type->root_shape->finalize != f)
        for_each_shape(type, [](Shape* s, void* c) { s->finalize = reinterpret_cast<bool (*)(Object*)>(c); },
                       reinterpret_cast<void*>(f));
}

// --- __class__ assignment

void change_class(Object* o, Type* cls) {
    Type* old = type_of(o);
    if (cls->flags & type_heap) retain(static_cast<Object*>(cls));
    Shape* s = shape_of(o->shape);
    Shape* target = cls->root_shape;
    if (attributes_are_appended(cls)) {
        bool same = !(s->flags & shape_dict_mode) && shape_inline_slots(s) == shape_inline_slots(target);
        for (uint32_t i = 0; same && target && i < s->slot_count; i++) target = shape_add(target, s->keys->names()[i]);
        if (!same || !target) {
            Result<Ref<Dict>> moved = attr_dict(current_thread(), o); // to dict mode, which any class can take over
            target = dict_shape_of(cls);
        }
    }
    o->shape = target->id;
    if (old->flags & type_heap) release(static_cast<Object*>(old));
}

} // namespace terrarium
