// See trace_model.h.
#include "inspect/trace_model.h"

#include "bytecode/opcodes.h"
#include "inspect/labels.h"
#include "vm/core/value.h"

#include <bit>

namespace terrarium::inspect {

TraceObject& ObjectTable::make(Label label) {
    uint32_t page = label >> 6;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (!pages_[page]) pages_[page] = std::make_unique<Page>();
    TraceObject& o = pages_[page]->objects[label & 63];
    if (!o.live) {
        o.live = true;
        pages_[page]->live++;
        size_++;
    }
    return o;
}

void ObjectTable::erase(Label label) {
    uint32_t page = label >> 6;
    if (page >= pages_.size() || !pages_[page]) return;
    TraceObject& o = pages_[page]->objects[label & 63];
    if (!o.live) return;
    size_--;
    if (--pages_[page]->live == 0) pages_[page].reset();
    else o = TraceObject{};
}

// ---- objects

TraceObject* TraceModel::object(Label label) const {
    return label >= first_before_label ? before.find(label - first_before_label) : objects.find(label);
}

TraceObject& TraceModel::make_object(Label label) { return label >= first_before_label ? before.make(label - first_before_label) : objects.make(label); }

void TraceModel::erase_object(Label label) {
    TraceObject* o = object(label);
    if (!o) return;
    if (log_ && label < first_before_label) log_->gone.emplace_back(label, o->changes);
    std::vector<Val> slots = std::move(o->slots);
    if (label >= first_before_label) before.erase(label - first_before_label);
    else objects.erase(label);
    for (Val v : slots) list(v, -1);
}

void TraceModel::list(Val v, int by) {
    if (!counting_ || !v.is_object()) return;
    TraceObject* o = object(v.label());
    if (!o) return;
    o->listed += static_cast<uint32_t>(by);
    if (v.label() < first_before_label) note_count(v.label());
}

void TraceModel::set_slots(TraceObject& o, std::vector<Val>&& slots) {
    for (Val v : slots) list(v, 1);
    std::vector<Val> old = std::exchange(o.slots, std::move(slots));
    for (Val v : old) list(v, -1);
}

void TraceModel::set_slot(TraceObject& o, size_t i, Val v) {
    list(v, 1);
    list(o.slots[i], -1);
    o.slots[i] = v;
}

void TraceModel::add_slot(TraceObject& o, Val v) {
    list(v, 1);
    o.slots.push_back(v);
}

void TraceModel::cut_slots(TraceObject& o, size_t count) {
    for (size_t i = count; i < o.slots.size(); i++) list(o.slots[i], -1);
    o.slots.resize(count);
}

void TraceModel::set_root(Val& root, Val v) {
    list(v, 1);
    list(root, -1);
    root = v;
}

void TraceModel::recount() {
    bool always = std::exchange(counting_, true);
    ChangeLog* log = std::exchange(log_, nullptr);
    auto zero = [](Label, TraceObject& o) { o.listed = 0; };
    objects.for_each(zero);
    before.for_each(zero);
    for (uint32_t i = 0; i < sp() && i < stack.size(); i++) list(stack[i], 1);
    for (const TraceFrame& f : frames) list(f.mapping, 1);
    list(raised, 1);
    list(handled, 1);
    auto add = [&](Label, TraceObject& o) {
        for (Val v : o.slots) list(v, 1);
    };
    objects.for_each(add);
    before.for_each(add);
    counting_ = always;
    log_ = log;
    objects.for_each([](Label, TraceObject& o) { o.counted = o.listed + o.held_by_vm; });
}

// ---- the stack

void TraceModel::write(uint32_t slot, Val v) {
    if (slot >= stack.size()) stack.resize(slot + 64);
    stack[slot] = v;
}

// The part of the stack that counts ends at another slot; what comes in must have been written.
void TraceModel::set_sp(uint32_t from, uint32_t to) {
    if (!counting_) return;
    if (to > stack.size()) stack.resize(to);
    for (uint32_t i = to; i < from; i++) list(stack[i], -1);
    for (uint32_t i = from; i < to; i++) list(stack[i], 1);
}

const TraceModel::Site* TraceModel::site(uint32_t code, int32_t at) const {
    static const Site none{};
    if (code >= sites_.size() || static_cast<size_t>(at) >= sites_[code].size()) return &none;
    return &sites_[code][static_cast<size_t>(at)];
}

TraceModel::Site& TraceModel::make_site(uint32_t code, int32_t at) {
    if (code >= sites_.size()) sites_.resize(code + 1);
    if (sites_[code].empty()) sites_[code].resize(definitions_->codes[code].instructions.size() + 1);
    return sites_[code][static_cast<size_t>(at) < sites_[code].size() ? static_cast<size_t>(at) : sites_[code].size() - 1];
}

namespace {

// 1 true, 0 false, -1 not to be told from the value alone.
int truth(Val v) {
    if (v.is_int()) return v.bits != 0;
    Value raw{v.bits};
    if (raw.is_true()) return 1;
    if (raw.is_false() || raw.is_none()) return 0;
    return -1;
}

bool number(Val v, double* out) {
    if (v.is_float()) *out = v.float_value();
    else if (v.is_int()) *out = static_cast<double>(v.int_value());
    else return false;
    return true;
}

// The result of arithmetic on immediates; false: no idea.
bool calculate(Opcode op, Val a, Val b, Val* out) {
    enum { add, subtract, multiply, divide, lt, le, eq, ne, gt, ge, floor, modulo, none } what = none;
    switch (op) {
        case Opcode::BINARY_ADD: case Opcode::INPLACE_ADD: what = add; break;
        case Opcode::BINARY_SUBTRACT: case Opcode::INPLACE_SUBTRACT: what = subtract; break;
        case Opcode::BINARY_MULTIPLY: case Opcode::INPLACE_MULTIPLY: what = multiply; break;
        case Opcode::BINARY_TRUE_DIVIDE: case Opcode::INPLACE_TRUE_DIVIDE: what = divide; break;
        case Opcode::BINARY_FLOOR_DIVIDE: case Opcode::INPLACE_FLOOR_DIVIDE: what = floor; break;
        case Opcode::BINARY_MODULO: case Opcode::INPLACE_MODULO: what = modulo; break;
        case Opcode::COMPARE_LT: what = lt; break;
        case Opcode::COMPARE_LE: what = le; break;
        case Opcode::COMPARE_EQ: what = eq; break;
        case Opcode::COMPARE_NE: what = ne; break;
        case Opcode::COMPARE_GT: what = gt; break;
        case Opcode::COMPARE_GE: what = ge; break;
        default: return false;
    }
    auto boolean = [&](bool x) { return *out = {Value::boolean(x).bits}, true; };
    auto compared = [&](auto x, auto y) {
        switch (what) {
            case lt: return boolean(x < y);
            case le: return boolean(x <= y);
            case eq: return boolean(x == y);
            case ne: return boolean(x != y);
            case gt: return boolean(x > y);
            case ge: return boolean(x >= y);
            default: return false;
        }
    };
    if (a.is_int() && b.is_int()) {
        int64_t x = a.int_value(), y = b.int_value(), r = 0;
        switch (what) {
            case add: r = x + y; break;
            case subtract: r = x - y; break;
            case multiply:
                if (__builtin_mul_overflow(x, y, &r)) return false;
                break;
            case floor:
            case modulo: {
                if (y == 0) return false;
                int64_t quotient = x / y, rest = x % y;
                if (rest != 0 && (rest < 0) != (y < 0)) quotient--, rest += y;
                r = what == floor ? quotient : rest;
                break;
            }
            default: return compared(x, y);
        }
        if (!Value::fits_int(r)) return false;
        *out = {Value::small_int(r).bits};
        return true;
    }
    double x, y, r = 0;
    if (!number(a, &x) || !number(b, &y)) return false;
    switch (what) {
        case add: r = x + y; break;
        case subtract: r = x - y; break;
        case multiply: r = x * y; break;
        case divide:
            if (y == 0) return false;
            r = x / y;
            break;
        default: return compared(x, y);
    }
    Value v = Value::try_float(r);
    if (!v.is_float()) return false;
    *out = {v.bits};
    return true;
}

// A counter goes on by its stride; anything else stays as it was.
Val continued(Val last, Val before) {
    if (last.is_int() && before.is_int()) {
        int64_t next = last.int_value() + (last.int_value() - before.int_value());
        if (Value::fits_int(next)) return {Value::small_int(next).bits};
    }
    return last;
}

} // namespace

// The instruction that `caller` is busy with ends: it takes `pops` items away but for the lowest `keep`, and leaves
// `result` on top.
void TraceModel::complete(TraceStep* out, const TraceFrame& caller, Val result, uint32_t pops, uint32_t keep) const {
    out->at = caller.at + 1;
    uint32_t low = caller.sp >= pops ? caller.sp - pops + keep : 0;
    out->writes.push_back({low, result});
    out->sp = low + 1;
}

void TraceModel::predict(TraceStep* out) const {
    out->clear();
    const TraceFrame& f = frames.back();
    const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
    out->at = f.at + 1;
    out->sp = f.sp;
    if (!instruction || f.sp > stack.size()) return;
    Word word = instruction->word;
    Opcode op = word_op(word);
    uint32_t a = word_a24(word), sp = f.sp;
    int64_t pops = stack_pops(word), pushes = stack_pushes(word);
    const Site& s = *site(f.code, f.at);
    auto push = [&](uint32_t slot, Val v) { out->writes.push_back({slot, v}); };
    auto slot = [&](uint32_t i) { return i < stack.size() ? stack[i] : Val{}; };
    auto below = [&](uint32_t n) { return n <= sp ? slot(sp - n) : Val{}; };
    if (pops > sp) return;
    uint32_t low = sp - static_cast<uint32_t>(pops);
    out->sp = low + static_cast<uint32_t>(pushes);

    switch (op) {
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_FAST_CHECK: push(sp, slot(f.locals + a)); return;
        case Opcode::STORE_FAST: push(f.locals + a, below(1)); return;
        case Opcode::DELETE_FAST: push(f.locals + a, Val{}); return;
        case Opcode::PUSH_NULL: push(sp, Val{}); return;
        case Opcode::COPY: push(sp, below(a)); return;
        case Opcode::SWAP:
            push(sp - 1, below(a));
            push(sp - a, below(1));
            return;
        case Opcode::LOAD_GLOBAL:
            push(sp, s.last);
            if (a & 1) push(sp + 1, Val{});
            return;
        case Opcode::LOAD_METHOD: // function self | attribute NULL
            push(sp - 1, s.last);
            push(sp, s.outcome == 0 ? below(1) : Val{});
            return;
        case Opcode::JUMP:
        case Opcode::JUMP_BACKWARD: out->at += word_jump(word); return;
        case Opcode::POP_JUMP_IF_FALSE:
        case Opcode::POP_JUMP_IF_TRUE:
        case Opcode::POP_JUMP_BACKWARD_IF_FALSE:
        case Opcode::POP_JUMP_BACKWARD_IF_TRUE: {
            int t = truth(below(1));
            bool when = op == Opcode::POP_JUMP_IF_TRUE || op == Opcode::POP_JUMP_BACKWARD_IF_TRUE;
            if (t < 0 ? s.outcome == 1 : (t == 1) == when) out->at += word_jump(word);
            return;
        }
        case Opcode::POP_JUMP_IF_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NONE:
            if (below(1).bits == Value::none().bits) out->at += word_jump(word);
            return;
        case Opcode::POP_JUMP_IF_NOT_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE:
            if (below(1).bits != Value::none().bits) out->at += word_jump(word);
            return;
        case Opcode::JUMP_IF_FALSE_OR_POP:
        case Opcode::JUMP_IF_TRUE_OR_POP: {
            int t = truth(below(1));
            if (t < 0 ? s.outcome == 1 : (t == 1) == (op == Opcode::JUMP_IF_TRUE_OR_POP)) {
                out->at += word_jump(word);
                out->sp = sp;
            }
            return;
        }
        case Opcode::FOR_ITER: push(sp, continued(s.last, s.before)); return;
        case Opcode::RETURN_VALUE:
        case Opcode::RETURN_CONST: {
            out->popped = 1;
            Val result = op == Opcode::RETURN_CONST ? s.last : below(1);
            constexpr uint16_t init_frame = 32; // FrameFlags: the instance stands at base and is the result
            if (f.flags & init_frame) result = slot(f.base);
            if (frames.size() < 2) {
                out->sp = 0;
                return;
            }
            const TraceFrame& caller = frames[frames.size() - 2];
            const Instruction* pending = instruction_at(*definitions_, caller.code, caller.at);
            if (pending) complete(out, caller, result, static_cast<uint32_t>(stack_pops(pending->word)), 0);
            return;
        }
        case Opcode::YIELD_VALUE: {
            out->popped = 1;
            if (frames.size() < 2) return;
            const TraceFrame& caller = frames[frames.size() - 2];
            const Instruction* pending = instruction_at(*definitions_, caller.code, caller.at);
            if (!pending) return;
            // FOR_ITER keeps its iterator and SEND its receiver below the item.
            bool keeps = word_op(pending->word) == Opcode::FOR_ITER || word_op(pending->word) == Opcode::SEND;
            complete(out, caller, below(1), static_cast<uint32_t>(stack_pops(pending->word)), keeps ? 1 : 0);
            return;
        }
        case Opcode::CALL: {
            if (s.outcome != 2 || !(s.callable == slot(low)) || s.callee >= definitions_->codes.size()) break;
            out->pushed = true;
            bool with_self = !slot(low + 1).is_null();
            out->frame = TraceFrame{};
            out->frame.code = s.callee;
            out->frame.base = low;
            out->frame.locals = with_self ? low + 1 : low + 2;
            out->frame.flags = with_self ? 2 : 0; // frame_with_self
            out->at = 0;
            uint32_t end = out->frame.locals + definitions_->codes[s.callee].local_count;
            for (uint32_t i = sp; i < end; i++) push(i, Val{});
            out->sp = end;
            return;
        }
        default: break;
    }
    if (pushes < 1) return;
    Val result = s.last;
    if (!(pops == 2 && pushes == 1 && calculate(op, below(2), below(1), &result)) && op != Opcode::LOAD_CONST) result = continued(s.last, s.before);
    push(out->sp - 1, result);
}

void TraceModel::apply(const TraceStep& step) {
    uint32_t from = sp();
    // What the instruction did, for the next time.
    if (!frames.empty()) {
        const TraceFrame& f = frames.back();
        const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
        if (instruction && step.popped == 0) {
            Site& s = make_site(f.code, f.at);
            if (step.pushed) {
                int64_t pops = stack_pops(instruction->word);
                uint32_t low = pops <= f.sp ? f.sp - static_cast<uint32_t>(pops) : 0;
                s.outcome = 2;
                s.callee = step.frame.code;
                s.callable = low < stack.size() ? stack[low] : Val{};
            } else {
                Opcode op = word_op(instruction->word);
                s.outcome = step.at != f.at + 1;
                if (!step.writes.empty()) {
                    // The first value is what LOAD_GLOBAL and LOAD_METHOD are asked for; others leave one value, on top.
                    bool first = op == Opcode::LOAD_GLOBAL || op == Opcode::LOAD_METHOD;
                    s.before = s.last;
                    s.last = first ? step.writes.front().second : step.writes.back().second;
                    if (op == Opcode::LOAD_METHOD) s.outcome = step.writes.back().second.is_null();
                }
            }
        } else if (instruction && word_op(instruction->word) == Opcode::RETURN_CONST && !step.writes.empty()) {
            make_site(f.code, f.at).last = step.writes.back().second;
        }
    }
    uint64_t elided = 0;
    for (uint32_t i = 0; i < step.popped && !frames.empty(); i++) {
        elided = frames.back().elided;
        list(frames.back().mapping, -1);
        frames.pop_back();
    }
    // Below the lower of both tops, slots are replaced; above, they come or go.
    uint32_t to = step.sp, both = from < to ? from : to;
    if (counting_) {
        if (from > to) set_sp(from, to);
        for (auto [slot, v] : step.writes) {
            if (slot >= both) continue;
            list(v, 1);
            if (slot < stack.size()) list(stack[slot], -1);
        }
    }
    for (auto [slot, v] : step.writes) write(slot, v);
    if (counting_ && to > from) set_sp(from, to);
    if (step.pushed) {
        frames.push_back(step.frame);
        list(step.frame.mapping, 1);
        if (step.tail) frames.back().elided = elided + 1;
    }
    if (frames.empty()) return;
    frames.back().at = step.at;
    frames.back().sp = step.sp;
}

// ---- the quick way: predict() and apply() in one

bool TraceModel::quick_step(Val top, int32_t at, uint32_t sp) {
    TraceFrame& f = frames.back();
    const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
    if (!instruction || f.sp > stack.size() || sp > stack.size() || f.sp == 0) return false;
    Word word = instruction->word;
    Opcode op = word_op(word);
    uint32_t a = word_a24(word);
    bool onward = at == f.at + 1;
    switch (op) {
        case Opcode::LOAD_FAST: {
            Val v = stack[f.locals + a];
            if (!onward || sp != f.sp + 1 || !(v == top)) return false;
            stack[f.sp] = v;
            break;
        }
        case Opcode::STORE_FAST:
            if (!onward || sp != f.sp - 1) return false;
            stack[f.locals + a] = stack[f.sp - 1];
            break;
        case Opcode::POP_TOP:
            if (!onward || sp != f.sp - 1) return false;
            break;
        case Opcode::JUMP:
        case Opcode::JUMP_BACKWARD:
            if (at != f.at + 1 + word_jump(word) || sp != f.sp) return false;
            break;
        case Opcode::POP_JUMP_IF_FALSE:
        case Opcode::POP_JUMP_IF_TRUE:
        case Opcode::POP_JUMP_BACKWARD_IF_FALSE:
        case Opcode::POP_JUMP_BACKWARD_IF_TRUE: {
            int t = truth(stack[f.sp - 1]);
            bool when = op == Opcode::POP_JUMP_IF_TRUE || op == Opcode::POP_JUMP_BACKWARD_IF_TRUE;
            if (t < 0 || sp != f.sp - 1 || at != f.at + 1 + ((t == 1) == when ? word_jump(word) : 0)) return false;
            make_site(f.code, f.at).outcome = !onward;
            break;
        }
        case Opcode::LOAD_CONST:
        case Opcode::LOAD_ATTR:
        case Opcode::BINARY_SUBSCR:
        case Opcode::FOR_ITER: {
            Site& s = make_site(f.code, f.at);
            uint32_t to = op == Opcode::LOAD_CONST || op == Opcode::FOR_ITER ? f.sp + 1 : op == Opcode::LOAD_ATTR ? f.sp : f.sp - 1;
            Val expected = op == Opcode::LOAD_CONST ? s.last : continued(s.last, s.before);
            if (!onward || sp != to || !(top == expected)) return false;
            stack[to - 1] = top;
            s.before = s.last;
            s.last = top;
            s.outcome = 0;
            break;
        }
        case Opcode::LOAD_GLOBAL: {
            Site& s = make_site(f.code, f.at);
            bool with_null = a & 1;
            if (!onward || sp != f.sp + 1 + with_null || !(top == (with_null ? Val{} : s.last)) || with_null) return false;
            stack[f.sp] = top;
            s.before = s.last;
            s.last = top;
            s.outcome = 0;
            break;
        }
        default: {
            if (op < Opcode::BINARY_ADD || op > Opcode::COMPARE_GE || !onward || f.sp < 2 || sp != f.sp - 1) return false;
            Val result;
            if (!calculate(op, stack[f.sp - 2], stack[f.sp - 1], &result) || !(result == top)) return false;
            stack[f.sp - 2] = result;
            Site& s = make_site(f.code, f.at);
            s.before = s.last;
            s.last = result;
            s.outcome = 0;
        }
    }
    f.at = at;
    f.sp = sp;
    return true;
}

bool TraceModel::quick_return(Val top, int32_t at, uint32_t sp) {
    if (frames.size() < 2) return false;
    const TraceFrame& f = frames.back();
    const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
    constexpr uint16_t with_self = 2;
    if (!instruction || word_op(instruction->word) != Opcode::RETURN_VALUE || (f.flags & ~with_self) || f.sp == 0 || f.sp > stack.size()) return false;
    TraceFrame& caller = frames[frames.size() - 2];
    const Instruction* pending = instruction_at(*definitions_, caller.code, caller.at);
    int64_t pops = pending ? stack_pops(pending->word) : 0;
    if (!pending || pops > caller.sp) return false;
    uint32_t low = caller.sp - static_cast<uint32_t>(pops);
    if (at != caller.at + 1 || sp != low + 1 || !(stack[f.sp - 1] == top)) return false;
    stack[low] = top;
    caller.at = at;
    caller.sp = sp;
    frames.pop_back();
    return true;
}

uint32_t TraceModel::expected_callee() const {
    const TraceFrame& f = frames.back();
    const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
    if (!instruction || word_op(instruction->word) != Opcode::CALL) return UINT32_MAX;
    const Site& s = *site(f.code, f.at);
    uint32_t low = f.sp - word_b16(instruction->word) - 2;
    return s.outcome == 2 && low < stack.size() && s.callable == stack[low] ? s.callee : UINT32_MAX;
}

// ---- hashes and values

uint64_t hash_slot(uint32_t slot, Val v) { return mix(slot, v.bits); }

uint64_t hash_frame(uint32_t index, const TraceFrame& f) {
    uint64_t h = mix(0xf0f0 + index, f.code);
    h = mix(h, f.locals);
    h = mix(h, static_cast<uint64_t>(f.at));
    return mix(h, f.elided);
}

uint64_t hash_count(Label label, uint32_t count) { return mix(label, count); }

uint64_t hash_object(Label label, uint64_t address, const std::vector<Val>& slots) {
    uint64_t h = mix(label, address);
    for (Val v : slots) h = mix(h, v.bits);
    return h;
}

void put_val(ByteWriter& out, Val v, Label next_label) {
    if (v.is_object()) {
        Label l = v.label();
        if (l >= first_before_label) out.number(uint64_t{l - first_before_label} << 2 | 2);
        else out.number(uint64_t{next_label - l} << 2 | 1);
    } else if (v.is_int()) {
        int64_t n = v.int_value();
        uint64_t folded = static_cast<uint64_t>(n) << 1 ^ static_cast<uint64_t>(n >> 63);
        if (folded < uint64_t{1} << 61) {
            out.number(folded << 2);
        } else {
            out.number(3);
            out.fixed(v.bits);
        }
    } else if (v.is_float()) {
        out.number(3);
        out.fixed(v.bits);
    } else {
        out.number(((v.bits >> 3) + 1) << 2 | 3); // 3 alone is the sign of a fixed word
    }
}

Val get_val(ByteReader& in, Label next_label) {
    uint64_t n = in.number();
    switch (n & 3) {
        case 0: {
            uint64_t folded = n >> 2;
            return {Value::small_int(static_cast<int64_t>(folded >> 1 ^ (~(folded & 1) + 1))).bits};
        }
        case 1: return Val::object(static_cast<Label>(next_label - (n >> 2)));
        case 2: return Val::object(static_cast<Label>(first_before_label + (n >> 2)));
        default: return n == 3 ? Val{in.fixed()} : Val{((n >> 2) - 1) << 3 | 5};
    }
}

} // namespace terrarium::inspect
