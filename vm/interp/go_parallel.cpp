// The world becomes parallel: everything is shared, natives are classified, and what all threads use in common is counted
// no longer. See vm/core/parallel.h.
#include "memory/collector.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/parallel.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/interp.h"
#include "vm/objects/function.h"

namespace terrarium {

namespace {

// Containers and plain instances. Other things, such as files and locks, are missed when they do not die.
bool may_stay(Value v) {
    switch (v.object_ptr()->shape) {
        case shapes::str:
        case shapes::bytes:
        case shapes::tuple:
        case shapes::list:
        case shapes::dict:
        case shapes::set:
        case shapes::frozenset:
        case shapes::range: return true;
        default: break;
    }
    const Type* type = type_of(v);
    if (!(type->flags & type_heap) || (v.object_ptr()->gc & gc_weakly_referenced)) return false;
    while (type->flags & type_heap) type = type->base;
    return type == rt().types.object;
}

// Of the dicts of modules and classes: what functions of all threads load and let go again.
void stop_counting_values(Dict* names) {
    if (!names) return;
    for (size_t i = 0; DictEntry* e = dict_next(names, i);)
        if (e->value.is_object() && may_stay(e->value)) stop_counting(e->value.object_ptr());
}

void stop_counting_constants(Tuple* constants) {
    for (uint64_t i = 0; i < constants->length; i++) {
        Value v = constants->items()[i];
        if (!v.is_object()) continue;
        stop_counting(v.object_ptr());
        if (is_exact_tuple(v)) stop_counting_constants(as<Tuple>(v));
    }
}

void prepare(Object* object, void*) {
    switch (object->shape) {
        case shapes::native_function:
        case shapes::method_descriptor:
        case shapes::classmethod_descriptor: {
            auto* native = static_cast<NativeFunction*>(object);
            native->manners = static_cast<uint8_t>(manners_of(native));
            stop_counting(object);
            return;
        }
        case shapes::function:
        case shapes::property:
        case shapes::staticmethod:
        case shapes::classmethod:
        case shapes::wrapper_descriptor:
        case shapes::getset_descriptor:
        case shapes::member_descriptor: stop_counting(object); return;
        case shapes::module:
            stop_counting(object);
            stop_counting_values(static_cast<Module*>(object)->dict);
            return;
        case shapes::code:
            stop_counting(object);
            stop_counting_constants(static_cast<Code*>(object)->constants);
            return;
        default: break;
    }
    if (is_type(Value::object(object))) {
        stop_counting(object);
        stop_counting_values(static_cast<Type*>(object)->dict);
    }
}

} // namespace

void go_parallel(Thread& t) {
    on_publish = [](Object* object) {
        if (object->shape == shapes::str) (void)str_hash(static_cast<Str*>(object)); // later, two threads would write it
    };
    share_world();
    share_interned();
    for_each_object(Walk::all, prepare, nullptr);
    t.alone = true;
    local_heap().born = gc_shared; // what the plain instance of the loop still makes and stores anywhere
}

} // namespace terrarium
