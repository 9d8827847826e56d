// The call tree for other tools: Graphviz, flame graphs (collapsed stacks), speedscope.app. Weights are instructions.
#include "inspect/view_parts.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace terrarium::inspect {

namespace {

std::vector<uint32_t> path_to(const CallTree& tree, uint32_t node) {
    std::vector<uint32_t> path;
    for (; node; node = tree.nodes[node].parent) path.push_back(node);
    std::reverse(path.begin(), path.end());
    return path;
}

// Every module's code has the same name.
std::string name_of(const CallTree::Node& n) { return n.name == "<module>" ? n.name + " " + short_file(n.file) : n.name; }

std::string draw_dot(const CallTree& tree) {
    std::vector<uint64_t> totals = tree.totals();
    std::string out = "digraph calls {\n  node [shape=box, fontname=\"monospace\", fontsize=10];\n";
    for (size_t i = 1; i < tree.nodes.size(); i++) {
        const CallTree::Node& n = tree.nodes[i];
        std::string id = "  n" + std::to_string(i);
        out += id + " [label=\"" + dot_text(name_of(n)) + "\\n" + counted(totals[i], "instruction") + ", self " + number(n.self) + (n.recursive ? "\\nrecursive " + number(n.recursive) : "") + "\"];\n";
        if (n.parent) out += "  n" + std::to_string(n.parent) + " -> n" + std::to_string(i) + " [label=\"" + number(n.calls) + "\"];\n";
        if (n.recursive) out += id + " -> n" + std::to_string(i) + " [label=\"" + number(n.recursive) + "\", style=dashed];\n";
    }
    return out + "}\n";
}

// "a;b;c 120": the format of flamegraph.pl.
std::string draw_folded(const CallTree& tree) {
    std::string out;
    for (uint32_t i = 1; i < tree.nodes.size(); i++) {
        if (!tree.nodes[i].self) continue;
        std::string line;
        for (uint32_t node : path_to(tree, i)) {
            std::string name = shown(name_of(tree.nodes[node]));
            std::replace(name.begin(), name.end(), ';', ',');
            line += (line.empty() ? "" : ";") + name;
        }
        out += line + " " + std::to_string(tree.nodes[i].self) + "\n";
    }
    return out;
}

// A frame for speedscope.app is a function, wherever it stands in the tree. Gives each node its own, and each one's first node.
std::vector<uint32_t> frames_of(const CallTree& tree, std::vector<uint32_t>* first) {
    std::map<std::tuple<std::string, std::string, int32_t>, uint32_t> known;
    std::vector<uint32_t> out(tree.nodes.size());
    for (uint32_t i = 1; i < tree.nodes.size(); i++) {
        const CallTree::Node& n = tree.nodes[i];
        auto [found, fresh] = known.emplace(std::tuple(n.name, n.file, n.line), static_cast<uint32_t>(first->size()));
        if (fresh) first->push_back(i);
        out[i] = found->second;
    }
    return out;
}

// https://www.speedscope.app/file-format-schema.json, a "sampled" profile with a sample a node.
std::string draw_speedscope(const CallTree& tree) {
    std::vector<uint32_t> functions, frame = frames_of(tree, &functions);
    JsonWriter json;
    json.begin_object();
    json.field("$schema", "https://www.speedscope.app/file-format-schema.json");
    json.field("name", "instructions");
    json.field("exporter", "terrarium");
    json.begin_object("shared");
    json.begin_array("frames");
    for (uint32_t i : functions) {
        json.begin_object();
        json.field("name", name_of(tree.nodes[i]));
        json.field("file", tree.nodes[i].file);
        json.field("line", tree.nodes[i].line);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.begin_array("profiles");
    json.begin_object();
    json.field("type", "sampled");
    json.field("name", "instructions run, recursion folded");
    json.field("unit", "none");
    json.field("startValue", 0);
    uint64_t sum = 0;
    for (const CallTree::Node& n : tree.nodes) sum += n.self;
    json.field("endValue", sum);
    json.begin_array("samples");
    for (uint32_t i = 1; i < tree.nodes.size(); i++) {
        if (!tree.nodes[i].self) continue;
        json.begin_array();
        for (uint32_t node : path_to(tree, i)) json.value(frame[node]);
        json.end_array();
    }
    json.end_array();
    json.begin_array("weights");
    for (const CallTree::Node& n : tree.nodes)
        if (n.self) json.value(n.self);
    json.end_array();
    json.end_object();
    json.end_array();
    json.end_object();
    return json.text();
}

} // namespace

Drawn export_calls(const ViewInput& in, Form form) {
    switch (form) {
        case Form::dot: return {draw_dot(*in.calls), ""};
        case Form::folded: return {draw_folded(*in.calls), ""};
        case Form::speedscope: return {draw_speedscope(*in.calls), ""};
        default: return {};
    }
}

} // namespace terrarium::inspect
