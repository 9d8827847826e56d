// See graph.h.
#include "inspect/graph.h"

#include "inspect/labels.h"
#include "inspect/print.h"
#include "inspect/views.h"

#include <algorithm>
#include <set>

namespace terrarium::inspect {

namespace {

constexpr size_t most_rows = 12, most_frames = 24, text_width_of_row = 28;

class Builder {
public:
    Builder(const Snapshot& s, size_t most) : s_(s), most_(most) {}

    Graph take() {
        frames();
        if (s_.frames.empty()) namespace_of_main();
        spread(0);
        size_t before = g_.nodes.size();
        garbage();
        spread(before);
        if (left_out_) g_.notes.push_back(counted(left_out_, "further object") + " not drawn");
        g_.notes.push_back("text and numbers stand in the rows that hold them; code objects and what classes and functions hold are left out");
        return std::move(g_);
    }

private:
    const ObjectState* find(Label label) const {
        auto found = s_.objects.find(label);
        return found == s_.objects.end() ? nullptr : &found->second;
    }
    // Drawn as a box of its own?
    bool is_box(Val v) const {
        if (!v.is_object()) return false;
        const ObjectState* o = find(v.label());
        if (!o || v.label() >= first_before_label || (o->flags & object_before)) return false;
        const Layout& layout = layout_of(s_, *o);
        return (!o->slots.empty() || layout.container) && layout.type != "code";
    }
    bool is_leaf(const ObjectState& o) const {
        const std::string& type = layout_of(s_, o).type;
        return type == "type" || type == "function" || type == "module" || !o.text.empty();
    }

    size_t node_of(Val v, size_t layer) {
        auto [found, fresh] = index_.emplace(v.label(), g_.nodes.size());
        if (!fresh) return found->second;
        if (objects_ >= most_) {
            index_.erase(found);
            left_out_++;
            return Graph::none;
        }
        objects_++;
        const ObjectState& o = *find(v.label());
        Graph::Node node;
        node.title = object_label(s_, v.label()) + (o.text.empty() ? "" : " " + o.text);
        node.layer = layer;
        g_.nodes.push_back(std::move(node));
        labels_.resize(g_.nodes.size());
        labels_.back() = v.label();
        return found->second;
    }

    void add_row(size_t node, std::string name, Val v) {
        Graph::Row row;
        row.name = std::move(name);
        row.text = value_text(s_, v, text_width_of_row);
        if (is_box(v)) {
            row.target = node_of(v, g_.nodes[node].layer + 1);
            row.text = val_text(v);
        }
        g_.nodes[node].rows.push_back(std::move(row));
    }

    static bool is_dunder(const std::string& name) { return name.find("'__") != std::string::npos; }

    void add_slots(size_t node, const ObjectState& o) {
        const Layout& layout = layout_of(s_, o);
        size_t left = 0;
        bool of_main = labels_[node] == main_namespace(s_);
        for (size_t i = 0; i < o.slots.size(); i++) {
            if (layout.arrangement == Arrangement::pairs && i % 2 == 0 && !is_box(o.slots[i])) continue; // the key names its value
            std::string name = slot_name(s_, o, i);
            if (layout.arrangement == Arrangement::fields && (o.slots[i].is_null() || name == "class")) continue;
            if (of_main && is_dunder(name)) continue;
            if (g_.nodes[node].rows.size() >= most_rows) left++;
            else add_row(node, name, o.slots[i]);
        }
        if (left) g_.nodes[node].rows.push_back({"...", counted(left, "further slot"), Graph::none});
    }

    void frames() {
        size_t n = s_.frames.size(), first = n > most_frames ? n - most_frames : 0;
        if (first) g_.notes.push_back(counted(first, "outer frame") + " not drawn");
        for (size_t i = n; i-- > first;) {
            Graph::Node node;
            const FrameState& f = s_.frames[i];
            node.title = "frame " + std::to_string(i) + " " + code_of(s_, f).qualname + ":" + std::to_string(line_of(s_, f));
            node.frame = true;
            g_.nodes.push_back(std::move(node));
        }
        labels_.resize(g_.nodes.size());
        for (size_t i = n, at = 0; i-- > first; at++) {
            const FrameState& f = s_.frames[i];
            if (f.mapping.is_object()) add_row(at, "names", f.mapping);
            for (auto& [name, v] : locals_of(s_, f)) add_row(at, name, v);
            for (uint32_t slot = f.operands; slot < f.top && slot < s_.stack.size(); slot++) add_row(at, "operand " + std::to_string(slot - f.operands), s_.stack[slot]);
        }
    }

    void namespace_of_main() {
        Label names = main_namespace(s_);
        if (!names || !is_box(Val::object(names))) return;
        Graph::Node node;
        node.title = "module __main__";
        node.frame = true;
        g_.nodes.push_back(std::move(node));
        labels_.resize(1);
        add_row(0, "names", Val::object(names));
    }

    // Rows of the objects from `first` on; more come while it runs.
    void spread(size_t first) {
        for (size_t i = first; i < g_.nodes.size(); i++) {
            if (g_.nodes[i].frame) continue;
            const ObjectState& o = *find(labels_[i]);
            if (!is_leaf(o)) add_slots(i, o);
        }
    }

    // What no root reaches and nobody holds but itself: it waits for the collector.
    void garbage() {
        std::set<Label> reached;
        std::vector<Label> pending;
        auto reach = [&](Val v) {
            if (v.is_object() && reached.insert(v.label()).second) pending.push_back(v.label());
        };
        for (Val v : s_.stack) reach(v);
        for (const FrameState& f : s_.frames) reach(f.mapping);
        reach(s_.raised), reach(s_.handled);
        if (Label names = main_namespace(s_)) reach(Val::object(names));
        for (const auto& [label, n] : s_.held_by_vm) reach(Val::object(label));
        for (const auto& [label, o] : s_.objects)
            if (o.flags & (object_before | object_immortal)) reach(Val::object(label));
        while (!pending.empty()) {
            const ObjectState* o = find(pending.back());
            pending.pop_back();
            for (Val v : o ? o->slots : std::vector<Val>{}) reach(v);
        }
        for (const auto& [label, o] : s_.objects) {
            if (reached.count(label) || !is_box(Val::object(label))) continue;
            size_t node = node_of(Val::object(label), 1);
            if (node != Graph::none) g_.nodes[node].garbage = true;
        }
    }

    const Snapshot& s_;
    size_t most_, objects_ = 0;
    uint64_t left_out_ = 0;
    Graph g_;
    std::vector<Label> labels_; // of the nodes
    std::map<Label, size_t> index_;
};

} // namespace

Graph graph_of(const Snapshot& s, size_t most) { return Builder(s, most).take(); }

} // namespace terrarium::inspect
