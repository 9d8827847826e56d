// traceback: the way an exception came up, one entry a frame, outermost first. Made by the loop; Python may make and
// relink them too. Next: print_traceback.h.
#include "vm/core/descriptor.h"
#include "vm/objects/code.h"
#include "vm/objects/containers.h"
#include "vm/objects/frame.h"

namespace terrarium {

namespace {

Traceback* tb(Value v) { return as<Traceback>(v); }

void trace_traceback(Object* o, Visitor& visitor) {
    auto e = static_cast<Traceback*>(o);
    trace_edge(visitor, e->next, "tb_next");
    trace_edge(visitor, e->frame, "tb_frame");
    trace_edge(visitor, e->elided_names, "elided");
}
void clear_traceback(Object* o) {
    auto e = static_cast<Traceback*>(o);
    Value next = e->next;
    e->next = Value::none();
    release(next);
    drop_field(e->elided_names);
}
void destroy_traceback(Object* o) {
    clear_traceback(o);
    drop_field(static_cast<Traceback*>(o)->frame);
}
const Lifecycle traceback_life = {
    trace_traceback, destroy_traceback, clear_traceback, fixed_size<Traceback>, nullptr, "traceback", Untracking::never,
};

bool is_traceback(Value v) { return has_shape(v, shapes::traceback); }

Result<Own> traceback_construct(Thread& t, Type*, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)", Value::null(), args, a));
    Value next = a.values[0], frame = a.values[1];
    if (!has_shape(frame, shapes::frame))
        return raise_type(t, "TracebackType() argument 'tb_frame' must be frame, not {}", frame.is_none() ? "None" : type_name(frame));
    int64_t lasti = TRY(to_int64(t, a.values[2]));
    int64_t line = TRY(to_int64(t, a.values[3]));
    if (!next.is_none() && !is_traceback(next)) return raise_type(t, "expected traceback object or None, got '{}'", type_name(next));
    Ref<Traceback> e = new_object<Traceback>(shapes::traceback, true);
    e->next = shared(next);
    e->frame = shared(as<FrameObject>(frame));
    e->index = lasti < 0 ? 0 : static_cast<uint32_t>(lasti / instruction_step);
    e->line = static_cast<int32_t>(line);
    e->elided = 0;
    e->elided_names = Value::null();
    return e;
}

Result<Own> get_next(Thread&, Value self) { return Own::share(tb(self)->next); }
Status set_next(Thread& t, Value self, Value v) {
    if (v.is_null()) return raise_type(t, "can't delete tb_next attribute");
    if (!v.is_none() && !is_traceback(v)) return raise_type(t, "expected traceback object, got '{}'", type_name(v));
    for (Value at = v; is_traceback(at); at = tb(at)->next)
        if (at == self) return raise_value_error(t, "traceback loop detected");
    Own old = Own::adopt(tb(self)->next);
    tb(self)->next = shared(v);
    return {};
}
Result<Own> get_frame(Thread&, Value self) { return Own::share(tb(self)->frame); }
Result<Own> get_lasti(Thread&, Value self) { return Own::small_int(int64_t{tb(self)->index} * instruction_step); }
Result<Own> get_lineno(Thread&, Value self) { return Own::small_int(tb(self)->line); }

const GetSetDef traceback_getsets[] = {
    {"tb_next", get_next, set_next, nullptr},
    {"tb_frame", get_frame, read_only_member, nullptr},
    {"tb_lasti", get_lasti, read_only_member, nullptr},
    {"tb_lineno", get_lineno, nullptr, nullptr},
    {},
};

Result<Own> traceback_dir(Thread& t, const Value*) {
    Ref<List> names = make_list();
    for (const GetSetDef* def : {&traceback_getsets[1], &traceback_getsets[0], &traceback_getsets[2], &traceback_getsets[3]})
        TRY(list_append(t, names, Own(intern(def->name))));
    return names;
}
const NativeDef traceback_methods[] = {
    {"__dir__($self, /)", traceback_dir, nullptr},
    {},
};

void fill_traceback(Slots& s) { s.construct = traceback_construct; }

} // namespace

extern const TypeSpec spec_traceback;
const TypeSpec spec_traceback = {
    "builtins", "One entry of the way an exception came up.", sizeof(Traceback), type_container,
    &traceback_life, fill_traceback, traceback_methods, traceback_getsets, nullptr,
};

} // namespace terrarium
