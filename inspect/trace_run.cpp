// The model's own little interpreter: performs instructions of a trace, many in a row where the trace tells of nothing else.
// It knows the instructions whose effect follows from values and described objects; of others it expects what their place
// left behind the last times, and the recorder writes down where that is wrong. See trace_model.h.
// Invariant: an instruction of a whole trace finds what it needs; where one does not, the trace is damaged and it stops.
#include "inspect/code_flow.h"
#include "vm/core/value.h"
#include "vm/interp/frame.h"

namespace terrarium::inspect {

// Keeps of the running frame what every instruction needs; it lives in registers, so nothing may take its address.
class TraceModel::Runner {
public:
    [[gnu::always_inline]] Runner(TraceModel& model, bool alone, uint64_t step)
        : m_(model), log_(model.log_), flow_(log_ ? log_->flow : nullptr), alone_(alone), stack_(model.stack.data()), room_(model.stack.size()), began_(step) {}
    [[gnu::always_inline]] inline Run run(uint64_t most);

private:
    [[gnu::always_inline]] inline bool load_frame();
    [[gnu::always_inline]] inline bool perform(const TraceOp& op);

    // ---- counts
    [[gnu::always_inline]] inline void count(Val v, int by) { // one of several that this instruction moves
        if (!v.is_object()) return;
        TraceObject* o = m_.objects.find(v.label());
        if (!o) return;
        o->listed += static_cast<uint32_t>(by);
        if (!log_) return;
        if (first_.object) log_->counted.push_back({o, v.label()});
        else first_ = {o, v.label()};
    }
    [[gnu::always_inline]] inline void count_only(Val v, int by) { // the only one
        if (!v.is_object()) return;
        TraceObject* o = m_.objects.find(v.label());
        if (!o) return;
        o->listed += static_cast<uint32_t>(by);
        if (!log_) return;
        if (alone_) log_->change(*o, v.label());
        else log_->counted.push_back({o, v.label()});
    }
    [[gnu::always_inline]] inline void drop(uint32_t from, uint32_t to) {
        for (uint32_t i = from; i < to; i++) count(stack_[i], -1);
    }
    [[gnu::always_inline]] inline bool settled() {
        if (!log_) return true;
        ChangeLog::Counted first = std::exchange(first_, {});
        if (!alone_) {
            if (first.object) log_->counted.push_back(first);
            return true;
        }
        if (first.object && first.object->listed + first.object->held_by_vm != first.object->counted) log_->change(*first.object, first.label);
        if (!log_->counted.empty()) log_->settle();
        return true;
    }
    [[gnu::always_inline]] inline bool settled(TraceObject& changed, Val v) { // its contents did too
        changed_ = v.label();
        changed_at_ = steps_;
        if (log_ && alone_ && changed_ < first_before_label) log_->change(changed, changed_);
        return settled();
    }

    // ---- the stack, and where the frame stands
    [[gnu::always_inline]] inline Val below(uint32_t n) const { return stack_[sp_ - n]; }
    [[gnu::always_inline]] inline void stack_has_moved() {
        stack_ = m_.stack.data();
        room_ = m_.stack.size();
    }
    [[gnu::always_inline]] inline void push(Val v) {
        if (sp_ == room_) {
            m_.stack.resize(room_ + 64);
            stack_has_moved();
        }
        stack_[sp_++] = v;
    }
    [[gnu::always_inline]] inline bool load(Val v) {
        push(v);
        at_++;
        count_only(v, 1);
        return true;
    }
    // Takes so many away, which are counted elsewhere, and leaves the result there.
    [[gnu::always_inline]] inline bool leave(uint32_t gone, Val result) {
        sp_ -= gone;
        push(result);
        at_++;
        return true;
    }
    [[gnu::always_inline]] inline bool jump(const TraceOp& op, bool taken) {
        if (taken) {
            if (flow_) flow_->jump(at_, op.target, steps_ + 1);
            at_ = op.target;
        } else {
            at_++;
        }
        return true;
    }
    [[gnu::always_inline]] inline Val* local(uint32_t a) const { return locals_ + a < sp_ ? stack_ + locals_ + a : nullptr; }

