// See panes.h.
#include "inspect/panes.h"

#include "bytecode/opcodes.h"
#include "inspect/labels.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t most_objects = 400, most_holders = 8, most_events = 5, most_slots = 20;

std::string padded(std::string text, size_t width) {
    if (text.size() < width) text.insert(0, width - text.size(), ' ');
    return text;
}

bool same_object(const ObjectState& a, const ObjectState& b) {
    return a.count == b.count && a.slots == b.slots && a.layout == b.layout && a.flags == b.flags && a.extra_bytes == b.extra_bytes;
}

bool is_ours(Label label, const ObjectState& o) { return label < first_before_label && !(o.flags & (object_before | object_immortal | object_opaque)); }

Pane draw_source(const PaneInput& in) {
    Pane pane{"source", {}, 0};
    const Snapshot& s = *in.now;
    if (s.frames.empty()) {
        pane.lines.push_back({"(" + place_line(s, in.between) + ")"});
        return pane;
    }
    const FrameState& f = s.frames.back();
    const CodeInfo& code = code_of(s, f);
    pane.title += " " + code.file.substr(code.file.find_last_of('/') + 1);
    auto found = s.definitions->sources.find(code.file);
    int32_t current = line_of(s, f), number = 0;
    if (found == s.definitions->sources.end() || found->second.empty()) {
        pane.lines.push_back({"(no source text of " + code.file + ")"});
        return pane;
    }
    const std::string& text = found->second;
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        number++;
        bool stops = in.breakpoints && in.breakpoints->count({code.file, number});
        PaneLine line;
        line.text = padded(std::to_string(number), 4) + (stops ? "b" : " ") + (number == current ? ">" : " ");
        for (char c : text.substr(at, end - at)) line.text += c == '\t' ? std::string("    ") : std::string(1, c);
        line.current = number == current;
        line.line = number;
        if (line.current) pane.focus = pane.lines.size();
        pane.lines.push_back(std::move(line));
        at = end + 1;
    }
    return pane;
}

Pane draw_code(const PaneInput& in) {
    Pane pane{"bytecode", {}, 0};
    const Snapshot& s = *in.now;
    if (s.frames.empty()) return pane;
    const FrameState& f = s.frames.back();
    const CodeInfo& code = code_of(s, f);
    pane.title += " of " + code.qualname;
    int32_t line = -1;
    for (size_t i = 0; i < code.instructions.size(); i++) {
        const Instruction& instruction = code.instructions[i];
        const OpcodeInfo& info = opcode_info(word_op(instruction.word));
        PaneLine out;
        out.current = static_cast<int32_t>(i) == f.at;
        out.line = instruction.line;
        out.text = (instruction.line != line ? padded(std::to_string(instruction.line), 4) : "    ") + padded(std::to_string(i), 5) + (out.current ? " > " : "   ") + info.name;
        line = instruction.line;
        if (i < code.meanings.size() && !code.meanings[i].empty()) out.text += " " + code.meanings[i];
        bool current = out.current;
        if (current) pane.focus = pane.lines.size();
        pane.lines.push_back(std::move(out));
        if (!current) continue;
        PaneLine meaning;
        meaning.text = std::string(12, ' ') + info.sentence;
        meaning.faint = true;
        pane.lines.push_back(std::move(meaning));
    }
    return pane;
}

bool slot_changed(const PaneInput& in, size_t slot) {
    return in.before && (slot >= in.before->stack.size() || !(in.before->stack[slot] == in.now->stack[slot]));
}

PaneLine value_line(const PaneInput& in, const std::string& head, Val v, bool changed) {
    PaneLine line;
    line.text = (changed ? "* " : "  ") + head + value_text(*in.now, v, in.style.width > 20 ? in.style.width : 20);
    line.changed = changed;
    if (v.is_object()) line.label = v.label();
    return line;
}

Pane draw_stack(const PaneInput& in) {
    Pane pane{"operand stack", {}, 0};
    const Snapshot& s = *in.now;
    if (s.frames.empty()) return pane;
    const FrameState& f = s.frames.back();
    size_t top = std::min<size_t>(f.top, s.stack.size());
    pane.title += top > f.operands ? ", top first" : "";
    for (size_t slot = top; slot > f.operands; slot--)
        pane.lines.push_back(value_line(in, std::to_string(slot - 1 - f.operands) + ": ", s.stack[slot - 1], slot_changed(in, slot - 1)));
    if (pane.lines.empty()) pane.lines.push_back({"  (empty)", false, false, true});
    return pane;
}

