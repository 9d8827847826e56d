// stack: the value stack as it lies in memory, the running frame on top; a row is a slot of 8 bytes.
#include "inspect/view_parts.h"

namespace terrarium::inspect {

namespace {

constexpr size_t shown_at_top = 6, shown_at_bottom = 2; // frames drawn slot by slot when there are more
constexpr uint32_t most_operands = 24;
constexpr uint64_t slot_bytes = 8;

uint64_t slot_address(const Snapshot& s, uint32_t slot) { return s.stack_address + slot * slot_bytes; }
uint64_t bytes_of(const FrameState& f) { return (f.top - f.base) * slot_bytes; }
uint64_t record_address(const Snapshot& s, size_t index) { return s.frames_address + index * s.frame_bytes; }

std::string slot_role(const Snapshot& s, const FrameState& f, uint32_t slot) {
    if (slot < f.locals) return slot == f.base ? f.flags & frame_of_generator ? "generator" : "callable" : "(empty)";
    const CodeInfo& code = code_of(s, f);
    if (slot < f.operands) return slot - f.locals < code.local_names.size() ? code.local_names[slot - f.locals] : "?";
    return "operand " + std::to_string(slot - f.operands);
}

std::string place_of(const Snapshot& s, const FrameState& f) {
    const CodeInfo& code = code_of(s, f);
    return code.qualname + "  " + short_file(code.file) + ":" + std::to_string(line_of(s, f));
}

void draw_frame(Page& page, const Snapshot& s, size_t index, size_t address_width) {
    const FrameState& f = s.frames[index];
    const char* wall = page.style().unicode ? "│ " : "| ";
    page.add("frame " + std::to_string(index) + "  ", Paint::strong).add(place_of(s, f), Paint::strong);
    std::string size = "  " + bytes(bytes_of(f)) + ", record " + hex(record_address(s, index));
    std::string running = index + 1 < s.frames.size() ? "" : page.style().unicode ? "  ◀ running" : "  <- running";
    if (page.column() + size.size() + text_width(running) > page.style().width) page.add(running, Paint::mark).end(), running.clear();
    page.add(size, Paint::faint).add(running, Paint::mark).end();
    if (f.elided) page.add("  [" + number(f.elided) + " tail call" + (f.elided == 1 ? "" : "s") + " elided: this frame was used again]", Paint::mark).end();
    if (f.flags & frame_from_native) page.add("  entered from native code", Paint::faint).end();
    if (f.mapping.is_object()) page.add("  its names are not on the stack but in ", Paint::faint).add(value_text(s, f.mapping, 200)).end();
    size_t role_width = page.style().width < 60 ? 10 : 18;
    uint32_t hidden = f.top > f.operands + most_operands ? f.top - f.operands - most_operands : 0;
    for (uint32_t slot = f.top; slot-- > f.base;) {
        if (slot >= f.operands + most_operands) continue;
        if (hidden && slot == f.operands + most_operands - 1) page.add("  ... " + counted(hidden, "operand") + " above, not drawn", Paint::faint).end();
        Val v = slot < s.stack.size() ? s.stack[slot] : Val{};
        std::string role = slot_role(s, f, slot);
        page.add("  " + hex(slot_address(s, slot)), Paint::faint).to_column(2 + address_width).add(wall, Paint::faint);
        page.add(cut_text(shown(role), role_width, page.style()), slot >= f.operands ? Paint::mark : Paint::plain).to_column(address_width + role_width + 6);
        bool empty = v.is_null();
        page.add(empty ? slot < f.locals || slot >= f.operands ? "NULL" : "(unbound)" : value_text(s, v, 200), empty ? Paint::faint : Paint::plain).end();
    }
}

} // namespace

Drawn view_stack_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    Page page(style);
    uint64_t total = s.stack.size() * slot_bytes, window = 0;
    for (const FrameState& f : s.frames) window += bytes_of(f);
    page.paragraph("stack: " + moment_text(s), Paint::strong);
    page.paragraph(counted(s.frames.size(), "frame") + ", " + bytes(total) + " of value stack at " + hex(s.stack_address) + ", " + bytes(s.frames.size() * s.frame_bytes) +
              " of frame records at " + hex(s.frames_address));
    if (s.frames.empty()) return {page.take(), ""};
    page.paragraph("To scale: each row is one slot of 8 bytes. The stack grows upwards, so the running frame is on top.", Paint::faint);
    if (s.tail_calls_elided) page.paragraph(counted(s.tail_calls_elided, "tail call") + " elided so far; most frames at a time so far: " + number(s.peak_depth));
    page.blank();
    size_t address_width = hex(slot_address(s, static_cast<uint32_t>(s.stack.size()))).size() + 1;
    size_t n = s.frames.size();
    for (size_t i = n; i-- > 0;) {
        if (n > shown_at_top + shown_at_bottom && i + shown_at_top < n && i >= shown_at_bottom) {
            size_t first = shown_at_bottom, last = n - shown_at_top - 1;
            uint64_t between = 0;
            for (size_t k = first; k <= last; k++) between += bytes_of(s.frames[k]);
            page.paragraph("... frames " + std::to_string(first) + " to " + std::to_string(last) + " (" + bytes(between) + " at " +
                          hex(slot_address(s, s.frames[first].base)) + "): not to scale, one row each kind", Paint::mark);
            for (size_t k = last + 1; k-- > first;) { // runs of the same code
                size_t from = k;
                while (from > first && s.frames[from - 1].code == s.frames[k].code && line_of(s, s.frames[from - 1]) == line_of(s, s.frames[k])) from--;
                uint64_t sum = 0;
                for (size_t j = from; j <= k; j++) sum += bytes_of(s.frames[j]);
                page.line("    " + number(static_cast<uint64_t>(k - from + 1)) + " x " + place_of(s, s.frames[k]) + "  " + bytes(sum));
                k = from;
            }
            i = shown_at_bottom;
            continue;
        }
        draw_frame(page, s, i, address_width);
    }
    if (total > window) page.line("below and between: " + bytes(total - window) + " pushed by native code", Paint::faint);
    return {page.take(), ""};
}