    [[gnu::always_inline]] inline bool store(Val* place, Val v) { // the top of the stack moves there
        if (!place) return false;
        Val old = std::exchange(*place, v);
        at_++;
        count_only(old, -1);
        return true;
    }
    [[gnu::always_inline]] inline bool jump_if(const TraceOp& op, bool wanted) {
        int t = truth_of(below(1));
        sp_--;
        return t >= 0 && jump(op, (t == 1) == wanted);
    }
    [[gnu::always_inline]] inline bool jump_if_none(const TraceOp& op, bool wanted) {
        Val v = below(1);
        sp_--;
        count_only(v, -1);
        return jump(op, (v.bits == Value::none().bits) == wanted);
    }
    [[gnu::always_inline]] inline bool jump_or_pop(const TraceOp& op, bool wanted) {
        int t = truth_of(below(1));
        bool taken = (t == 1) == wanted;
        if (!taken) sp_--;
        return t >= 0 && jump(op, taken);
    }
    [[gnu::always_inline]] inline static int truth_of(Val v) { return v.is_int() ? v.bits != 0 : truth(v); }

    [[gnu::always_inline]] inline bool sum(const TraceOp& op, Sum what);
    inline bool operate(const TraceOp& op);
    [[gnu::always_inline]] inline bool learnt(const TraceOp& op);
    [[gnu::always_inline]] inline bool call(const TraceOp& op, uint32_t low, const Binding* b);
    [[gnu::always_inline]] inline bool enter(uint32_t code, uint32_t low, uint16_t flags);
    inline bool call_with_keywords(const TraceOp& op);
    inline bool make_instance(const TraceOp& op, uint32_t low, const TraceObject& cls);
    inline bool store_attribute(const TraceOp& op);
    [[gnu::always_inline]] inline bool append(const TraceOp& op);
    [[gnu::always_inline]] inline bool give_back(Val result, bool from_stack);
    [[gnu::always_inline]] inline bool resume(Val generator, Val sent, uint32_t base, uint16_t how);
    [[gnu::always_inline]] inline bool yield();
    [[gnu::always_inline]] inline bool make(Made what, const Val* values, uint32_t n, uint32_t gone);
    [[gnu::always_inline]] inline TraceObject& bear(const New& what, const Val* values, uint32_t n, Label* out);
    [[gnu::always_inline]] inline bool make_of_operands(const TraceOp& op, Made what);
    [[gnu::always_inline]] inline void lives();
    [[gnu::always_inline]] inline void let_go(Val dead, int which);
    inline bool make_iterator(const TraceOp& op);
    inline bool end_loop(Val iterator);
    inline bool take_part(const TraceOp& op);
    inline bool exchange_part(const TraceOp& op);
    [[gnu::always_inline]] inline bool constant(uint32_t a, Val* out) const {
        if (a < constant_count_) *out = constants_[a];
        return a < constant_count_;
    }
    // Items, fields and cells.
    [[gnu::always_inline]] inline bool look(const TraceOp& op, SlotPlace place) {
        if (!place) return learnt(op);
        Val v = place.value();
        drop(sp_ - op.pops, sp_);
        count(v, 1);
        leave(op.pops, v);
        return settled();
    }
    // The value that stands so deep goes into the slot; what the instruction takes away besides is dropped.
    [[gnu::always_inline]] inline bool put(const TraceOp& op, SlotPlace place, Val owner, uint32_t depth) {
        Val v = below(depth);
        drop(sp_ - op.pops, sp_);
        if (place) {
            count(place.value(), -1);
            count(v, 1);
            place.object->slots.set(place.index, v);
        }
        sp_ -= op.pops;
        at_++;
        return place ? settled(*place.object, owner) : settled();
    }
    [[gnu::always_inline]] inline bool next_item(const TraceOp& op);
    [[gnu::always_inline]] inline bool load_method();
    [[gnu::always_inline]] inline bool list_append(const TraceOp& op);
    [[gnu::always_inline]] inline bool copy_free_variables(const TraceOp& op);
    [[gnu::always_inline]] inline bool unpack(const TraceOp& op);

