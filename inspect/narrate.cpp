// See narrate.h.
#include "inspect/narrate.h"

#include "bytecode/opcodes.h"
#include "inspect/labels.h"
#include "inspect/print.h"
#include "vm/interp/frame.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t value_width = 40, most_names = 3;

const Instruction* instruction_of(const Snapshot& s, const FrameState& f) {
    const CodeInfo& code = code_of(s, f);
    return f.at >= 0 && static_cast<size_t>(f.at) < code.instructions.size() ? &code.instructions[static_cast<size_t>(f.at)] : nullptr;
}

std::string instruction_text(const Snapshot& s, const FrameState& f) {
    const Instruction* i = instruction_of(s, f);
    if (!i) return "";
    std::string out = opcode_info(word_op(i->word)).name;
    const CodeInfo& code = code_of(s, f);
    size_t at = static_cast<size_t>(f.at);
    if (at < code.meanings.size() && !code.meanings[at].empty()) out += " " + code.meanings[at];
    return out;
}

// The values in slots from .. to of the stack, the topmost last.
std::string values(const Snapshot& s, size_t from, size_t to) {
    std::string out;
    for (size_t i = from; i < to && i < s.stack.size(); i++) out += (out.empty() ? "" : ", ") + value_text(s, s.stack[i], value_width);
    return out;
}

std::string exception_text(const Snapshot& s, Val v) {
    if (!v.is_object()) return "an exception";
    auto found = s.objects.find(v.label());
    return found == s.objects.end() ? "an exception" : layout_of(s, found->second).type + " (" + val_text(v) + ")";
}

std::string call_text(const Snapshot& s, const FrameState& f) {
    const CodeInfo& code = code_of(s, f);
    std::string arguments;
    for (uint32_t i = 0; i < code.argument_count && f.locals + i < s.stack.size(); i++)
        arguments += (i ? ", " : "") + value_text(s, s.stack[f.locals + i], 24);
    return code.name + "(" + arguments + ")";
}

// What the instruction that ends or leaves a frame hands out.
std::string result_text(const Snapshot& s, const FrameState& f, Opcode op) {
    if (op != Opcode::RETURN_CONST) return s.stack.empty() ? "nothing" : value_text(s, s.stack.back(), value_width);
    size_t at = static_cast<size_t>(f.at);
    return at < code_of(s, f).meanings.size() ? code_of(s, f).meanings[at] : "a constant";
}

std::string pushed_text(const FrameState& f) {
    uint64_t frame_bytes = sizeof(Frame) + uint64_t{f.operands - f.base} * sizeof(uint64_t);
    return ": a frame of " + bytes(frame_bytes) + " was pushed";
}

std::string place_text(const Snapshot& s, const FrameState& f) { return code_of(s, f).name + ", line " + std::to_string(line_of(s, f)); }

