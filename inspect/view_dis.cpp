// dis: bytecode under its source lines, jumps as arrows at the left, the running instruction marked.
#include "bytecode/opcodes.h"
#include "inspect/view_parts.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t most_lanes = 6;

bool is_jump(Word word) {
    OperandKind kind = opcode_info(word_op(word)).kind;
    return kind == OperandKind::Jump || kind == OperandKind::JumpBackward;
}

struct Arrow {
    size_t from, to, lane;
    size_t low() const { return std::min(from, to); }
    size_t high() const { return std::max(from, to); }
};

// The shortest arrows get the lanes next to the code. Those that find no lane are told in words only.
std::vector<Arrow> arrows_of(const CodeInfo& code, size_t* lanes) {
    std::vector<Arrow> all, placed;
    for (size_t i = 0; i < code.instructions.size(); i++) {
        if (!is_jump(code.instructions[i].word)) continue;
        int64_t to = static_cast<int64_t>(i) + 1 + word_jump(code.instructions[i].word);
        if (to >= 0 && static_cast<size_t>(to) < code.instructions.size()) all.push_back({i, static_cast<size_t>(to), 0});
    }
    std::stable_sort(all.begin(), all.end(), [](const Arrow& a, const Arrow& b) { return a.high() - a.low() < b.high() - b.low(); });
    for (Arrow a : all) {
        for (a.lane = 0; a.lane < most_lanes; a.lane++) {
            bool free = std::none_of(placed.begin(), placed.end(), [&](const Arrow& p) {
                return p.lane == a.lane && p.low() <= a.high() && a.low() <= p.high() && p.to != a.to;
            });
            if (!free) continue;
            placed.push_back(a);
            *lanes = std::max(*lanes, a.lane + 1);
            break;
        }
    }
    return placed;
}

// The left margin of a row: lane 0 stands at the right.
std::string margin_of(const std::vector<Arrow>& arrows, size_t lanes, size_t row, bool unicode) {
    enum Piece { none, vertical, horizontal, top, bottom, middle, cross };
    static const char* const drawn[][2] = {{" ", " "}, {"│", "|"}, {"─", "-"}, {"╭", "."}, {"╰", "'"}, {"├", "+"}, {"┼", "+"}};
    std::vector<Piece> pieces(lanes, none);
    bool ends_here = false, arrives = false;
    for (const Arrow& a : arrows) {
        if (row < a.low() || row > a.high()) continue;
        Piece& p = pieces[lanes - 1 - a.lane];
        if (row != a.from && row != a.to) {
            p = p == none ? vertical : p == vertical ? vertical : middle;
            continue;
        }
        bool at_top = row == a.low();
        Piece mine = at_top ? top : bottom;
        p = p == none || p == mine ? mine : middle;
        ends_here = true;
        arrives |= row == a.to;
    }
    if (ends_here) { // a line from the leftmost end to the code
        size_t leftmost = 0;
        while (leftmost < lanes && (pieces[leftmost] == none || pieces[leftmost] == vertical)) leftmost++;
        for (size_t i = leftmost + 1; i < lanes; i++) {
            if (pieces[i] == none) pieces[i] = horizontal;
            else if (pieces[i] == vertical) pieces[i] = cross;
        }
    }
    std::string out;
    for (Piece p : pieces) out += drawn[p][unicode ? 0 : 1];
    if (lanes) out += !ends_here ? " " : arrives ? unicode ? "▶" : ">" : unicode ? "─" : "-";
    return out;
}

std::string effect_of(Word word) {
    int64_t pops = stack_pops(word), pushes = stack_pushes(word), jump = stack_pushes_on_jump(word);
    std::string out = "-" + std::to_string(pops) + " +" + std::to_string(pushes);
    if (is_jump(word) && jump != pushes) out += "/" + std::to_string(jump);
    return out;
}

std::string source_line(const Snapshot& s, const std::string& file, int32_t line) {
    auto found = s.definitions->sources.find(file);
    if (found == s.definitions->sources.end() || line < 1) return {};
    const std::string& text = found->second;
    size_t at = 0;
    for (int32_t i = 1; i < line; i++) {
        at = text.find('\n', at);
        if (at == std::string::npos) return {};
        at++;
    }
    std::string out = text.substr(at, text.find('\n', at) - at);
    if (!out.empty() && out.back() == '\r') out.pop_back();
    for (size_t tab; (tab = out.find('\t')) != std::string::npos;) out.replace(tab, 1, "    ");
    return out;
}