    TraceModel& m_;
    ChangeLog* const log_;
    CodeFlow* const flow_;
    const bool alone_;
    const TraceOp* ops_ = nullptr;
    uint32_t op_count_ = 0, at_ = 0, sp_ = 0, locals_ = 0, code_ = 0, constant_count_ = 0;
    const Val* constants_ = nullptr;
    Site* sites_ = nullptr;
    Val* stack_;
    size_t room_;
    ChangeLog::Counted first_{}; // of those whose counts this instruction moves
    Label changed_ = 0;          // contents of an object, by the step after changed_at_
    Label born_ = 0, died_[2] = {}; // likewise after lived_at_
    const uint64_t began_;       // steps before the run
    uint64_t steps_ = 0, changed_at_ = ~uint64_t{0}, lived_at_ = ~uint64_t{0};
    size_t deepest_ = 0;
};

inline bool TraceModel::Runner::load_frame() {
    const TraceFrame& f = m_.frames.back();
    const Unit& unit = m_.unit(f.code);
    ops_ = unit.ops.data();
    op_count_ = unit.op_count;
    constants_ = unit.constants;
    constant_count_ = unit.constant_count;
    sites_ = unit.sites;
    code_ = f.code;
    at_ = static_cast<uint32_t>(f.at);
    sp_ = f.sp;
    locals_ = f.locals;
    return sp_ <= room_;
}

inline TraceModel::Run TraceModel::Runner::run(uint64_t most) {
    bool good = !m_.frames.empty() && load_frame() && (!flow_ || flow_->stands_in(m_.frames.size(), code_));
    deepest_ = m_.frames.size();
    while (good && steps_ < most) {
        good = at_ < op_count_ && ops_[at_].pops <= sp_ && perform(ops_[at_]);
        steps_ += good;
    }
    if (!m_.frames.empty()) {
        m_.frames.back().at = static_cast<int32_t>(at_);
        m_.frames.back().sp = sp_;
    }
    if (flow_) flow_->ran(steps_, at_);
    Run out{steps_, deepest_, changed_at_ + 1 == steps_ ? changed_ : 0, 0, {}, good};
    if (lived_at_ + 1 == steps_) {
        out.born = born_;
        std::copy_n(died_, 2, out.died);
    }
    return out;
}

inline bool TraceModel::Runner::perform(const TraceOp& op) {
    switch (op.op) {
        case Opcode::NOP: at_++; return true;
        case Opcode::POP_TOP:
            sp_--;
            at_++;
            count_only(stack_[sp_], -1);
            return true;
        case Opcode::PUSH_NULL: return load(Val{});
        case Opcode::LOAD_CONST: {
            Val v;
            return constant(op.a, &v) && load(v);
        }
        case Opcode::RETURN_CONST: {
            Val v;
            return constant(op.a, &v) && give_back(v, false);
        }
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_FAST_CHECK:
        case Opcode::LOAD_CLOSURE: {
            const Val* v = local(op.a);
            return v && load(*v);
        }
        case Opcode::STORE_FAST: {
            Val* place = local(op.a);
            sp_--;
            return store(place, stack_[sp_]);
        }
        case Opcode::DELETE_FAST: return store(local(op.a), Val{});
        case Opcode::COPY: return op.a > 0 && op.a <= sp_ && load(below(op.a));
        case Opcode::SWAP:
            if (op.a == 0 || op.a > sp_) return false;
            std::swap(stack_[sp_ - 1], stack_[sp_ - op.a]);
            at_++;
            return true;
        case Opcode::IS_OP: {
            Val result = boolean((below(2) == below(1)) != (op.a != 0));
            drop(sp_ - 2, sp_);
            leave(2, result);
            return settled();
        }
        case Opcode::UNARY_NOT: {
            int t = truth_of(below(1));
            return t >= 0 && leave(1, boolean(!t));
        }
        case Opcode::UNARY_NEGATIVE: {
            Val v = below(1);
            if (v.is_int()) return leave(1, Val{Value::small_int(-v.int_value()).bits});
            return v.is_float() && leave(1, Val{Value::try_float(-v.float_value()).bits});
        }
        case Opcode::JUMP:
        case Opcode::JUMP_BACKWARD: return jump(op, true);
        case Opcode::POP_JUMP_IF_FALSE:
        case Opcode::POP_JUMP_BACKWARD_IF_FALSE: return jump_if(op, false);
        case Opcode::POP_JUMP_IF_TRUE:
        case Opcode::POP_JUMP_BACKWARD_IF_TRUE: return jump_if(op, true);
        case Opcode::POP_JUMP_IF_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NONE: return jump_if_none(op, true);
        case Opcode::POP_JUMP_IF_NOT_NONE:
        case Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE: return jump_if_none(op, false);
        case Opcode::JUMP_IF_FALSE_OR_POP: return jump_or_pop(op, false);
        case Opcode::JUMP_IF_TRUE_OR_POP: return jump_or_pop(op, true);
        case Opcode::RETURN_VALUE: return give_back(below(1), true);
        case Opcode::CALL: return call(op, sp_ - op.a - 2, nullptr);
        case Opcode::CALL_KW: return call_with_keywords(op);
        case Opcode::FOR_ITER: return next_item(op);
        case Opcode::SEND: return resume(below(2), below(1), sp_ - 1, frame_send);
        case Opcode::YIELD_VALUE: return yield();
        case Opcode::BINARY_SUBSCR: {
            SlotPlace place = m_.item(below(2), below(1));
            return !place && m_.is_part(below(2), below(1)) ? take_part(op) : look(op, place);
        }
        case Opcode::STORE_SUBSCR: {
            SlotPlace place = m_.item(below(2), below(1));
            return !place && m_.is_part(below(2), below(1)) ? exchange_part(op) : put(op, place, below(2), 3);
        }
        case Opcode::GET_ITER: return make_iterator(op);
        case Opcode::BUILD_TUPLE: return make_of_operands(op, Made::tuple);
        case Opcode::BUILD_LIST: return make_of_operands(op, Made::list);
        case Opcode::BUILD_SLICE: return make_of_operands(op, Made::slice);
        case Opcode::LIST_APPEND: return list_append(op);
        case Opcode::LOAD_ATTR: return look(op, m_.field(below(1), code_, static_cast<int32_t>(at_)));
        case Opcode::STORE_ATTR: return store_attribute(op);
        case Opcode::LOAD_DEREF: {
            const Val* cell = local(op.a);
            return look(op, cell ? m_.content(*cell) : SlotPlace{});
        }
        case Opcode::STORE_DEREF: {
            const Val* cell = local(op.a);
            return put(op, cell ? m_.content(*cell) : SlotPlace{}, cell ? *cell : Val{}, 1);
        }
        case Opcode::COPY_FREE_VARS: return copy_free_variables(op);
        case Opcode::UNPACK_SEQUENCE: return unpack(op);
        case Opcode::LOAD_METHOD: return load_method();
        case Opcode::BINARY_ADD: return sum(op, Sum::add);
        case Opcode::BINARY_SUBTRACT: return sum(op, Sum::subtract);
        case Opcode::COMPARE_LT: return sum(op, Sum::lt);
        case Opcode::COMPARE_LE: return sum(op, Sum::le);
        case Opcode::COMPARE_EQ: return sum(op, Sum::eq);
        case Opcode::COMPARE_NE: return sum(op, Sum::ne);
        case Opcode::COMPARE_GT: return sum(op, Sum::gt);
        case Opcode::COMPARE_GE: return sum(op, Sum::ge);
        default: return op.sum != Sum::none ? sum(op, op.sum) : learnt(op);
    }
}

inline bool TraceModel::Runner::sum(const TraceOp& op, Sum what) {
    Val a = below(2), b = below(1), result;
    if (a.is_int() && b.is_int() && quick_sum(what, a.int_value(), b.int_value(), &result)) return leave(2, result);
    if (!calculate(what, a, b, &result)) return operate(op);
    if (a.is_object() || b.is_object()) drop(sp_ - 2, sp_);
    leave(2, result);
    return settled();
}

// A function of the left operand's class does it, called with both.
inline bool TraceModel::Runner::operate(const TraceOp& op) {
    Val left = below(2), right = below(1), cls = m_.class_of(left);
    const Operator& known = m_.operator_of(cls, op.op);
    TraceObject* function = cls.is_object() && known.cls == cls && known.op == op.op ? m_.described(known.function) : nullptr;
    uint32_t callee = function ? m_.callee_of(*function) : uint32_t{callee_unknown}, code = callee - callee_code;
    if (callee < callee_code || code >= m_.definitions_->codes.size() || m_.unit(code).argument_count != 2) return false;
    uint32_t low = sp_;
    for (Val v : {known.function, left, right}) {
        push(v);
        count(v, 1);
    }
    return settled() && enter(code, low, frame_with_self | frame_operator);
}

// What the place left behind the last times.
inline bool TraceModel::Runner::learnt(const TraceOp& op) {
    if (op.fresh == TraceOp::too_many) return false;
    if (op.drops) drop(sp_ - op.drops, sp_);
    sp_ -= op.drops;
    Val v;
    if (op.fresh > 0) {
        Site& site = sites_[at_];
        v = site.expected();
        site.note(v);
        push(v);
        if (op.with_null) push(Val{});
    }
    at_++;
    if (op.drops == 0) {
        count_only(v, 1);
        return true;
    }
    count(v, 1);
    return settled();
}

inline bool TraceModel::Runner::next_item(const TraceOp& op) {
    TraceObject* iterator = m_.described(below(1));
    if (iterator && iterator->walk == Walk::frame) return resume(below(1), Val{Value::none().bits}, sp_, frame_for_iter);
    Val v = iterator ? m_.upcoming(*iterator) : Val{};
    if (v.is_null()) return iterator && m_.at_end(*iterator) ? end_loop(below(1)) : learnt(op);
    advance(*iterator);
    return load(v);
}

inline bool TraceModel::Runner::list_append(const TraceOp& op) {
    if (op.a + 1 > sp_) return false;
    Val v = below(1), owner = below(op.a + 1);
    TraceObject* all = m_.sequence(owner);
    sp_--;
    at_++;
    if (!all) {
        count_only(v, -1);
        return true;
    }
    all->slots.push_back(v);
    return settled(*all, owner);
}

inline bool TraceModel::Runner::load_method() {
    Site& site = sites_[at_];
    Val owner = below(1), function = site.last;
    site.note(function);
    stack_[sp_ - 1] = function;
    push(site.kind ? Val{} : owner);
    at_++;
    if (site.kind) count(owner, -1);
    count(function, 1);
    return settled();
}

inline bool TraceModel::Runner::copy_free_variables(const TraceOp& op) {
    uint32_t base = m_.frames.back().base, end = locals_ + m_.unit(code_).local_count;
    const SlotArray* cells = base < room_ ? m_.closure(stack_[base]) : nullptr;
    if (!cells || cells->size() != op.a || end > sp_ || op.a > end) return false;
    for (uint32_t i = 0; i < op.a; i++) {
        Val v = (*cells)[i];
        count(v, 1);
        count(std::exchange(stack_[end - op.a + i], v), -1);
    }
    at_++;
    return settled();
}

inline bool TraceModel::Runner::unpack(const TraceOp& op) {
    const TraceObject* all = m_.sequence(below(1));
    if (!all || all->slots.size() != op.a) return false;
    sp_--;
    count(stack_[sp_], -1);
    for (uint32_t i = op.a; i-- > 0;) {
        Val v = all->slots[i];
        push(v);
        count(v, 1);
    }
    at_++;
    return settled();
}

inline bool TraceModel::Runner::call(const TraceOp& op, uint32_t low, const Binding* b) {
    TraceObject* callable = m_.described(stack_[low]);
    uint32_t callee = callable ? m_.callee_of(*callable) : uint32_t{callee_unknown};
    if (callee == callee_unknown) return learnt(op);
    if (callee == callee_append) return append(op);
    if (callee == callee_send) return op.a == 1 && resume(stack_[low + 1], below(1), sp_, frame_entry);
    if (callee == callee_makes) return make_instance(op, low, *callable);
    uint32_t code = callee - callee_code;
    if (code >= m_.definitions_->codes.size()) return false;
    bool with_self = !stack_[low + 1].is_null();
    uint32_t arguments = with_self ? low + 1 : low + 2, given = sp_ - arguments, parameters = m_.unit(code).argument_count;
    if (b || given < parameters) [[unlikely]] {
        if (b && (b->given != given || b->sources.size() != parameters)) return false;
        if (!(b ? m_.lay_out(low, arguments, given, *b) : m_.lay_out_defaults(low, arguments, given, parameters))) return false;
        stack_has_moved();
        sp_ = arguments + parameters;
        (void)settled();
    }
    return enter(code, low, with_self ? frame_with_self : 0);
}

// A frame of the code unit, whose parameters stand there.
inline bool TraceModel::Runner::enter(uint32_t code, uint32_t low, uint16_t flags) {
    TraceFrame& caller = m_.frames.back();
    caller.at = static_cast<int32_t>(at_);
    caller.sp = sp_;
    TraceFrame& f = m_.frames.emplace_back();
    f.code = code;
    f.base = low;
    f.locals = flags & frame_with_self ? low + 1 : low + 2;
    f.flags = flags;
    uint32_t end = f.locals + m_.unit(code).local_count;
    while (sp_ < end) push(Val{});
    f.sp = sp_;
    deepest_ = std::max(deepest_, m_.frames.size());
    if (flow_) flow_->call(at_, code, steps_ + 1);
    return load_frame();
}

inline bool TraceModel::Runner::call_with_keywords(const TraceOp& op) {
    const Binding* b = m_.binding(sites_[at_]);
    uint32_t low = sp_ - op.a - 3;
    TraceObject* callable = b ? m_.described(stack_[low]) : nullptr;
    if (!callable || m_.callee_of(*callable) != b->callee) return learnt(op);
    sp_--;
    count(stack_[sp_], -1); // the names
    return call(op, low, b);
}

inline bool TraceModel::Runner::append(const TraceOp& op) {
    Val self = below(2), v = below(1);
    TraceObject* all = op.a == 1 ? m_.sequence(self) : nullptr;
    if (!all) return false;
    count(below(3), -1);
    count(self, -1);
    all->slots.push_back(v);
    leave(3, Val{Value::none().bits});
    return settled(*all, self);
}

inline bool TraceModel::Runner::give_back(Val result, bool from_stack) {
    if (m_.frames.size() < 2) return false;
    const TraceFrame& f = m_.frames.back();
    uint32_t base = f.base, end = sp_;
    if (f.flags & ~(frame_with_self | frame_init | frame_operator) || base >= end || (from_stack && base + 1 >= end)) return false;
    uint32_t to = base; // the result stands where the callable stood
    if (f.flags & frame_operator) {
        if (base < 2) return false;
        drop(base - 1, base + 1);
        to -= 2;
    }
    if (!(f.flags & frame_init)) {
        count(std::exchange(stack_[to], result), -1);
        if (from_stack) end--;
        else count(result, 1);
    }
    drop(base + 1, end);
    m_.frames.pop_back();
    TraceFrame& caller = m_.frames.back();
    caller.at++;
    caller.sp = to + 1;
    if (flow_) flow_->give_back(at_, caller.code, static_cast<uint32_t>(caller.at), steps_ + 1);
    return load_frame() && settled();
}

// ---- generators: trace_generators.cpp moves their values

inline bool TraceModel::Runner::resume(Val generator, Val sent, uint32_t base, uint16_t how) {
    TraceFrame& f = m_.frames.back();
    f.at = static_cast<int32_t>(at_);
    f.sp = sp_;
    if (!m_.resume(generator, sent, base, how)) return false;
    const TraceFrame& resumed = m_.frames.back();
    deepest_ = std::max(deepest_, m_.frames.size());
    stack_has_moved();
    if (flow_) flow_->resume(at_, resumed.code, static_cast<uint32_t>(resumed.at), steps_ + 1);
    return load_frame() && settled(*m_.described(generator), generator);
}

inline bool TraceModel::Runner::yield() {
    TraceFrame& f = m_.frames.back();
    f.at = static_cast<int32_t>(at_);
    f.sp = sp_;
    bool goes_on = false;
    Val generator = f.base < room_ ? stack_[f.base] : Val{};
    if (!m_.yield(&goes_on)) return false;
    stack_has_moved();
    if (goes_on) { // with its values where they were
        if (flow_) flow_->resume_again(steps_ + 1);
        at_++;
        return settled();
    }
    const TraceFrame& caller = m_.frames.back();
    if (flow_) flow_->give_back(at_, caller.code, static_cast<uint32_t>(caller.at), steps_ + 1);
    return load_frame() && settled(*m_.described(generator), generator);
}

// ---- objects that are made

inline void TraceModel::Runner::lives() {
    if (lived_at_ == steps_) return;
    lived_at_ = steps_;
    born_ = died_[0] = died_[1] = 0;
}

// It takes the place of so many operands, which are counted elsewhere.
inline bool TraceModel::Runner::make(Made what, const Val* values, uint32_t n, uint32_t gone) {
    New kind;
    if (!m_.new_of(what, n, &kind)) return false;
    Label label;
    TraceObject& o = bear(kind, values, n, &label);
    leave(gone, Val::object(label));
    o.listed = 1;
    if (log_ && alone_) log_->change(o, label);
    return settled();
}

inline TraceObject& TraceModel::Runner::bear(const New& what, const Val* values, uint32_t n, Label* out) {
    Site& site = sites_[at_];
    Label label = m_.newborn ? m_.newborn : m_.next_label++;
    TraceObject& o = m_.objects.make(label);
    m_.make(o, what, values, n, m_.newborn ? o.address : site.made_at, began_ + steps_ + 1);
    site.made_at = o.address;
    m_.made_bytes_of_run += o.bytes + o.extra_bytes;
    lives();
    if (!m_.newborn) born_ = label;
    m_.newborn = 0;
    *out = label;
    return o;
}

// The class on the stack goes into the instance, which takes its place.
inline bool TraceModel::Runner::make_instance(const TraceOp& op, uint32_t low, const TraceObject& cls) {
    const Instances makes = cls.rare->makes;
    Val values[most_made];
    uint32_t n = 0;
    New kind;
    if (!stack_[low + 1].is_null() || !m_.new_of(makes, stack_[low], &kind, values, &n)) return false;
    bool runs = makes.init != Instances::no_init;
    if (runs ? makes.init >= m_.definitions_->codes.size() || m_.unit(makes.init).argument_count != op.a + 1 : op.a != 0) return false;
    Label label;
    TraceObject& o = bear(kind, values, n, &label);
    stack_[low] = Val::object(label);
    o.listed = 1;
    if (runs) {
        stack_[low + 1] = stack_[low];
        o.listed++;
    }
    if (log_ && alone_) log_->change(o, label);
    if (runs) return settled() && enter(makes.init, low, frame_with_self | frame_init);
    sp_ = low + 1;
    at_++;
    return settled();
}

inline bool TraceModel::Runner::store_attribute(const TraceOp& op) {
    Val owner = below(1);
    int32_t at = static_cast<int32_t>(at_);
    SlotPlace place = m_.field(owner, code_, at);
    TraceObject* o = place ? nullptr : m_.described(owner);
    uint32_t to = o ? m_.grown_layout(*o, code_, at) : no_layout;
    if (to == no_layout) return put(op, place, owner, 2);
    m_.grow(*o, to, below(2));
    count(owner, -1);
    sp_ -= 2;
    at_++;
    return settled(*o, owner);
}

inline bool TraceModel::Runner::make_of_operands(const TraceOp& op, Made what) {
    if (op.a > most_made || (what == Made::slice && op.a != 2 && op.a != 3)) return false;
    Val values[most_made];
    std::copy_n(stack_ + sp_ - op.a, op.a, values);
    if (what == Made::slice && op.a == 2) values[2] = Val{Value::none().bits};
    return make(what, values, what == Made::slice ? 3 : op.a, op.a);
}

// What only the stack held.
inline void TraceModel::Runner::let_go(Val dead, int which) {
    TraceObject* o = m_.object(dead.label());
    m_.gone_bytes_of_run += o->bytes + o->extra_bytes;
    lives();
    died_[which] = dead.label();
    m_.erase_object(dead.label());
}

inline bool TraceModel::Runner::make_iterator(const TraceOp& op) {
    NewIterator it;
    Val v = below(1);
    if (!m_.iterator_of(v, &it)) return learnt(op);
    bool items = it.walk == Walk::items;
    if (!items) let_go(v, 0);
    if (!make(it.what, &v, items, 1)) return false;
    TraceObject& o = *m_.objects.find(below(1).label());
    o.walk = it.walk;
    o.make_rare().walking = it.state;
    return true;
}

inline bool TraceModel::Runner::end_loop(Val iterator) {
    const Instruction* here = instruction_at(*m_.definitions_, code_, static_cast<int32_t>(at_));
    uint32_t to = static_cast<uint32_t>(static_cast<int32_t>(at_) + 1 + word_jump(here->word));
    sp_--;
    let_go(iterator, 0);
    if (flow_) flow_->jump(at_, to, steps_ + 1);
    at_ = to;
    return settled();
}

inline bool TraceModel::Runner::take_part(const TraceOp& op) {
    Val owner = below(2), slice = below(1), values[most_made];
    const TraceObject* all = m_.sequence(owner);
    Part part;
    if (!m_.part(slice, all->slots.size(), &part)) return false;
    for (int64_t i = 0; i < part.count; i++) {
        values[i] = all->slots[static_cast<size_t>(part.from + i * part.by)];
        count(values[i], 1);
    }
    count(owner, -1);
    let_go(slice, 0);
    return make(Made::list, values, static_cast<uint32_t>(part.count), op.pops);
}

// The items change places with those of a list of that length, which goes with them.
inline bool TraceModel::Runner::exchange_part(const TraceOp& op) {
    Val owner = below(2), slice = below(1), with = below(3);
    TraceObject *all = m_.sequence(owner), *other = m_.sequence(with);
    Part part;
    if (!other || other == all || !m_.part(slice, all->slots.size(), &part) || part.by != 1 || other->slots.size() != static_cast<size_t>(part.count)) return false;
    for (size_t i = 0; i < other->slots.size(); i++) {
        size_t at = static_cast<size_t>(part.from) + i;
        Val v = all->slots[at];
        all->slots.set(at, other->slots[i]);
        other->slots.set(i, v);
    }
    count(owner, -1);
    let_go(with, 0);
    let_go(slice, 1);
    sp_ -= op.pops;
    at_++;
    return settled(*all, owner);
}

TraceModel::Run TraceModel::run(uint64_t most, bool alone, uint64_t step) { return Runner(*this, alone, step).run(most); }

} // namespace terrarium::inspect
