// heap: what lives there, by type, size class and generation, and what changed since a mark.
#include "inspect/labels.h"
#include "inspect/view_parts.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t most_types = 15, most_largest = 8, most_changes = 12;

struct Sum {
    uint64_t objects = 0, bytes = 0, extra = 0;
    void add(const ObjectState& o) { objects++, bytes += o.bytes, extra += o.extra_bytes; }
    uint64_t all() const { return bytes + extra; }
};

struct Census {
    std::map<std::string, Sum> types;
    Sum program, before, generations[5]; // [4]: not tracked
    uint64_t unknown = 0; // allocated, but nothing that is listed has referred to them yet
    std::vector<Label> largest;
};

bool is_of_program(Label label, const ObjectState& o) { return label < first_before_label && !(o.flags & object_before); }

Census take_census(const Snapshot& s) {
    Census c;
    for (const auto& [label, o] : s.objects) {
        if (!is_of_program(label, o)) {
            c.before.add(o);
            continue;
        }
        if (o.flags & object_opaque) {
            c.unknown++;
            continue;
        }
        c.program.add(o);
        c.types[layout_of(s, o).type].add(o);
        c.generations[o.generation < 0 ? 4 : o.generation].add(o);
        c.largest.push_back(label);
    }
    auto size = [&](Label l) { return s.objects.at(l).bytes + s.objects.at(l).extra_bytes; };
    std::stable_sort(c.largest.begin(), c.largest.end(), [&](Label a, Label b) { return size(a) > size(b); });
    return c;
}

std::vector<std::pair<std::string, Sum>> by_size(const std::map<std::string, Sum>& types) {
    std::vector<std::pair<std::string, Sum>> out(types.begin(), types.end());
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second.all() > b.second.all(); });
    return out;
}

// The count of what is immortal means nothing.
bool count_differs(const ObjectState& old, const ObjectState& now) { return old.count != now.count && !(now.flags & object_immortal); }

struct Changes {
    std::vector<Label> made, gone, changed;
};
Changes changes_between(const Snapshot& before, const Snapshot& now) {
    Changes c;
    for (const auto& [label, o] : now.objects) {
        auto old = before.objects.find(label);
        if (old == before.objects.end()) {
            if (is_of_program(label, o)) c.made.push_back(label);
        } else if (count_differs(old->second, o) || old->second.slots != o.slots || old->second.generation != o.generation) {
            c.changed.push_back(label);
        }
    }
    for (const auto& [label, o] : before.objects)
        if (is_of_program(label, o) && !now.objects.count(label)) c.gone.push_back(label);
    return c;
}

std::string what_changed(const ObjectState& old, const ObjectState& now) {
    std::string out;
    auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (count_differs(old, now)) add("rc " + std::to_string(old.count) + " -> " + std::to_string(now.count));
    if (old.generation != now.generation) add("g" + std::to_string(old.generation) + " -> g" + std::to_string(now.generation));
    if (old.slots.size() != now.slots.size()) add(number(static_cast<uint64_t>(old.slots.size())) + " -> " + counted(now.slots.size(), "slot"));
    else if (old.slots != now.slots) add("contents");
    return out;
}

void draw_changes(Page& page, const Snapshot& before, const Snapshot& now) {
    Changes c = changes_between(before, now);
    page.blank();
    page.paragraph("Since the mark" + (now.step ? " at step " + number(before.step) : std::string()) + ": " + counted(c.made.size(), "object") + " made, " +
                  number(static_cast<uint64_t>(c.gone.size())) + " gone, " + number(static_cast<uint64_t>(c.changed.size())) + " changed", Paint::strong);
    auto list = [&](const std::vector<Label>& labels, const char* sign, Paint paint, const Snapshot& s, bool explain) {
        for (size_t i = 0; i < labels.size() && i < most_changes; i++) {
            page.add(sign, paint).add(object_label(s, labels[i]), paint);
            if (explain) page.add("  " + what_changed(before.objects.at(labels[i]), now.objects.at(labels[i])));
            else page.add("  " + value_text(s, Val::object(labels[i]), 100), Paint::faint);
            page.end();
        }
        if (labels.size() > most_changes) page.line(std::string(sign) + "... and " + number(static_cast<uint64_t>(labels.size() - most_changes)) + " more", paint);
    };
    list(c.made, "+ ", Paint::good, now, false);
    list(c.gone, "- ", Paint::bad, before, false);
    list(c.changed, "~ ", Paint::mark, now, true);
    int64_t difference = static_cast<int64_t>(now.ledger.live_bytes + now.ledger.header_bytes) - static_cast<int64_t>(before.ledger.live_bytes + before.ledger.header_bytes);
    page.line("live bytes of the whole heap: " + std::string(difference > 0 ? "+" : "") + number(difference));
}

} // namespace

