// See views.h.
#include "inspect/views.h"

#include "inspect/labels.h"
#include "inspect/view_parts.h"

#include <charconv>

namespace terrarium::inspect {

namespace {

constexpr View table[] = {
    {"stack", "", "Frames on the value stack to byte scale: addresses, locals, operands, elided tail calls.", false, view_stack_text, view_stack_json, export_moment},
    {"heap", "", "Objects by type, size class and generation, the largest, and what changed since a mark.", false, view_heap_text, view_heap_json, export_moment},
    {"object", "X", "One object (#42, a name or an address): header, count with all holders, what it refers to.", false, view_object_text, view_object_json, nullptr},
    {"regions", "", "The four regions of memory with addresses: reserved, mapped, used.", false, view_regions_text, view_regions_json, nullptr},
    {"pages", "", "The heap's pages by size class: occupied, free, overhead; rows sum to the total.", false, view_pages_text, view_pages_json, nullptr},
    {"gc", "", "The three generations with their thresholds, and the last collections.", false, view_gc_text, view_gc_json, nullptr},
    {"dis", "[F]", "Bytecode of the running function (or F): source, stack effect, jumps as arrows.", false, view_dis_text, view_dis_json, nullptr},
    {"threads", "", "All threads: what each does or waits for, where it is, its stack; who holds the locks.", false, view_threads_text, view_threads_json, nullptr},
    {"calls", "", "The tree of calls with repeats collapsed: counts and instructions.", true, view_calls_text, view_calls_json, export_calls},
};

const ObjectState* find(const Snapshot& s, Label label) {
    auto found = s.objects.find(label);
    return found == s.objects.end() ? nullptr : &found->second;
}

// The value under a key in a namespace.
Val value_in(const Snapshot& s, const ObjectState& names, std::string_view key) {
    for (size_t i = 0; i + 1 < names.slots.size(); i += 2) {
        if (!names.slots[i].is_object()) continue;
        const ObjectState* k = find(s, names.slots[i].label());
        // A str's text is its repr.
        if (k && k->text.size() == key.size() + 2 && std::string_view(k->text).substr(1, key.size()) == key) return names.slots[i + 1];
    }
    return {};
}

// A slot of an object by the name views give it: "left", "[3]"; a field of an instance with a __dict__ too.
Val slot_of(const Snapshot& s, const ObjectState& o, std::string_view name) {
    for (size_t i = 0; i < o.slots.size(); i++)
        if (slot_name(s, o, i) == name) return o.slots[i];
    for (size_t i = 0; i < o.slots.size(); i++) {
        if (slot_name(s, o, i) != "__dict__" || !o.slots[i].is_object()) continue;
        if (const ObjectState* d = find(s, o.slots[i].label())) return value_in(s, *d, name);
    }
    return {};
}

// Where the part of a path that begins at a dot or a bracket ends; a key may hold both, in quotes.
size_t end_of_part(std::string_view path, size_t start) {
    if (path[start] == '.') return path.find_first_of(".[", start + 1);
    char quote = 0;
    for (size_t i = start + 1; i < path.size(); i++) {
        if (quote && path[i] == '\\') i++;
        else if (quote) quote = path[i] == quote ? 0 : quote;
        else if (path[i] == '\'' || path[i] == '"') quote = path[i];
        else if (path[i] == ']') return i + 1 < path.size() ? i + 1 : std::string_view::npos;
    }
    return std::string_view::npos;
}

bool parse_number(std::string_view text, int base, uint64_t* out) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out, base);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

Label object_at(const Snapshot& s, uint64_t address) {
    for (const auto& [label, o] : s.objects)
        if (o.address == address) return label;
    for (const RegionState& r : s.regions) // labels show offsets in the heap
        if (r.name == "heap" && address < r.reserved)
            for (const auto& [label, o] : s.objects)
                if (o.address == r.base + address) return label;
    return 0;
}

} // namespace

std::span<const View> all_views() { return table; }

const View* find_view(std::string_view name) {
    for (const View& v : table)
        if (name == v.name) return &v;
    return nullptr;
}

std::string fault_of_form(const View& view, Form form) {
    static const char* const names[] = {"text", "json", "dot", "folded", "speedscope", "svg"};
    bool of_calls = form == Form::folded || form == Form::speedscope, of_moments = form == Form::svg;
    if (form == Form::text || form == Form::json || (view.other && (view.needs_calls ? !of_moments : !of_calls))) return "";
    return std::string(view.name) + " has no form --" + names[static_cast<int>(form)];
}

Drawn draw(const View& view, const ViewInput& in, Form form, const PrintStyle& style) {
    if (view.needs_calls && !in.calls) return {"", std::string(view.name) + ": calls have not been counted; `terrarium show " + view.name + " FILE` counts them, and %" + view.name + " STATEMENT at a prompt"};
    if (form == Form::text) return view.text(in, style);
    if (form == Form::json) return view.json(in);
    std::string fault = fault_of_form(view, form);
    return fault.empty() ? view.other(in, form) : Drawn{"", fault};
}

