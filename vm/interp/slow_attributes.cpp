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

// Tells all places what a name is to objects of a shape.
void share(SharedTable table, ShapeId shape, Str* name, Shared kind, uint64_t payload) {
    uint64_t key = shared_key(shape, name);
    SharedEntry* e = shared_entry(table, key);
    Learning learning;
    store_learned(e->key, key);
    store_learned(e->what, uint64_t{static_cast<uint8_t>(kind)} << 40 | payload);
}

void share(SharedTable table, ShapeId shape, Str* name, Shared kind, const void* address) {
    if (in_world(address)) share(table, shape, name, kind, reinterpret_cast<uintptr_t>(address) - world_base);
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

// A place learns for its own cache, and for all places through the shared one.
void learn_slot(Frame* frame, Word* at, ShapeId shape, Str* name, uint64_t offset) {
    specialise(frame->code, at, Opcode::LOAD_ATTR_SLOT, make_shape_cache(shape, offset));
    share(SharedTable::loads, shape, name, Shared::slot, offset);
}

void learn_load(Frame* frame, Word* at, Value object, Str* name) {
    if (!object.is_object()) return;
    Object* o = object.object_ptr();
    Shape* shape = shape_of(o->shape);
    if (o->shape >= cacheable_shapes) return;
    if (o->shape == shapes::module) {
        Dict* names = as<Module>(object)->dict;
        if (DictEntry* e = dict_find(names, name))
            specialise(frame->code, at, Opcode::LOAD_ATTR_MODULE, make_dict_cache(dict_layout(names), static_cast<uint32_t>(e - names->entries)));
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
            specialise(frame->code, at, Opcode::LOAD_ATTR_TYPE, make_shape_cache(cls->root_shape->id, address));
        return;
    }
    if (!plain_lookup(type)) return;
    Value in_class = type_lookup(type, name);
    if (is_data_descriptor(in_class)) {
        if (has_shape(in_class, shapes::member_descriptor)) {
            if (uint32_t offset = member_offset(in_class, type)) learn_slot(frame, at, o->shape, name, offset);
        } else if (has_shape(in_class, shapes::property) && is_function(as<Property>(in_class)->get)) {
            share(SharedTable::loads, o->shape, name, Shared::getter, in_class.object_ptr());
        }
        return;
    }
    if (size_t offset = inline_slot_offset(o, shape, name)) {
        learn_slot(frame, at, o->shape, name, offset);
        return;
    }
    if (in_class.is_null() || own_attribute(o, shape, name)) return;
    if (in_class.is_object() && type_of(in_class)->slots.descr_get) return;
    Value* address = class_value_address(type, name);
    if (!address || !in_world(address)) return;
    specialise(frame->code, at, Opcode::LOAD_ATTR_CLASS, make_shape_cache(o->shape, address));
    share(SharedTable::loads, o->shape, name, Shared::class_value, address);
}

void learn_store(Frame* frame, Word* at, ShapeId shape, Str* name, uint64_t offset) {
    specialise(frame->code, at, Opcode::STORE_ATTR_SLOT, make_shape_cache(shape, offset));
    share(SharedTable::stores, shape, name, Shared::slot, offset);
}

} // namespace

[[gnu::cold]] void learn_from_others(Code* code, Word* at, Opcode op, uint64_t key, uint64_t payload) {
    ShapeId shape = shared_key_shape(key);
    if (shape < cacheable_shapes) specialise(code, at, op, make_shape_cache(shape, payload));
}

Value load_attr(Thread& t, Frame* frame, Word* at, Value object, Str* name) {
    Result<Own> r = get_attr(t, object, name);
    if (!r) return Value::null();
    learn_load(frame, at, object, name);
    return r.take().take();
}

bool store_attr(Thread& t, Frame* frame, Word* at, Value object, Str* name, Value v) {
    if (!object.is_object() || type_of(object)->slots.setattr != generic_setattr) return set_attr(t, object, name, v).ok();
    Object* o = object.object_ptr();
    Shape* before = shape_of(o->shape);
    if (!set_attr(t, object, name, v)) return false;
    Type* type = before->type;
    if (__atomic_load_n(&o->count, __ATOMIC_RELAXED) == 0 || type_of(o) != type || before->id >= cacheable_shapes || o->shape >= cacheable_shapes) return true;
    Value in_class = type_lookup(type, name);
    if (is_data_descriptor(in_class)) {
        if (has_shape(in_class, shapes::member_descriptor)) {
            if (uint32_t offset = member_offset(in_class, type)) learn_store(frame, at, o->shape, name, offset);
        }
        return true;
    }
    Shape* after = shape_of(o->shape);
    size_t offset = inline_slot_offset(o, after, name);
    if (offset == 0) return true;
    if (after == before) {
        learn_store(frame, at, o->shape, name, offset);
    } else if (after->parent == before->id && offset <= 0xffff && type->most_slots >= after->slot_count) {
        uint64_t payload = uint64_t{after->id} << 16 | offset;
        specialise(frame->code, at, Opcode::STORE_ATTR_ADD, make_shape_cache(before->id, payload));
        share(SharedTable::stores, before->id, name, Shared::grow, payload);
    }
    return true;
}

bool delete_attr(Thread& t, Value object, Str* name) { return del_attr(t, object, name).ok(); }