// What happened to stack and frames.
std::string main_clause(const Snapshot& before, const Snapshot& after, const StepEvents& events) {
    if (before.frames.empty() && after.frames.empty()) return "the program has ended: what it held is let go";
    if (before.frames.empty()) return before.step ? code_of(after, after.frames.back()).name + " begins" : "the program begins";
    const FrameState& from = before.frames.back();
    std::string name = instruction_text(before, from);
    const Instruction* instruction = instruction_of(before, from);
    size_t depth = before.frames.size(), now = after.frames.size();
    // Of a session every input is a program of its own.
    std::string over = code_of(before, from).file.starts_with("<stdin-") ? "this input is done" : "the program has ended";
    if (now == 0 && events.raised) {
        bool named = instruction && word_op(instruction->word) == Opcode::RAISE_VARARGS && !before.stack.empty();
        std::string raised = exception_text(before, named ? before.stack.back() : after.raised);
        if (!events.uncaught.empty() && !named) raised = events.uncaught;
        return name + " raised " + raised + ", which nothing handles: " + over;
    }
    if (now == 0) return name + ": " + over;
    const FrameState& to = after.frames.back();
    Opcode op = instruction ? word_op(instruction->word) : Opcode::NOP;
    bool leaves = op == Opcode::RETURN_VALUE || op == Opcode::RETURN_CONST || op == Opcode::YIELD_VALUE;
    // What is raised in a generator that is closed because nobody has it any more went no further.
    bool went_on = leaves && now < depth && to.at == before.frames[now - 1].at + 1;
    if (events.raised && now <= depth && !went_on) {
        std::string what = name + " raised " + exception_text(after, after.raised.is_object() || after.stack.empty() ? after.raised : after.stack.back());
        if (now < depth) return what + ": " + counted(static_cast<uint64_t>(depth - now), "frame") + " went, a handler in " + place_text(after, to) + " takes it";
        return what + ": a handler at line " + std::to_string(line_of(after, to)) + " takes it";
    }
    if (now > depth) {
        if ((to.flags & frame_of_generator) && op != Opcode::CALL && op != Opcode::CALL_KW && op != Opcode::CALL_EX)
            return name + " resumed the generator " + code_of(after, to).name + " at line " + std::to_string(line_of(after, to));
        std::string called = to.flags & frame_from_native ? name + " led a native to call " + call_text(after, to) : std::string(opcode_info(op).name) + " " + call_text(after, to);
        return called + pushed_text(to);
    }
    if (now < depth) {
        std::string value = result_text(before, from, op), left = name + ": " + code_of(before, from).name;
        std::string where = (from.flags & frame_from_native ? "the native that called it, in " : "") + place_text(after, to);
        if (op == Opcode::YIELD_VALUE) return left + " handed " + value + " to " + where + ", and sleeps";
        if (op == Opcode::RETURN_GENERATOR) value = after.stack.empty() ? "a generator" : value_text(after, after.stack.back(), value_width);
        left += " returned " + value + " to " + where + ", its frame went";
        // The call may come to something else: an instance, a class.
        const Instruction* call = instruction_of(before, before.frames[now - 1]);
        if (!call || to.at != before.frames[now - 1].at + 1 || stack_pushes(call->word) != 1 || after.stack.empty()) return left;
        std::string result = value_text(after, after.stack.back(), value_width);
        return result == value ? left : left + "; " + opcode_info(word_op(call->word)).name + " pushed " + result;
    }
    if (leaves) { // and another frame, or the same again, is there at once
        std::string left = name + ": " + code_of(before, from).name + (op == Opcode::YIELD_VALUE ? " handed " : " returned ") + result_text(before, from, op);
        if (to.at == 0) return left + " to the native that called it; then " + call_text(after, to) + " was called" + pushed_text(to);
        return left + " to the native that called it, which resumed " + (to.code == from.code && to.base == from.base ? "it" : place_text(after, to));
    }
    if (to.elided > from.elided || (op == Opcode::CALL && (to.code != from.code || to.at == 0) && to.base == from.base))
        return std::string(opcode_info(op).name) + " " + call_text(after, to) + " is a tail call: the frame was used again (" + counted(to.elided, "call") + " elided)";
    // Within the frame.
    const OpcodeInfo& info = opcode_info(op);
    if (info.kind == OperandKind::Local && stack_pops(make_word(op)) == 1) {
        size_t slot = from.locals + word_a24(instruction->word);
        if (slot < before.stack.size() && slot < after.stack.size()) {
            const CodeInfo& code = code_of(before, from);
            std::string local = word_a24(instruction->word) < code.local_names.size() ? code.local_names[word_a24(instruction->word)] : "the local";
            std::string was = before.stack[slot].is_null() ? "" : ", was " + value_text(before, before.stack[slot], value_width);
            return std::string(info.name) + ": " + local + " is now " + value_text(after, after.stack[slot], value_width) + was;
        }
    }
    std::string out = name;
    size_t top = before.stack.size(), end = after.stack.size();
    int64_t needs = instruction ? stack_pops(instruction->word) : 0;
    size_t low = needs > 0 && static_cast<size_t>(needs) <= top ? top - static_cast<size_t>(needs) : top;
    low = std::min(low, end);
    while (low < top && low < end && before.stack[low] == after.stack[low]) low++; // what it only looked at
    size_t popped = top - std::min(low, top), pushed = end - low;
    if (popped > 0 && popped <= 4) out += " popped " + values(before, low, top);
    else if (popped > 4) out += " popped " + counted(popped, "value");
    if (pushed > 0) out += std::string(popped ? " and" : "") + " pushed " + (pushed <= 4 ? values(after, low, end) : counted(pushed, "value"));
    bool jumped = to.at != from.at + 1;
    if (jumped) out += std::string(popped || pushed ? " and" : "") + " jumped to " + std::to_string(to.at);
    else if (info.flags & JUMPS) out += std::string(popped || pushed ? " and" : "") + " went on";
    if (!popped && !pushed && !jumped && !(info.flags & JUMPS)) out += op == Opcode::NOP ? " did nothing" : " ran";
    return out;
}

std::string listed(const Snapshot& s, const std::vector<Label>& labels, bool with_type) {
    std::string out;
    for (size_t i = 0; i < labels.size() && i < most_names; i++) {
        auto found = s.objects.find(labels[i]);
        out += (i ? ", " : "") + ("#" + std::to_string(labels[i]));
        if (with_type && found != s.objects.end()) out += " " + layout_of(s, found->second).type;
    }
    if (labels.size() > most_names) out += " and " + std::to_string(labels.size() - most_names) + " more";
    return out;
}

} // namespace

std::string next_instruction(const Snapshot& s) { return s.frames.empty() ? "" : instruction_text(s, s.frames.back()); }

std::string narrate(const Snapshot& before, const Snapshot& after, const StepEvents& events) {
    std::string out = main_clause(before, after, events);
    std::vector<Label> born, died, changed;
    for (Label l : events.born)
        if (auto found = after.objects.find(l); found != after.objects.end() && !(found->second.flags & object_opaque)) born.push_back(l);
    for (Label l : events.died)
        if (auto found = before.objects.find(l); found != before.objects.end() && !(found->second.flags & object_opaque)) died.push_back(l);
    for (Label l : events.changed)
        if (l < first_before_label && std::find(changed.begin(), changed.end(), l) == changed.end()) changed.push_back(l);
    if (!born.empty()) out += "; new: " + listed(after, born, true);
    if (!changed.empty()) out += "; changed: " + listed(after, changed, true);
    if (died.size() == 1) out += "; " + listed(before, died, true) + " lost its last holder and was freed";
    else if (!died.empty()) out += "; " + listed(before, died, true) + " lost their last holders and were freed";
    if (events.collected)
        out += "; the collector looked at " + number(after.last_collection.candidates) + " objects of generation " + std::to_string(after.last_collection.generation) +
               " and freed " + std::to_string(after.last_collection.freed);
    if (!events.output.empty()) {
        std::string text = events.output;
        while (!text.empty() && text.back() == '\n') text.pop_back();
        out += "; printed \"" + cut_text(shown(text), 60, PrintStyle{80, false, false}) + "\"";
    }
    return out;
}

} // namespace terrarium::inspect
