// Objects that an instruction makes as the model does, and those that go with it: nothing is written and the loop stays
// quiet, as long as they come to lie where the model expects them. See recorder.h, inspect/trace_making.cpp.
#include "inspect/recorder.h"

#include "memory/heap.h"
#include "vm/core/list.h"
#include "vm/objects/containers.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

bool held_once(Value v) { return v.is_object() && v.object_ptr()->count == 1; }

} // namespace

Recorder::Plan Recorder::prepare_making(const Frame* frame, TraceModel::Made what, const Value* values, size_t n) {
    constexpr ShapeId by_made[] = {shapes::tuple, shapes::list, shapes::slice, shapes::list_iterator, shapes::tuple_iterator, shapes::range_iterator};
    if (n > TraceModel::most_made || (n == 0 && what == TraceModel::Made::tuple)) return Plan::forced;
    for (size_t i = 0; i < n; i++) making_.values[i] = val(values[i]);
    if (what == TraceModel::Made::slice && n == 2) making_.values[n++] = Val{Value::none().bits};
    if (!model_.new_of(what, n, &making_.kind)) return Plan::forced;
    making_.count = static_cast<uint32_t>(n);
    expect_birth(frame, by_made[static_cast<int>(what)]);
    return Plan::foreseen;
}

// Of the kind, with the values that stand in making_.
void Recorder::expect_birth(const Frame* frame, ShapeId shape) {
    making_.shape = shape;
    making_.walk = Walk::unknown;
    making_.site = &model_.site(code_id(frame->code), static_cast<int32_t>(frame->ip - 1 - frame->code->instructions));
    making_.wanted = true;
}

// The iterator of a list, tuple or range that the model has. A range has been made for the loop.
Recorder::Plan Recorder::prepare_iterator(const Frame* frame, Value v) {
    TraceModel::NewIterator it;
    bool plain = has_shape(v, shapes::list) || has_shape(v, shapes::tuple) || (has_shape(v, shapes::range) && held_once(v));
    if (!plain || !of_program(v) || !model_.iterator_of(seen(v), &it)) return Plan::forced;
    bool items = it.walk == Walk::items;
    if (prepare_making(frame, it.what, &v, items) != Plan::foreseen) return Plan::forced;
    making_.walk = it.walk;
    making_.state = it.state;
    if (!items) expect_end({v});
    return Plan::foreseen;
}

// container[slice] of a list that the model has as it is.
Recorder::Plan Recorder::prepare_part(const Frame* frame, const Value* sp) {
    const TraceObject* all = of_program(sp[-2]);
    auto list = static_cast<const List*>(sp[-2].object_ptr());
    TraceModel::Part part;
    bool plain = all && all->slots.size() == list->length && list->count > 1 && held_once(sp[-1]) && of_program(sp[-1]);
    if (!plain || !model_.part(seen(sp[-1]), list->length, &part)) return Plan::forced;
    Value values[TraceModel::most_made];
    for (int64_t i = 0; i < part.count; i++) {
        int64_t at = part.from + i * part.by;
        values[i] = list->items[at];
        if (!(all->slots[static_cast<size_t>(at)] == seen(values[i]))) return Plan::forced;
    }
    Plan plan = prepare_making(frame, TraceModel::Made::list, values, static_cast<size_t>(part.count));
    if (plan == Plan::foreseen) expect_end({sp[-1]});
    return plan;
}

// container[slice] = list, of which nobody else knows, and which is as long as the part.
Recorder::Plan Recorder::prepare_exchange(const Value* sp) {
    TraceObject *all = of_program(sp[-2]), *with = has_shape(sp[-3], shapes::list) ? of_program(sp[-3]) : nullptr;
    TraceModel::Part part;
    bool plain = all && with && all != with && held_once(sp[-3]) && held_once(sp[-1]) && !held_once(sp[-2]) && of_program(sp[-1]);
    auto same = [&](const TraceObject& o, Value v) { return o.slots.size() == static_cast<const List*>(v.object_ptr())->length; };
    if (!plain || !same(*all, sp[-2]) || !same(*with, sp[-3]) || !model_.part(seen(sp[-1]), all->slots.size(), &part) || part.by != 1 || static_cast<size_t>(part.count) != with->slots.size()) {
        touch(sp[-2]);
        return Plan::forced;
    }
    const Value* items = static_cast<const List*>(sp[-3].object_ptr())->items;
    for (size_t i = 0; i < with->slots.size(); i++) all->slots.set(static_cast<size_t>(part.from) + i, val(items[i]));
    moved_ = {sp[-2].object_ptr(), table_.known_label(sp[-2].object_ptr()), any_slots};
    moved_step_ = steps_ + 1;
    expect_end({sp[-3], sp[-1]});
    return Plan::foreseen;
}

void Recorder::expect_end(std::initializer_list<Value> these) {
    gone_step_ = steps_ + 1;
    for (size_t i = 0; i < std::size(goes_); i++) {
        goes_[i] = i < these.size() ? these.begin()[i].object_ptr() : nullptr;
        gone_[i] = 0;
    }
}

// False: it is another object than the one that was to be made.
bool Recorder::make_as_foreseen(Object* object, Label label, size_t bytes) {
    making_.wanted = false;
    if (object->shape != making_.shape || usable_size(bytes) != making_.kind.bytes || first_unborn_ != label) {
        plan_ = Plan::forced;
        watch.tell_end(watch.frame, watch.place);
        return false;
    }
    model_.next_label = ++first_unborn_;
    TraceObject& o = model_.objects.make(label);
    uint64_t address = reinterpret_cast<uintptr_t>(object);
    TraceModel::make(o, making_.kind, making_.values, making_.count, address, plan_step_);
    table_.set_described(object);
    if (o.generation == 0) note_young(label);
    if (making_.walk != Walk::unknown) {
        o.walk = making_.walk;
        o.make_rare().walking = making_.state;
    }
    made_ = object;
    made_step_ = plan_step_;
    bool expected = std::exchange(making_.site->made_at, address) == address && events_.empty();
    if (expected) {
        untold_ = label;
    } else {
        tell_birth(o);
        watch.go_loud();
    }
    return true;
}

// The step that made an object gets events: its birth is the first of them.
void Recorder::tell_untold() {
    Label label = std::exchange(untold_, 0);
    uint64_t under_way = finishing_ ? steps_ : static_cast<uint64_t>(watch.begun(watch.place));
    if (made_step_ != under_way) return;
    if (const TraceObject* o = model_.objects.find(label)) tell_birth(*o);
}

// As tell_moved(): what was made is told as any other object.
void Recorder::tell_made() {
    making_.site->made_at = 0; // the reader does not learn it
    if (!made_) return;
    Label label = table_.known_label(made_);
    if (TraceObject* o = model_.objects.find(label)) o->described = false;
    if (untold_) tell_untold();
    describe(label, made_);
}

void Recorder::tell_gone() {
    gone_step_ = 0;
    for (const Object* object : goes_) {
        if (!object) continue; // others will have changed
        touch_depth_ = lowest_;
        touch(Value::object(const_cast<Object*>(object)));
    }
    for (Label& label : gone_) {
        if (!label) continue;
        event(event_death).signed_number(int64_t{label} - last_death_);
        last_death_ = label;
    }
}

} // namespace terrarium::inspect
