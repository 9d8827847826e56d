// Own attributes of instances: slots by shape, the overflow array, and dict mode. See attributes.h.
#include "vm/core/attributes.h"

#include "memory/heap.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/instances.h"
#include "vm/core/parallel.h"
#include "vm/core/shapes.h"

#include <cstring>

namespace terrarium {

namespace {

uint32_t overflow_capacity(const AttrHead* h) { return h->pointer() ? 1u << (h->bits >> 56) : 0; }

void set_pointer(AttrHead* h, void* p, uint32_t log2_capacity = 0) {
    h->bits = (h->bits & (uint64_t{255} << 48)) | reinterpret_cast<uint64_t>(p) | uint64_t{log2_capacity} << 56;
}

Value* slot_at(AttrHead* h, uint32_t slot) {
    uint32_t inline_slots = h->inline_slots();
    if (slot < inline_slots) [[likely]] return h->slots() + slot;
    return static_cast<Value*>(h->pointer()) + (slot - inline_slots);
}

// Room for slot `slot` (the next free one).
void ensure_slot(AttrHead* h, uint32_t slot) {
    uint32_t inline_slots = h->inline_slots();
    if (slot < inline_slots) return;
    uint32_t need = slot - inline_slots + 1, have = overflow_capacity(h);
    if (need <= have) return;
    uint32_t log2 = 2;
    while ((1u << log2) < need) log2++;
    // At most most_slots_of_shape values: far below the size that could fail.
    void* p = alloc_raw((size_t{1} << log2) * sizeof(Value));
    if (have) {
        memcpy(p, h->pointer(), have * sizeof(Value));
        free_raw(h->pointer(), have * sizeof(Value));
    }
    set_pointer(h, p, log2);
}

void free_overflow(AttrHead* h) {
    if (uint32_t have = overflow_capacity(h)) free_raw(h->pointer(), have * sizeof(Value));
    set_pointer(h, nullptr);
}

Ref<Str> interned(Str* name) { return is_interned(name) ? Ref<Str>::share(name) : intern(name); }

bool in_dict_mode(const Object* o) { return (shape_of(o->shape)->flags & shape_dict_mode) != 0; }

Dict* dict_of(AttrHead* h) { return static_cast<Dict*>(h->pointer()); }

// Moves all attributes into a fresh dict.
Dict* to_dict_mode(Object* o, AttrHead* h) {
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        if (!dict_of(h)) set_pointer(h, make_dict().take());
        if (is_shared(o)) publish(static_cast<Object*>(dict_of(h)));
        return dict_of(h);
    }
    Shape* target = dict_shape_of(s->type);
    Ref<Dict> d = make_dict();
    for (uint32_t i = 0; i < s->slot_count; i++) {
        Value* p = slot_at(h, i);
        dict_set(d, s->keys->names()[i], *p);
        release(*p); // the dict holds it: cannot reach zero
        *p = Value::null();
    }
    free_overflow(h);
    o->shape = target->id;
    if (is_shared(o)) publish(d.value().object_ptr());
    set_pointer(h, d.take());
    return dict_of(h);
}

} // namespace

AttrHead* attr_head(Object* o) {
    Type* type = type_of(o);
    char* base = reinterpret_cast<char*>(o);
    if (type->attrs_offset) [[likely]] return reinterpret_cast<AttrHead*>(base + type->attrs_offset);
    if (!(type->flags & type_has_dict)) return nullptr;
    return reinterpret_cast<AttrHead*>(base + ((type->base_life->size(o) + 7) & ~size_t{7}));
}

Value attr_get(Object* o, Str* name) {
    AttrHead* h = attr_head(o);
    if (!h) return Value::null();
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        Dict* d = dict_of(h);
        return d ? dict_get(d, name) : Value::null();
    }
    if (s->slot_count == 0) return Value::null();
    if (is_interned(name)) [[likely]] {
        int32_t slot = shape_slot(s, name);
        return slot >= 0 ? read_slot(*slot_at(h, static_cast<uint32_t>(slot))) : Value::null();
    }
    for (uint32_t i = 0; i < s->slot_count; i++)
        if (str_equal(s->keys->names()[i], name)) return read_slot(*slot_at(h, i));
    return Value::null();
}

Status attr_set(Thread&, Object* o, Str* any_name, Value v) {
    AttrHead* h = attr_head(o);
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        dict_set(to_dict_mode(o, h), any_name, v);
        return {};
    }
    Ref<Str> name = interned(any_name);
    int32_t slot = shape_slot(s, name);
    if (slot >= 0) {
        Value* p = slot_at(h, static_cast<uint32_t>(slot));
        Value old = *p;
        retain(v);
        *p = v;
        release(old);
        return {};
    }
    Shape* child = shape_add(s, name);
    if (!child) {
        dict_set(to_dict_mode(o, h), name, v);
        return {};
    }
    ensure_slot(h, s->slot_count);
    retain(v);
    *slot_at(h, s->slot_count) = v;
    o->shape = child->id;
    return {};
}