Pane draw_frames(const PaneInput& in) {
    const Snapshot& s = *in.now;
    Pane pane{"frames: " + std::to_string(s.frames.size()), {}, 0};
    for (size_t i = s.frames.size(); i > 0 && pane.lines.size() < most_objects; i--) {
        const FrameState& f = s.frames[i - 1];
        PaneLine head;
        head.text = std::to_string(i - 1) + " " + code_of(s, f).name + "  line " + std::to_string(line_of(s, f));
        if (f.elided) head.text += "  (" + counted(f.elided, "tail call") + " elided)";
        if ((f.flags & frame_from_native) && i > 1) head.text += "  (called by a native)";
        head.current = i == s.frames.size();
        pane.lines.push_back(std::move(head));
        size_t slot = f.locals;
        for (const auto& [name, v] : locals_of(s, f)) {
            bool changed = slot_changed(in, slot++);
            if (!v.is_null()) pane.lines.push_back(value_line(in, name + " = ", v, changed));
        }
        if (!f.mapping.is_object()) continue;
        auto names = s.objects.find(f.mapping.label());
        if (names == s.objects.end()) continue;
        const ObjectState* was = nullptr;
        if (in.before)
            if (auto found = in.before->objects.find(f.mapping.label()); found != in.before->objects.end()) was = &found->second;
        const std::vector<Val>& slots = names->second.slots;
        for (size_t k = 0; k + 1 < slots.size(); k += 2) {
            std::string name = value_text(s, slots[k], 24);
            std::erase(name, '\'');
            if (name.starts_with("__")) continue;
            bool changed = was && (k + 1 >= was->slots.size() || !(was->slots[k + 1] == slots[k + 1]));
            pane.lines.push_back(value_line(in, name + " = ", slots[k + 1], changed));
        }
    }
    return pane;
}

PaneLine heap_line(const PaneInput& in, Label label, char change) {
    const Snapshot& s = change == '-' ? *in.before : *in.now;
    PaneLine line;
    line.text = (change ? std::string(1, change) : " ") + (in.watches && in.watches->count(label) ? "w" : " ") + object_label(s, label);
    line.changed = change != 0;
    line.label = label;
    if (change == '-') return line;
    std::string contents = value_text(s, Val::object(label), 60);
    if (size_t space = contents.find(' '); !s.objects.at(label).slots.empty() && space != std::string::npos && contents[0] == '#') contents.erase(0, space + 1);
    line.text += "  " + contents;
    return line;
}

// Both snapshots are in the order of labels: one pass finds what is new, changed and gone.
struct HeapChanges {
    std::vector<Label> gone, made, changed, same; // the newest last, few of them
    uint64_t gone_count = 0, objects = 0, bytes = 0;
};

HeapChanges changes_of_heap(const PaneInput& in) {
    HeapChanges out;
    auto keep = [](std::vector<Label>& list, Label label) {
        if (list.size() >= 2 * most_objects) list.erase(list.begin(), list.begin() + most_objects);
        list.push_back(label);
    };
    static const std::map<Label, ObjectState> nothing;
    const std::map<Label, ObjectState>& before = in.before ? in.before->objects : nothing;
    auto was = before.begin();
    auto pass = [&](Label end) { // what was there and is no more
        for (; was != before.end() && was->first < end; ++was) {
            if (!is_ours(was->first, was->second)) continue;
            keep(out.gone, was->first);
            out.gone_count++;
        }
    };
    for (const auto& [label, o] : in.now->objects) {
        if (label >= first_before_label) break;
        pass(label);
        bool ours = !(o.flags & object_before);
        if (ours) out.bytes += o.bytes + o.extra_bytes;
        out.objects += ours;
        bool there = was != before.end() && was->first == label;
        if (is_ours(label, o)) keep(!in.before || (there && same_object(o, was->second)) ? out.same : there ? out.changed : out.made, label);
        if (there) ++was;
    }
    pass(first_before_label);
    return out;
}

Pane draw_heap(const PaneInput& in) {
    HeapChanges changes = changes_of_heap(in);
    Pane pane{"heap: " + counted(changes.objects, "object") + ", " + bytes(changes.bytes), {}, 0};
    if (in.selected) {
        pane.lines = object_lines(in, in.selected);
        pane.lines.push_back({"", false, false, true});
    }
    size_t before = pane.lines.size();
    auto add = [&](const std::vector<Label>& list, char change) { // the newest first
        for (size_t i = list.size(); i > 0 && pane.lines.size() < before + most_objects; i--) pane.lines.push_back(heap_line(in, list[i - 1], change));
    };
    add(changes.gone, '-');
    add(changes.made, '+');
    add(changes.changed, '*');
    add(changes.same, 0);
    if (pane.lines.size() >= before + most_objects) pane.lines.push_back({"(and more: / finds any of them)", false, false, true});
    return pane;
}

