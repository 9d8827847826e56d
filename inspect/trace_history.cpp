// What happened to one object, step by step: TraceHistory of trace_search.h.
#include "bytecode/opcodes.h"
#include "inspect/labels.h"
#include "inspect/print.h"
#include "inspect/trace_search.h"

#include <algorithm>
#include <unordered_map>

namespace terrarium::inspect {

namespace {

constexpr size_t most_first = 10, most_last = 50; // events that are listed
constexpr size_t most_known = 40;                 // chunks whose events are kept
constexpr uint64_t most_unindexed = 3000000;      // steps that are replayed because there is no index of them
constexpr size_t most_changes = 3, value_width = 40;

// What is known of the object at a moment.
struct Known {
    bool alive = false, described = false;
    uint32_t count = 0, held = 0, layout = 0;
    SlotArray slots;
};

Known look(const TraceModel& model, Label label) {
    Known k;
    const TraceObject* o = model.objects.find(label);
    if (!o) return k;
    k.alive = true;
    k.described = o->described;
    k.held = o->held_by_vm;
    k.count = o->listed + o->held_by_vm;
    k.layout = o->layout;
    k.slots = o->slots;
    return k;
}

std::string text_of(const TraceModel& model, Val v) {
    if (!v.is_object()) return val_text(v);
    const TraceObject* o = model.object(v.label());
    if (!o || !o->described || o->layout >= model.definitions().layouts.size()) return val_text(v);
    const std::string& type = model.definitions().layouts[o->layout].type;
    bool atom = type == "str" || type == "int" || type == "bytes" || type == "float" || type == "complex";
    PrintStyle style;
    style.unicode = false;
    return atom ? cut_text(o->text(), value_width, style) : val_text(v) + " " + type;
}

std::string slot_text(const TraceModel& model, const Known& object, size_t i) {
    const Layout& layout = model.definitions().layouts[object.layout];
    switch (layout.arrangement) {
        case Arrangement::fields: return i < layout.names.size() ? layout.names[i] : "?";
        default: return "[" + std::to_string(i) + "]";
    }
}

// The slot of an object as it was before that is slot i now: fields go by their names, other slots by their places.
size_t slot_before(const Definitions& d, const Known& before, const Known& now, size_t i) {
    const Layout &was = d.layouts[before.layout], &is = d.layouts[now.layout];
    if (before.layout == now.layout || is.arrangement != Arrangement::fields || i >= is.names.size()) return i;
    return static_cast<size_t>(std::find(was.names.begin(), was.names.end(), is.names[i]) - was.names.begin());
}

// The first changes of an object in words, and how many more there are.
class ChangeTexts {
public:
    void add(const std::string& text) {
        if (changes_++ < most_changes) out_ += (out_.empty() ? "" : ", ") + text;
    }
    std::string take() { return changes_ > most_changes ? out_ + " and " + std::to_string(changes_ - most_changes) + " more" : out_; }

private:
    std::string out_;
    size_t changes_ = 0;
};

// Of a dict or set: keys that came, went or have another value; where they stand in the table is no matter.
std::string table_text(const TraceModel& model, const Known& before, const Known& now, bool pairs) {
    size_t stride = pairs ? 2 : 1;
    auto entries = [&](const Known& k) {
        std::unordered_map<uint64_t, Val> out;
        for (size_t i = 0; i + stride <= k.slots.size(); i += stride)
            if (!k.slots[i].is_null()) out.emplace(k.slots[i].bits, k.slots[i + stride - 1]);
        return out;
    };
    std::unordered_map<uint64_t, Val> had = entries(before), has = entries(now);
    ChangeTexts texts;
    auto key_text = [&](Val key) { return pairs ? "[" + text_of(model, key) + "]" : text_of(model, key); };
    for (size_t i = 0; i + stride <= now.slots.size(); i += stride) {
        Val key = now.slots[i], value = now.slots[i + stride - 1];
        auto old = had.find(key.bits);
        if (key.is_null() || (old != had.end() && old->second == value)) continue;
        std::string is = key_text(key) + (pairs ? " is " + text_of(model, value) : " is in it");
        texts.add(old != had.end() ? is + ", was " + text_of(model, old->second) : is);
    }
    for (size_t i = 0; i + stride <= before.slots.size(); i += stride)
        if (Val key = before.slots[i]; !key.is_null() && !has.count(key.bits)) texts.add(key_text(key) + " is gone");
    return texts.take();
}

// "[0] is 5, was 4"; empty: nothing has changed.
std::string contents_text(const TraceModel& model, const Known& before, const Known& now) {
    const Layout& layout = model.definitions().layouts[now.layout];
    if (before.layout == now.layout && has_gaps(layout)) return table_text(model, before, now, layout.arrangement == Arrangement::pairs);
    ChangeTexts texts;
    for (size_t i = 0; i < now.slots.size(); i++) {
        size_t old = slot_before(model.definitions(), before, now, i);
        if (old < before.slots.size() && before.slots[old] == now.slots[i]) continue;
        std::string is = slot_text(model, now, i) + " is " + text_of(model, now.slots[i]);
        bool had = old < before.slots.size() && !before.slots[old].is_null();
        texts.add(had ? is + ", was " + text_of(model, before.slots[old]) : is);
    }
    std::string out = texts.take();
    if (now.slots.size() < before.slots.size()) out += (out.empty() ? "" : "; ") + counted(before.slots.size(), "slot") + " -> " + std::to_string(now.slots.size());
    return out;
}

std::string change_text(const TraceModel& model, const Known& before, const Known& now, bool late) {
    std::string out;
    auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
    if (!now.alive) return "freed";
    if (!before.alive) {
        bool known = now.described && now.layout < model.definitions().layouts.size();
        return "born" + (known ? ", a " + model.definitions().layouts[now.layout].type : std::string()) + ", count " + std::to_string(now.count);
    }
    if (now.count != before.count) {
        add("count " + std::to_string(before.count) + " -> " + std::to_string(now.count));
        if (now.held != before.held) out += " (the VM's own " + std::to_string(before.held) + " -> " + std::to_string(now.held) + ", noticed at a proof)";
    }
    if (before.described && !(now.slots == before.slots)) add(contents_text(model, before, now) + (late ? " (noticed at a proof)" : ""));
    return out;
}

// What an instruction is and where it stands.
ObjectEvent place_of(const Definitions& d, const TraceFrame& f) {
    ObjectEvent e;
    const CodeInfo& code = d.codes[f.code];
    e.file = code.file;
    e.function = code.qualname;
    e.line = line_at(code, f.at);
    if (const Instruction* i = instruction_at(d, f.code, f.at)) {
        e.instruction = opcode_info(word_op(i->word)).name;
        size_t at = static_cast<size_t>(f.at);
        if (at < code.meanings.size() && !code.meanings[at].empty()) e.instruction += " " + code.meanings[at];
    }
    return e;
}

} // namespace

const std::vector<ObjectEvent>& TraceHistory::events_in(size_t chunk, Label label) const {
    auto known = known_.find({label, chunk});
    if (known != known_.end()) return known->second;
    if (known_.size() > most_known) known_.clear();
    return known_[{label, chunk}] = replay(chunk, label);
}

std::vector<ObjectEvent> TraceHistory::replay(size_t chunk, Label label) const {
    std::vector<ObjectEvent> out;
    std::string error;
    const TraceModel& model = reader_.model();
    uint64_t end = reader_.chunk_end(chunk);
    if (!reader_.seek(reader_.chunk_begin(chunk), &error)) return out;
    Known known = look(model, label);
    while (reader_.step() < end) {
        bool runs = !model.frames.empty();
        TraceFrame top = runs ? model.frames.back() : TraceFrame{};
        if (!reader_.next()) break;
        const TraceObject* o = model.objects.find(label);
        const std::vector<Label>& changed = reader_.events().changed;
        bool moved = (o != nullptr) != known.alive || (o && (o->listed + o->held_by_vm != known.count || o->described != known.described)) ||
                     std::find(changed.begin(), changed.end(), label) != changed.end();
        if (!moved) continue;
        Known now = look(model, label);
        std::string what = change_text(model, known, now, reader_.events().late);
        known = std::move(now);
        if (what.empty()) continue;
        out.push_back(runs ? place_of(model.definitions(), top) : ObjectEvent{});
        out.back().step = reader_.step();
        out.back().what = std::move(what);
    }
    return out;
}

ObjectPast TraceHistory::past_of(Label label, uint64_t step) const {
    ObjectPast past;
    if (label >= first_before_label) {
        past.note = "it was there before the recording began, so what happens to it is not recorded";
        return past;
    }
    struct Part { // of the history: a chunk that says something of the object
        size_t chunk;
        uint64_t steps;
        bool gone;
    };
    std::vector<Part> before, later;
    size_t birth = index_.chunk_of_birth(label);
    for (size_t chunk = birth; chunk < index_.size(); chunk++) {
        const ChunkIndex::Changed* c = index_[chunk].changed(label);
        if (!c && chunk != birth) continue;
        bool past_now = reader_.chunk_begin(chunk) >= step && step > 0;
        (past_now ? later : before).push_back({chunk, c ? c->steps : 0, c && c->gone});
        if (c && c->gone) break;
    }
    // The first and the last few are listed; what is between is known by its number only.
    std::vector<ObjectEvent> first, last;
    uint64_t total = 0;
    for (size_t i = 0; i < before.size(); i++) total += before[i].steps;
    auto split = [&](std::vector<ObjectEvent> events) { // those after the moment come later
        auto after = std::find_if(events.begin(), events.end(), [&](const ObjectEvent& e) { return e.step > step; });
        past.later += static_cast<uint64_t>(events.end() - after);
        for (auto e = after; e != events.end(); ++e)
            if (e->what == "freed") past.death.push_back(*e);
        events.erase(after, events.end());
        return events;
    };
    size_t from = before.size(); // the parts from here on have been replayed
    while (from > 0 && (last.size() < most_last || from == 1)) {
        std::vector<ObjectEvent> events = events_in(before[--from].chunk, label);
        total -= std::min<uint64_t>(total, before[from].steps);
        events = split(std::move(events));
        last.insert(last.begin(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
    if (from > 0) {
        first = events_in(before[0].chunk, label);
        total -= std::min<uint64_t>(total, before[0].steps);
        if (first.size() > most_first) {
            total += first.size() - most_first;
            first.resize(most_first);
        }
        past.left_out = total;
        if (last.size() > most_last) {
            past.left_out += last.size() - most_last;
            last.erase(last.begin(), last.end() - most_last);
        }
    } else if (last.size() > most_first + most_last) {
        first.assign(last.begin(), last.begin() + most_first);
        past.left_out = last.size() - most_first - most_last;
        last.erase(last.begin(), last.end() - most_last);
    }
    past.listed_first = first.size();
    past.events = std::move(first);
    past.events.insert(past.events.end(), std::make_move_iterator(last.begin()), std::make_move_iterator(last.end()));
    for (const Part& part : later) past.later += part.steps;
    if (!later.empty() && later.back().gone) {
        const std::vector<ObjectEvent>& events = events_in(later.back().chunk, label);
        if (!events.empty() && events.back().what == "freed") past.death = {events.back()};
    }
    return past;
}

// Indexes what has been written since. False: that would take too long.
bool GrowingHistory::follow() const {
    reader_.refresh();
    std::string raw, error;
    uint64_t indexed = reader_.chunk_begin(index_.size());
    bool has_index = index_.size() < reader_.chunk_count() && reader_.read_index(index_.size(), &raw);
    if (!has_index && reader_.steps() - indexed > most_unindexed) return false;
    return index_.open(reader_, &error);
}

uint64_t GrowingHistory::steps() {
    (void)follow();
    return reader_.steps();
}

ObjectPast GrowingHistory::past_of(Label label, uint64_t step) const {
    if (follow()) return history_.past_of(label, step);
    ObjectPast past;
    past.note = "not looked for: the record is long and has no index; 'terrarium record' makes one";
    return past;
}

} // namespace terrarium::inspect