// The code meant, and the frame that runs it (null: none does).
const CodeInfo* code_meant(const ViewInput& in, const FrameState** frame, std::string* error) {
    const Snapshot& s = *in.now;
    if (in.argument.empty()) {
        *frame = frame_of(s, in.frame);
        if (*frame) return &code_of(s, **frame);
        *error = "no function is running; say which: dis NAME";
        return nullptr;
    }
    std::string name = in.argument;
    if (name.starts_with('#')) { // a code object
        Label label = find_object(s, name, in.frame, error);
        for (const CodeInfo& code : s.definitions->codes)
            if (label && code.object == label) return &code;
        auto o = s.objects.find(label);
        if (!label || o == s.objects.end() || layout_of(s, o->second).type != "function") {
            if (label) *error = name + " is neither a function nor a code object";
            return nullptr;
        }
        for (Val v : o->second.slots)
            for (const CodeInfo& code : s.definitions->codes)
                if (v.is_object() && code.object == v.label()) return &code;
        name = o->second.text;
    }
    Val v = find_name(s, name, in.frame);
    if (v.is_object())
        if (auto o = s.objects.find(v.label()); o != s.objects.end() && layout_of(s, o->second).type == "function") name = o->second.text;
    const CodeInfo* found = nullptr;
    for (const CodeInfo& code : s.definitions->codes)
        if (code.qualname == name || (!found && code.name == name)) found = &code;
    if (!found) *error = "no function '" + in.argument + "' is known at this moment";
    for (size_t i = s.frames.size(); found && i-- > 0;) {
        if (&code_of(s, s.frames[i]) != found) continue;
        *frame = &s.frames[i];
        break;
    }
    return found;
}

} // namespace

Drawn view_dis_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    const FrameState* frame = nullptr;
    std::string error;
    const CodeInfo* code = code_meant(in, &frame, &error);
    if (!code) return {"", error};
    Page page(style);
    page.add("dis: " + code->qualname + "  " + short_file(code->file) + ":" + std::to_string(code->first_line), Paint::strong);
    page.add("  " + counted(code->instructions.size(), "instruction") + ", 4 bytes each", Paint::faint).end();
    size_t lanes = 0;
    std::vector<Arrow> arrows = arrows_of(*code, &lanes);
    size_t margin = lanes ? lanes + 1 : 0, place = std::to_string(code->instructions.size()).size();
    bool wide = style.width >= 72, effects = style.width >= 60;
    size_t longest = 0; // name
    for (const Instruction& i : code->instructions) longest = std::max(longest, std::string_view(opcode_info(word_op(i.word)).name).size());
    size_t at_name = margin + 3 + place + 1, at_meaning = at_name + std::max<size_t>(longest + 1, wide ? 26 : effects ? 22 : 20), at_effect = effects ? at_meaning + (wide ? 22 : 14) : style.width;
    page.to_column(at_name).add("instruction", Paint::faint).to_column(at_meaning).add("operand", Paint::faint);
    page.to_column(at_effect).add(effects ? "stack: takes, leaves" : "", Paint::faint).end();
    int32_t line = -2; // none so far
    for (size_t i = 0; i < code->instructions.size(); i++) {
        const Instruction& instruction = code->instructions[i];
        if (instruction.line != line) {
            line = instruction.line;
            page.add(std::string(margin, ' '));
            if (line > 0) page.add(std::to_string(line) + "  " + source_line(s, code->file, line), Paint::strong).end();
            else page.add("(of no line of the source)", Paint::faint).end();
        }
        const OpcodeInfo& info = opcode_info(word_op(instruction.word));
        bool here = frame && frame->at == static_cast<int32_t>(i);
        std::string index = std::to_string(i);
        page.add(margin_of(arrows, lanes, i, style.unicode), Paint::faint).to_column(margin);
        page.add(here ? style.unicode ? "▸" : ">" : "", Paint::mark).to_column(margin + 2 + place - index.size()).add(index, Paint::faint).to_column(at_name);
        page.add(info.name, here ? Paint::mark : Paint::plain).to_column(at_meaning);
        std::string meaning = i < code->meanings.size() ? code->meanings[i] : "";
        page.add(cut_text(shown(meaning), at_effect - std::min(at_effect - 1, at_meaning + 1), style)).to_column(at_effect);
        if (effects) page.add(effect_of(instruction.word)).add("  ").add(info.picture, Paint::faint);
        page.end();
    }
    if (!effects) page.paragraph("no room here for: what each takes from the stack and leaves there", Paint::faint);
    if (frame) page.paragraph((style.unicode ? "▸ " : "> ") + std::string(frame == frame_of(s, 0) && !in.within ? "about to run" : "under way: its call has not returned") + "; " + counted(frame->top - frame->operands, "item") +
                             " on the operand stack", Paint::mark);
    return {page.take(), ""};
}

Drawn view_dis_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    const FrameState* frame = nullptr;
    std::string error;
    const CodeInfo* code = code_meant(in, &frame, &error);
    if (!code) return {"", error};
    JsonWriter json;
    begin_view(json, "dis", 1, s);
    json.field("function", code->qualname);
    json.field("file", code->file);
    json.field("first_line", code->first_line);
    if (frame) json.field("running", frame->at);
    else json.null_field("running");
    json.begin_array("instructions");
    for (size_t i = 0; i < code->instructions.size(); i++) {
        Word word = code->instructions[i].word;
        json.begin_object();
        json.field("offset", i);
        json.field("line", code->instructions[i].line);
        json.field("name", opcode_info(word_op(word)).name);
        json.field("operand", word_a24(word));
        json.field("meaning", i < code->meanings.size() ? code->meanings[i] : "");
        json.field("pops", stack_pops(word));
        json.field("pushes", stack_pushes(word));
        if (is_jump(word)) json.field("target", static_cast<int64_t>(i) + 1 + word_jump(word));
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
