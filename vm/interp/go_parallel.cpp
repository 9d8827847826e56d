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

// Data, and plain instances. Other things, such as files and locks, are missed when they do not die.
bool may_stay(const Object* object) {
    switch (object->shape) {
        case shapes::str:
        case shapes::bytes:
        case shapes::int_:
        case shapes::float_:
        case shapes::complex_:
        case shapes::tuple:
        case shapes::list:
        case shapes::dict:
        case shapes::set:
        case shapes::frozenset:
        case shapes::range:
        case shapes::slice:
        case shapes::method: return true;
        default: break;
    }
    const Type* type = shape_of(object->shape)->type;
    if (!(type->flags & type_heap)) return false;
    while (type->flags & type_heap) type = type->base;
    return type == rt().types.object;
}

// What modules and classes name is counted no longer, with all it leads to: what all threads read would else be a contest
// for its counts. But for what somebody would miss: nothing that leads to an object with a finaliser or a weak
// reference stays; of what leads to files and the like only the container itself that has the name.
class Staying final : public Visitor {
public:
    void consider(Value root) {
        if (!root.is_object() || !may_stay(root.object_ptr())) return;
        found_.clear();
        worst_ = fine;
        visit(root.object_ptr(), {});
        for (size_t i = 0; i < found_.size() && worst_ != missed; i++) {
            if (found_.size() > most_) worst_ = missed; // enough time was spent on the like
            else visit_references(found_[i], *this);
        }
        for (Object* object : found_) object->mark = 0;
        if (worst_ == fine)
            for (Object* object : found_) stop_counting(object);
        else most_ -= std::min(most_, found_.size());
        if (worst_ == other_kinds) stop_counting(root.object_ptr());
    }
    void visit(Object* object, Edge) override {
        if (object->mark != 0 || is_immortal(object) || !in_heap(object)) return; // or counted no longer, as all functions
        if (shape_of(object->shape)->finalize || (object->gc & gc_weakly_referenced)) worst_ = missed;
        else if (worst_ == fine && !may_stay(object)) worst_ = other_kinds;
        object->mark = 1;
        found_.push_back(object);
    }

private:
    enum Worst : uint8_t { fine, other_kinds, missed };
    std::vector<Object*> found_;
    Worst worst_ = fine;
    size_t most_ = 2'000'000; // objects to look at in vain
};

void consider_all(Staying& staying, Dict* names) {
    if (!names) return;
    for (size_t i = 0; DictEntry* e = dict_next(names, i);) staying.consider(e->value);
}

// The dict outlives the module, for its functions: each function made keeps it.
void stop_counting_module(Module* module) {
    stop_counting(module);
    if (module->dict) stop_counting(module->dict);
}

void stop_counting_code(Code* code);

void stop_counting_constants(Tuple* constants) {
    for (uint64_t i = 0; i < constants->length; i++) {
        Value v = constants->items()[i];
        if (!v.is_object()) continue;
        stop_counting(v.object_ptr());
        if (is_exact_tuple(v)) stop_counting_constants(as<Tuple>(v));
        if (has_shape(v, shapes::code)) stop_counting_code(as<Code>(v));
    }
}

// With what each function made of it keeps.
void stop_counting_code(Code* code) {
    stop_counting(code);
    stop_counting(code->name);
    stop_counting(code->qualname);
    stop_counting_constants(code->constants);
}

// What all threads use: functions, classes, modules, code.
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
        case shapes::module: stop_counting_module(static_cast<Module*>(object)); return;
        case shapes::code: stop_counting_code(static_cast<Code*>(object)); return;
        default: break;
    }
    if (is_type(Value::object(object))) stop_counting(object);
}

// The same for what a module or a class has got since.
void prepare_names(Dict* names) {
    if (!names) return;
    for (size_t i = 0; DictEntry* e = dict_next(names, i);) {
        if (!e->value.is_object() || is_immortal(e->value.object_ptr())) continue;
        prepare(e->value.object_ptr(), nullptr);
        if (is_function(e->value)) prepare(as<Function>(e->value)->code, nullptr);
        if (is_type(e->value)) prepare_names(as<Type>(e->value)->dict);
    }
}

template <class F>
void for_each_module_dict(F f) {
    Dict* modules = rt().modules;
    for (size_t i = 0; DictEntry* e = dict_next(modules, i);)
        if (has_shape(e->value, shapes::module)) f(as<Module>(e->value)->dict);
}

// How many names the modules have: looked at when a thread starts, as a program may define more between its threads.
size_t count_names() {
    size_t names = 0;
    for_each_module_dict([&](Dict* dict) { names += dict ? dict->used : 0; });
    return names;
}
size_t names_before;

void consider_class(Object* object, void* staying) {
    if (is_type(Value::object(object))) consider_all(*static_cast<Staying*>(staying), static_cast<Type*>(object)->dict);
}

void let_stay() {
    Staying staying;
    for_each_module_dict([&](Dict* dict) { consider_all(staying, dict); });
    for_each_object(Walk::containers, consider_class, &staying);
    names_before = count_names();
}

} // namespace

void go_parallel(Thread& t) {
    if (parallel_world) {
        if (count_names() == names_before) return;
        for_each_module_dict(prepare_names);
        let_stay();
        return;
    }
    on_publish = [](Object* object) {
        if (object->shape == shapes::str) (void)str_hash(static_cast<Str*>(object)); // later, two threads would write it
    };
    share_world();
    share_interned();
    for_each_object(Walk::all, prepare, nullptr);
    let_stay();
    t.alone = true;
    local_heap().born = gc_shared; // what the plain instance of the loop still makes and stores anywhere
}

} // namespace terrarium