std::string changes_text(const ViewInput& in, const PrintStyle& style) {
    Page page(style);
    draw_changes(page, *in.mark, *in.now);
    return page.take();
}

Drawn view_heap_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    Census c = take_census(s);
    Page page(style);
    page.paragraph("heap: " + moment_text(s), Paint::strong);
    page.paragraph("the program: " + counted(c.program.objects, "object") + ", " + bytes(c.program.all()) + "; the whole heap: " + counted(s.ledger.live_objects, "object") +
              ", " + bytes(s.ledger.live_bytes + s.ledger.header_bytes) + " live of " + rough_bytes(s.ledger.mapped_bytes) + " mapped");
    page.paragraph("Tables count containers made since the program started and the objects they or frames refer to. Immediate ints, floats and constants are no "
                   "objects. Blocks include their header of 16 bytes; buffers are a list's items or a dict's table.", Paint::faint);
    if (c.unknown) page.paragraph(counted(c.unknown, "object") + " more that nothing listed here has referred to so far: of the VM itself, or of a native that is under way.", Paint::faint);
    if (std::string note = counted_note(s); !note.empty()) page.paragraph(note + " This is about the whole heap, its size classes and nothing else here.", Paint::mark);
    page.blank();
    Table types({{"type"}, {"objects", Align::right}, {"blocks", Align::right, Narrow::out}, {"buffers", Align::right, Narrow::out}, {"bytes", Align::right}, {"share", Align::left, Narrow::out}});
    size_t shown_types = 0;
    Sum rest;
    size_t width = std::clamp<size_t>(style.width / 5, 6, 24);
    for (const auto& [type, sum] : by_size(c.types)) {
        if (shown_types++ >= most_types) {
            rest.objects += sum.objects, rest.bytes += sum.bytes, rest.extra += sum.extra;
            continue;
        }
        types.row({type, number(sum.objects), number(sum.bytes), number(sum.extra), number(sum.all()), bar(sum.all(), c.program.all(), width, style)});
    }
    if (rest.objects)
        types.row({std::to_string(shown_types - most_types) + " further types", number(rest.objects), number(rest.bytes), number(rest.extra), number(rest.all()), ""}, Paint::faint);
    types.sum({"sum", number(c.program.objects), number(c.program.bytes), number(c.program.extra), number(c.program.all()), ""});
    types.draw(page);
    page.blank();
    Table generations({{"generation"}, {"objects", Align::right}, {"bytes", Align::right}, {""}});
    static const char* const names[] = {"0", "1", "2", "frozen", "not tracked"};
    static const char* const what[] = {"young", "survived one collection", "old", "gc.freeze()", "cannot be part of a cycle: counts alone free them"};
    for (int g = 0; g < 5; g++)
        if (c.generations[g].objects || g < 3) generations.row({names[g], number(c.generations[g].objects), number(c.generations[g].all()), what[g]});
    generations.draw(page);
    page.blank();
    Table classes({{"size class"}, {"kind"}, {"live", Align::right}, {"bytes", Align::right}, {"of the whole heap", Align::left, Narrow::out}});
    uint64_t live = s.ledger.live_bytes + s.ledger.header_bytes;
    std::vector<PageRow> rows = s.ledger.rows;
    std::stable_sort(rows.begin(), rows.end(), [](const PageRow& a, const PageRow& b) { return a.live_bytes > b.live_bytes; });
    for (size_t i = 0; i < rows.size() && i < 8; i++)
        classes.row({rows[i].block_bytes ? bytes(rows[i].block_bytes) : "large", rows[i].kind, number(rows[i].live_blocks), number(rows[i].live_bytes), bar(rows[i].live_bytes, live, width, style)});
    classes.draw(page);
    if (rows.size() > 8) page.line(number(static_cast<uint64_t>(rows.size() - 8)) + " further size classes: see pages", Paint::faint);
    if (!c.largest.empty()) {
        page.blank();
        page.line("The largest", Paint::strong);
        Table largest({{"bytes", Align::right}, {"object", Align::left, Narrow::whole}, {"contents", Align::left, Narrow::cut_or_out}});
        for (size_t i = 0; i < c.largest.size() && i < most_largest; i++) {
            const ObjectState& o = s.objects.at(c.largest[i]);
            largest.row({number(static_cast<uint64_t>(o.bytes) + o.extra_bytes), object_label(s, c.largest[i]), value_text(s, Val::object(c.largest[i]), 80)});
        }
        largest.draw(page);
    }
    if (in.mark) draw_changes(page, *in.mark, s);
    return {page.take(), ""};
}