Pane draw_regions(const PaneInput& in) {
    const Snapshot& s = *in.now;
    Pane pane{"regions, mapped to scale", {}, 0};
    uint64_t most = 1;
    for (const RegionState& r : s.regions) most = std::max(most, r.mapped);
    size_t width = in.style.width > 46 ? in.style.width - 40 : 8;
    for (const RegionState& r : s.regions) {
        std::string name = r.name + std::string(r.name.size() < 6 ? 6 - r.name.size() : 0, ' ');
        pane.lines.push_back({name + bar(r.mapped, most, width, in.style) + " " + rough_bytes(r.used) + " of " + rough_bytes(r.mapped)});
    }
    if (s.regions.empty()) {
        pane.lines.push_back({"(the first measurement comes with step 1)", false, false, true});
    } else {
        // A trace holds these numbers now and then; what stands on the stack is known at every step.
        std::string when = s.counted_at == s.step ? "measured now" : "measured " + counted(s.step - s.counted_at, "step") + " ago, at " + number(s.counted_at) + "; stack in use: now";
        pane.lines.push_back({when, false, false, true});
    }
    if (const CollectionState& c = s.last_collection; c.generation >= 0)
        pane.lines.push_back({"last collection: step " + number(c.step) + ", generation " + std::to_string(c.generation) + ", " +
                              number(c.candidates) + " looked at, " + number(c.unreachable) + " unreachable"});
    for (const RegionState& r : s.regions)
        pane.lines.push_back({r.name + std::string(r.name.size() < 6 ? 6 - r.name.size() : 0, ' ') + "at " + hex(r.base) + ", " + rough_bytes(r.reserved) + " reserved", false, false, true});
    return pane;
}

Pane draw_output(const PaneInput& in) {
    const std::string& text = in.now->output;
    Pane pane{text.size() < 64 * 1024 ? "output" : "output, the last " + rough_bytes(text.size()), {}, 0};
    size_t old = in.before && in.before->output.size() < text.size() && text.compare(0, in.before->output.size(), in.before->output) == 0 ? in.before->output.size() : text.size();
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        pane.lines.push_back({text.substr(at, end - at), false, in.before && end > old, false, 0, 0});
        at = end + 1;
    }
    if (!pane.lines.empty()) pane.focus = pane.lines.size() - 1;
    else pane.lines.push_back({"(nothing was printed yet)", false, false, true});
    return pane;
}

constexpr PaneKind panes[] = {
    {"source", "source", draw_source}, {"code", "bytecode", draw_code}, {"stack", "operand stack", draw_stack}, {"frames", "frames", draw_frames},
    {"heap", "heap", draw_heap},       {"regions", "regions", draw_regions}, {"output", "output", draw_output},
};
static_assert(std::size(panes) == pane_count);

} // namespace

std::span<const PaneKind> all_panes() { return panes; }

std::string place_line(const Snapshot& s, bool between) {
    if (s.frames.empty()) return between ? "between two inputs" : "the program has ended";
    const FrameState& f = s.frames.back();
    const CodeInfo& code = code_of(s, f);
    return code.file.substr(code.file.find_last_of('/') + 1) + ":" + std::to_string(line_of(s, f)) + " in " + code.name + ", depth " + std::to_string(s.frames.size());
}

std::vector<PaneLine> object_lines(const PaneInput& in, Label label) {
    const Snapshot& s = *in.now;
    std::vector<PaneLine> out;
    auto add = [&](std::string text, Label about = 0) {
        PaneLine line;
        line.text = std::move(text);
        line.label = about;
        out.push_back(std::move(line));
    };
    auto found = s.objects.find(label);
    auto add_history = [&] {
        if (!in.history || label >= first_before_label) return;
        ObjectPast past = in.history->past_of(label, s.step);
        if (!past.note.empty()) return add("  history: " + past.note);
        uint64_t events = past.events.size() + past.left_out;
        add("  history: " + counted(events, "event") + (past.later ? ", " + number(past.later) + " later" : ""));
        size_t first = past.events.size() > most_events ? past.events.size() - most_events : 0;
        for (size_t i = first; i < past.events.size(); i++) {
            const ObjectEvent& e = past.events[i];
            std::string place = e.file.empty() ? "" : e.file.substr(e.file.find_last_of('/') + 1) + ":" + std::to_string(e.line) + " ";
            add("    step " + number(e.step) + " " + place + e.instruction + ": " + e.what);
        }
    };
    if (found == s.objects.end()) {
        add(val_text(Val::object(label)) + " is not there at this step", label);
        add_history();
        return out;
    }
    const ObjectState& o = found->second;
    add(object_label(s, label) + ", " + bytes(o.bytes + o.extra_bytes) + ", made at step " + number(o.born), label);
    out.back().current = true;
    std::vector<Holder> holders = holders_of(s, label);
    for (size_t i = 0; i < holders.size() && i < most_holders; i++) add("  held by " + holders[i].where + " " + holders[i].edge, holders[i].object);
    if (holders.size() > most_holders) add("  and by " + std::to_string(holders.size() - most_holders) + " more");
    if (auto held = s.held_by_vm.find(label); held != s.held_by_vm.end() && held->second > 0) add("  held by the interpreter itself: " + counted(held->second, "time"));
    for (size_t i = 0; i < o.slots.size() && i < most_slots; i++) {
        if (o.slots[i].is_null()) continue;
        add("  " + slot_name(s, o, i) + " = " + value_text(s, o.slots[i]), o.slots[i].is_object() ? o.slots[i].label() : 0);
    }
    if (o.slots.size() > most_slots) add("  and " + counted(o.slots.size() - most_slots, "slot") + " more");
    add_history();
    return out;
}

} // namespace terrarium::inspect