const FrameState* frame_of(const Snapshot& s, uint32_t up) { return up < s.frames.size() ? &s.frames[s.frames.size() - 1 - up] : nullptr; }

Label main_namespace(const Snapshot& s) {
    if (!s.frames.empty() && s.frames.front().mapping.is_object()) return s.frames.front().mapping.label();
    for (const auto& [label, o] : s.objects) {
        if (o.text != "__main__" || layout_of(s, o).type != "module") continue;
        for (Val v : o.slots)
            if (v.is_object()) return v.label();
    }
    return 0;
}

Val find_name(const Snapshot& s, std::string_view name, uint32_t frame) {
    if (const FrameState* f = frame_of(s, frame)) {
        for (auto& [local, v] : locals_of(s, *f))
            if (local == name) return v;
        if (f->mapping.is_object())
            if (const ObjectState* o = find(s, f->mapping.label()))
                if (Val v = value_in(s, *o, name); !v.is_null()) return v;
    }
    if (const ObjectState* o = find(s, main_namespace(s))) return value_in(s, *o, name);
    return {};
}

Val find_value(const Snapshot& s, std::string_view path, uint32_t frame, std::string* error) {
    size_t end = path.find_first_of(".[");
    Val v = find_name(s, path.substr(0, end), frame);
    std::string so_far(path.substr(0, end));
    if (v.is_null()) return *error = "no name '" + so_far + "' in " + (s.frames.empty() ? "the module" : "the frame or the module"), Val{};
    while (end < path.size()) {
        size_t start = path[end] == '.' ? end + 1 : end, next = end_of_part(path, end);
        std::string_view part = path.substr(start, next - start);
        const ObjectState* o = v.is_object() ? find(s, v.label()) : nullptr;
        v = o ? slot_of(s, *o, part) : Val{};
        if (v.is_null()) return *error = "'" + so_far + "' has no slot '" + std::string(part) + "'", Val{};
        so_far += path.substr(end, next - end);
        end = next;
    }
    return v;
}

Label find_object(const Snapshot& s, std::string_view what, uint32_t frame, std::string* error) {
    std::string quoted = "'" + std::string(what) + "'";
    uint64_t n = 0;
    if (what.starts_with('#')) {
        bool before = what.starts_with("#i");
        if (!parse_number(what.substr(before ? 2 : 1), 10, &n)) return *error = quoted + " is no label; labels look like #42", 0;
        Label label = static_cast<Label>(before ? n + first_before_label : n);
        if (s.objects.count(label)) return label;
        return *error = "no live object of this snapshot is " + std::string(what), 0;
    }
    if (what.starts_with("@0x")) what.remove_prefix(1); // as labels show it
    if (what.starts_with("0x")) {
        if (!parse_number(what.substr(2), 16, &n)) return *error = quoted + " is no address", 0;
        if (Label label = object_at(s, n)) return label;
        return *error = "no object of this snapshot begins at " + std::string(what), 0;
    }
    Val v = find_value(s, what, frame, error);
    if (v.is_object()) return v.label();
    if (!v.is_null()) *error = std::string(what) + " is " + val_text(v) + ": the value stands in the slot itself, there is no object";
    return 0;
}

void begin_view(JsonWriter& json, const char* view, int version, const Snapshot& s) {
    json.begin_object();
    json.field("schema", "terrarium.view." + std::string(view) + "/" + std::to_string(version));
    json.field("step", s.step);
    json.begin_object("at");
    if (const FrameState* f = frame_of(s, 0)) {
        const CodeInfo& code = code_of(s, *f);
        json.field("file", code.file);
        json.field("line", line_of(s, *f));
        json.field("function", code.qualname);
        json.field("instruction", f->at);
    }
    json.end_object();
    if (s.counted_at != s.step) json.field("counted_at", s.counted_at);
}

std::string counted_note(const Snapshot& s) {
    if (s.counted_at == s.step) return "";
    return "Memory as it was at step " + number(s.counted_at) + ", " + counted(s.step - s.counted_at, "step") + " earlier: a recording counts it now and then.";
}

void json_value(JsonWriter& json, std::string_view field, const Snapshot& s, Val v) {
    json.begin_object(field);
    if (v.is_object()) json.field("object", val_text(v));
    json.field("text", value_text(s, v, 200));
    json.end_object();
}

std::string short_file(std::string_view path) {
    size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string moment_text(const Snapshot& s, uint32_t frame) {
    std::string out;
    if (s.step) out = "step " + number(s.step) + ", ";
    const FrameState* f = frame_of(s, frame);
    if (!f) return out + "no frame is running";
    const CodeInfo& code = code_of(s, *f);
    return out + short_file(code.file) + ":" + std::to_string(line_of(s, *f)) + " in " + code.qualname;
}

} // namespace terrarium::inspect
