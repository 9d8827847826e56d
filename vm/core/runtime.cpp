// Start of the runtime. The order matters: types before any object, then the main thread, strings, names, and only
// then what types keep in their dicts. See start.h.
#include "memory/heap.h"
#include "memory/trace.h"
#include "memory/world.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/runtime_rooms.h"
#include "vm/core/slots.h"
#include "vm/core/start.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"

#include <cstring>

namespace terrarium {

namespace {

void make_types() {
    Types& types = rt().types;
#define X(name, text, base) types.name = new_builtin_type(text, shapes::name == shapes::object ? nullptr : types.base, shapes::name);
#include "vm/core/types.def"
#undef X
#define X(name, base) types.name = new_builtin_type(#name, types.base, shapes::name);
#include "vm/core/exceptions.def"
#undef X
    Type* special[8] = {types.object,    types.none_type,       types.bool_,  types.bool_,
                        types.ellipsis, types.not_implemented, types.object, types.object};
    memcpy(rt().special_types, special, sizeof special);
#define X(name, text, base) prepare_type(types.name, builtin_spec(shapes::name));
#include "vm/core/types.def"
#undef X
}

void make_empty_tuple() {
    Tuple* empty = static_cast<Tuple*>(data_alloc(sizeof(Tuple)));
    MEMORY_ASSERT(empty != nullptr);
    static_cast<Object&>(*empty) = Object{immortal_count, 0, 0, 0, 0, shapes::tuple};
    empty->length = 0;
    empty->hash = -1;
    rt().empty_tuple = empty;
}

void make_names() {
    Names& names = rt().names;
#define X(name, text) names.name = intern(std::string_view(text)).take();
#include "vm/core/names.def"
#undef X
}

// The spare MemoryError is made while there is memory.
void make_spare_error() {
    Thread& t = current_thread();
    (void)raise_memory(t);
    clear_raised(t);
}

} // namespace

void open_runtime() {
    void* at = data_alloc(sizeof(Runtime), 4096);
    MEMORY_ASSERT(reinterpret_cast<uintptr_t>(at) == runtime_address);
    memset(at, 0, sizeof(Runtime));
    rt().empty_bytes = Value::null();
    for (Value& v : rt().byte_bytes) v = Value::null();
    rt().switches = Switches{};
    if (!memory_hooks.request_safepoint) memory_hooks.request_safepoint = [] { request_safepoint(safepoint_poll); };
    rt().main_thread = new_thread(0);
    MEMORY_ASSERT(rt().main_thread != nullptr);
    use_own_stack(*rt().main_thread);
    running_thread = rt().main_thread;
    make_types();
    make_empty_tuple();
    init_str();
    init_bytes();
    make_names();
#define X(name, text, base) ready_type(rt().types.name, builtin_spec(shapes::name));
#include "vm/core/types.def"
#undef X
    ready_exceptions();
    make_spare_error();
    rt().modules = make_dict().take();
    rt().builtins = make_namespace().take();
}

void visit_runtime_roots(Visitor& v) {
    auto visit = [&v](const Object* o, const char* name) {
        if (o) v.visit(const_cast<Object*>(o), {name, -1});
    };
    auto visit_value = [&visit](Value value, const char* name) {
        if (value.is_object()) visit(value.object_ptr(), name);
    };
    // Types made by make_builtin_type are found through their base's list of subclasses; classes of users are objects
    // of the heap and trace themselves.
    struct Walk {
        static void type(Type* t, Visitor& v) {
            if (t->flags & type_heap) return;
            shape_of(t->shape)->life->trace(t, v);
            for_each_subclass(t, [&v](Type* sub) { type(sub, v); });
        }
    };
    Walk::type(rt().types.object, v);
    visit_value(rt().empty_bytes, "empty bytes");
    for (Value value : rt().byte_bytes) visit_value(value, "bytes");
    visit(rt().builtins, "builtins");
    visit(rt().modules, "modules");
    visit(reinterpret_cast<Object*>(rt().sys), "sys");
    visit(static_cast<Object*>(rt().room[room_memory_error]), "spare MemoryError");
    visit(static_cast<Object*>(rt().room[room_warnings_shown]), "warnings shown");
    for (Thread* t = rt().threads; t; t = t->next) {
        visit_value(t->raised, "raised");
        visit_value(t->handled, "handled");
        visit(t->repr_active, "repr");
        visit_value(t->start_function, "thread's function");
        visit_value(t->start_args, "thread's arguments");
        visit_value(t->start_keywords, "thread's arguments");
        visit_value(t->trace_function, "sys.settrace()");
        visit_value(t->profile_function, "sys.setprofile()");
        visit_value(t->sentinel, "thread's end");
        visit_value(t->locals, "thread's locals");
    }
}

} // namespace terrarium
