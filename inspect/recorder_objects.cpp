// The recorder's objects: what is described of them, and what has changed in those an instruction had in its hands.
// See recorder.h.
#include "inspect/recorder.h"

#include "memory/collector.h"
#include "memory/heap.h"
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/tuple.h"

#include <algorithm>

namespace terrarium::inspect {

Val Recorder::val(Value v) {
    if (!v.is_object()) return {v.bits};
    Object* o = v.object_ptr();
    Label label = table_.label_of(o);
    TraceObject* known = model_.object(label);
    if (!known || !known->described) wanted_.emplace_back(label, o);
    return Val::object(label);
}

void Recorder::describe(Label label, Object* object) {
    TraceObject& o = model_.make_object(label);
    if (o.described) return;
    o.described = true;
    o.native = object;
    bool mine = label < first_before_label;
    read_slots(object, &slots_);
    o.layout = layouts_.id_of(object, slots_);
    o.address = reinterpret_cast<uintptr_t>(object);
    o.bytes = block_bytes_of(object);
    o.extra_bytes = extra_bytes_of(object);
    o.flags = static_cast<uint8_t>((mine ? 0 : object_before) | (is_immortal(object) ? object_immortal : 0));
    o.generation = is_tracked(object) && in_heap(object) ? static_cast<int8_t>(generation_of(object)) : int8_t{-1};
    o.text = has_text(object) ? text_of(object) : "";
    if (object->shape == shapes::code) code_id(static_cast<Code*>(object)); // a function can be looked at before it runs
    fresh_.clear();
    if (mine)
        for (uint64_t word : slots_.words) fresh_.push_back(val(Value{word}));
    ByteWriter& out = event(event_describe);
    put_val(out, Val::object(label), model_.next_label);
    out.number(o.layout);
    out.number(o.address);
    out.number(o.bytes);
    out.number(o.extra_bytes);
    out.number(static_cast<uint64_t>(o.flags) << 3 | static_cast<uint64_t>(o.generation + 1));
    out.text(o.text);
    out.number(fresh_.size());
    for (Val v : fresh_) put_val(out, v, model_.next_label);
    o.slots = fresh_;
}

// What is mentioned is described, and what that mentions, until nothing new comes up.
void Recorder::drain() {
    for (size_t i = 0; i < wanted_.size(); i++) describe(wanted_[i].first, wanted_[i].second);
    wanted_.clear();
}

void Recorder::replace_slots(Label label, TraceObject& o, uint32_t layout, uint32_t extra, std::vector<Val>& slots) {
    size_t common = std::min(o.slots.size(), slots.size()), same = 0, different = 0;
    while (same < common && o.slots[same] == slots[same]) same++;
    if (layout == o.layout && same == common && slots.size() == o.slots.size() && extra == o.extra_bytes) return;
    if (layout == o.layout && same == o.slots.size() && slots.size() > same) {
        ByteWriter& out = event(event_append);
        put_val(out, Val::object(label), model_.next_label);
        out.number(extra);
        out.number(slots.size() - same);
        for (size_t i = same; i < slots.size(); i++) put_val(out, slots[i], model_.next_label);
    } else {
        for (size_t i = same; i < common; i++) different += !(o.slots[i] == slots[i]);
        if (layout == o.layout && slots.size() == o.slots.size() && extra == o.extra_bytes && different * 3 < common + 4) {
            ByteWriter& out = event(event_changes);
            put_val(out, Val::object(label), model_.next_label);
            out.number(different);
            size_t last = 0;
            for (size_t i = same; i < common; i++) {
                if (o.slots[i] == slots[i]) continue;
                out.number(i - last);
                last = i;
                put_val(out, slots[i], model_.next_label);
            }
        } else {
            ByteWriter& out = event(event_slots);
            put_val(out, Val::object(label), model_.next_label);
            out.number(layout);
            out.number(extra);
            out.number(slots.size());
            for (Val v : slots) put_val(out, v, model_.next_label);
        }
    }
    o.layout = layout;
    o.extra_bytes = extra;
    o.slots.swap(slots);
}

// A list or tuple that holds what is known of it, found without reading it slot by slot through its type.
bool Recorder::unchanged(Object* object, const TraceObject& o) {
    const Value* items;
    size_t n;
    if (object->shape == shapes::list) {
        items = static_cast<List*>(object)->items;
        n = static_cast<List*>(object)->length;
    } else if (object->shape == shapes::tuple) {
        items = static_cast<Tuple*>(object)->items();
        n = static_cast<Tuple*>(object)->length;
    } else {
        return false;
    }
    if (n != o.slots.size() || extra_bytes_of(object) != o.extra_bytes) return false;
    for (size_t i = 0; i < n; i++)
        if (!(seen(items[i]) == o.slots[i])) return false;
    return true;
}

// One slot holds v now; nothing is written when it did before.
void Recorder::write_slot(Label label, TraceObject& o, size_t index, Val v) {
    if (v == o.slots[index]) return;
    ByteWriter& out = event(event_changes);
    put_val(out, Val::object(label), model_.next_label);
    out.number(1);
    out.number(static_cast<uint64_t>(index));
    put_val(out, v, model_.next_label);
    o.slots[index] = v;
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
        if (index == last_slots && n == had + 1) {
            Val v = val(list->items[had]);
            uint32_t extra = extra_bytes_of(object);
            ByteWriter& out = event(event_append);
            put_val(out, Val::object(label), model_.next_label);
            out.number(extra);
            out.number(1);
            put_val(out, v, model_.next_label);
            o.slots.push_back(v);
            o.extra_bytes = extra;
            return;
        }
    }
    if (object->shape == shapes::dict && index != all_slots) {
        Dict* dict = static_cast<Dict*>(object);
        size_t n = size_t{dict->used} * 2, had = o.slots.size();
        bool dense = dict->used == dict->entry_count; // then entry i is slots 2i and 2i + 1
        if (dense && index >= 0 && n == had && static_cast<size_t>(index) < n) {
            write_slot(label, o, static_cast<size_t>(index), val(dict->entries[index / 2].value));
            return;
        }
        if (dense && index == last_slots && n == had + 2) {
            const DictEntry& last = dict->entries[dict->used - 1];
            Val key = val(last.key), v = val(last.value);
            o.extra_bytes = extra_bytes_of(object);
            ByteWriter& out = event(event_append);
            put_val(out, Val::object(label), model_.next_label);
            out.number(o.extra_bytes);
            out.number(2);
            put_val(out, key, model_.next_label);
            put_val(out, v, model_.next_label);
            o.slots.push_back(key);
            o.slots.push_back(v);
            return;
        }
    }
    read_slots(object, &slots_);
    uint32_t layout = layouts_.id_of(object, slots_);
    fresh_.clear();
    for (uint64_t word : slots_.words) fresh_.push_back(val(Value{word}));
    replace_slots(label, o, layout, extra_bytes_of(object), fresh_);
}

uint32_t Recorder::code_id(const Code* code) {
    KnownCode& known = known_code(code);
    if (known.code == code) return known.id;
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

void Recorder::touch(Value v, int64_t index) {
    if (!v.is_object()) return;
    Object* o = v.object_ptr();
    const Lifecycle* life = shape_of(o->shape)->life;
    if (!life || !life->trace || o->shape == shapes::tuple || o->shape == shapes::type || o->shape == shapes::code) return;
    Label label = table_.known_label(o);
    if (label == 0 || label >= first_before_label) return;
    touched_.push_back({o, label, touch_depth_, index});
}

// The instructions that have ended: what they had in their hands is looked at again.
void Recorder::settle(uint32_t from_depth) {
    while (!touched_.empty() && touched_.back().depth >= from_depth) {
        Touched touched = touched_.back();
        touched_.pop_back();
        TraceObject* o = model_.object(touched.label);
        if (!o || !o->described || o->native != touched.object) continue; // has died since, or nothing refers to it yet
        reread(touched.object, touched.label, *o, touched.index);
    }
}

} // namespace terrarium::inspect