namespace {

// What calling object.name() finds: a method of the class, one of another kind, or a function kept in a slot.
void learn_method(Frame* frame, Word* at, Value object, Str* name, Value found, bool with_self) {
    Object* o = object.object_ptr();
    if (o->shape == shapes::module) {
        Dict* names = as<Module>(object)->dict;
        DictEntry* entry = with_self ? nullptr : dict_find(names, name);
        if (entry) specialise(frame->code, at, Opcode::LOAD_METHOD_MODULE, make_dict_cache(dict_layout(names), static_cast<uint32_t>(entry - names->entries)));
        return;
    }
    bool of_class = o->shape == shapes::type;
    Type* type = of_class ? static_cast<Type*>(o) : type_of(o);
    ShapeId shape = of_class ? type->root_shape->id | shared_class : o->shape;
    Value holder = type_lookup(type, name);
    if (of_class) {
        if (!type_lookup(rt().types.type, name).is_null()) return; // a name of the metaclass: not simple
    } else {
        if (!plain_lookup(type)) return;
        if (own_attribute(o, shape_of(o->shape), name)) {
            size_t offset = is_data_descriptor(holder) ? 0 : inline_slot_offset(o, shape_of(o->shape), name);
            if (offset) share(SharedTable::methods, shape, name, Shared::slot, offset);
            return;
        }
    }
    if (has_shape(holder, shapes::classmethod) || has_shape(holder, shapes::staticmethod)) {
        Value callable = as<MethodHolder>(holder)->callable;
        if (!is_function(callable)) return;
        Shared kind = has_shape(holder, shapes::staticmethod) ? Shared::unbound : of_class ? Shared::method : Shared::bound_to_class;
        share(SharedTable::methods, shape, name, kind, callable.object_ptr());
    } else if (holder == found && found.is_object() && (type_of(found)->flags & type_method_descriptor)) {
        if (of_class) {
            if (!with_self) share(SharedTable::methods, shape, name, Shared::unbound, found.object_ptr());
        } else if (with_self) {
            if (o->shape < cacheable_shapes && in_world(found.object_ptr()) && word_op(load_learned(*at)) == Opcode::LOAD_METHOD)
                specialise(frame->code, at, Opcode::LOAD_METHOD_CACHED, make_shape_cache(o->shape, found.object_ptr()));
            share(SharedTable::methods, shape, name, Shared::method, found.object_ptr());
        }
    }
}

} // namespace

Value load_method(Thread& t, Frame* frame, Word* at, Value object, Str* name, Value* self) {
    Own receiver;
    Result<Own> r = get_method(t, object, name, &receiver);
    if (!r) return Value::null();
    if (object.is_object()) learn_method(frame, at, object, name, r.get(), !receiver.is_null());
    *self = receiver.take();
    return r.take().take();
}

// Caches: at the CALL the receiver's shape and the function, at the LOAD_METHOD the class that super() starts behind.
Value super_method(Frame* frame, Word* call, Str* name, Value* self) {
    Code* code = frame->code;
    if (code->argument_count == 0 || (code->local_kinds[0] & local_cell) || !frame->locals[0].is_object()) return Value::null();
    Value cls = Value::null();
    for (uint32_t i = code->local_count - code->free_count; i < code->local_count; i++) {
        if (as<Str>(code->local_names->items()[i]) == rt().names.dunder_class) cls = as<Cell>(frame->locals[i])->content;
    }
    Object* o = frame->locals[0].object_ptr();
    Type* type = shape_of(o->shape)->type;
    if (!has_shape(cls, shapes::type) || (type->flags & type_type)) return Value::null();
    *self = frame->locals[0];
    uint64_t* caches = code->caches + (call - code->instructions);
    uint32_t turn = begin_reading_learned();
    uint64_t cache = load_learned(caches[0]);
    if (cache && cached_shape(cache) == o->shape && load_learned(caches[1]) == cls.bits && learned_holds(turn)) return Value::object(cached_address<Object>(cache));
    if (!is_subtype(type, as<Type>(cls)) || !type->mro || str_equal(name, rt().names.dunder_class)) return Value::null();
    (void)type_lookup(type, name); // from now on a change of the classes is heard of
    Tuple* mro = type->mro;
    size_t i = 0;
    while (i < mro->length && mro->items()[i] != cls) i++;
    for (i++; i < mro->length; i++) {
        Value found = dict_get(as<Type>(mro->items()[i])->dict, name);
        if (found.is_null()) continue;
        if (!found.is_object() || !(type_of(found)->flags & type_method_descriptor) || !in_world(found.object_ptr())) return Value::null();
        if (o->shape < cacheable_shapes) {
            Learning learning;
            store_learned(caches[0], make_shape_cache(o->shape, found.object_ptr()));
            store_learned(caches[1], cls.bits);
        }
        return found;
    }
    return Value::null();
}

void make_shared_caches() {
    size_t bytes = static_cast<size_t>(SharedTable::count_) * shared_entries * sizeof(SharedEntry);
    void* room = data_alloc(bytes);
    MEMORY_ASSERT(room != nullptr);
    std::memset(room, 0, bytes);
    rt().room[room_shared_caches] = room;
}

void forget_shared_caches() {
    std::memset(rt().room[room_shared_caches], 0, static_cast<size_t>(SharedTable::count_) * shared_entries * sizeof(SharedEntry));
}

} // namespace terrarium
