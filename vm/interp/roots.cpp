// See roots.h.
#include "vm/interp/roots.h"

#include "vm/interp/exposure.h"

namespace terrarium {

void visit_interp_roots(Thread& t, Visitor& visitor) {
    auto visit = [&](const Object* o, const char* name) {
        if (o) visitor.visit(const_cast<Object*>(o), {name, -1});
    };
    if (&t == rt().main_thread) visit_exposed(visitor);
    for (Value* v = t.stack_base; v < t.stack_top; v++)
        if (v->is_object()) visitor.visit(v->object_ptr(), {"value stack", v - t.stack_base});
    for (Frame* frame = t.frame; frame && frame->code; frame--) {
        if ((frame->flags & frame_has_mapping) && frame->mapping.is_object()) visit(frame->mapping.object_ptr(), "namespace");
        visit(frame->object, "frame object");
        if (!frame->elided) continue;
        for (uint32_t i = 0; i < frame->elided->used; i++) visit(frame->elided->last[i].code, "elided call");
    }
}

Ref<FrameObject> running_frame(Thread& t, int64_t level) {
    Frame* frame = t.frame;
    while (level > 0 && frame && frame->code) {
        frame--;
        level--;
    }
    if (!frame || !frame->code) return nullptr;
    return frame_object(t, frame);
}

} // namespace terrarium
