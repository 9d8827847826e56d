// Making built-in types ready: sizes and flags, inherited slots, wrapper descriptors for the slots, methods, getsets.
// In two halves, as strings and dicts, which the second half makes, are built-in types themselves. See type_spec.h.
#include "memory/sharing.h"
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/instances.h"
#include "vm/core/protocol.h"
#include "vm/core/shapes.h"
#include "vm/core/slots.h"
#include "vm/core/start.h"
#include "vm/core/tuple.h"

#include <cstring>
#include <new>

namespace terrarium {

namespace {

constexpr uint32_t inherited_flags =
    type_has_dict | type_has_weakrefs | type_container | type_variable | type_int | type_str | type_bytes | type_tuple | type_list |
    type_dict | type_type | type_exception | type_float | type_any_set | type_sequence_pattern | type_mapping_pattern |
    type_match_self | type_per_thread;

size_t plain_size(const Object* o) { return type_of(o)->basic_size; }
const Lifecycle plain_life = {nullptr, nullptr, nullptr, plain_size, nullptr, "object", Untracking::never};

// A slot the type does not fill is its base's; == and hash go together, and a constructor is not taken from `object`.
void inherit_slots(Type* type) {
    Slots own = type->slots;
    const Slots& base = type->base->slots;
    for (size_t i = 0; i < slot_count; i++)
        if (!slot_array(type->slots)[i]) slot_array(type->slots)[i] = reinterpret_cast<const SlotFunction*>(&base)[i];
    if (own.compare && !own.hash) type->slots.hash = hash_not_implemented;
    if (own.hash && !own.compare) type->slots.compare = base.compare;
    if (!own.construct && type->base == rt().types.object) type->slots.construct = nullptr;
    if (type->flags & type_no_instantiate) type->slots.construct = nullptr;
}

void put(Type* type, Str* name, Value v) {
    if (dict_get(type->dict, name).is_null()) dict_set(type->dict, name, v);
}

void add_wrappers(Type* type, const Slots& own) {
    for (const SlotRow* row = slot_rows(); row->dunder; row++) {
        SlotFunction f = reinterpret_cast<const SlotFunction*>(&own)[row->slot];
        if (!f || !row->adapter) continue;
        Str* name = rt().names.*row->name;
        if (f == slot_function(hash_not_implemented)) {
            put(type, name, Value::none());
            continue;
        }
        if (!dict_get(type->dict, name).is_null()) continue;
        Ref<WrapperDescriptor> w = make_wrapper_descriptor(type, row, f);
        dict_set(type->dict, name, w.value());
    }
    if (own.construct && type->slots.construct) {
        Own f = make_new_wrapper(type);
        put(type, rt().names.dunder_new, f);
    }
}

// __dict__ of built-ins whose instances have attributes.
Result<Own> get_instance_dict(Thread& t, Value self) { return attr_dict(t, self.object_ptr()); }

Status set_instance_dict(Thread& t, Value self, Value value) {
    if (value.is_null()) {
        Ref<Dict> fresh = make_dict();
        return attr_replace_dict(t, self.object_ptr(), fresh);
    }
    if (!is_dict(value)) return raise_type(t, "__dict__ must be set to a dictionary, not a '{}'", type_name(value));
    return attr_replace_dict(t, self.object_ptr(), as<Dict>(value));
}

void finish_type(Type* type, const TypeSpec& spec) {
    Slots own{};
    if (spec.fill) spec.fill(own);
    if (own.compare && !own.hash && type != rt().types.object) own.hash = hash_not_implemented;
    const char* dot = strrchr(type->full_name, '.');
    type->name = intern(dot ? dot + 1 : type->full_name).take();
    type->qualname = type->name;
    retain(static_cast<Object*>(type->qualname));
    type->dict = make_dict().take();
    Tuple* base_mro = type->base ? type->base->mro : nullptr;
    uint64_t inherited = base_mro ? base_mro->length : 0;
    Ref<Tuple> mro = new_short_tuple(inherited + 1);
    mro->items()[0] = Own::share(type).take();
    for (uint64_t i = 0; i < inherited; i++) mro->items()[i + 1] = Own::share((*base_mro)[i]).take();
    type->mro = mro.take();
    type->bases = (type->base ? tuple_of(Value::object(type->base)) : new_short_tuple(0)).take();
    add_wrappers(type, own);
    for (const NativeDef* def = spec.methods; def && def->signature; def++) {
        Own method = make_type_method(type, def);
        Ref<Str> name = intern(std::string_view(def->signature, strchr(def->signature, '(') - def->signature));
        dict_set(type->dict, name, method);
    }
    for (const GetSetDef* def = spec.getsets; def && def->name; def++) {
        Own descriptor = def->set == read_only_member ? Own(make_read_only_member(type, def)) : Own(make_getset(type, def));
        dict_set(type->dict, intern(def->name), descriptor);
    }
    if ((spec.flags & type_has_dict) && !(type->base && (type->base->flags & type_has_dict)))
        put(type, rt().names.dunder_dict, make_getset(type, instance_dict_getset()).value());
    Own doc = spec.doc ? Own(make_short_str(spec.doc)) : Own::none();
    put(type, rt().names.dunder_doc, doc);
    type->doc_text = doc.take();
    if (type->base) link_subclass(type->base, type);
    type->flags |= type_ready;
    if (spec.setup) spec.setup(type);
    set_finalizers(type);
}

void init_type_object(Type* type, const char* full_name, Type* base) {
    memset(static_cast<void*>(type), 0, sizeof(Type));
    type->count = immortal_count;
    type->gc = gc_container;
    type->shape = shapes::type;
    type->full_name = full_name;
    type->base = base;
    type->doc_text = Value::none();
}

} // namespace

const GetSetDef* instance_dict_getset() {
    static const GetSetDef def = {"__dict__", get_instance_dict, set_instance_dict, "The attributes of the object, by name."};
    return &def;
}

void link_subclass(Type* base, Type* sub) {
    if (!base->subclasses) base->subclasses = make_dict().take();
    Value address = Value::small_int(static_cast<int64_t>(reinterpret_cast<uintptr_t>(sub)));
    // Ints as keys cannot fail but for memory.
    (void)dict_set(current_thread(), base->subclasses, address, address);
}

void unlink_subclass(Type* base, Type* sub) {
    if (!base->subclasses) return;
    Value address = Value::small_int(static_cast<int64_t>(reinterpret_cast<uintptr_t>(sub)));
    (void)dict_delete(current_thread(), base->subclasses, address);
}

Type* new_builtin_type(const char* full_name, Type* base, ShapeId fixed_shape) {
    Type* type = static_cast<Type*>(data_alloc(sizeof(Type)));
    MEMORY_ASSERT(type != nullptr);
    init_type_object(type, full_name, base);
    if (parallel_world) type->gc |= gc_shared;
    make_root_shape(type, fixed_shape);
    return type;
}

void prepare_type(Type* type, const TypeSpec& spec) {
    Type* base = type->base;
    type->spec = &spec;
    type->flags = spec.flags | type_immutable | (base ? base->flags & inherited_flags : 0);
    type->builtin_size = spec.basic_size ? spec.basic_size : base ? base->builtin_size : sizeof(Object);
    type->basic_size = type->builtin_size;
    type->members_offset = type->builtin_size;
    type->base_life = spec.life ? spec.life : base ? base->base_life : nullptr;
    bool appended = false;
    if (type->flags & type_has_dict) {
        const Type* from = type;
        while (from && from->spec && !from->spec->attrs_offset) from = from->base;
        if (from && from->spec) {
            type->attrs_offset = from->spec->attrs_offset;
        } else {
            appended = true;
            type->builtin_size = (type->builtin_size + 7) & ~7u;
            if (!(type->flags & type_variable)) {
                type->attrs_offset = type->builtin_size;
                type->basic_size = type->builtin_size + sizeof(AttrHead);
            }
        }
    }
    type->life = appended ? &instance_life : type->base_life ? type->base_life : &plain_life;
    type->root_shape->life = type->life;
    type->slots = Slots{};
    if (spec.fill) spec.fill(type->slots);
    if (base) inherit_slots(type);
    refresh_slot_flags(type);
}

void ready_type(Type* type, const TypeSpec& spec) {
    if (type->flags & type_ready) return;
    if (!type->spec) prepare_type(type, spec);
    finish_type(type, spec);
}

Type* make_builtin_type(const char* name, Type* base, const TypeSpec& spec) {
    Type* type = new_builtin_type(name, base, 0);
    ready_type(type, spec);
    return type;
}

} // namespace terrarium
