// object X: one object to its bytes: header, count with everybody who holds it, what it refers to, what happened to it.
#include "inspect/labels.h"
#include "inspect/view_parts.h"

#include <charconv>
#include <cstdio>

namespace terrarium::inspect {

namespace {

constexpr size_t most_holders = 40, most_slots = 40, most_weak = 12;

// Fields of the header as memory/object.h has them.
struct Field {
    size_t at, size;
    const char* name;
};
constexpr Field header_fields[] = {{0, 4, "count"}, {4, 4, "birth"}, {8, 2, "mark"}, {10, 1, "aside"}, {11, 1, "gc"}, {12, 4, "shape"}};

bool has_header(const ObjectState& o) { return o.header[0] || o.header[1]; }

uint64_t field_value(const ObjectState& o, const Field& f) {
    uint64_t v = 0;
    for (size_t i = 0; i < f.size; i++) v |= (o.header[(f.at + i) / 8] >> ((f.at + i) % 8 * 8) & 0xff) << 8 * i;
    return v;
}

std::string field_bytes(const ObjectState& o, const Field& f) {
    std::string out;
    char text[4];
    for (size_t i = 0; i < f.size; i++) {
        std::snprintf(text, sizeof text, "%02x", static_cast<unsigned>(o.header[(f.at + i) / 8] >> ((f.at + i) % 8 * 8) & 0xff));
        out += (i ? " " : "") + std::string(text);
    }
    return out;
}

std::string gc_meaning(const ObjectState& o, uint64_t bits) {
    std::string out = bits & 1 ? "container" : "no container: the collector passes it by";
    if (o.generation >= 0) out += o.generation == 3 ? ", frozen" : ", generation " + std::to_string(o.generation);
    if (o.flags & object_finalized) out += ", finaliser has run";
    if (o.flags & object_weakly_referenced) out += ", has weak references";
    if (bits & 64) out += ", counted no longer";
    if (bits & 128) out += ", shared by threads";
    return out;
}

std::string field_meaning(const Snapshot& s, const ObjectState& o, const Field& f) {
    uint64_t v = field_value(o, f);
    switch (f.at) {
        case 0: return o.flags & object_immortal ? "immortal: never freed" : counted(v, "reference");
        case 4: return layout_of(s, o).container ? "birth number of the container" : "containers only";
        case 8: return "of a walk over the heap; 0: none";
        case 10: return v ? "waits to be freed at a safepoint" : "1: it waits to be freed";
        case 11: return gc_meaning(o, v);
        default: return "class and layout: " + layout_of(s, o).type;
    }
}

// Those that refer to the object.
std::vector<Label> weak_references_to(const Snapshot& s, Label label) {
    std::vector<Label> out;
    for (auto [reference, target] : s.weak)
        if (target == label) out.push_back(reference);
    return out;
}

void draw_weak(Page& page, const Snapshot& s, Label label) {
    if (auto found = s.weak.find(label); found != s.weak.end())
        page.paragraph("refers weakly to: " + (found->second ? object_label(s, found->second) + ", which does not count" : "nothing any more"), Paint::strong);
    std::vector<Label> references = weak_references_to(s, label);
    std::string names;
    for (size_t i = 0; i < references.size() && i < most_weak; i++) names += (i ? ", " : "") + val_text(Val::object(references[i]));
    if (references.size() > most_weak) names += " and " + number(static_cast<uint64_t>(references.size() - most_weak)) + " more";
    if (!names.empty()) page.paragraph("referred to weakly, which does not count, by: " + names, Paint::strong);
}

uint32_t held_by_vm(const Snapshot& s, Label label) {
    auto held = s.held_by_vm.find(label);
    return held == s.held_by_vm.end() ? 0 : held->second;
}

std::string place_text(const ObjectEvent& e) {
    if (e.file.empty()) return "";
    return short_file(e.file) + ":" + std::to_string(e.line);
}

void draw_history(Page& page, const ViewInput& in, Label label) {
    if (!in.history) {
        page.paragraph("history: not recorded; a recording (terrarium record) has it", Paint::faint);
        return;
    }
    ObjectPast past = in.history->past_of(label, in.now->step);
    if (!past.note.empty()) {
        page.paragraph("history: " + past.note, Paint::faint);
        return;
    }
    page.line("history: " + counted(past.events.size() + past.left_out, "event"), Paint::strong);
    Table rows({{"step", Align::right}, {"line"}, {"instruction"}, {"what"}});
    for (size_t i = 0; i < past.events.size(); i++) {
        const ObjectEvent& e = past.events[i];
        if (past.left_out && i == past.listed_first) rows.row({"...", "", "", number(past.left_out) + " more"}, Paint::faint);
        rows.row({number(e.step), place_text(e), e.instruction.empty() ? "(the end)" : e.instruction, e.what});
    }
    rows.draw(page, 2);
    if (past.later) page.paragraph("after this moment: " + counted(past.later, "event") + (past.death.empty() ? "" : "; freed at step " + number(past.death[0].step) + ", " +
                                   (past.death[0].file.empty() ? "the end of the program" : place_text(past.death[0]) + ", by " + past.death[0].instruction)), Paint::faint, 2);
}

void json_event(JsonWriter& json, const ObjectEvent& e) {
    json.begin_object();
    json.field("step", e.step);
    json.field("file", e.file);
    json.field("line", e.line);
    json.field("function", e.function);
    json.field("instruction", e.instruction);
    json.field("what", e.what);
    json.end_object();
}

void json_history(JsonWriter& json, const ViewInput& in, Label label) {
    ObjectPast past;
    if (in.history) past = in.history->past_of(label, in.now->step);
    if (!in.history || !past.note.empty()) {
        json.null_field("history");
        return;
    }
    json.begin_array("history");
    for (const ObjectEvent& e : past.events) json_event(json, e);
    json.end_array();
    json.field("history_left_out", past.left_out);
    json.field("history_left_out_after", past.left_out ? past.listed_first : past.events.size());
    json.field("history_later", past.later);
}

// "#42", which is no live object of the snapshot, but of the recording. 0: it is not.
Label label_of_the_past(const ViewInput& in) {
    uint64_t n = 0;
    const char* end = in.argument.data() + in.argument.size();
    if (!in.history || in.argument.size() < 2 || in.argument[0] != '#') return 0;
    auto [stop, error] = std::from_chars(in.argument.data() + 1, end, n);
    if (error != std::errc() || stop != end || n == 0 || n >= first_before_label) return 0;
    ObjectPast past = in.history->past_of(static_cast<Label>(n), in.now->step);
    return past.events.empty() && !past.later ? 0 : static_cast<Label>(n);
}

} // namespace

Drawn view_object_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    std::string error;
    if (in.argument.empty()) return {"", "object needs to be told which: #42, a name or an address"};
    Label label = find_object(s, in.argument, in.frame, &error);
    Page page(style);
    if (!label && (label = label_of_the_past(in)) != 0) {
        page.line(val_text(Val::object(label)) + ": no live object at this moment (" + moment_text(s) + ")", Paint::strong);
        page.blank();
        draw_history(page, in, label);
        return {page.take(), ""};
    }
    if (!label) return {"", error};
    const ObjectState& o = s.objects.at(label);
    page.line(object_label(s, label), Paint::strong);
    page.add("value    ").add(value_text(s, Val::object(label), 400)).end();
    page.add("address  ").add(hex(o.address)).end();
    page.entry("size", 9, bytes(o.bytes) + " in its block" + (o.extra_bytes ? " and " + bytes(o.extra_bytes) + " in buffers it owns" : ""));
    if (o.born) page.add("born     ").add("step " + number(o.born)).end();
    page.blank();
    if (has_header(o)) {
        page.line("header: the first 16 bytes of the block", Paint::strong);
        Table table({{"byte", Align::right, Narrow::out}, {"bytes", Align::left, Narrow::whole}, {"field"}, {"value", Align::right}, {"meaning"}});
        for (const Field& f : header_fields) {
            uint64_t v = field_value(o, f);
            table.row({std::to_string(f.at), field_bytes(o, f), f.name, f.at == 11 ? hex(v) : number(v), field_meaning(s, o, f)});
        }
        table.draw(page, 2);
    } else {
        page.line("header: not recorded but for the count, " + number(uint64_t{o.count}), Paint::strong);
    }
    page.blank();
    std::vector<Holder> holders = holders_of(s, label);
    uint32_t vm = held_by_vm(s, label);
    bool immortal = (o.flags & object_immortal) != 0;
    page.paragraph("held by: " + (immortal ? "it is immortal, its count means nothing" : counted(o.count, "reference") + " = " + number(static_cast<uint64_t>(holders.size())) + " listed + " + number(uint64_t{vm}) +
                                                                                      " of the VM's own"),
              Paint::strong);
    Table table({{"by"}, {"edge"}});
    for (size_t i = 0; i < holders.size() && i < most_holders; i++) table.row({holders[i].where, holders[i].edge});
    if (holders.size() > most_holders) table.row({"... and " + number(static_cast<uint64_t>(holders.size() - most_holders)) + " more", ""});
    if (vm && !immortal) table.row({"the VM (" + counted(vm, "reference") + ")", "no slot listed here: caches, natives, older objects"}, Paint::faint);
    table.draw(page, 2);
    page.blank();
    if (o.flags & object_before) {
        page.line("refers to: not listed, it was there before the program started", Paint::faint);
    } else if (o.slots.empty()) {
        page.line("refers to: nothing", Paint::strong);
    } else {
        page.line("refers to: " + counted(o.slots.size(), "slot"), Paint::strong);
        Table slots({{"slot"}, {"value"}, {"object"}});
        for (size_t i = 0; i < o.slots.size() && i < most_slots; i++)
            slots.row({slot_name(s, o, i), value_text(s, o.slots[i], 80), o.slots[i].is_object() ? object_label(s, o.slots[i].label()) : "(in the slot itself)"});
        slots.draw(page, 2);
        if (o.slots.size() > most_slots) page.line("  ... and " + number(static_cast<uint64_t>(o.slots.size() - most_slots)) + " more", Paint::faint);
    }
    draw_weak(page, s, label);
    page.blank();
    draw_history(page, in, label);
    return {page.take(), ""};
}