Drawn view_stack_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    JsonWriter json;
    begin_view(json, "stack", 1, s);
    json.field("stack_address", s.stack_address);
    json.field("stack_bytes", s.stack.size() * slot_bytes);
    json.field("frames_address", s.frames_address);
    json.field("frame_record_bytes", s.frame_bytes);
    json.field("tail_call_elimination", s.tail_call_elimination);
    json.field("tail_calls_elided", s.tail_calls_elided);
    json.field("depth", s.depth);
    json.field("peak_depth", s.peak_depth);
    json.begin_array("frames"); // outermost first
    for (size_t i = 0; i < s.frames.size(); i++) {
        const FrameState& f = s.frames[i];
        const CodeInfo& code = code_of(s, f);
        json.begin_object();
        json.field("function", code.qualname);
        json.field("file", code.file);
        json.field("line", line_of(s, f));
        json.field("instruction", f.at);
        json.field("address", slot_address(s, f.base));
        json.field("bytes", bytes_of(f));
        json.field("record", record_address(s, i));
        json.field("elided_tail_calls", f.elided);
        json.field("called_from_native", (f.flags & frame_from_native) != 0);
        if (f.mapping.is_object()) json.field("names_in", val_text(f.mapping));
        json.begin_array("slots");
        for (uint32_t slot = f.base; slot < f.top && slot < s.stack.size(); slot++) {
            json.begin_object();
            json.field("address", slot_address(s, slot));
            json.field("kind", slot < f.locals ? "callable" : slot < f.operands ? "local" : "operand");
            json.field("name", slot_role(s, f, slot));
            json_value(json, "value", s, s.stack[slot]);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
