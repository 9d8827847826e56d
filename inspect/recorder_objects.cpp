// The recorder's objects: what is described of them, and what has changed in those an instruction had in its hands.
// See recorder.h.
#include "inspect/recorder.h"

#include "inspect/recorder_tables.h"

#include "memory/collector.h"
#include "memory/heap.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/tuple.h"

#include <algorithm>
#include <type_traits>

namespace terrarium::inspect {

namespace {

constexpr size_t few = 8;
constexpr size_t most_kept = 1 << 16; // values of an object, for the next one's

// Whether it may hold more than that.
bool holds_many(const Object* o) {
    if (o->shape == shapes::list) return static_cast<const List*>(o)->length > most_kept;
    if (o->shape == shapes::tuple) return static_cast<const Tuple*>(o)->length > most_kept;
    return is_table(o) && table_slots(o) > most_kept;
}

// What was there, to be compared with what is there now: in a form that is quick to look at, or as it is.
const Room<Val>& plain_slots(const SlotArray& had, const Room<Val>&, Room<Val>* room) {
    room->resize(had.size());
    Val* to = room->data();
    had.each([&](Val v) { *to++ = v; });
    return *room;
}
const SlotArray& plain_slots(const SlotArray& had, const SlotArray&, Room<Val>*) { return had; }

// Whether an object's slots hold what is known of them.
template <class Same>
class SlotComparer final : public Visitor {
public:
    SlotComparer(const Object* object, const SlotArray& known, Same same) : hash_(type_of(object)), known_(known), same_as_(same) { wants_immediates = true; }
    void visit(Object* target, Edge edge) override { compare(Value::object(target), edge); }
    void visit_immediate(uint64_t bits, Edge edge) override { compare({bits}, edge); }
    bool same() const { return same_ && slots_ == known_.size(); }
    const LayoutTable::Hash& hash() const { return hash_; }

private:
    void compare(Value v, Edge edge) {
        same_ = same_ && slots_ < known_.size() && same_as_(v, known_[slots_]);
        slots_++;
        hash_.add(edge);
    }

