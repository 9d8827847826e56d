// regions, pages, gc: where memory is, to the last byte.
#include "inspect/view_parts.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

const char* meaning_of(std::string_view region) {
    if (region == "code") return "bytecode, constants, caches, tables of lines";
    if (region == "data") return "the VM's own state, types, interned names, cells of globals";
    if (region == "stack") return "value stack and frame records";
    return "objects and the buffers they own";
}

uint64_t error_of(const LedgerState& l, uint64_t* sum) {
    *sum = l.live_bytes + l.header_bytes + l.free_bytes + l.slack_bytes + l.free_page_bytes + l.unused_bytes + l.meta_bytes;
    return *sum > l.mapped_bytes ? *sum - l.mapped_bytes : l.mapped_bytes - *sum;
}

// Those there have been: the last of each generation.
std::vector<const CollectionState*> last_collections(const Snapshot& s) {
    std::vector<const CollectionState*> out;
    for (const CollectionState& c : s.last_of)
        if (c.generation >= 0) out.push_back(&c);
    return out;
}

void draw_collections(Page& page, const Snapshot& s) {
    std::vector<const CollectionState*> all = last_collections(s);
    const CollectionState& last = s.last_collection;
    if (all.empty()) return page.line("No collection yet.");
    std::string which = "of generation " + std::to_string(last.generation) + (last.step ? ", at step " + number(last.step) : std::string());
    page.paragraph(all.size() == 1 ? "The last collection, " + which : "The last collection of each generation; the latest was " + which, Paint::strong);
    std::vector<Column> columns{{all.size() == 1 ? "" : "of generation"}};
    std::string grown;
    for (const CollectionState* c : all) {
        columns.push_back({all.size() == 1 ? "" : std::to_string(c->generation), Align::right});
        grown += (grown.empty() ? "" : ", ") + std::to_string(std::min(c->generation + 1, 2));
    }
    columns.push_back({""});
    Table report(columns);
    auto row = [&](const char* name, uint64_t CollectionState::*field, const std::string& meaning) {
        std::vector<std::string> cells{name};
        for (const CollectionState* c : all) cells.push_back(number(c->*field));
        cells.push_back(meaning);
        report.row(std::move(cells));
    };
    row("candidates", &CollectionState::candidates, "containers looked at");
    row("subtracted", &CollectionState::subtracted, "references among them, taken off the counts");
    row("reachable", &CollectionState::reachable, "held from outside, or by what is");
    row("unreachable", &CollectionState::unreachable, "held by one another only");
    row("freed", &CollectionState::freed, "of these; the rest a finaliser brought back");
    row("promoted", &CollectionState::promoted, "survivors, now in generation " + grown);
    report.draw(page, 2);
}

void json_collection(JsonWriter& json, const CollectionState& c) {
    json.field("generation", c.generation);
    json.field("candidates", c.candidates);
    json.field("subtracted", c.subtracted);
    json.field("reachable", c.reachable);
    json.field("unreachable", c.unreachable);
    json.field("freed", c.freed);
    json.field("promoted", c.promoted);
}

} // namespace

