// Frame objects: made when a traceback, sys._getframe or locals() asks; see vm/objects/frame.h.
#include "vm/interp/frames.h"

#include "vm/core/dict.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/interp/exposure.h"

#include <utility>

namespace terrarium {

Ref<FrameObject> frame_object(Thread&, Frame* frame) {
    if (frame->object) return Ref<FrameObject>::share(frame->object);
    Ref<FrameObject> f = make_frame_object(frame->function);
    f->live = frame;
    if (is_shared(f.get())) publish(static_cast<Object*>(f->function));
    frame->object = Ref<FrameObject>::share(f.get()).take();
    frame->flags |= frame_has_object;
    if (frame->flags & frame_generator) {
        Generator* g = as<Generator>(*frame->base());
        f->generator = g;
        g->object = Ref<FrameObject>::share(f.get()).take();
        if (is_shared(g)) publish(static_cast<Object*>(f.get()));
    }
    return f;
}

void finish_frame_object(Thread&, Frame* frame) {
    FrameObject* f = std::exchange(frame->object, nullptr);
    frame->flags = static_cast<uint16_t>(frame->flags & ~frame_has_object);
    f->index = frame->index();
    f->line = static_cast<uint32_t>(line_of(frame->code, f->index));
    f->live = nullptr;
    f->finished = 1;
    uint32_t n = frame->code->local_count;
    Ref<FrameObject> held = Ref<FrameObject>::adopt(f);
    if (f->generator) {
        Generator* g = static_cast<Generator*>(f->generator);
        f->generator = nullptr;
        if (FrameObject* own = std::exchange(g->object, nullptr)) release(static_cast<Object*>(own));
    }
    if (held_once(f)) {
        for (uint32_t i = 0; i < n; i++) release(std::exchange(frame->locals[i], Value::null()));
        return;
    }
    if ((frame->flags & frame_has_mapping) && f->mapping.is_null()) {
        retain(frame->mapping);
        f->mapping = frame->mapping;
    }
    FrameObject* back = (frame - 1)->object;
    if (back && (frame - 1)->code) f->back = Ref<FrameObject>::share(back).take();
    Ref<Tuple> values = new_short_tuple(n); // takes the locals over
    for (uint32_t i = 0; i < n; i++) values->items()[i] = std::exchange(frame->locals[i], Value::null());
    if (is_shared(f)) {
        publish(values.value());
        publish(f->mapping);
        if (f->back) publish(static_cast<Object*>(f->back));
    }
    f->values = values.take();
}

void suspend_frame_object(Frame* frame) {
    FrameObject* f = std::exchange(frame->object, nullptr);
    f->index = frame->index();
    f->line = static_cast<uint32_t>(line_of(frame->code, f->index));
    f->live = nullptr;
    f->entered = 0;
    release(static_cast<Object*>(f));
}

uint32_t frame_object_index(const FrameObject* f) { return f->live ? f->live->index() : f->index; }

Ref<FrameObject> frame_object_back(FrameObject* f) {
    if (!f->live) return Ref<FrameObject>::share(f->back);
    Thread& t = current_thread();
    LookAt look(t, f);
    if (!f->live) return Ref<FrameObject>::share(f->back); // it has ended meanwhile
    Frame* back = f->live - 1;
    if (!back->code) return nullptr;
    Ref<FrameObject> object = frame_object(t, back);
    if (is_shared(f)) publish(static_cast<Object*>(object.get())); // it may be another thread's
    return object;
}

namespace {

// The i-th fast local of a frame, running, suspended or ended; borrowed, null when unbound.
Value local_at(const FrameObject* f, uint32_t i) {
    if (f->live) return f->live->locals[i];
    if (f->values) return i < f->values->length ? f->values->items()[i] : Value::null();
    if (f->generator) {
        Generator* g = static_cast<Generator*>(f->generator);
        return i < g->value_count ? g->values()[i] : Value::null();
    }
    return Value::null();
}

Value* cell_of(const FrameObject* f, uint32_t i, Value v) {
    return (f->code->local_kinds[i] & (local_cell | local_free)) && has_shape(v, shapes::cell) ? &as<Cell>(v)->content : nullptr;
}

} // namespace

void take_back_locals(Thread& t, FrameObject* f) {
    if (!f->live || !f->live->mapping.is_null() || !is_exact_dict(f->mapping)) return;
    for (uint32_t i = 0; i < f->code->local_count; i++) {
        Value wanted = dict_get(as<Dict>(f->mapping), as<Str>(f->code->local_names->items()[i])), local = f->live->locals[i];
        Value* cell = cell_of(f, i, local);
        if (wanted.is_null() || wanted == (cell ? *cell : local)) continue;
        Own keep = Own::share(wanted);
        Changing changing(t, cell ? local : Value::null(), wanted);
        release(std::exchange(cell ? *cell : f->live->locals[i], keep.take()));
    }
}

Result<Own> frame_locals(Thread& t, FrameObject* f) {
    Exposure exposure(t, f);
    if (f->live && !f->live->mapping.is_null()) {
        if (is_shared(f)) publish(f->live->mapping);
        return Own::share(f->live->mapping);
    }
    if (f->code->uses_mapping && !f->mapping.is_null()) return Own::share(f->mapping);
    Ref<Dict> snapshot = is_exact_dict(f->mapping) ? Ref<Dict>::share(as<Dict>(f->mapping)) : make_dict();
    Code* code = f->code;
    for (uint32_t i = 0; i < code->local_count; i++) {
        Str* name = as<Str>(code->local_names->items()[i]);
        Value v = local_at(f, i);
        if (const Value* cell = cell_of(f, i, v)) v = *cell;
        if (is_shared(f)) publish(v); // it may be another thread's
        if (v.is_null()) {
            dict_delete(snapshot, name);
        } else {
            TRY(dict_set(t, snapshot, Value::object(name), v));
        }
    }
    if (f->mapping.is_null()) {
        retain(snapshot.value());
        f->mapping = snapshot.value();
    }
    return Own(std::move(snapshot));
}

} // namespace terrarium
