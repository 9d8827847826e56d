// Calling: any callable with positional and keyword arguments, and calling a class.
#include "vm/core/dict.h"
#include "vm/core/instances.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"

#include <algorithm>

namespace terrarium {

namespace {

// A row of Values for the time of a call: on the machine stack when short, else in the heap.
class Row {
public:
    explicit Row(size_t count) : count_(count) {
        values_ = count <= few ? here_ : static_cast<Value*>(try_alloc_raw(count * sizeof(Value)));
    }
    ~Row() {
        if (values_ && values_ != here_) free_raw(values_, count_ * sizeof(Value));
    }
    Row(const Row&) = delete;
    explicit operator bool() const { return values_ != nullptr; }
    Value* get() { return values_; }

private:
    static constexpr size_t few = 10;
    Value here_[few];
    Value* values_;
    size_t count_;
};

const Type* free_types[8]; // let_calls_run_freely
uint32_t free_type_count;

bool calls_freely(Value callable, const Args& args);

// A method of a built-in type that stands for a slot ("list.__len__"), called for `self`.
bool slot_runs_freely(const SlotRow& row, Value self, const Args& args) {
    if (row.adapter == wrap::call) return calls_freely(self, args);
    bool changes = row.adapter == wrap::next || row.adapter == wrap::init || row.adapter == wrap::setattr || row.adapter == wrap::delattr ||
                   row.adapter == wrap::set_item || row.adapter == wrap::del_item || row.adapter == wrap::descr_set ||
                   row.adapter == wrap::descr_delete || (row.adapter == wrap::binary && row.dunder[2] == 'i') ||
                   (row.adapter == wrap::get_item && self.is_object() && (type_of(self)->flags & type_dict) && !is_exact_dict(self)); // __missing__
    return !changes || !is_shared(self);
}

// Natives have their own gate; what Python code defines needs none, and neither do classes, which only change the object they
// make. The others, and classes whose objects others know of, may change anything.
bool class_calls_freely(const Type* made, const Args& args) {
    if (made == rt().types.type) return args.count == 1 && args.keyword_count() == 0; // type(x)
    while (made->flags & type_heap) made = made->base;
    ShapeId shape = made->root_shape->id;
    return shape != shapes::weakref && shape != shapes::weakproxy && shape != shapes::memoryview && shape != shapes::type;
}

bool calls_freely(Value callable, const Args& args) {
    const Type* type = type_of(callable);
    if (type->slots.call == type_call) [[likely]] return class_calls_freely(as<Type>(callable), args);
    if (has_shape(callable, shapes::wrapper_descriptor))
        return args.count > 0 && slot_runs_freely(*as<WrapperDescriptor>(callable)->row, args[0], Args{args.values + 1, args.count - 1, args.keywords});
    if (has_shape(callable, shapes::method_wrapper)) {
        auto* bound = as<MethodWrapper>(callable);
        return slot_runs_freely(*bound->descriptor->row, bound->self, args);
    }
    if (has_shape(callable, shapes::native_function) || has_shape(callable, shapes::method_descriptor) || has_shape(callable, shapes::method)) return true;
    return type->slots.call == slot_call || std::find(free_types, free_types + free_type_count, type) != free_types + free_type_count;
}

} // namespace

void let_calls_run_freely(const Type* type) {
    if (free_type_count < 8) free_types[free_type_count++] = type;
}

Result<Own> call(Thread& t, Value callable, const Args& args) {
    if (has_shape(callable, shapes::function)) [[likely]] return rt().hooks.call_function(t, callable, args);
    auto slot = type_of(callable)->slots.call;
    if (!slot) return raise_type(t, "'{}' object is not callable", type_name(callable));
    RecursionGuard guard(t, " while calling a Python object");
    if (!guard) return Error{};
    if (!parallel_world || calls_freely(callable, args)) [[likely]] return slot(t, callable, args);
    CallGate gate(t, callable, args);
    return slot(t, callable, args);
}

Result<Own> call_values(Thread& t, Value callable, const Value* values, size_t count) {
    return call(t, callable, Args{values, static_cast<uint32_t>(count), nullptr});
}

Result<Own> call_with_first(Thread& t, Value callable, Value first, const Args& args) {
    uint32_t total = args.count + args.keyword_count();
    Row row(total + 1);
    if (!row) return raise_memory(t);
    row.get()[0] = first;
    for (uint32_t i = 0; i < total; i++) row.get()[i + 1] = args.values[i];
    return call(t, callable, Args{row.get(), args.count + 1, args.keywords});
}

Result<Own> call_ex(Thread& t, Value callable, Tuple* positional, Dict* keywords) {
    uint32_t count = static_cast<uint32_t>(positional->length);
    if (!keywords || keywords->used == 0) return call(t, callable, Args{positional->items(), count, nullptr});
    uint32_t named = keywords->used;
    Row row(count + named);
    if (!row) return raise_memory(t);
    Ref<Tuple> names = TRY(new_tuple(t, named));
    Ref<Tuple> held = TRY(new_tuple(t, named)); // the dict may change during the call
    for (uint32_t i = 0; i < count; i++) row.get()[i] = (*positional)[i];
    uint32_t at = 0;
    for (size_t i = 0; DictEntry* e = dict_next(keywords, i);) {
        if (!is_str(e->key)) return raise_type(t, "keywords must be strings");
        names->items()[at] = Own::share(e->key).take();
        held->items()[at] = Own::share(e->value).take();
        row.get()[count + at] = e->value;
        at++;
    }
    return call(t, callable, Args{row.get(), count, names});
}

bool is_callable(Value v) { return type_of(v)->slots.call != nullptr; }

// --- classes

Result<Own> type_call(Thread& t, Value self, const Args& args) {
    Type* cls = as<Type>(self);
    if (cls == rt().types.type) {
        if (args.count == 1 && args.keyword_count() == 0) return Own::share(type_of(args[0]));
        if (args.count != 3) return raise_type(t, "type() takes 1 or 3 arguments");
    }
    if (!cls->slots.construct) return raise_type(t, "cannot create '{}' instances", type_name(cls));
    Own object = TRY(cls->slots.construct(t, cls, args));
    Type* made = type_of(object);
    if (made != cls && !is_subtype(made, cls)) return object;
    if (made->slots.init) TRY(made->slots.init(t, object, args));
    return object;
}

namespace {

bool has_arguments(const Args& args) { return args.count != 0 || args.keyword_count() != 0; }

Error raise_abstract(Thread& t, Type* cls) {
    Own methods = TRY(get_attr(t, Value::object(cls), rt().names.dunder_abstractmethods));
    Ref<List> names = TRY(list_from_iterable(t, methods));
    TRY(list_sort(t, names, Value::none(), false));
    Ref<Str> separator = intern(", ");
    Ref<Str> joined = TRY(str_join(t, separator, names->items, names->length));
    return raise_type(t, "Can't instantiate abstract class {} with abstract method{} {}", to_utf8(cls->name),
                      names->length > 1 ? "s" : "", to_utf8(joined));
}

} // namespace

Result<Own> object_construct(Thread& t, Type* cls, const Args& args) {
    if (has_arguments(args)) [[unlikely]] {
        if (cls->slots.construct != object_construct)
            return raise_type(t, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (cls->slots.init == object_init) return raise_type(t, "{}() takes no arguments", to_utf8(cls->name));
    }
    if (cls->flags & type_abstract) [[unlikely]] return raise_abstract(t, cls);
    return new_instance(t, cls);
}

Status object_init(Thread& t, Value self, const Args& args) {
    if (has_arguments(args)) [[unlikely]] {
        Type* type = type_of(self);
        if (type->slots.init != object_init)
            return raise_type(t, "object.__init__() takes exactly one argument (the instance to initialize)");
        if (type->slots.construct == object_construct)
            return raise_type(t, "{}.__init__() takes exactly one argument (the instance to initialize)", to_utf8(type->name));
    }
    return {};
}

} // namespace terrarium
