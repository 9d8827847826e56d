// calls: the tree of calls, repeats collapsed.
#include "inspect/view_parts.h"

#include <algorithm>
#include <array>

namespace terrarium::inspect {

namespace {

constexpr size_t most_rows = 200;

std::string note_of(const CallTree::Node& n) {
    std::string out;
    auto add = [&](const std::string& text) { out += (out.empty() ? "  (" : ", ") + text; };
    if (n.recursive) add("recursive " + number(n.recursive) + ", " + counted(n.levels, "level"));
    if (n.tail) add(counted(n.tail, "tail call") + " elided");
    if (n.resumed) add("resumed " + number(n.resumed));
    return out.empty() ? out : out + ")";
}

} // namespace

Drawn view_calls_text(const ViewInput& in, const PrintStyle& style) {
    const CallTree& tree = *in.calls;
    std::vector<uint64_t> totals = tree.totals();
    auto children = tree.children();
    Page page(style);
    page.paragraph("calls: " + moment_text(*in.now), Paint::strong);
    page.paragraph("A path names a function once: calls of it from further down are counted as recursive. Instructions are those of the canonical bytecode; "
                   "natives run none.", Paint::faint);
    page.blank();
    size_t widths[] = {5, 5, 4}; // the titles'
    for (size_t i = 1; i < tree.nodes.size(); i++) {
        const CallTree::Node& n = tree.nodes[i];
        const uint64_t cells[] = {n.calls + n.recursive, totals[i], n.self};
        for (size_t k = 0; k < 3; k++) widths[k] = std::max(widths[k], number(cells[k]).size());
    }
    auto columns = [&](const std::array<std::string, 3>& cells, Paint paint) {
        size_t from = 0;
        for (size_t k = 0; k < 3; k++) {
            page.to_column(from + widths[k] - cells[k].size()).add(cells[k], paint);
            from += widths[k] + 2;
        }
        page.to_column(from);
    };
    columns({"calls", "total", "self"}, Paint::faint);
    page.add("function", Paint::faint).end();
    struct Row {
        uint32_t node;
        std::string lead;
        bool last;
    };
    std::vector<Row> pending;
    for (size_t i = children[0].size(); i-- > 0;) pending.push_back({children[0][i], "", true});
    size_t rows = 0;
    while (!pending.empty() && rows++ < most_rows) {
        Row row = pending.back();
        pending.pop_back();
        const CallTree::Node& n = tree.nodes[row.node];
        bool top = n.parent == 0;
        columns({number(n.calls + n.recursive), number(totals[row.node]), number(n.self)}, Paint::plain);
        if (!top) page.add(row.lead + (style.unicode ? row.last ? "└ " : "├ " : row.last ? "`-" : "|-"), Paint::faint);
        page.add(n.name, Paint::strong).add("  " + short_file(n.file) + ":" + std::to_string(n.line), Paint::faint).add(note_of(n), Paint::mark).end();
        std::string lead = top ? "" : row.lead + (row.last ? "  " : style.unicode ? "│ " : "| ");
        const auto& below = children[row.node];
        for (size_t i = below.size(); i-- > 0;) pending.push_back({below[i], lead, i + 1 == below.size()});
    }
    if (!pending.empty()) page.line("... " + number(static_cast<uint64_t>(tree.nodes.size() - 1 - most_rows)) + " further rows: see --json", Paint::faint);
    page.paragraph("calls: how often it was entered; total, self: instructions with and without what it called", Paint::faint);
    return {page.take(), ""};
}

Drawn view_calls_json(const ViewInput& in) {
    const CallTree& tree = *in.calls;
    std::vector<uint64_t> totals = tree.totals();
    JsonWriter json;
    begin_view(json, "calls", 1, *in.now);
    json.begin_array("nodes"); // parents before their children; [0] is the root
    for (size_t i = 0; i < tree.nodes.size(); i++) {
        const CallTree::Node& n = tree.nodes[i];
        json.begin_object();
        json.field("id", i);
        if (i) json.field("parent", n.parent);
        else json.null_field("parent");
        json.field("function", i ? n.name : "(program)");
        json.field("file", n.file);
        json.field("line", n.line);
        json.field("calls", n.calls);
        json.field("recursive_calls", n.recursive);
        json.field("levels", n.levels);
        json.field("tail_calls", n.tail);
        json.field("resumed", n.resumed);
        json.field("self_instructions", n.self);
        json.field("total_instructions", totals[i]);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