Drawn view_regions_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    Page page(style);
    page.paragraph("regions: " + moment_text(s), Paint::strong);
    page.paragraph("Everything the program changes lives in one reserved range of addresses, cut into four regions.", Paint::faint);
    if (std::string note = counted_note(s); !note.empty()) page.paragraph(note, Paint::mark);
    page.blank();
    Table table({{"region"}, {"from", Align::left, Narrow::out}, {"to", Align::left, Narrow::out}, {"reserved", Align::right, Narrow::out}, {"mapped", Align::right}, {"used", Align::right}});
    uint64_t reserved = 0, mapped = 0, used = 0, most = 0;
    for (const RegionState& r : s.regions) {
        table.row({r.name, hex(r.base), hex(r.base + r.reserved), rough_bytes(r.reserved), number(r.mapped), number(r.used)});
        reserved += r.reserved, mapped += r.mapped, used += r.used, most = std::max(most, r.mapped);
    }
    table.sum({"sum", "", "", rough_bytes(reserved), number(mapped), number(used)});
    table.draw(page);
    page.paragraph("mapped and used in bytes; reserved addresses cost no memory until they are mapped", Paint::faint);
    page.blank();
    size_t width = style.width > 24 ? style.width - 10 : 14;
    page.paragraph("Mapped memory to scale, one column is " + rough_bytes(std::max<uint64_t>(1, most / width)) + ":", Paint::faint);
    for (const RegionState& r : s.regions) {
        std::string in_use = bar(r.used, most, width, style);
        size_t to = text_width(bar(r.mapped, most, width, style));
        page.add(r.name).to_column(8).add(in_use, Paint::good);
        std::string rest;
        for (size_t i = text_width(in_use); i < to; i++) rest += style.unicode ? "░" : ".";
        page.add(rest, Paint::faint).end();
    }
    page.line(style.unicode ? "█ used  ░ mapped but not used" : "# used  . mapped but not used", Paint::faint);
    page.blank();
    for (const RegionState& r : s.regions) page.entry(r.name, 8, meaning_of(r.name));
    if (const FrameState* f = frame_of(s, in.frame)) {
        page.blank();
        page.line("What this moment can point at:", Paint::strong);
        Table things({{"thing"}, {"address", Align::left, Narrow::whole}, {"region", Align::left, Narrow::cut_or_out}});
        auto region_of = [&](uint64_t address) {
            for (const RegionState& r : s.regions)
                if (address >= r.base && address - r.base < r.reserved) return r.name;
            return std::string("outside");
        };
        auto add = [&](std::string what, uint64_t address) { things.row({std::move(what), hex(address), region_of(address)}); };
        add("frame record of " + code_of(s, *f).qualname, s.frames_address + static_cast<uint64_t>(f - s.frames.data()) * s.frame_bytes);
        auto locals = locals_of(s, *f);
        for (size_t i = 0; i < locals.size() && i < 8; i++) {
            add("slot of local " + locals[i].first, s.stack_address + 8 * (f->locals + i));
            if (!locals[i].second.is_object()) continue;
            auto o = s.objects.find(locals[i].second.label());
            if (o != s.objects.end()) add("  its object " + object_label(s, o->first), o->second.address);
        }
        if (f->mapping.is_object()) {
            auto o = s.objects.find(f->mapping.label());
            if (o != s.objects.end()) add("names of " + code_of(s, *f).qualname, o->second.address);
        }
        things.draw(page, 2);
    }
    return {page.take(), ""};
}

Drawn view_regions_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    JsonWriter json;
    begin_view(json, "regions", 1, s);
    json.begin_array("regions");
    for (const RegionState& r : s.regions) {
        json.begin_object();
        json.field("name", r.name);
        json.field("base", r.base);
        json.field("reserved_bytes", r.reserved);
        json.field("mapped_bytes", r.mapped);
        json.field("used_bytes", r.used);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return {json.text(), ""};
}

Drawn view_pages_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    const LedgerState& l = s.ledger;
    Page page(style);
    page.paragraph("pages of the heap: " + moment_text(s), Paint::strong);
    if (std::string note = counted_note(s); !note.empty()) page.paragraph(note, Paint::mark);
    page.blank();
    Table table({{"kind"}, {"block", Align::right}, {"pages", Align::right, Narrow::out}, {"live", Align::right}, {"bytes", Align::right},
                 {"free", Align::right, Narrow::out}, {"bytes", Align::right, Narrow::out}, {"slack", Align::right, Narrow::out}, {"full", Align::left, Narrow::out}});
    PageRow sum;
    for (const PageRow& r : l.rows) {
        uint64_t free_bytes = r.free_bytes + r.untouched_bytes;
        uint64_t free_blocks = r.block_bytes ? free_bytes / r.block_bytes : r.free_blocks;
        table.row({r.kind, r.block_bytes ? number(r.block_bytes) : "large", number(r.pages), number(r.live_blocks), number(r.live_bytes), number(free_blocks),
                   number(free_bytes), number(r.slack_bytes), bar(r.live_bytes, r.live_bytes + free_bytes + r.slack_bytes, 6, style)});
        sum.pages += r.pages, sum.live_blocks += r.live_blocks, sum.live_bytes += r.live_bytes, sum.free_blocks += free_blocks;
        sum.free_bytes += free_bytes, sum.slack_bytes += r.slack_bytes;
    }
    table.sum({"sum", "", number(sum.pages), number(sum.live_blocks), number(sum.live_bytes), number(sum.free_blocks), number(sum.free_bytes),
               number(sum.slack_bytes), ""});
    table.draw(page);
    page.paragraph("block: bytes of one block of the size class; live, free: blocks and their bytes; slack: bytes at the ends of pages in which no block fits", Paint::faint);
    page.blank();
    Table ledger({{"the ledger of the heap"}, {"bytes", Align::right}});
    ledger.row({"live blocks, without headers", number(l.live_bytes)});
    ledger.row({"object headers, 16 bytes each (" + counted(l.live_objects, "object") + ")", number(l.header_bytes)});
    ledger.row({"free blocks", number(l.free_bytes)});
    ledger.row({"slack", number(l.slack_bytes)});
    ledger.row({"whole free pages", number(l.free_page_bytes)});
    ledger.row({"never used yet", number(l.unused_bytes)});
    ledger.row({"page descriptors and the collector's side arrays", number(l.meta_bytes)});
    uint64_t total = 0, error = error_of(l, &total);
    ledger.sum({"sum", number(total)});
    ledger.row({"mapped", number(l.mapped_bytes)});
    ledger.row({"difference", number(error)}, error ? Paint::bad : Paint::good);
    ledger.draw(page);
    return {page.take(), ""};
}