Drawn view_heap_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    Census c = take_census(s);
    JsonWriter json;
    begin_view(json, "heap", 1, s);
    auto sum = [&](const Sum& n) {
        json.field("objects", n.objects);
        json.field("block_bytes", n.bytes);
        json.field("buffer_bytes", n.extra);
        json.field("bytes", n.all());
    };
    json.begin_object("program");
    sum(c.program);
    json.end_object();
    json.begin_object("heap");
    json.field("objects", s.ledger.live_objects);
    json.field("bytes", s.ledger.live_bytes + s.ledger.header_bytes);
    json.field("mapped_bytes", s.ledger.mapped_bytes);
    json.end_object();
    json.begin_array("types");
    for (const auto& [type, n] : by_size(c.types)) {
        json.begin_object();
        json.field("type", type);
        sum(n);
        json.end_object();
    }
    json.end_array();
    json.begin_array("generations");
    static const char* const names[] = {"0", "1", "2", "frozen", "untracked"};
    for (int g = 0; g < 5; g++) {
        json.begin_object();
        json.field("generation", names[g]);
        sum(c.generations[g]);
        json.end_object();
    }
    json.end_array();
    json.begin_array("size_classes");
    for (const PageRow& r : s.ledger.rows) {
        json.begin_object();
        json.field("kind", r.kind);
        json.field("block_bytes", r.block_bytes);
        json.field("live_blocks", r.live_blocks);
        json.field("live_bytes", r.live_bytes);
        json.end_object();
    }
    json.end_array();
    json.begin_array("objects"); // the program's, largest first
    for (Label label : c.largest) {
        const ObjectState& o = s.objects.at(label);
        json.begin_object();
        json.field("label", val_text(Val::object(label)));
        json.field("type", layout_of(s, o).type);
        json.field("address", o.address);
        json.field("bytes", static_cast<uint64_t>(o.bytes) + o.extra_bytes);
        json.field("count", o.count);
        json.field("generation", static_cast<int>(o.generation));
        json.field("text", value_text(s, Val::object(label), 80));
        json.end_object();
    }
    json.end_array();
    if (in.mark) {
        Changes ch = changes_between(*in.mark, s);
        json.begin_object("since_mark");
        json.field("step", in.mark->step);
        auto list = [&](const char* name, const std::vector<Label>& labels) {
            json.begin_array(name);
            for (Label l : labels) json.value(val_text(Val::object(l)));
            json.end_array();
        };
        list("made", ch.made);
        list("gone", ch.gone);
        list("changed", ch.changed);
        json.end_object();
    }
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
