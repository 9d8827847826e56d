// frame: a function's activation as Python sees it, running or over. It looks into the running frame as long as there
// is one, and owns what it left behind afterwards (vm/objects/frame.h, vm/interp).
#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/objects/code.h"
#include "vm/objects/containers.h"
#include "vm/objects/frame.h"

namespace terrarium {

namespace {

FrameObject* frame(Value v) { return as<FrameObject>(v); }

void trace_frame(Object* o, Visitor& visitor) {
    auto f = static_cast<FrameObject*>(o);
    trace_edge(visitor, f->function, "function");
    trace_edge(visitor, f->back, "f_back");
    trace_edge(visitor, f->values, "locals");
    trace_edge(visitor, f->mapping, "f_locals");
    trace_edge(visitor, f->trace, "f_trace");
    trace_edge(visitor, f->native, "called native");
}
// Locals go in the order of their slots (a tuple would give them up from the last to the first).
void drop_values(FrameObject* f) {
    Tuple* values = std::exchange(f->values, nullptr);
    if (!values) return;
    if (values->count == 1)
        for (uint64_t i = 0; i < values->length; i++) drop_field(values->items()[i]);
    release(static_cast<Object*>(values));
}
void clear_frame(Object* o) {
    auto f = static_cast<FrameObject*>(o);
    drop_field(f->back);
    drop_values(f);
    drop_field(f->mapping);
    drop_field(f->trace);
    drop_field(f->native);
}
void destroy_frame(Object* o) {
    clear_frame(o);
    drop_field(static_cast<FrameObject*>(o)->function);
}
const Lifecycle frame_life = {trace_frame, destroy_frame, clear_frame, fixed_size<FrameObject>, nullptr, "frame", Untracking::never};

int64_t line_now(Thread& t, FrameObject* f) {
    LookAt look(t, f);
    if (f->shown_line != FrameObject::no_line) return f->shown_line;
    if (f->finished) return static_cast<int64_t>(f->line);
    return line_of(f->code, frame_object_index(f));
}

Result<Own> frame_repr(Thread& t, Value self) {
    FrameObject* f = frame(self);
    return Result<Own>(make_str(t, fmt::format("<frame at 0x{:x}, file {}, line {}, code {}>",
                                               reinterpret_cast<uintptr_t>(self.object_ptr()), repr_utf8(f->code->filename),
                                               line_now(t, f), to_utf8(f->code->name))));
}

Result<Own> get_back(Thread&, Value self) {
    Ref<FrameObject> back = frame_object_back(frame(self));
    return back ? Own(std::move(back)) : Own::none();
}
Result<Own> get_code(Thread&, Value self) { return Own::share(frame(self)->code); }
Result<Own> get_globals(Thread&, Value self) { return Own::share(frame(self)->function->globals); }
Result<Own> get_builtins(Thread&, Value self) { return Own::share(frame(self)->function->builtins); }
Result<Own> get_locals(Thread& t, Value self) { return frame_locals(t, frame(self)); }
Result<Own> get_line(Thread& t, Value self) {
    int64_t line = line_now(t, frame(self));
    return line < 0 ? Own::none() : Own::small_int(line);
}
Result<Own> get_lasti(Thread& t, Value self) {
    FrameObject* f = frame(self);
    LookAt look(t, f);
    return Own::small_int(int64_t{f->finished ? f->index : frame_object_index(f)} * instruction_step);
}
Result<Own> get_trace(Thread& t, Value self) {
    LookAt look(t, frame(self));
    Value trace = frame(self)->trace;
    return trace.is_null() ? Own::none() : Own::share(trace);
}
Status set_trace(Thread& t, Value self, Value v) {
    Changing changing(t, self, v);
    Own old = Own::adopt(std::exchange(frame(self)->trace, v.is_null() || v.is_none() ? Value::null() : Own::share(v).take()));
    return {};
}
template <uint8_t FrameObject::* flag>
Result<Own> get_flag(Thread&, Value self) { return Own::boolean(frame(self)->*flag); }
template <uint8_t FrameObject::* flag>
Status set_flag(Thread& t, Value self, Value v) {
    if (v.is_null()) return raise_type(t, "can't delete numeric/char attribute");
    if (!v.is_bool()) return raise_type(t, "attribute value type must be bool");
    frame(self)->*flag = v.is_true();
    return {};
}

const GetSetDef frame_getsets[] = {
    {"f_back", get_back, nullptr, nullptr},
    {"f_code", get_code, nullptr, nullptr},
    {"f_globals", get_globals, nullptr, nullptr},
    {"f_builtins", get_builtins, nullptr, nullptr},
    {"f_locals", get_locals, nullptr, nullptr},
    {"f_lineno", get_line, nullptr, nullptr},
    {"f_lasti", get_lasti, nullptr, nullptr},
    {"f_trace", get_trace, set_trace, nullptr},
    {"f_trace_lines", get_flag<&FrameObject::trace_lines>, set_flag<&FrameObject::trace_lines>, nullptr},
    {"f_trace_opcodes", get_flag<&FrameObject::trace_opcodes>, set_flag<&FrameObject::trace_opcodes>, nullptr},
    {},
};

// A frame that is over forgets its locals; that of a suspended generator ends with the generator.
Result<Own> frame_clear(Thread& t, const Value* a) {
    FrameObject* f = frame(a[0]);
    LookAt look(t, f);
    if (f->live) return raise_text(t, rt().types.RuntimeError, "cannot clear an executing frame");
    if (!f->finished && f->generator) {
        Own generator = Own::share(f->generator);
        Own closed = TRY(call_method(t, generator, rt().names.n_close));
    }
    drop_values(f);
    return Own::none();
}
const NativeDef frame_methods[] = {
    {"clear($self, /)", frame_clear, "Forgets all local variables of the frame."},
    {},
};

void fill_frame(Slots& s) { s.repr = frame_repr; }

} // namespace

Ref<FrameObject> make_frame_object(Function* function) {
    Ref<FrameObject> f = new_object<FrameObject>(shapes::frame, true);
    f->live = nullptr;
    f->function = Ref<Function>::share(function).take();
    f->code = function->code;
    f->back = nullptr;
    f->generator = nullptr;
    f->values = nullptr;
    f->mapping = f->trace = f->native = Value::null();
    f->index = f->line = 0;
    f->finished = f->trace_opcodes = f->entered = f->sends = 0;
    f->trace_lines = 1;
    f->shown_line = FrameObject::no_line;
    f->previous = FrameObject::no_instruction;
    return f;
}

extern const TypeSpec spec_frame;
const TypeSpec spec_frame = {
    "builtins", "The activation of a function.", sizeof(FrameObject), type_container | type_no_instantiate,
    &frame_life, fill_frame, frame_methods, frame_getsets, nullptr,
};

} // namespace terrarium
