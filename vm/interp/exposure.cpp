// See exposure.h.
#include "vm/interp/exposure.h"

#include "memory/collector.h"
#include "memory/trace.h"
#include "vm/core/list.h"
#include "vm/core/parallel.h"
#include "vm/core/runtime_rooms.h"

#include <utility>
#include <vector>

namespace terrarium {

constinit thread_local bool starts_for_python = false;

namespace {

// What has become shared by exposure, as long as some thread is exposed: a list that no program sees.
void*& exposed_objects() { return rt().room[room_exposed_objects]; }

void (*on_publish_before)(Object* object);
std::vector<Object*> published; // since the hook was set, by whom is alone

void note_published(Object* object) {
    if (on_publish_before) on_publish_before(object);
    if (shape_of(object)->life->trace) published.push_back(object);
}

void begin_noting() {
    on_publish_before = std::exchange(on_publish, note_published);
}
void end_noting(Thread& t) {
    on_publish = on_publish_before;
    if (published.empty()) return;
    BornShared born;
    if (!exposed_objects()) exposed_objects() = make_list().take();
    for (Object* object : std::exchange(published, {})) (void)list_append(t, static_cast<List*>(exposed_objects()), Own::share(object));
}

// The frame that called the first native under way; is there none but the thread's own beginning, the running frame may
// be in one itself.
Frame* caller_of_natives(const Thread& t) {
    Frame* caller = t.frame;
    for (Frame* f = t.frame; f > t.frames + 1; f--)
        if (f->flags & frame_entry) caller = f - 1;
    return caller;
}

void expose(Thread& t) {
    Frame* caller = caller_of_natives(t);
    if (!t.exposed || caller < t.exposed) t.exposed = caller;
}

class PublishEach final : public Visitor {
public:
    void visit(Object* target, Edge) override { publish(target); }
};

void forget_exposed_objects() {
    for (Thread* t = rt().threads; t; t = t->next)
        if (t->exposed) return;
    if (void* list = std::exchange(exposed_objects(), nullptr)) release(static_cast<Object*>(list));
}

// The natives have ended, in which the thread was when it was exposed.
void end_exposure(Thread& t) {
    t.exposed = nullptr;
    publish_exposed(t);
    forget_exposed_objects();
}

} // namespace

// The frame of a generator that is suspended: nobody knows whose natives have to do with what it holds.
Exposure::Exposure(Thread& looker, const FrameObject* f) : look_(looker, f), looker_(looker), frame_(nullptr), suspended_(false) {
    if (!parallel_world || !is_shared(f)) return;
    frame_ = f->live;
    suspended_ = !frame_ && f->generator;
    if (frame_ || suspended_) begin_noting();
}

Exposure::~Exposure() {
    if (!frame_ && !suspended_) return;
    bool any = !published.empty();
    end_noting(looker_);
    for (Thread* t = rt().threads; t && any; t = t->next)
        if (suspended_ ? t->frame > t->frames : frame_ >= t->frames && frame_ <= t->frame) expose(*t);
}

void publish_exposed(Thread& t) {
    auto* list = static_cast<List*>(exposed_objects());
    if (!list) return;
    PublishEach each;
    begin_noting();
    for (uint64_t i = 0; i < list->length; i++) visit_references(list->items[i].object_ptr(), each);
    end_noting(t);
}

void leave_exposure(Thread& t) {
    if (!t.alone) scheduler->stop_world(t);
    if (t.frame <= t.exposed) end_exposure(t);
    start_world_for_python(t);
}

void start_world_for_python(Thread& t) {
    if (t.exposed) publish_exposed(t);
    starts_for_python = true;
    scheduler->start_world(t);
    starts_for_python = false;
}

void return_to_exposed(Thread& t) {
    if (!t.alone) scheduler->stop_world(t); // meanwhile another thread may look at the frame that called the native
    if (t.frame >= t.exposed) return;
    end_exposure(t);
    scheduler->start_world(t); // alone again if it is exposed once more
}

void visit_exposed(Visitor& visitor) {
    if (void* list = exposed_objects()) visitor.visit(static_cast<Object*>(list), {"exposed objects", -1});
}

} // namespace terrarium