Result<bool> attr_delete(Thread&, Object* o, Str* any_name) {
    AttrHead* h = attr_head(o);
    if (!h) return false;
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        Dict* d = dict_of(h);
        return d && dict_delete(d, any_name);
    }
    Ref<Str> name = interned(any_name);
    int32_t found = shape_slot(s, name);
    if (found < 0) return false;
    uint32_t slot = static_cast<uint32_t>(found), last = s->slot_count - 1;
    // The shape without it: the chain up to it, then the names after it once more.
    Shape* target = s;
    while (target->slot_count > slot) target = shape_of(target->parent);
    for (uint32_t i = slot + 1; target && i <= last; i++) target = shape_add(target, s->keys->names()[i]);
    if (!target) return dict_delete(to_dict_mode(o, h), name);
    Value gone = *slot_at(h, slot);
    for (uint32_t i = slot; i < last; i++) *slot_at(h, i) = *slot_at(h, i + 1);
    *slot_at(h, last) = Value::null();
    o->shape = target->id;
    release(gone);
    return true;
}

Result<Ref<Dict>> attr_dict(Thread& t, Object* o) {
    if (in_dict_mode(o) && dict_of(attr_head(o))) return Ref<Dict>::share(dict_of(attr_head(o)));
    Alone alone(t, is_shared(o));
    return Ref<Dict>::share(to_dict_mode(o, attr_head(o)));
}

Status attr_replace_dict(Thread&, Object* o, Dict* d) {
    AttrHead* h = attr_head(o);
    Ref<Dict> fresh = Ref<Dict>::share(d);
    if (!in_dict_mode(o)) {
        Dict* made = to_dict_mode(o, h);
        set_pointer(h, fresh.take());
        release(static_cast<Object*>(made));
        return {};
    }
    Dict* old = dict_of(h);
    set_pointer(h, fresh.take());
    if (old) release(static_cast<Object*>(old));
    return {};
}

size_t attr_count(Object* o) {
    AttrHead* h = attr_head(o);
    if (!h) return 0;
    if (in_dict_mode(o)) return dict_of(h) ? dict_of(h)->used : 0;
    return shape_of(o->shape)->slot_count;
}

bool attr_at(Object* o, size_t i, Str** name, Value* value) {
    AttrHead* h = attr_head(o);
    if (!h) return false;
    if (!in_dict_mode(o)) {
        Shape* s = shape_of(o->shape);
        if (i >= s->slot_count) return false;
        *name = s->keys->names()[i];
        *value = *slot_at(h, static_cast<uint32_t>(i));
        return true;
    }
    Dict* d = dict_of(h);
    if (!d) return false;
    for (size_t at = 0; DictEntry* e = dict_next(d, at);) {
        if (i--) continue;
        if (!is_exact_str(e->key)) return false;
        *name = as<Str>(e->key);
        *value = e->value;
        return true;
    }
    return false;
}

// --- lifecycle

void trace_attributes(Object* o, Visitor& v) {
    AttrHead* h = attr_head(o);
    if (!h) return;
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        if (Dict* d = dict_of(h)) v.visit(d, {"__dict__", -1});
        return;
    }
    for (uint32_t i = 0; i < s->slot_count; i++) {
        Value value = *slot_at(h, i);
        if (!value.is_object() && !v.wants_immediates) continue;
        Str* name = s->keys->names()[i]; // interned: lives as long as the program
        Edge edge{name->unit == 1 ? reinterpret_cast<const char*>(name->data1()) : "attribute", -1};
        if (value.is_object()) v.visit(value.object_ptr(), edge);
        else v.visit_immediate(value.bits, edge);
    }
}

void drop_attributes(Object* o) {
    AttrHead* h = attr_head(o);
    if (!h) return;
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        Dict* d = dict_of(h);
        set_pointer(h, nullptr);
        if (d) release(static_cast<Object*>(d));
        return;
    }
    uint32_t count = s->slot_count;
    if (count == 0) return;
    // The object is empty before anything is released: what runs then may look at it.
    Shape* root = s;
    while (root->slot_count) root = shape_of(root->parent);
    Value values[most_slots_of_shape];
    for (uint32_t i = 0; i < count; i++) {
        Value* p = slot_at(h, i);
        values[i] = *p;
        *p = Value::null();
    }
    free_overflow(h);
    o->shape = root->id;
    for (uint32_t i = 0; i < count; i++) release(values[i]);
}

void release_attributes(Object* o, AttrHead* h) {
    Shape* s = shape_of(o->shape);
    if (s->flags & shape_dict_mode) {
        if (Dict* d = dict_of(h)) release(static_cast<Object*>(d));
        return;
    }
    for (uint32_t i = 0; i < s->slot_count; i++) release(*slot_at(h, i));
    free_overflow(h);
}

size_t attributes_extra_size(const Object* o) {
    AttrHead* h = attr_head(const_cast<Object*>(o));
    if (!h || in_dict_mode(o)) return 0;
    return overflow_capacity(h) * sizeof(Value);
}

} // namespace terrarium
