// What instructions mean to the model of a trace: which numbers come out, what the objects they look at say.
// See trace_model.h; inspect/trace_run.cpp performs them.
#include "inspect/trace_model.h"

#include "bytecode/opcodes.h"
#include "inspect/trace_ops.h"
#include "vm/core/value.h"

namespace terrarium::inspect {

Opcode plain_operator(Opcode op) {
    if (op < Opcode::INPLACE_ADD || op > Opcode::INPLACE_XOR) return op;
    return static_cast<Opcode>(static_cast<unsigned>(op) - static_cast<unsigned>(Opcode::INPLACE_ADD) + static_cast<unsigned>(Opcode::BINARY_ADD));
}

int truth(Val v) {
    if (v.is_int()) return v.bits != 0;
    Value raw{v.bits};
    if (raw.is_true()) return 1;
    if (raw.is_false() || raw.is_none()) return 0;
    return -1;
}

namespace {

// One number as a double, as the loop takes it.
bool number(Val v, double* out) {
    if (v.is_float()) *out = v.float_value();
    else if (v.is_int() && v.int_value() < (int64_t{1} << 53) && v.int_value() > -(int64_t{1} << 53)) *out = static_cast<double>(v.int_value());
    else return false;
    return true;
}

Sum sum_of(Opcode op) {
    switch (plain_operator(op)) {
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

bool calculate_ints(Sum what, int64_t x, int64_t y, Val* out) {
    int64_t r = 0;
    switch (what) {
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
        default: return quick_sum(what, x, y, out);
    }
    return small(r, out);
}

} // namespace

bool calculate(Sum what, Val a, Val b, Val* out) {
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

std::vector<TraceOp> ops_of(const CodeInfo& code) {
    std::vector<TraceOp> out;
    for (size_t i = 0; i < code.instructions.size(); i++) {
        Word word = code.instructions[i].word;
        TraceOp& o = out.emplace_back();
        o.op = plain_operator(word_op(word));
        o.sum = sum_of(o.op);
        o.a = o.op == Opcode::CALL || o.op == Opcode::CALL_KW ? word_b16(word) : word_a24(word);
        o.pops = static_cast<uint32_t>(stack_pops(word));
        if (opcode_info(o.op).flags & JUMPS && o.op != Opcode::FOR_ITER && o.op != Opcode::SEND) {
            int64_t target = static_cast<int64_t>(i) + 1 + word_jump(word);
            o.target = static_cast<uint32_t>(target >= 0 && static_cast<size_t>(target) < code.instructions.size() ? target : static_cast<int64_t>(code.instructions.size()));
            continue;
        }
        o.with_null = o.op == Opcode::LOAD_GLOBAL && (o.a & 1);
        int64_t fresh = fresh_results(word, false), gone = stack_pops(word) - (stack_pushes(word) - fresh);
        o.fresh = fresh > 1 + o.with_null || gone < 0 ? TraceOp::too_many : static_cast<uint8_t>(fresh);
        o.drops = static_cast<uint32_t>(gone);
    }
    return out;
}

// ---- objects that instructions look at

TraceModel::LayoutKind TraceModel::learn_kind(uint32_t layout) {
    while (kinds_.size() <= layout) {
        LayoutKind k;
        if (kinds_.size() < definitions_->layouts.size()) {
            const Layout& l = definitions_->layouts[kinds_.size()];
            if (l.arrangement == Arrangement::array) k.kind = l.type == "list" ? Kind::list : l.type == "tuple" ? Kind::tuple : Kind::other;
            if (l.arrangement == Arrangement::fields) k.kind = l.type == "cell" ? Kind::cell : l.type == "function" ? Kind::function : Kind::fields;
            if (k.kind == Kind::fields && l.type == "slice" && l.names.size() == 3 && l.names[2] == "step") k.kind = Kind::slice;
            if (k.kind == Kind::fields) k.kind = learn_generator(l, static_cast<uint32_t>(kinds_.size()));
            if (k.kind == Kind::fields && l.type == "range" && l.names.size() == 4 && l.names[3] == "length") k.kind = Kind::range;
            learn_made(l, static_cast<uint32_t>(kinds_.size()));
            for (uint32_t i = 0; k.kind == Kind::function && i < l.names.size(); i++) {
                if (l.names[i] == "closure") k.closure = i;
                if (l.names[i] == "code") k.code = i;
                if (l.names[i] == "defaults") k.defaults = i;
                if (l.names[i] == "keyword defaults") k.keyword_defaults = i;
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

uint32_t TraceModel::grown_layout(const TraceObject& o, uint32_t code, int32_t at) {
    if (kind_of(o.layout).kind != Kind::fields || o.flags & object_before) return no_layout;
    const std::vector<Layout>& all = definitions_->layouts;
    const Layout& before = all[o.layout];
    if (before.names.empty() || before.names.size() != o.slots.size()) return no_layout;
    GrownLayout& known = grown_layouts_[(o.layout * 31 + code * 17 + static_cast<uint32_t>(at)) % grown_layouts_.size()];
    bool same = known.layout == o.layout && known.code == code && known.at == at;
    if (same && (known.to != no_layout || known.known == all.size())) return known.to;
    size_t from = same ? known.known : 0;
    known = {o.layout, code, no_layout, at, all.size()};
    const std::vector<std::string>& meanings = definitions_->codes[code].meanings;
    if (static_cast<size_t>(at) >= meanings.size()) return no_layout;
    std::vector<std::string> names = before.names;
    names.insert(names.end() - 1, meanings[static_cast<size_t>(at)]);
    for (size_t i = from; i < all.size() && known.to == no_layout; i++)
        if (all[i].type == before.type && all[i].arrangement == Arrangement::fields && all[i].names == names) known.to = static_cast<uint32_t>(i);
    return known.to;
}

void TraceModel::grow(TraceObject& o, uint32_t layout, Val v) {
    Val cls = o.slots[o.slots.size() - 1];
    o.slots.set(o.slots.size() - 1, v);
    o.slots.push_back(cls);
    o.layout = layout;
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

} // namespace terrarium::inspect
