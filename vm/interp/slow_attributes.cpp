// Attributes out of line, and what the loop learns from them: which shape has which slot, method or class value where.
#include "memory/world.h"
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/errors.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/runtime_rooms.h"
#include "vm/interp/inline_cache.h"
#include "vm/interp/slow.h"

#include <cstring>

namespace terrarium {

namespace {

void specialise(Frame* frame, Word* at, Opcode op, uint64_t cache) {
    Code* code = frame->code;
    code->caches[at - code->instructions] = cache;
    *at = (*at & ~Word{0xff}) | static_cast<Word>(op);
}

// Behind the inline caches: what objects of a shape have under a name, for places that see many shapes. One word
// { shape : 24 | name's place in the world : 40 } tells the entry. Wiped with the inline caches.
struct SharedEntry {
    uint64_t key;
    enum Kind : uint64_t { none, slot, class_value, method, bound_to_class, unbound } kind;
    uint64_t payload; // byte offset of a slot, or an address
};
constexpr size_t shared_entries = 1024;

SharedEntry* shared_cache(bool methods) {
    void*& room = rt().room[room_shared_caches];
    if (!room) {
        room = data_alloc(2 * shared_entries * sizeof(SharedEntry));
        if (!room) return nullptr;
        std::memset(room, 0, 2 * shared_entries * sizeof(SharedEntry));
    }
    return static_cast<SharedEntry*>(room) + (methods ? shared_entries : 0);
}

SharedEntry* shared_entry(ShapeId shape, const Str* name, bool methods, uint64_t* key) {
    SharedEntry* table = shared_cache(methods);
    if (!table || shape >= cacheable_shapes || !in_world(name)) return nullptr;
    *key = make_shape_cache(shape, name);
    return &table[(*key >> 4 ^ *key >> 14 ^ *key >> 40) % shared_entries];
}

bool plain_lookup(const Type* type) { return type->slots.getattr == generic_getattr; }

// The offset of a __slots__ member for instances of `type`; 0: not one of its own.
uint32_t member_offset(Value descriptor, const Type* type) {
    const MemberDescriptor* member = as<MemberDescriptor>(descriptor);
    return is_subtype(type, member->owner) && !(type->flags & type_variable) ? member->offset : 0;
}

bool is_data_descriptor(Value v) { return v.is_object() && type_of(v)->slots.descr_set != nullptr; }

// The slot of an own attribute when it lies inline, as an offset from the object; 0: not inline.
size_t inline_slot_offset(Object* o, const Shape* shape, Str* name) {
    if (!is_interned(name) || shape->type->dict_shape == shape) return 0;
    AttrHead* head = attr_head(o);
    if (!head || (shape->type->flags & type_variable)) return 0;
    int32_t slot = shape_slot(shape, name);
    if (slot < 0 || static_cast<uint32_t>(slot) >= head->inline_slots()) return 0;
    return static_cast<size_t>(reinterpret_cast<char*>(head->slots() + slot) - reinterpret_cast<char*>(o));
}

// Where the class keeps the value of `name`: the entry of the first class along the MRO that has it. Its address is
// good until that dict changes its layout, which wipes the caches.
Value* class_value_address(Type* type, Str* name) {
    Tuple* mro = type->mro;
    for (size_t i = 0; i < mro->length; i++) {
        Type* c = as<Type>(mro->items()[i]);
        if (DictEntry* e = dict_find(c->dict, name)) return &e->value;
    }
    return nullptr;
}

bool own_attribute(Object* o, const Shape* shape, Str* name) {
    if (!(shape->type->flags & type_has_dict)) return false;
    if (shape == shape->type->dict_shape) return true; // unknown: do not cache
    return !is_interned(name) || shape_slot(shape, name) >= 0 || (attr_head(o) == nullptr);
}

void learn_load(Frame* frame, Word* at, Value object, Str* name) {
    if (!object.is_object()) return;
    Object* o = object.object_ptr();
    Shape* shape = shape_of(o->shape);
    if (o->shape >= cacheable_shapes) return;
    if (o->shape == shapes::module) {
        Dict* names = as<Module>(object)->dict;
        if (DictEntry* e = dict_find(names, name))
            specialise(frame, at, Opcode::LOAD_ATTR_MODULE, make_dict_cache(dict_layout(names), static_cast<uint32_t>(e - names->entries)));
        return;
    }
    Type* type = shape->type;
    if (o->shape == shapes::type) {
        Type* cls = static_cast<Type*>(o);
        if (!type_lookup(rt().types.type, name).is_null()) return; // a name of the metaclass: not simple
        Value v = type_lookup(cls, name);
        if (v.is_null() || (v.is_object() && type_of(v)->slots.descr_get)) return;
        Value* address = class_value_address(cls, name);
        if (address && in_world(address) && cls->root_shape->id < cacheable_shapes)
            specialise(frame, at, Opcode::LOAD_ATTR_TYPE, make_shape_cache(cls->root_shape->id, address));
        return;
    }
    if (!plain_lookup(type)) return;
    Value in_class = type_lookup(type, name);
    if (is_data_descriptor(in_class)) {
        if (has_shape(in_class, shapes::member_descriptor)) {
            if (uint32_t offset = member_offset(in_class, type)) specialise(frame, at, Opcode::LOAD_ATTR_SLOT, make_shape_cache(o->shape, uint64_t{offset}));
        }
        return;
    }
    if (size_t offset = inline_slot_offset(o, shape, name)) {
        specialise(frame, at, Opcode::LOAD_ATTR_SLOT, make_shape_cache(o->shape, offset));
        return;
    }
    if (in_class.is_null() || own_attribute(o, shape, name)) return;
    if (in_class.is_object() && type_of(in_class)->slots.descr_get) return;
    Value* address = class_value_address(type, name);
    if (address && in_world(address)) specialise(frame, at, Opcode::LOAD_ATTR_CLASS, make_shape_cache(o->shape, address));
}

} // namespace

Value load_attr(Thread& t, Frame* frame, Word* at, Value object, Str* name) {
    uint64_t key = 0;
    SharedEntry* e = object.is_object() ? shared_entry(object.object_ptr()->shape, name, false, &key) : nullptr;
    if (e && e->key == key) {
        Value v = e->kind == SharedEntry::slot ? *reinterpret_cast<Value*>(reinterpret_cast<char*>(object.object_ptr()) + e->payload)
                                               : *reinterpret_cast<Value*>(e->payload);
        if (!v.is_null()) {
            retain(v);
            return v;
        }
    }
    ShapeId shape = object.is_object() ? object.object_ptr()->shape : 0;
    Result<Own> r = get_attr(t, object, name);
    if (!r) return Value::null();
    learn_load(frame, at, object, name);
    // What the place has just learnt for this shape, other places may use.
    uint64_t cache = frame->code->caches[at - frame->code->instructions];
    Opcode op = word_op(*at);
    if (e && cached_shape(cache) == shape && (op == Opcode::LOAD_ATTR_SLOT || op == Opcode::LOAD_ATTR_CLASS)) {
        bool slot = op == Opcode::LOAD_ATTR_SLOT;
        *e = {key, slot ? SharedEntry::slot : SharedEntry::class_value, slot ? cached_payload(cache) : reinterpret_cast<uint64_t>(cached_address<void>(cache))};
    }
    return r.take().take();
}

bool store_attr(Thread& t, Frame* frame, Word* at, Value object, Str* name, Value v) {
    if (!object.is_object() || type_of(object)->slots.setattr != generic_setattr) return set_attr(t, object, name, v).ok();
    Object* o = object.object_ptr();
    Shape* before = shape_of(o->shape);
    if (!set_attr(t, object, name, v)) return false;
    Type* type = before->type;
    if (o->count == 0 || type_of(o) != type || before->id >= cacheable_shapes || o->shape >= cacheable_shapes) return true;
    Value in_class = type_lookup(type, name);
    if (is_data_descriptor(in_class)) {
        if (has_shape(in_class, shapes::member_descriptor)) {
            if (uint32_t offset = member_offset(in_class, type)) specialise(frame, at, Opcode::STORE_ATTR_SLOT, make_shape_cache(o->shape, uint64_t{offset}));
        }
        return true;
    }
    Shape* after = shape_of(o->shape);
    size_t offset = inline_slot_offset(o, after, name);
    if (offset == 0) return true;
    if (after == before) {
        specialise(frame, at, Opcode::STORE_ATTR_SLOT, make_shape_cache(o->shape, offset));
    } else if (after->parent == before->id && offset <= 0xffff && type->most_slots >= after->slot_count) {
        specialise(frame, at, Opcode::STORE_ATTR_ADD, make_shape_cache(before->id, uint64_t{after->id} << 16 | offset));
    }
    return true;
}

bool delete_attr(Thread& t, Value object, Str* name) { return del_attr(t, object, name).ok(); }

namespace {

// A classmethod or staticmethod over a Python function, found on the class without the instance having a say.
void learn_class_method(SharedEntry* e, uint64_t key, Value object, Str* name) {
    Object* o = object.object_ptr();
    Type* type = type_of(o);
    if (!plain_lookup(type) || own_attribute(o, shape_of(o->shape), name)) return;
    Value holder = type_lookup(type, name);
    bool class_method = has_shape(holder, shapes::classmethod);
    if (!class_method && !has_shape(holder, shapes::staticmethod)) return;
    Value callable = as<MethodHolder>(holder)->callable;
    if (!is_function(callable)) return;
    *e = {key, class_method ? SharedEntry::bound_to_class : SharedEntry::unbound, reinterpret_cast<uint64_t>(callable.object_ptr())};
}

} // namespace

Value load_method(Thread& t, Frame* frame, Word* at, Value object, Str* name, Value* self) {
    uint64_t key = 0;
    SharedEntry* e = object.is_object() ? shared_entry(object.object_ptr()->shape, name, true, &key) : nullptr;
    if (e && e->key == key) {
        Object* function = reinterpret_cast<Object*>(e->payload);
        retain(function);
        if (e->kind == SharedEntry::method) {
            retain(object);
            *self = object;
        } else if (e->kind == SharedEntry::bound_to_class) {
            Type* type = type_of(object);
            retain(static_cast<Object*>(type));
            *self = Value::object(type);
        }
        return Value::object(function);
    }
    Own receiver;
    Result<Own> r = get_method(t, object, name, &receiver);
    if (!r) return Value::null();
    Value function = r.get();
    if (object.is_object()) {
        Object* o = object.object_ptr();
        if (o->shape == shapes::module && receiver.is_null()) {
            Dict* names = as<Module>(object)->dict;
            if (DictEntry* entry = dict_find(names, name))
                specialise(frame, at, Opcode::LOAD_METHOD_MODULE, make_dict_cache(dict_layout(names), static_cast<uint32_t>(entry - names->entries)));
        } else if (!receiver.is_null() && o->shape < cacheable_shapes && plain_lookup(type_of(o)) && !own_attribute(o, shape_of(o->shape), name) &&
                   type_lookup(type_of(o), name) == function && (type_of(function)->flags & type_method_descriptor) && in_world(function.object_ptr())) {
            if (word_op(*at) == Opcode::LOAD_METHOD || !e) {
                specialise(frame, at, Opcode::LOAD_METHOD_CACHED, make_shape_cache(o->shape, function.object_ptr()));
            } else {
                *e = {key, SharedEntry::method, reinterpret_cast<uint64_t>(function.object_ptr())}; // a place with several shapes
            }
        } else if (e) {
            learn_class_method(e, key, object, name);
        }
    }
    *self = receiver.take();
    return r.take().take();
}

void forget_shared_caches() {
    if (void* room = rt().room[room_shared_caches]) std::memset(room, 0, 2 * shared_entries * sizeof(SharedEntry));
}

} // namespace terrarium
