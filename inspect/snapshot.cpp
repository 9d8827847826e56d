// See snapshot.h.
#include "inspect/snapshot.h"

#include "inspect/labels.h"

#include <bit>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace terrarium::inspect {

namespace {

std::string cut(std::string text, size_t width) {
    if (text.size() <= width) return text;
    size_t end = width > 3 ? width - 3 : 0;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) end--;
    return text.substr(0, end) + "...";
}

std::string number_of(Label label) {
    return label >= first_before_label ? "#i" + std::to_string(label - first_before_label) : "#" + std::to_string(label);
}

const ObjectState* find(const Snapshot& s, Label label) {
    auto found = s.objects.find(label);
    return found == s.objects.end() ? nullptr : &found->second;
}

// The region an address lies in, and how far: "0x1a40" of the heap is what people are shown.
uint64_t offset_in_region(const Snapshot& s, uint64_t address) {
    for (const RegionState& r : s.regions)
        if (address >= r.base && address - r.base < r.reserved) return address - r.base;
    return address;
}

// What a field is of an instance that is a dict or a list besides (Counter, a named tuple): "keys[2]", "items[0]".
enum class Part : uint8_t { field, key, value, item };
Part part_of(const Layout& layout, size_t i) {
    auto is = [&](size_t k, std::string_view start) { return layout.arrangement == Arrangement::fields && k < layout.names.size() && layout.names[k].starts_with(start); };
    if (is(i, "items[")) return Part::item;
    if (is(i, "keys[") && is(i + 1, "values[")) return Part::key;
    return i > 0 && is(i, "values[") && is(i - 1, "keys[") ? Part::value : Part::field;
}

std::string contents(const Snapshot& s, const ObjectState& o, size_t width, int depth);

std::string short_value(const Snapshot& s, Val v, size_t width, int depth) {
    if (!v.is_object()) return val_text(v);
    const ObjectState* o = find(s, v.label());
    if (!o) return number_of(v.label());
    const std::string& type = layout_of(s, *o).type;
    if (type == "str" || type == "int" || type == "bytes" || type == "float" || type == "complex") return cut(o->text, width);
    return cut(number_of(v.label()) + " " + contents(s, *o, width, depth), width);
}

std::string contents(const Snapshot& s, const ObjectState& o, size_t width, int depth) {
    const Layout& layout = layout_of(s, o);
    if (!o.text.empty()) return layout.type + " " + o.text;
    if (o.flags & (object_before | object_opaque)) return layout.type;
    const char *open = "<", *close = ">";
    if (layout.type == "list") open = "[", close = "]";
    else if (layout.type == "tuple") open = "(", close = o.slots.size() == 1 ? ",)" : ")";
    else if (layout.type == "dict" || layout.type == "set") open = "{", close = "}";
    std::string out = layout.type == "list" || layout.type == "tuple" || layout.type == "dict" || layout.type == "set" ? open : layout.type + open;
    if (depth <= 0 && !o.slots.empty()) return out + "..." + close;
    for (size_t i = 0; i < o.slots.size(); i++) {
        bool named = layout.arrangement == Arrangement::fields && i < layout.names.size(); // a trace may be damaged
        if (named && (layout.names[i] == "class" || o.slots[i].is_null())) continue;
        if (out.back() != *open || (out.size() > 1 && i > 0 && out.back() != '<')) out += layout.arrangement == Arrangement::pairs && i % 2 ? ": " : ", ";
        if (out.size() > width) return out + "..." + close;
        Part part = part_of(layout, i);
        if (part == Part::field && named) out += layout.names[i] + "=";
        out += short_value(s, o.slots[i], 24, depth - 1);
        if (part == Part::key && i + 1 < o.slots.size()) out += ": " + short_value(s, o.slots[++i], 24, depth - 1);
    }
    return out + close;
}

} // namespace

double Val::float_value() const { return std::bit_cast<double>(std::rotr(bits - 3, 4)); }

std::string val_text(Val v) {
    if (v.is_int()) return std::to_string(v.int_value());
    if (v.is_float()) {
        char buffer[40];
        auto end = std::to_chars(buffer, buffer + sizeof buffer, v.float_value());
        std::string text(buffer, end.ptr);
        return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
    }
    if (v.is_object()) return number_of(v.label());
    static const char* const names[] = {"NULL", "None", "False", "True", "Ellipsis", "NotImplemented", "(exhausted)", "(deleted)"};
    uint64_t index = v.bits >> 3;
    return index < std::size(names) ? names[index] : "?";
}

const Layout& layout_of(const Snapshot& s, const ObjectState& o) {
    static const Layout unknown{"object", Arrangement::none, false, {}};
    return o.layout < s.definitions->layouts.size() ? s.definitions->layouts[o.layout] : unknown;
}