    LayoutTable::Hash hash_;
    const SlotArray& known_;
    Same same_as_;
    size_t slots_ = 0;
    bool same_ = true;
};

void keep(SlotArray& to, Room<Val>& from) { to.assign(from.data(), from.size()); }
void keep(SlotArray& to, SlotArray& from) { to = std::move(from); }

} // namespace

Label Recorder::want_described(Object* o) {
    wanted_.push_back(o);
    return table_.label_of(o);
}

void Recorder::describe(Label label, Object* object) {
    TraceObject* born = model_.object(label);
    TraceObject& o = born ? *born : model_.make_object(label);
    if (o.described) return;
    SlotArray many;
    if (holds_many(object)) describe_slots(label, o, object, many);
    else describe_slots(label, o, object, fresh_);
}

template <class Values>
void Recorder::describe_slots(Label label, TraceObject& o, Object* object, Values& values) {
    o.described = true;
    table_.set_described(object);
    bool mine = label < first_before_label;
    values.clear();
    o.layout = read_values(object, mine ? &values : nullptr);
    uint64_t at_birth = std::exchange(o.address, reinterpret_cast<uintptr_t>(object));
    o.bytes = block_bytes_of(object);
    o.extra_bytes = extra_bytes_of(object);
    o.flags = static_cast<uint8_t>((mine ? 0 : object_before) | (is_immortal(object) ? object_immortal : 0));
    o.generation = is_tracked(object) && in_heap(object) ? static_cast<int8_t>(generation_of(object)) : int8_t{-1};
    if (object->shape == shapes::code) code_id(static_cast<Code*>(object)); // a function can be looked at before it runs
    ByteWriter& out = event(event_describe);
    put_val(out, Val::object(label), model_.next_label);
    out.numbers(o.layout, o.address ^ at_birth, o.bytes, o.extra_bytes, static_cast<uint64_t>(o.flags) << 3 | static_cast<uint64_t>(o.generation + 1));
    if (has_text(object)) out.text(text_of(object)); // not kept: a keyframe asks again
    else out.text({});
    out.number(values.size());
    for (size_t i = 0; i < values.size(); i++) put_val(out, values[i], model_.next_label);
    keep(o.slots, values);
    if (mine && object->shape >= shapes::builtin_count) note_birth(object, o);
}

// An instance as it is new: its slots are NULL, and the last one is its class.
void Recorder::note_birth(const Object* object, const TraceObject& o) {
    const Type* type = type_of(object);
    size_t n = o.slots.size();
    bool plain = type->root_shape->id == object->shape && !(type->flags & type_variable) && !type->base_life && n > 0 && n <= TraceModel::most_made;
    for (size_t i = 0; plain && i + 1 < n; i++) plain = o.slots[i].is_null();
    if (plain && o.slots[n - 1] == seen(Value::object(const_cast<Type*>(type)))) known_births_[object->shape % std::size(known_births_)] = {object->shape, o.layout, o.bytes, o.generation >= 0};
}

// What it holds now, and the layout that has; without `out` only that.
template <class Values>
uint32_t Recorder::read_values(Object* object, Values* out) {
    auto add_all = [&](size_t n, auto value_at) {
        if (!out) return;
        if constexpr (std::is_same_v<Values, Room<Val>>) {
            out->resize(n);
            for (size_t i = 0; i < n; i++) (*out)[i] = val(value_at(i));
        } else {
            for (size_t i = 0; i < n; i++) out->push_back(val(value_at(i)));
        }
    };
    if (object->shape == shapes::list) {
        const Value* items = static_cast<List*>(object)->items;
        add_all(static_cast<List*>(object)->length, [&](size_t i) { return items[i]; });
    } else if (object->shape == shapes::tuple) {
        const Value* items = static_cast<Tuple*>(object)->items();
        add_all(static_cast<Tuple*>(object)->length, [&](size_t i) { return items[i]; });
    } else if (is_table(object)) {
        add_all(table_slots(object), [&](size_t i) { return table_slot(object, i); });
    } else {
        read_slots(object, &slots_);
        add_all(slots_.words.size(), [&](size_t i) { return Value{slots_.words[i]}; });
        return layouts_.id_of(object, slots_);
    }
    return layouts_.id_of(object, no_slots_);
}

// What is mentioned is described, and what that mentions, until nothing new comes up.
void Recorder::drain() {
    for (size_t i = 0; i < wanted_.size(); i++) describe(table_.known_label(wanted_[i]), wanted_[i]);
    if (wanted_.size() > most_kept) wanted_ = {};
    wanted_.clear();
}

void Recorder::write_append(Label label, TraceObject& o, uint32_t extra, std::initializer_list<Val> values) {
    ByteWriter& out = event(event_append);
    put_val(out, Val::object(label), model_.next_label);
    out.number(extra);
    out.number(values.size());
    for (Val v : values) {
        put_val(out, v, model_.next_label);
        o.slots.push_back(v);
    }
    o.extra_bytes = extra;
}

void Recorder::write_cut(Label label, TraceObject& o, size_t left) {
    o.slots.cut(left);
    o.extra_bytes = extra_bytes_of(static_cast<Object*>(o.native()));
    ByteWriter& out = event(event_cut);
    put_val(out, Val::object(label), model_.next_label);
    out.number(o.extra_bytes);
    out.number(left);
}

// Writes what is different: single slots, or a stretch in the midst.
template <class Values>
void Recorder::replace_slots(Label label, TraceObject& o, uint32_t layout, uint32_t extra, Values& slots) {
    const auto& had = plain_slots(o.slots, slots, &had_);
    size_t common = std::min(had.size(), slots.size()), same = 0, same_end = 0, different = 0;
    while (same < common && had[same] == slots[same]) same++;
    if (layout == o.layout && same == common && slots.size() == had.size() && extra == o.extra_bytes) return;
    while (same_end < common - same && had[had.size() - 1 - same_end] == slots[slots.size() - 1 - same_end]) same_end++;
    size_t fresh = slots.size() - same - same_end;
    bool in_place = layout == o.layout && slots.size() == had.size() && extra == o.extra_bytes;
    for (size_t i = same; in_place && i < same + fresh; i++) different += !(had[i] == slots[i]);
    ByteWriter& out = event(in_place && different * 2 < fresh + 4 ? event_changes : event_splice);
    put_val(out, Val::object(label), model_.next_label);
    if (in_place && different * 2 < fresh + 4) {
        out.number(different);
        size_t last = 0;
        for (size_t i = same; i < same + fresh; i++) {
            if (had[i] == slots[i]) continue;
            out.number(i - last);
            last = i;
            put_val(out, slots[i], model_.next_label);
        }
    } else {
        out.numbers(layout, extra, same, had.size() - same - same_end, fresh);
        for (size_t i = same; i < same + fresh; i++) put_val(out, slots[i], model_.next_label);
    }
    o.layout = layout;
    o.extra_bytes = extra;
    keep(o.slots, slots);
}

// It holds what is known of it, which is listed then. False: that was not seen at a glance, and some of it may be listed.
bool Recorder::is_looked_at_in_parts(const Object* object) { return object->shape == shapes::list || object->shape == shapes::tuple || is_table(object); }

bool Recorder::unchanged(Object* object, const TraceObject& o, SlotRange range) {
    auto same = [&](size_t n, auto value_at) {
        if (n != o.slots.size() || extra_bytes_of(object) != o.extra_bytes) return false;
        size_t i = range.from;
        return o.slots.all_of(range.from, range.end, [&](Val v) { return list_as(value_at(i++), v); });
    };
    if (object->shape == shapes::list) {
        auto list = static_cast<List*>(object);
        return same(list->length, [&](size_t i) { return list->items[i]; });
    }
    if (object->shape == shapes::tuple) {
        auto tuple = static_cast<Tuple*>(object);
        return same(tuple->length, [&](size_t i) { return tuple->items()[i]; });
    }
    if (is_table(object)) return same(table_slots(object), [&](size_t i) { return table_slot(object, i); });
    const Lifecycle* life = shape_of(object)->life;
    if (!life || !life->trace) return same(0, [](size_t) { return Value::null(); });
    SlotComparer slots(object, o.slots, [this](Value v, Val known) { return list_as(v, known); });
    life->trace(object, slots);
    return slots.same() && layouts_.is(slots.hash(), o.layout) && extra_bytes_of(object) == o.extra_bytes;
}

// One slot holds v now; nothing is written when it did before.
void Recorder::write_slot(Label label, TraceObject& o, size_t index, Val v) {
    if (v == o.slots[index]) return;
    ByteWriter& out = event(event_changes);
    put_val(out, Val::object(label), model_.next_label);
    out.number(1);
    out.number(static_cast<uint64_t>(index));
    put_val(out, v, model_.next_label);
    o.slots.set(index, v);
}

// The object may have changed; at one slot, at its end, or anywhere.
void Recorder::reread(Object* object, Label label, TraceObject& o, int64_t index) {
    if (object->shape == shapes::list && index != all_slots) {
        List* list = static_cast<List*>(object);
        size_t n = list->length, had = o.slots.size();
        if (index >= 0 && n == had && static_cast<size_t>(index) < n) {
            write_slot(label, o, static_cast<size_t>(index), val(list->items[index]));
            return;
        }
        if (index == last_slots && n == had) return;
        if (index == last_slots && n + 1 == had) return write_cut(label, o, n);
        if (index == last_slots && n == had + 1) {
            Val v = val(list->items[had]);
            write_append(label, o, extra_bytes_of(object), {v});
            return;
        }
    }
    if (object->shape == shapes::dict && index >= 0 && table_slots(object) == o.slots.size() && static_cast<size_t>(index) < o.slots.size())
        return write_slot(label, o, static_cast<size_t>(index), val(table_slot(object, static_cast<size_t>(index))));
    SlotArray many;
    if (holds_many(object)) reread_whole(object, label, o, many);
    else reread_whole(object, label, o, fresh_);
}

template <class Values>
void Recorder::reread_whole(Object* object, Label label, TraceObject& o, Values& values) {
    values.clear();
    uint32_t layout = read_values(object, &values);
    replace_slots(label, o, layout, extra_bytes_of(object), values);
}

uint32_t Recorder::find_code(const Code* code) {
    KnownCode& known = known_code(code);
    auto [found, fresh] = codes_.emplace(code, static_cast<uint32_t>(definitions_->codes.size()));
    if (fresh) {
        definitions_->codes.push_back(describe_code(code));
        definitions_->codes.back().object = val(Value::object(const_cast<Code*>(code))).label();
        code_of_id_.push_back(code);
    }
    known = {code, found->second};
    return found->second;
}

// Before a frame of it is pushed: what its LOAD_CONSTs push.
void Recorder::tell_constants(uint32_t id) {
    if (model_.constants.size() <= id) {
        model_.constants.resize(id + 1);
        constants_told_.resize(id + 1);
    }
    if (constants_told_[id]) return;
    constants_told_[id] = true;
    const Tuple* all = code_of_id_[id]->constants;
    for (size_t i = 0; i < all->length; i++) model_.constants[id].push_back(val(all->items()[i]));
    drain(); // what comes up first stands first
    ByteWriter& out = event(event_constants);
    out.number(id);
    out.number(all->length);
    for (Val v : model_.constants[id]) put_val(out, v, model_.next_label);
}

Label Recorder::touchable(Value v) {
    if (!v.is_object()) return 0;
    Object* o = v.object_ptr();
    const Lifecycle* life = shape_of(o->shape)->life;
    if (!life || !life->trace || o->shape == shapes::tuple || o->shape == shapes::type || o->shape == shapes::code) return 0;
    Label label = table_.known_label(o);
    return label >= first_before_label ? 0 : label;
}

void Recorder::touch(Value v, int64_t index) {
    Label label = touchable(v);
    if (label == 0) return;
    // A native that runs generators has the same ones in its hands again and again.
    for (size_t i = 1; i <= few && i <= touched_.size(); i++) {
        const Touched& t = touched_[touched_.size() - i];
        if (t.label == label && t.depth == touch_depth_ && t.index == index) return;
    }
    touched_.push_back({v.object_ptr(), label, touch_depth_, index});
}

// The object's attribute may change, which lies in it, or in a dict that belongs to it.
void Recorder::touch_attribute(Value owner, Value name) {
    if (!owner.is_object()) return;
    Object* o = owner.object_ptr();
    touch(owner);
    Dict* names = nullptr;
    if (o->shape == shapes::module) names = static_cast<Module*>(o)->dict;
    else if (type_of(o)->flags & type_type) names = static_cast<Type*>(o)->dict;
    else if (shape_of(o)->flags & shape_dict_mode) names = static_cast<Dict*>(attr_head(o)->pointer());
    if (names) touch_key(Value::object(names), name);
}

namespace {

constexpr size_t small_table = 256; // slots
constexpr int deepest_reach = 3;

// The first few objects that another refers to.
class Reached final : public Visitor {
public:
    void visit(Object* target, Edge) override {
        if (target && count < std::size(objects)) objects[count++] = target;
    }
    Object* objects[8];
    size_t count = 0;
};

} // namespace

// A native is given v, and may change what built-in objects lead to from there: the list of an `append` that a map calls,
// what an itertools.cycle keeps. Large tables are left to the next proof.
void Recorder::touch_through(Value v, int depth) {
    if (!v.is_object() || depth > deepest_reach) return;
    Object* o = v.object_ptr();
    switch (o->shape) {
        case shapes::list: case shapes::dict: case shapes::set: case shapes::frozenset: case shapes::type: case shapes::code: case shapes::function:
        case shapes::module: case shapes::generator: case shapes::coroutine: case shapes::async_generator: case shapes::mappingproxy: return;
        case shapes::tuple:
            if (depth > 0)
                for (size_t i = 0, n = std::min(static_cast<Tuple*>(o)->length, few); i < n; i++) touch_through(static_cast<Tuple*>(o)->items()[i], depth + 1);
            return;
        default: break;
    }
    const Lifecycle* life = shape_of(o)->life;
    if (!life || !life->trace || (type_of(o)->flags & type_heap)) return;
    bool binds = o->shape == shapes::native_function || o->shape == shapes::method_wrapper, keeps = o->shape >= shapes::builtin_count;
    uint8_t harm = o->shape == shapes::native_function ? harm_of(o) : static_cast<uint8_t>(harm_any);
    if (harm == harm_none) return;
    Reached reached;
    life->trace(o, reached);
    for (size_t i = 0; i < reached.count; i++) {
        Value next = Value::object(reached.objects[i]);
        if (has_shape(next, shapes::list)) {
            if (keeps || harm == harm_last) touch(next, last_slots);
            else if (binds && static_cast<List*>(next.object_ptr())->length <= small_table) touch(next);
        } else if (is_table(next.object_ptr())) {
            if ((binds || keeps) && table_slots(next.object_ptr()) <= small_table) touch(next);
        } else {
            if (binds) touch(next);
            touch_through(next, depth + 1);
        }
    }
}

// What a native is given: `setattr` and its like get an object and a name.
void Recorder::touch_given(const Value* values, size_t n, int64_t index) {
    for (size_t i = 0; i < n; i++) {
        if (!values[i].is_object() || is_exact_str(values[i])) continue;
        touch(values[i], index);
        if (index != all_slots) continue;
        if (i + 1 < n && is_exact_str(values[i + 1])) touch_attribute(values[i], values[i + 1]);
        touch_through(values[i]);
    }
}

// The instructions that have ended: what they had in their hands is looked at again.
void Recorder::settle(uint32_t from_depth) {
    while (!touched_.empty() && touched_.back().depth >= from_depth) {
        Touched touched = touched_.back();
        touched_.pop_back();
        TraceObject* o = model_.object(touched.label);
        if (!o || !o->described || o->native() != touched.object) continue; // has died since, or nothing refers to it yet
        if (touched.index != key_slots || !reread_entry(touched, *o)) reread(touched.object, touched.label, *o, touched.index);
    }
}

} // namespace terrarium::inspect
