// See trace_model.h.
#include "inspect/trace_model.h"

#include "bytecode/opcodes.h"
#include "inspect/labels.h"
#include "vm/core/value.h"

#include <bit>

namespace terrarium::inspect {

TraceObject& ObjectTable::make(Label label) {
    size_t top = label / per_shelf;
    if (top >= shelves_.size()) {
        shelves_.resize(top + 1);
        full_.resize(top / 64 + 1);
    }
    if (!shelves_[top]) {
        shelves_[top] = std::make_unique<Shelf>();
        full_[top / 64] |= bit(top);
        size_t before = std::exchange(newest_, top);
        if (before != top) let_go(before);
    }
    Shelf& shelf = *shelves_[top];
    uint32_t& place = shelf.places[label % per_shelf];
    if (place) return at(place);
    shelf.used[label % per_shelf / 64] |= bit(label);
    shelf.count++;
    size_++;
    if (free_) {
        place = free_;
        free_ = std::exchange(at(place).layout, 0);
    } else {
        place = rooms_++;
        if (place / per_slab >= slabs_.size()) slabs_.push_back(std::make_unique<Slab>());
    }
    return at(place);
}

void ObjectTable::erase(Label label) {
    size_t top = label / per_shelf;
    uint32_t place = top < shelves_.size() && shelves_[top] ? std::exchange(shelves_[top]->places[label % per_shelf], 0) : 0;
    if (!place) return;
    TraceObject& o = at(place);
    o.~TraceObject();
    new (&o) TraceObject;
    o.layout = std::exchange(free_, place);
    size_--;
    shelves_[top]->used[label % per_shelf / 64] &= ~bit(label);
    if (--shelves_[top]->count == 0 && top != newest_) let_go(top);
}

void ObjectTable::let_go(size_t shelf) {
    if (!shelves_[shelf] || shelves_[shelf]->count > 0) return;
    shelves_[shelf].reset();
    full_[shelf / 64] &= ~bit(shelf);
}

void ObjectTable::clear() {
    shelves_.clear();
    full_.clear();
    slabs_.clear();
    free_ = 0;
    rooms_ = 1;
    size_ = newest_ = 0;
}

// ---- objects

TraceObject& TraceModel::make_object(Label label) { return label >= first_before_label ? before.make(label - first_before_label) : objects.make(label); }

void TraceModel::erase_object(Label label) {
    if (!counting_ && !log_) return label >= first_before_label ? before.erase(label - first_before_label) : objects.erase(label);
    TraceObject* o = object(label);
    if (!o) return;
    if (log_ && label < first_before_label) log_->gone.emplace_back(label, o->changes);
    SlotArray slots;
    if (counting_) slots = std::move(o->slots);
    if (label >= first_before_label) before.erase(label - first_before_label);
    else objects.erase(label);
    slots.each([&](Val v) { list(v, -1); });
}

void TraceModel::list(Val v, int by) {
    if (!counting_ || !v.is_object()) return;
    TraceObject* o = object(v.label());
    if (!o) return;
    o->listed += static_cast<uint32_t>(by);
    if (v.label() < first_before_label) note_count(o, v.label());
}

void TraceModel::set_slots(TraceObject& o, SlotArray&& slots) {
    slots.each([&](Val v) { list(v, 1); });
    SlotArray old = std::exchange(o.slots, std::move(slots));
    old.each([&](Val v) { list(v, -1); });
}

void TraceModel::set_slot(TraceObject& o, size_t i, Val v) {
    list(v, 1);
    list(o.slots[i], -1);
    o.slots.set(i, v);
}

void TraceModel::add_slot(TraceObject& o, Val v) {
    list(v, 1);
    o.slots.push_back(v);
}

void TraceModel::cut_slots(TraceObject& o, size_t count) {
    for (size_t i = count; i < o.slots.size(); i++) list(o.slots[i], -1);
    o.slots.cut(count);
}

void TraceModel::splice_slots(TraceObject& o, size_t start, size_t removed, const SlotArray& values) {
    values.each([&](Val v) { list(v, 1); });
    for (size_t i = start; i < start + removed; i++) list(o.slots[i], -1);
    o.slots.splice(start, removed, values);
}

void TraceModel::set_root(Val& root, Val v) {
    list(v, 1);
    list(root, -1);
    root = v;
}

void TraceModel::recount() {
    bool always = std::exchange(counting_, true);
    ChangeLog* log = std::exchange(log_, nullptr);
    auto zero = [](Label, TraceObject& o) { o.listed = 0; };
    objects.for_each(zero);
    before.for_each(zero);
    for (uint32_t i = 0; i < sp() && i < stack.size(); i++) list(stack[i], 1);
    for (const TraceFrame& f : frames) list(f.mapping, 1);
    list(raised, 1);
    list(handled, 1);
    auto add = [&](Label, TraceObject& o) { o.slots.each([&](Val v) { list(v, 1); }); };
    objects.for_each(add);
    before.for_each(add);
    counting_ = always;
    log_ = log;
    note_counts();
}

// ---- the stack

void TraceModel::write(uint32_t slot, Val v) {
    if (slot >= stack.size()) stack.resize(slot + 64);
    stack[slot] = v;
}

// The part of the stack that counts ends at another slot; what comes in must have been written.
void TraceModel::set_sp(uint32_t from, uint32_t to) {
    if (!counting_) return;
    if (to > stack.size()) stack.resize(to);
    for (uint32_t i = to; i < from; i++) list(stack[i], -1);
    for (uint32_t i = from; i < to; i++) list(stack[i], 1);
}

void TraceModel::make_sites(uint32_t code) {
    if (code >= sites_.size()) sites_.resize(code + 1);
    if (sites_[code].empty()) sites_[code].resize(definitions_->codes[code].instructions.size() + 1);
}

void TraceModel::make_unit(uint32_t code) {
    if (code >= units_.size()) units_.resize(code + 1);
    Unit& unit = units_[code];
    const CodeInfo& info = definitions_->codes[code];
    if (unit.ops.empty()) unit.ops = ops_of(info);
    unit.op_count = static_cast<uint32_t>(unit.ops.size());
    unit.local_count = info.local_count;
    unit.argument_count = info.argument_count;
    bool told = code < constants.size();
    unit.constants = told ? constants[code].data() : nullptr;
    unit.constant_count = told ? static_cast<uint32_t>(constants[code].size()) : 0;
    unit.sites = &site(code, 0);
}

// A counter goes on by its stride; anything else stays as it was.
Val TraceModel::Site::expected() const {
    if (last.is_int() && before.is_int()) {
        int64_t next = last.int_value() + (last.int_value() - before.int_value());
        if (Value::fits_int(next)) return {Value::small_int(next).bits};
    }
    return last;
}

void TraceModel::begin_step(TraceStep* out) const {
    out->clear();
    if (frames.empty()) return;
    out->at = frames.back().at + 1;
    out->sp = sp_after(out->at);
}

uint32_t TraceModel::sp_after(int32_t at) const {
    const TraceFrame& f = frames.back();
    const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
    if (!instruction) return f.sp;
    int64_t pushes = at == f.at + 1 ? stack_pushes(instruction->word) : stack_pushes_on_jump(instruction->word);
    int64_t sp = int64_t{f.sp} - stack_pops(instruction->word) + pushes;
    return sp < 0 ? 0 : static_cast<uint32_t>(sp);
}

void TraceModel::apply(const TraceStep& step) {
    uint32_t from = sp();
    uint64_t elided = 0;
    for (uint32_t i = 0; i < step.popped && !frames.empty(); i++) {
        elided = frames.back().elided;
        list(frames.back().mapping, -1);
        frames.pop_back();
    }
    // Below the lower of both tops, slots are replaced; above, they come or go.
    uint32_t to = step.sp, both = from < to ? from : to;
    if (counting_) {
        if (from > to) set_sp(from, to);
        for (auto [slot, v] : step.writes) {
            if (slot >= both) continue;
            list(v, 1);
            if (slot < stack.size()) list(stack[slot], -1);
        }
    }
    for (auto [slot, v] : step.writes) write(slot, v);
    if (counting_ && to > from) set_sp(from, to);
    for (const TraceFrame& f : step.between) {
        frames.push_back(f);
        list(f.mapping, 1);
    }
    if (step.pushed) {
        frames.push_back(step.frame);
        list(step.frame.mapping, 1);
        if (step.tail) frames.back().elided = elided + 1;
    }
    if (frames.empty()) return;
    frames.back().at = step.at;
    frames.back().sp = step.sp;
}

// ---- hashes and values

uint64_t hash_slot(uint32_t slot, Val v) { return mix(slot, v.bits); }

uint64_t hash_frame(uint32_t index, const TraceFrame& f) {
    uint64_t h = mix(0xf0f0 + index, f.code);
    h = mix(h, f.locals);
    h = mix(h, static_cast<uint64_t>(f.at));
    return mix(h, f.elided);
}

uint64_t hash_count(Label label, uint32_t count) { return mix(label, count); }

uint64_t hash_object(Label label, uint64_t address, const SlotArray& slots, SlotRange range) {
    // Of each slot by itself, so that the machine has several under way.
    uint64_t sum = slots.size(), place = 0;
    slots.all_of(range.from, range.end, [&](Val v) {
        uint64_t h = (v.bits + place) * 0xd6e8feb86659fd93u;
        sum += h ^ h >> 29;
        place += 0x9e3779b97f4a7c15u;
        return true;
    });
    return mix(mix(label, address), sum);
}

void put_other_val(ByteWriter& out, Val v) {
    if (v.is_object()) {
        out.number(uint64_t{v.label() - first_before_label} << 2 | 2);
    } else if (v.is_int()) {
        int64_t n = v.int_value();
        uint64_t folded = static_cast<uint64_t>(n) << 1 ^ static_cast<uint64_t>(n >> 63);
        if (folded < uint64_t{1} << 61) {
            out.number(folded << 2);
        } else {
            out.number(3);
            out.fixed(v.bits);
        }
    } else if (v.is_float()) {
        out.number(3);
        out.fixed(v.bits);
    } else {
        out.number(((v.bits >> 3) + 1) << 2 | 3); // 3 alone is the sign of a fixed word
    }
}

Val get_val(ByteReader& in, Label next_label) {
    uint64_t n = in.number();
    switch (n & 3) {
        case 0: {
            uint64_t folded = n >> 2;
            return {Value::small_int(static_cast<int64_t>(folded >> 1 ^ (~(folded & 1) + 1))).bits};
        }
        case 1: return Val::object(static_cast<Label>(next_label - (n >> 2)));
        case 2: return Val::object(static_cast<Label>(first_before_label + (n >> 2)));
        default: return n == 3 ? Val{in.fixed()} : Val{((n >> 2) - 1) << 3 | 5};
    }
}

void put_callee(ByteWriter& out, const TraceObject& o) {
    out.number(o.callee());
    if (o.callee() != callee_makes) return;
    const Instances& makes = o.rare->makes;
    out.numbers(makes.layout, makes.bytes, uint64_t{makes.init + 1}, uint64_t{makes.container});
}

void get_callee(ByteReader& in, TraceObject& o) {
    uint32_t callee = static_cast<uint32_t>(in.number());
    if (callee == callee_unknown && !o.rare) return;
    o.make_rare().callee = callee;
    if (callee != callee_makes) return;
    Instances& makes = o.rare->makes;
    makes.layout = static_cast<uint32_t>(in.number());
    makes.bytes = static_cast<uint32_t>(in.number());
    makes.init = static_cast<uint32_t>(in.number()) - 1;
    makes.container = in.number() != 0;
}

} // namespace terrarium::inspect