const CodeInfo& code_of(const Snapshot& s, const FrameState& f) { return s.definitions->codes[f.code]; }

int32_t line_at(const CodeInfo& code, int32_t at) {
    size_t count = code.instructions.size();
    if (at < 0 || static_cast<size_t>(at) >= count) return code.first_line;
    for (size_t i = static_cast<size_t>(at); i < count; i++)
        if (code.instructions[i].line > 0) return code.instructions[i].line;
    for (size_t i = static_cast<size_t>(at); i > 0; i--)
        if (code.instructions[i - 1].line > 0) return code.instructions[i - 1].line;
    return code.first_line;
}

int32_t line_of(const Snapshot& s, const FrameState& f) { return line_at(code_of(s, f), f.at); }

std::vector<std::pair<std::string, Val>> locals_of(const Snapshot& s, const FrameState& f) {
    std::vector<std::pair<std::string, Val>> out;
    const CodeInfo& code = code_of(s, f);
    for (size_t i = 0; i < code.local_names.size() && f.locals + i < s.stack.size(); i++) out.emplace_back(code.local_names[i], s.stack[f.locals + i]);
    return out;
}

std::string slot_name(const Snapshot& s, const ObjectState& o, size_t i) {
    const Layout& layout = layout_of(s, o);
    switch (layout.arrangement) {
        case Arrangement::array: return "[" + std::to_string(i) + "]";
        case Arrangement::pairs: return i % 2 ? "[" + short_value(s, o.slots[i - 1], 24, 0) + "]" : "key " + std::to_string(i / 2);
        case Arrangement::fields:
            switch (part_of(layout, i)) {
                case Part::item: return layout.names[i].substr(5);
                case Part::key: return "key " + layout.names[i].substr(5, layout.names[i].size() - 6);
                case Part::value: return "[" + short_value(s, o.slots[i - 1], 24, 0) + "]";
                case Part::field: return i < layout.names.size() ? layout.names[i] : "?";
            }
            break;
        case Arrangement::none: break;
    }
    return std::to_string(i);
}

std::string object_label(const Snapshot& s, Label label) {
    const ObjectState* o = find(s, label);
    if (!o) return number_of(label);
    char address[32];
    std::snprintf(address, sizeof address, " @0x%llx", static_cast<unsigned long long>(offset_in_region(s, o->address)));
    std::string out = number_of(label) + " " + layout_of(s, *o).type + address;
    out += o->flags & object_immortal ? " immortal" : " rc=" + std::to_string(o->count);
    if (o->generation == 3) out += " frozen";
    else if (o->generation >= 0) out += " g" + std::to_string(o->generation);
    return out;
}

std::string value_text(const Snapshot& s, Val v, size_t width) { return short_value(s, v, width, 2); }

std::map<Label, uint32_t> listed_references(const Snapshot& s) {
    std::map<Label, uint32_t> out;
    auto add = [&](Val v) {
        if (v.is_object()) out[v.label()]++;
    };
    for (Val v : s.stack) add(v);
    for (const FrameState& f : s.frames) add(f.mapping);
    add(s.raised);
    add(s.handled);
    for (const auto& [label, o] : s.objects)
        for (Val v : o.slots) add(v);
    return out;
}

std::vector<Holder> holders_of(const Snapshot& s, Label label) {
    std::vector<Holder> out;
    Val wanted = Val::object(label);
    for (size_t i = 0; i < s.frames.size(); i++) {
        const FrameState& f = s.frames[i];
        const CodeInfo& code = code_of(s, f);
        for (uint32_t slot = f.base; slot < f.top && slot < s.stack.size(); slot++) {
            if (!(s.stack[slot] == wanted)) continue;
            if (slot < f.locals) out.push_back({0, "frame " + code.name, "callable"});
            else if (slot < f.operands) out.push_back({0, "frame " + code.name, code.local_names[slot - f.locals]});
            else out.push_back({0, "operand stack of " + code.name, std::to_string(slot - f.operands)});
        }
        if (f.mapping == wanted) out.push_back({0, "frame " + code.name, "namespace"});
    }
    // Natives push where no frame's window is.
    uint32_t first = s.frames.empty() ? static_cast<uint32_t>(s.stack.size()) : s.frames.front().base;
    for (uint32_t slot = 0; slot < first && slot < s.stack.size(); slot++)
        if (s.stack[slot] == wanted) out.push_back({0, "value stack", std::to_string(slot)});
    if (s.raised == wanted) out.push_back({0, "the VM", "exception on its way up"});
    if (s.handled == wanted) out.push_back({0, "the VM", "exception being handled"});
    for (const auto& [holder, o] : s.objects) {
        for (size_t i = 0; i < o.slots.size(); i++)
            if (o.slots[i] == wanted) out.push_back({holder, object_label(s, holder), slot_name(s, o, i)});
    }
    return out;
}

} // namespace terrarium::inspect