Drawn view_pages_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    const LedgerState& l = s.ledger;
    JsonWriter json;
    begin_view(json, "pages", 1, s);
    json.begin_array("rows");
    for (const PageRow& r : l.rows) {
        json.begin_object();
        json.field("kind", r.kind);
        json.field("block_bytes", r.block_bytes); // 0: large spans
        json.field("pages", r.pages);
        json.field("live_blocks", r.live_blocks);
        json.field("live_bytes", r.live_bytes);
        json.field("header_bytes", r.header_bytes);
        json.field("free_blocks", r.free_blocks);
        json.field("free_bytes", r.free_bytes);
        json.field("untouched_bytes", r.untouched_bytes);
        json.field("slack_bytes", r.slack_bytes);
        json.end_object();
    }
    json.end_array();
    uint64_t total = 0, error = error_of(l, &total);
    json.begin_object("ledger");
    json.field("live_objects", l.live_objects);
    json.field("live_bytes", l.live_bytes);
    json.field("header_bytes", l.header_bytes);
    json.field("free_bytes", l.free_bytes);
    json.field("slack_bytes", l.slack_bytes);
    json.field("free_page_bytes", l.free_page_bytes);
    json.field("unused_bytes", l.unused_bytes);
    json.field("meta_bytes", l.meta_bytes);
    json.field("mapped_bytes", l.mapped_bytes);
    json.field("difference", error);
    json.end_object();
    json.end_object();
    return {json.text(), ""};
}

Drawn view_gc_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    Page page(style);
    page.paragraph("cycle collector: " + moment_text(s), Paint::strong);
    page.paragraph("Counts free most objects at once; the collector is for cycles. It looks at containers only.", Paint::faint);
    if (std::string note = counted_note(s); !note.empty()) page.paragraph(note, Paint::mark);
    page.blank();
    size_t width = std::clamp<size_t>(style.width / 4, 8, 30);
    Table table({{"generation"}, {"count", Align::right}, {"threshold", Align::right}, {"fill", Align::left, Narrow::out}, {"objects", Align::right}, {"runs", Align::right, Narrow::out},
                 {"freed", Align::right, Narrow::out}});
    for (int g = 0; g < 3; g++) {
        const GenerationState& state = s.generations[g];
        uint64_t count = static_cast<uint64_t>(std::max<int64_t>(state.count, 0)), threshold = static_cast<uint64_t>(std::max<int64_t>(state.threshold, 0));
        std::string fill = bar(count, threshold, width, style);
        table.row({std::to_string(g), number(state.count), state.threshold ? number(state.threshold) : "off", fill.empty() ? "" : fill, number(state.objects),
                   number(state.collections), number(state.collected)});
    }
    table.draw(page);
    page.paragraph("count: generation 0 counts containers allocated less freed since its last collection, 1 and 2 count collections of the generation before. "
                   "Above its threshold a generation and all younger ones are collected; what survives moves up.", Paint::faint);
    page.blank();
    draw_collections(page, s);
    return {page.take(), ""};
}

Drawn view_gc_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    JsonWriter json;
    begin_view(json, "gc", 1, s);
    json.begin_array("generations");
    for (const GenerationState& g : s.generations) {
        json.begin_object();
        json.field("count", g.count);
        json.field("threshold", g.threshold);
        json.field("objects", g.objects);
        json.field("collections", g.collections);
        json.field("collected", g.collected);
        json.field("uncollectable", g.uncollectable);
        json.end_object();
    }
    json.end_array();
    const CollectionState& last = s.last_collection;
    if (last.generation < 0) {
        json.null_field("last");
    } else {
        json.begin_object("last");
        json_collection(json, last);
        json.end_object();
    }
    json.begin_array("last_of_each");
    for (const CollectionState* c : last_collections(s)) {
        json.begin_object();
        json_collection(json, *c);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
