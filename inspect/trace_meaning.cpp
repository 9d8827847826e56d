// What an instruction does to the state of a trace: the model's own little interpreter. See trace_model.h.
// It knows the instructions whose effect follows from values and described objects; of others it expects what their place
// left behind the last times, and the recorder writes down where that is wrong.
#include "inspect/trace_model.h"

#include "bytecode/opcodes.h"
#include "vm/core/value.h"
#include "vm/interp/frame.h"

#include <array>

namespace terrarium::inspect {

namespace {

// 1 true, 0 false, -1 not to be told from the value alone.
int truth(Val v) {
    if (v.is_int()) return v.bits != 0;
    Value raw{v.bits};
    if (raw.is_true()) return 1;
    if (raw.is_false() || raw.is_none()) return 0;
    return -1;
}

Val boolean(bool b) { return {Value::boolean(b).bits}; }

// One number as a double, as the loop takes it.
bool number(Val v, double* out) {
    if (v.is_float()) *out = v.float_value();
    else if (v.is_int() && v.int_value() < (int64_t{1} << 53) && v.int_value() > -(int64_t{1} << 53)) *out = static_cast<double>(v.int_value());
    else return false;
    return true;
}

enum class Sum : uint8_t { none, add, subtract, multiply, divide, floor, modulo, power, lshift, rshift, bit_and, bit_or, bit_xor, lt, le, eq, ne, gt, ge };

Sum sum_of(Opcode op) {
    if (op >= Opcode::INPLACE_ADD && op <= Opcode::INPLACE_XOR)
        op = static_cast<Opcode>(static_cast<unsigned>(op) - static_cast<unsigned>(Opcode::INPLACE_ADD) + static_cast<unsigned>(Opcode::BINARY_ADD));
    switch (op) {
        case Opcode::BINARY_ADD: return Sum::add;
        case Opcode::BINARY_SUBTRACT: return Sum::subtract;
        case Opcode::BINARY_MULTIPLY: return Sum::multiply;
        case Opcode::BINARY_TRUE_DIVIDE: return Sum::divide;
        case Opcode::BINARY_FLOOR_DIVIDE: return Sum::floor;
        case Opcode::BINARY_MODULO: return Sum::modulo;
        case Opcode::BINARY_POWER: return Sum::power;
        case Opcode::BINARY_LSHIFT: return Sum::lshift;
        case Opcode::BINARY_RSHIFT: return Sum::rshift;
        case Opcode::BINARY_AND: return Sum::bit_and;
        case Opcode::BINARY_OR: return Sum::bit_or;
        case Opcode::BINARY_XOR: return Sum::bit_xor;
        case Opcode::COMPARE_LT: return Sum::lt;
        case Opcode::COMPARE_LE: return Sum::le;
        case Opcode::COMPARE_EQ: return Sum::eq;
        case Opcode::COMPARE_NE: return Sum::ne;
        case Opcode::COMPARE_GT: return Sum::gt;
        case Opcode::COMPARE_GE: return Sum::ge;
        default: return Sum::none;
    }
}

bool small_power(int64_t base, int64_t exponent, int64_t* out) {
    int64_t result = 1;
    for (; exponent > 0; exponent--)
        if (__builtin_mul_overflow(result, base, &result)) return false;
    *out = result;
    return true;
}

// False: no comparison.
template <class Number>
bool compare(Sum what, Number x, Number y, Val* out) {
    switch (what) {
        case Sum::lt: return *out = boolean(x < y), true;
        case Sum::le: return *out = boolean(x <= y), true;
        case Sum::eq: return *out = boolean(x == y), true;
        case Sum::ne: return *out = boolean(x != y), true;
        case Sum::gt: return *out = boolean(x > y), true;
        case Sum::ge: return *out = boolean(x >= y), true;
        default: return false;
    }
}

bool calculate_ints(Sum what, int64_t x, int64_t y, Val* out) {
    int64_t r = 0;
    switch (what) {
        case Sum::add: r = x + y; break;
        case Sum::subtract: r = x - y; break;
        case Sum::multiply:
            if (__builtin_mul_overflow(x, y, &r)) return false;
            break;
        case Sum::floor:
        case Sum::modulo: {
            if (y == 0) return false;
            int64_t quotient = x / y, rest = x % y;
            if (rest != 0 && (rest < 0) != (y < 0)) quotient--, rest += y;
            r = what == Sum::floor ? quotient : rest;
            break;
        }
        case Sum::power:
            if (y < 0 || y > 64 || !small_power(x, y, &r)) return false;
            break;
        case Sum::lshift:
            if (y < 0 || y > 60 || static_cast<int64_t>(static_cast<uint64_t>(x) << y) >> y != x) return false;
            r = static_cast<int64_t>(static_cast<uint64_t>(x) << y);
            break;
        case Sum::rshift:
            if (y < 0) return false;
            r = x >> (y > 63 ? 63 : y);
            break;
        case Sum::bit_and: r = x & y; break;
        case Sum::bit_or: r = x | y; break;
        case Sum::bit_xor: r = x ^ y; break;
        default: return compare(what, x, y, out);
    }
    if (!Value::fits_int(r)) return false;
    *out = {Value::small_int(r).bits};
    return true;
}

// What the loop makes of two operands inline; false: it would go elsewhere.
bool calculate(Opcode op, Val a, Val b, Val* out) {
    Sum what = sum_of(op);
    if (what == Sum::none) return false;
    if (a.is_int() && b.is_int() && what != Sum::divide) return calculate_ints(what, a.int_value(), b.int_value(), out);
    if (a.is_object() && b.is_object() && (what == Sum::eq || what == Sum::ne)) // interned strings
        return *out = boolean((a == b) == (what == Sum::eq)), true;
    double x, y, r = 0;
    if (!number(a, &x) || !number(b, &y)) return false;
    switch (what) {
        case Sum::add: r = x + y; break;
        case Sum::subtract: r = x - y; break;
        case Sum::multiply: r = x * y; break;
        case Sum::divide:
            if (y == 0) return false;
            r = x / y;
            break;
        case Sum::power: r = x * x; break; // by two: nothing else is inline
        default: return compare(what, x, y, out);
    }
    Value v = Value::try_float(r);
    *out = {v.bits};
    return v.is_float();
}

// As stack_pops(), which most instructions' operands make no difference to.
int64_t pops_of(Word word) {
    constexpr int8_t varies = -1;
    static const std::array<int8_t, base_opcode_count> known = [] {
        std::array<int8_t, base_opcode_count> out{};
        for (unsigned i = 0; i < base_opcode_count; i++) {
            Opcode op = static_cast<Opcode>(i);
            int64_t pops = stack_pops(make_word(op));
            bool same = pops < 100;
            for (uint32_t operand : {1u, 2u, 3u, 4u, 8u, 0x100u, 0x10101u, max_a24}) same = same && stack_pops(make_word(op, operand)) == pops;
            out[i] = same ? static_cast<int8_t>(pops) : varies;
        }
        return out;
    }();
    int8_t pops = known[word & 0xff];
    return pops != varies ? pops : stack_pops(word);
}

} // namespace

void TraceModel::look_up_code(uint32_t code) {
    bool known = code < definitions_->codes.size();
    running_ = known ? definitions_->codes[code].instructions.data() : nullptr;
    running_count_ = known ? static_cast<uint32_t>(definitions_->codes[code].instructions.size()) : 0;
    running_code_ = code;
}

bool runs_silently(Opcode op) {
    switch (op) {
        case Opcode::NOP:
        case Opcode::POP_TOP:
        case Opcode::PUSH_NULL:
        case Opcode::COPY:
        case Opcode::SWAP:
        case Opcode::LOAD_CONST:
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_FAST_CHECK:
        case Opcode::STORE_FAST:
        case Opcode::DELETE_FAST:
        case Opcode::LOAD_CLOSURE:
        case Opcode::IS_OP:
        case Opcode::UNARY_NEGATIVE:
        case Opcode::UNARY_NOT:
        case Opcode::JUMP:
        case Opcode::JUMP_BACKWARD:
        case Opcode::POP_JUMP_IF_FALSE:
        case Opcode::POP_JUMP_IF_TRUE:
        case Opcode::POP_JUMP_IF_NONE:
        case Opcode::POP_JUMP_IF_NOT_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_FALSE:
        case Opcode::POP_JUMP_BACKWARD_IF_TRUE:
        case Opcode::POP_JUMP_BACKWARD_IF_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE:
        case Opcode::JUMP_IF_FALSE_OR_POP:
        case Opcode::JUMP_IF_TRUE_OR_POP:
        case Opcode::RETURN_VALUE:
        case Opcode::RETURN_CONST: return true;
        default: return sum_of(op) != Sum::none;
    }
}

int64_t fresh_results(Word word, bool jumps) {
    switch (word_op(word)) {
        case Opcode::LIST_APPEND:
        case Opcode::SET_ADD:
        case Opcode::MAP_ADD:
        case Opcode::LIST_EXTEND:
        case Opcode::SET_UPDATE:
        case Opcode::DICT_UPDATE:
        case Opcode::DICT_MERGE: return 0;
        case Opcode::FOR_ITER: return jumps ? 0 : 1;
        case Opcode::CHECK_EXC_MATCH: return 1;
        default: return jumps ? stack_pushes_on_jump(word) : stack_pushes(word);
    }
}

// ---- objects that instructions look at

TraceModel::LayoutKind TraceModel::learn_kind(uint32_t layout) {
    while (kinds_.size() <= layout) {
        LayoutKind k;
        if (kinds_.size() < definitions_->layouts.size()) {
            const Layout& l = definitions_->layouts[kinds_.size()];
            if (l.arrangement == Arrangement::array) k.kind = l.type == "list" ? Kind::list : l.type == "tuple" ? Kind::tuple : Kind::other;
            if (l.arrangement == Arrangement::fields) k.kind = l.type == "cell" ? Kind::cell : l.type == "function" ? Kind::function : Kind::fields;
            for (uint32_t i = 0; k.kind == Kind::function && i < l.names.size(); i++) {
                if (l.names[i] == "closure") k.closure = i;
                if (l.names[i] == "code") k.code = i;
            }
        }
        kinds_.push_back(k);
    }
    return kinds_[layout];
}

// False: objects of that layout have no named fields.
bool TraceModel::find_field(Site& s, uint32_t layout, uint32_t code, int32_t at) {
    if (kind_of(layout).kind != Kind::fields) return false;
    FoundField& found = found_fields_[(layout * 31 + code * 17 + static_cast<uint32_t>(at)) % found_fields_.size()];
    if (found.layout != layout || found.code != code || found.at != at) {
        found = {layout, code, UINT32_MAX, at};
        const std::vector<std::string>& names = definitions_->layouts[layout].names;
        const CodeInfo& c = definitions_->codes[code];
        for (uint32_t i = 0; i < names.size() && static_cast<size_t>(at) < c.meanings.size(); i++)
            if (names[i] == c.meanings[static_cast<size_t>(at)]) found.slot = i;
    }
    s.layout = layout;
    s.slot = found.slot;
    return true;
}

uint32_t TraceModel::callee_of_code(Label object) {
    KnownCallee& known = known_callees_[object % known_callees_.size()];
    if (known.code == object && known.callee != callee_unknown) return known.callee;
    for (; code_ids_known_ < definitions_->codes.size(); code_ids_known_++)
        code_ids_[definitions_->codes[code_ids_known_].object] = static_cast<uint32_t>(code_ids_known_);
    auto found = code_ids_.find(object);
    known = {object, found == code_ids_.end() ? uint32_t{callee_unknown} : callee_code + found->second};
    return known.callee;
}

const SlotArray* TraceModel::closure(Val function) {
    TraceObject* o = described(function);
    if (!o) return nullptr;
    uint32_t slot = kind_of(o->layout).closure;
    TraceObject* cells = slot < o->slots.size() ? sequence(o->slots[slot]) : nullptr;
    return cells ? &cells->slots : nullptr;
}

Val TraceModel::upcoming(const TraceObject& iterator) {
    if (!iterator.rare) return Val{};
    const WalkState& w = iterator.rare->walking;
    if (iterator.walk == Walk::range) return w.remaining > 0 ? Val{Value::small_int(w.next).bits} : Val{};
    if (iterator.walk != Walk::items || iterator.slots.empty()) return Val{};
    const TraceObject* all = sequence(iterator.slots[0]);
    return all && static_cast<uint64_t>(w.next) < all->slots.size() ? all->slots[static_cast<size_t>(w.next)] : Val{};
}

void TraceModel::advance(TraceObject& iterator) {
    WalkState& w = iterator.rare->walking;
    w.next += iterator.walk == Walk::range ? w.stride : 1;
    w.remaining--;
}

// ---- the top frame's stack

void TraceModel::push(Val v) {
    TraceFrame& f = frames.back();
    write(f.sp++, v);
    list(v, 1);
}

void TraceModel::cut(uint32_t to) {
    TraceFrame& f = frames.back();
    for (uint32_t i = to; counting_ && i < f.sp; i++) list(stack[i], -1);
    f.sp = to;
}

void TraceModel::put(uint32_t slot, Val v) {
    list(v, 1);
    if (slot < stack.size()) list(stack[slot], -1);
    write(slot, v);
}

// The instruction takes away what stands from `low` on, leaves the result there and goes on.
bool TraceModel::finish(uint32_t low, Val result) {
    cut(low);
    push(result);
    frames.back().at++;
    return true;
}

// ---- instructions

bool TraceModel::perform(Label* changed) {
    if (frames.empty()) return false;
    TraceFrame& f = frames.back();
    const Instruction* instruction = this->instruction(f);
    if (!instruction || f.sp > stack.size()) return false;
    Word word = instruction->word;
    Opcode op = word_op(word);
    uint32_t a = word_a24(word), sp = f.sp;
    if (pops_of(word) > sp) return false;
    auto below = [&](uint32_t n) { return stack[sp - n]; };
    auto jump = [&](bool taken) {
        f.at += 1 + (taken ? word_jump(word) : 0);
        return true;
    };
    auto load = [&](Val v) {
        push(v);
        return jump(false);
    };
    switch (op) {
        case Opcode::NOP: return jump(false);
        case Opcode::POP_TOP: cut(sp - 1); return jump(false);
        case Opcode::PUSH_NULL: return load(Val{});
        case Opcode::LOAD_CONST:
        case Opcode::RETURN_CONST: {
            if (f.code >= constants.size() || a >= constants[f.code].size()) return false;
            Val v = constants[f.code][a];
            return op == Opcode::LOAD_CONST ? load(v) : perform_return(v);
        }
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_FAST_CHECK:
        case Opcode::LOAD_CLOSURE: return f.locals + a < sp ? load(stack[f.locals + a]) : false;
        case Opcode::STORE_FAST: {
            if (f.locals + a >= sp) return false;
            put(f.locals + a, below(1));
            cut(sp - 1);
            return jump(false);
        }
        case Opcode::DELETE_FAST:
            if (f.locals + a >= sp) return false;
            put(f.locals + a, Val{});
            return jump(false);
        case Opcode::COPY: return a > 0 && a <= sp ? load(below(a)) : false;
        case Opcode::SWAP:
            if (a == 0 || a > sp) return false;
            std::swap(stack[sp - 1], stack[sp - a]);
            return jump(false);
        case Opcode::IS_OP: return finish(sp - 2, boolean((below(2) == below(1)) != (a != 0)));
        case Opcode::UNARY_NOT: {
            int t = truth(below(1));
            return t < 0 ? false : finish(sp - 1, boolean(!t));
        }
        case Opcode::UNARY_NEGATIVE: {
            Val v = below(1);
            if (v.is_int()) return finish(sp - 1, Val{Value::small_int(-v.int_value()).bits});
            return v.is_float() ? finish(sp - 1, Val{Value::try_float(-v.float_value()).bits}) : false;
        }
        case Opcode::JUMP:
        case Opcode::JUMP_BACKWARD: return jump(true);
        case Opcode::POP_JUMP_IF_FALSE:
        case Opcode::POP_JUMP_IF_TRUE:
        case Opcode::POP_JUMP_BACKWARD_IF_FALSE:
        case Opcode::POP_JUMP_BACKWARD_IF_TRUE: {
            int t = truth(below(1));
            if (t < 0) return false;
            cut(sp - 1);
            return jump((t == 1) == (op == Opcode::POP_JUMP_IF_TRUE || op == Opcode::POP_JUMP_BACKWARD_IF_TRUE));
        }
        case Opcode::POP_JUMP_IF_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NONE:
        case Opcode::POP_JUMP_IF_NOT_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE: {
            bool none = below(1).bits == Value::none().bits;
            cut(sp - 1);
            return jump(none == (op == Opcode::POP_JUMP_IF_NONE || op == Opcode::POP_JUMP_BACKWARD_IF_NONE));
        }
        case Opcode::JUMP_IF_FALSE_OR_POP:
        case Opcode::JUMP_IF_TRUE_OR_POP: {
            int t = truth(below(1));
            if (t < 0) return false;
            bool taken = (t == 1) == (op == Opcode::JUMP_IF_TRUE_OR_POP);
            if (!taken) cut(sp - 1);
            return jump(taken);
        }
        case Opcode::RETURN_VALUE: return perform_return(below(1));
        case Opcode::CALL: return perform_call(word_b16(word), changed);
        case Opcode::FOR_ITER: {
            TraceObject* iterator = described(below(1));
            Val v = iterator ? upcoming(*iterator) : Val{};
            if (v.is_null()) return perform_learnt(word);
            advance(*iterator);
            return load(v);
        }
        case Opcode::BINARY_SUBSCR: {
            SlotPlace v = item(below(2), below(1));
            return v ? finish(sp - 2, v.value()) : perform_learnt(word);
        }
        case Opcode::STORE_SUBSCR: {
            Val container = below(2);
            if (SlotPlace v = item(container, below(1))) {
                *changed = container.label();
                set_slot(*v.object, v.index, below(3));
            }
            cut(sp - 3);
            return jump(false);
        }
        case Opcode::LIST_APPEND:
            if (a + 1 > sp) return false;
            if (TraceObject* all = sequence(below(a + 1))) {
                *changed = below(a + 1).label();
                add_slot(*all, below(1));
            }
            cut(sp - 1);
            return jump(false);
        case Opcode::LOAD_ATTR: {
            SlotPlace v = field(below(1), f.code, f.at);
            return v ? finish(sp - 1, v.value()) : perform_learnt(word);
        }
        case Opcode::STORE_ATTR: {
            Val target = below(1);
            if (SlotPlace v = field(target, f.code, f.at)) {
                *changed = target.label();
                set_slot(*v.object, v.index, below(2));
            }
            cut(sp - 2);
            return jump(false);
        }
        case Opcode::LOAD_DEREF: {
            SlotPlace v = f.locals + a < sp ? content(stack[f.locals + a]) : SlotPlace{};
            return v ? load(v.value()) : perform_learnt(word);
        }
        case Opcode::STORE_DEREF: {
            Val cell = f.locals + a < sp ? stack[f.locals + a] : Val{};
            if (SlotPlace v = content(cell)) {
                *changed = cell.label();
                set_slot(*v.object, 0, below(1));
            }
            cut(sp - 1);
            return jump(false);
        }
        case Opcode::COPY_FREE_VARS: {
            const SlotArray* cells = f.base < stack.size() ? closure(stack[f.base]) : nullptr;
            uint32_t end = f.locals + definitions_->codes[f.code].local_count;
            if (!cells || cells->size() != a || end > sp || a > end) return false;
            for (uint32_t i = 0; i < a; i++) put(end - a + i, (*cells)[i]);
            return jump(false);
        }
        case Opcode::UNPACK_SEQUENCE: {
            const TraceObject* all = sequence(below(1));
            if (!all || all->slots.size() != a) return false;
            SlotArray values = all->slots;
            cut(sp - 1);
            for (uint32_t i = a; i-- > 0;) push(values[i]);
            return jump(false);
        }
        case Opcode::LOAD_METHOD: {
            Site& s = site(f.code, f.at);
            Val self = s.kind ? Val{} : below(1), function = s.last;
            s.note(function);
            finish(sp - 1, function);
            push(self);
            return true;
        }
        default: break;
    }
    Val result;
    if (sum_of(op) != Sum::none) return calculate(op, below(2), below(1), &result) ? finish(sp - 2, result) : false;
    return perform_learnt(word);
}

// What the place left behind the last times.
bool TraceModel::perform_learnt(Word word) {
    TraceFrame& f = frames.back();
    int64_t fresh = fresh_results(word, false), pops = stack_pops(word);
    bool with_null = word_op(word) == Opcode::LOAD_GLOBAL && (word_a24(word) & 1);
    if (fresh > 1 + with_null) return false;
    int64_t kept = stack_pushes(word) - fresh;
    cut(static_cast<uint32_t>(f.sp - pops + kept));
    if (fresh > 0) {
        Site& s = site(f.code, f.at);
        Val v = s.expected();
        s.note(v);
        push(v);
        if (with_null) push(Val{});
    }
    frames.back().at++;
    return true;
}

bool TraceModel::perform_call(uint32_t arguments, Label* changed) {
    const TraceFrame& f = frames.back();
    uint32_t low = f.sp - arguments - 2;
    Word word = instruction(f)->word;
    TraceObject* callable = described(stack[low]);
    uint32_t callee = callable ? callee_of(*callable) : uint32_t{callee_unknown};
    if (callee == callee_unknown) return perform_learnt(word);
    Val self = stack[low + 1];
    if (callee == callee_append) {
        TraceObject* all = sequence(self);
        if (!all || arguments != 1) return false;
        *changed = self.label();
        add_slot(*all, stack[f.sp - 1]);
        return finish(low, Val{Value::none().bits});
    }
    TraceFrame pushed;
    pushed.code = callee - callee_code;
    if (pushed.code >= definitions_->codes.size()) return false;
    pushed.base = low;
    pushed.locals = self.is_null() ? low + 2 : low + 1;
    pushed.flags = self.is_null() ? 0 : frame_with_self;
    pushed.sp = f.sp;
    uint32_t end = pushed.locals + definitions_->codes[pushed.code].local_count;
    frames.push_back(pushed);
    while (frames.back().sp < end) push(Val{});
    return true;
}

bool TraceModel::perform_return(Val result) {
    if (frames.size() < 2) return false;
    const TraceFrame& f = frames.back();
    if (f.flags & ~(frame_with_self | frame_init)) return false;
    uint32_t base = f.base;
    if (base >= f.sp || base >= stack.size()) return false;
    if (!(f.flags & frame_init)) put(base, result);
    cut(base + 1);
    frames.pop_back();
    frames.back().at++;
    frames.back().sp = base + 1;
    return true;
}

} // namespace terrarium::inspect
