// The moment as a graph for Graphviz and as a picture that needs nothing: frames at the left, objects to the right of
// those that hold them, an arrow for each reference.
#include "inspect/graph.h"
#include "inspect/svg.h"
#include "inspect/view_parts.h"

#include <algorithm>
#include <cstdio>

namespace terrarium::inspect {

namespace {

constexpr size_t most_in_dot = 2000, most_in_svg = 150;

// Within a record of Graphviz some characters have a meaning.
std::string record_text(std::string_view text) {
    std::string out;
    for (char c : shown(text)) {
        if (c == '"' || c == '{' || c == '}' || c == '|' || c == '<' || c == '>' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string draw_dot(const Snapshot& s) {
    Graph g = graph_of(s, most_in_dot);
    std::string out = "digraph heap {\n  rankdir=LR;\n  node [shape=record, fontname=\"monospace\", fontsize=10];\n";
    out += "  label=\"" + dot_text(moment_text(s)) + "\";\n";
    for (const std::string& note : g.notes) out += "  // " + shown(note) + "\n";
    for (size_t i = 0; i < g.nodes.size(); i++) {
        const Graph::Node& n = g.nodes[i];
        out += "  n" + std::to_string(i) + " [label=\"" + record_text(n.title);
        for (size_t r = 0; r < n.rows.size(); r++) out += "|<r" + std::to_string(r) + "> " + record_text(n.rows[r].name) + " = " + record_text(n.rows[r].text);
        out += n.frame ? "\", style=filled, fillcolor=\"#dbeafe\"" : n.garbage ? "\", style=dashed, color=\"#b45309\"" : "\"";
        out += "];\n";
    }
    for (size_t i = 0; i < g.nodes.size(); i++)
        for (size_t r = 0; r < g.nodes[i].rows.size(); r++)
            if (g.nodes[i].rows[r].target != Graph::none) out += "  n" + std::to_string(i) + ":r" + std::to_string(r) + " -> n" + std::to_string(g.nodes[i].rows[r].target) + ";\n";
    return out + "}\n";
}

// --- the picture; all numbers are pixels

constexpr size_t box_width = 290, row_height = 17, head_height = 22, gap_down = 16, gap_across = 90, margin = 20, top = 50;
constexpr size_t columns_in_box = 38;

constexpr const char* style_of_picture = R"(<style>
  .ground { fill: #ffffff } .box { fill: #f6f8fa; stroke: #59636e } .frame { fill: #ddf4ff; stroke: #0969da }
  .garbage { fill: #fff8c5; stroke: #9a6700; stroke-dasharray: 4 3 } .arrow { fill: none; stroke: #0969da; stroke-width: 1.3 }
  .back { stroke: #cf222e; stroke-dasharray: 5 3 } .tip { fill: #0969da }
  text { fill: #1f2328; font: 12px ui-monospace, monospace } .head { font-weight: 600 } .note { fill: #59636e; font: 12px system-ui, sans-serif }
  .title { font: 600 16px system-ui, sans-serif }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .box { fill: #161b22; stroke: #9198a1 } .frame { fill: #0c2d6b; stroke: #58a6ff }
    .garbage { fill: #3b2e00; stroke: #d29922 } .arrow { stroke: #58a6ff } .back { stroke: #ff7b72 } .tip { fill: #58a6ff }
    text { fill: #e6edf3 } .note { fill: #9198a1 }
  }
</style>
)";

std::string text_at(size_t x, size_t y, const char* kind, std::string_view text) {
    return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" class=\"" + kind + "\">" + xml_text(shown(text)) + "</text>\n";
}

std::string draw_svg_moment(const Snapshot& s) {
    Graph g = graph_of(s, most_in_svg);
    struct Place {
        size_t x, y, height;
    };
    std::vector<Place> places;
    std::vector<size_t> bottom; // of each layer
    size_t right = 600, low = top;
    for (const Graph::Node& n : g.nodes) {
        if (n.layer >= bottom.size()) bottom.resize(n.layer + 1, top);
        size_t height = head_height + n.rows.size() * row_height + (n.rows.empty() ? 0 : 6);
        places.push_back({margin + n.layer * (box_width + gap_across), bottom[n.layer], height});
        bottom[n.layer] += height + gap_down;
        right = std::max(right, places.back().x + box_width + margin);
        low = std::max(low, bottom[n.layer]);
    }
    low += 20 * (g.notes.size() + 2);
    PrintStyle style;
    std::string size = std::to_string(right) + " " + std::to_string(low);
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\" width=\"" + std::to_string(right) + "\" height=\"" + std::to_string(low) +
                      "\" role=\"img\">\n<title>" + xml_text(shown(moment_text(s))) + "</title>\n" + style_of_picture +
                      "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n"
                      "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n";
    out += text_at(margin, 28, "title", moment_text(s));
    for (size_t i = 0; i < g.nodes.size(); i++) {
        const Graph::Node& n = g.nodes[i];
        const Place& p = places[i];
        out += "<rect class=\"" + std::string(n.frame ? "frame" : n.garbage ? "garbage" : "box") + "\" x=\"" + std::to_string(p.x) + "\" y=\"" + std::to_string(p.y) + "\" width=\"" +
               std::to_string(box_width) + "\" height=\"" + std::to_string(p.height) + "\" rx=\"4\"/>\n";
        out += text_at(p.x + 8, p.y + 15, "head", cut_text(shown(n.title), columns_in_box, style));
        for (size_t r = 0; r < n.rows.size(); r++)
            out += text_at(p.x + 8, p.y + head_height + 12 + r * row_height, "row", cut_text(shown(n.rows[r].name + " = " + n.rows[r].text), columns_in_box, style));
    }
    for (size_t i = 0; i < g.nodes.size(); i++) {
        for (size_t r = 0; r < g.nodes[i].rows.size(); r++) {
            size_t to = g.nodes[i].rows[r].target;
            if (to == Graph::none) continue;
            bool back = places[to].x <= places[i].x; // to the same layer or an earlier one
            size_t x = places[i].x + box_width, y = places[i].y + head_height + 8 + r * row_height;
            size_t target_x = back ? places[to].x + box_width : places[to].x, target_y = places[to].y + 11;
            size_t bend = x + gap_across / 2, target_bend = back ? std::max(x, target_x) + gap_across / 2 : target_x - gap_across / 2;
            char path[200];
            std::snprintf(path, sizeof path, "<path class=\"arrow%s\" marker-end=\"url(#tip)\" d=\"M%zu %zu C%zu %zu %zu %zu %zu %zu\"/>\n", back ? " back" : "", x, y, back ? target_bend : bend, y,
                          target_bend, target_y, target_x, target_y);
            out += path;
        }
    }
    size_t y = low - 20 * (g.notes.size() + 1);
    bool any_garbage = std::any_of(g.nodes.begin(), g.nodes.end(), [](const Graph::Node& n) { return n.garbage; });
    if (any_garbage) out += text_at(margin, y, "note", "dashed boxes: held by their own cycle only, until the collector comes");
    for (const std::string& note : g.notes) out += text_at(margin, y += 20, "note", note);
    return out + "</svg>\n";
}

} // namespace

std::string dot_text(std::string_view text) {
    std::string out;
    for (char c : shown(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

Drawn export_moment(const ViewInput& in, Form form) {
    if (form == Form::dot) return {draw_dot(*in.now), ""};
    if (form == Form::svg) return {draw_svg_moment(*in.now), ""};
    return {};
}

} // namespace terrarium::inspect