Drawn view_object_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    std::string error;
    if (in.argument.empty()) return {"", "object needs to be told which: #42, a name or an address"};
    Label label = find_object(s, in.argument, in.frame, &error);
    JsonWriter json;
    if (!label && (label = label_of_the_past(in)) != 0) {
        begin_view(json, "object", 1, s);
        json.field("label", val_text(Val::object(label)));
        json.field("alive", false);
        json_history(json, in, label);
        json.end_object();
        return {json.text(), ""};
    }
    if (!label) return {"", error};
    const ObjectState& o = s.objects.at(label);
    begin_view(json, "object", 1, s);
    json.field("label", val_text(Val::object(label)));
    json.field("full_label", object_label(s, label));
    json.field("type", layout_of(s, o).type);
    json.field("text", value_text(s, Val::object(label), 400));
    json.field("address", o.address);
    json.field("block_bytes", o.bytes);
    json.field("buffer_bytes", o.extra_bytes);
    json.field("count", o.count);
    json.field("immortal", (o.flags & object_immortal) != 0);
    json.field("generation", static_cast<int>(o.generation));
    if (has_header(o)) {
        json.begin_object("header");
        for (const Field& f : header_fields) json.field(f.name, field_value(o, f));
        json.end_object();
    } else {
        json.null_field("header");
    }
    json.begin_array("holders");
    for (const Holder& h : holders_of(s, label)) {
        json.begin_object();
        if (h.object) json.field("object", val_text(Val::object(h.object)));
        json.field("where", h.where);
        json.field("edge", h.edge);
        json.end_object();
    }
    json.end_array();
    json.field("held_by_vm", held_by_vm(s, label));
    json.field("slots_listed", (o.flags & (object_before | object_opaque)) == 0);
    json.begin_array("slots");
    for (size_t i = 0; i < o.slots.size(); i++) {
        json.begin_object();
        json.field("name", slot_name(s, o, i));
        json_value(json, "value", s, o.slots[i]);
        json.end_object();
    }
    json.end_array();
    if (auto found = s.weak.find(label); found != s.weak.end()) json.field("weakly", found->second ? val_text(Val::object(found->second)) : "");
    if (std::vector<Label> references = weak_references_to(s, label); !references.empty()) {
        json.begin_array("weak_references");
        for (Label reference : references) json.value(val_text(Val::object(reference)));
        json.end_array();
    }
    json_history(json, in, label);
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
