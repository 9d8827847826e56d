// Generators and coroutines in the model: their values move between the object and the value stack. See trace_model.h.
// Who resumes one is told by its frame's flags, as in the VM (vm/interp/frame.h).
#include "inspect/trace_model.h"

#include "bytecode/opcodes.h"
#include "vm/core/value.h"
#include "vm/interp/frame.h"

#include <algorithm>

namespace terrarium::inspect {

// Those whose frame nobody has an object of.
TraceModel::Kind TraceModel::learn_generator(const Layout& l, uint32_t id) {
    bool coroutine = l.type == "coroutine";
    if (l.names.size() < generator_slots || !(coroutine || l.type == "generator") || l.names[0] != "function" || l.names[generator_slots - 1] != "origin") return Kind::fields;
    std::vector<uint32_t>& known = generator_layouts_[coroutine];
    size_t values = l.names.size() - generator_slots;
    if (values >= known.size()) known.resize(values + 1, uint32_t{no_layout});
    known[values] = std::min(known[values], id);
    return coroutine ? Kind::coroutine : Kind::generator;
}

uint32_t TraceModel::generator_layout(const TraceObject& generator, size_t values) {
    Kind kind = kind_of(generator.layout).kind;
    if (kind != Kind::generator && kind != Kind::coroutine) return no_layout;
    std::vector<uint32_t>& known = generator_layouts_[kind == Kind::coroutine];
    if (values < known.size() && known[values] != no_layout) return known[values];
    kind_of(static_cast<uint32_t>(definitions_->layouts.size() - 1)); // all that have come up since
    return values < known.size() ? known[values] : uint32_t{no_layout};
}

// The running frame's stack ends at `base` from now on; what it gives up there is `sent`.
bool TraceModel::resume(Val generator, Val sent, uint32_t base, uint16_t how) {
    TraceObject* o = described(generator);
    if (!o || o->walk != Walk::frame || o->slots.size() < generator_slots) return false;
    const WalkState& waits = o->rare->walking;
    uint32_t running = generator_layout(*o, 0);
    if (running == no_layout || static_cast<uint64_t>(waits.stride) >= definitions_->codes.size() || waits.next < 0) return false;
    if (how == frame_entry) list(sent, 1); // it stays where it is, too
    TraceFrame pushed;
    pushed.code = static_cast<uint32_t>(waits.stride);
    pushed.base = base;
    pushed.locals = pushed.sp = base + 1;
    pushed.at = static_cast<int32_t>(waits.next + 1);
    pushed.flags = static_cast<uint16_t>(frame_generator | how);
    write(base, generator);
    list(generator, 1);
    for (size_t i = generator_slots; i < o->slots.size(); i++) write(pushed.sp++, o->slots[i]); // they are listed as often as before
    write(pushed.sp++, sent);
    o->slots.cut(generator_slots);
    o->layout = running;
    if (how == frame_entry) o->rare->walking.remaining = resumer_sends;
    frames.push_back(pushed);
    return true;
}

// *goes_on: the native that resumed it has done so again in the same step.
bool TraceModel::yield(bool* goes_on) {
    TraceFrame f = frames.back();
    *goes_on = false;
    if (!(f.flags & frame_generator) || frames.size() < 2 || f.sp <= f.locals || f.sp > stack.size()) return false;
    Val v = stack[f.sp - 1], generator = stack[f.base];
    TraceObject* o = described(generator);
    if (!o || o->slots.size() != generator_slots) return false;
    int64_t resumer = o->walk == Walk::frame ? o->rare->walking.remaining : int64_t{resumer_unknown};
    bool sent = (f.flags & frame_entry) && resumer == resumer_sends;
    constexpr uint32_t operands = 3; // of the CALL: the native, the generator, what was sent
    if (sent && f.base <= operands) return false;
    if ((f.flags & frame_entry) && !sent) {
        if (resumer != resumer_again) return false;
        stack[f.sp - 1] = Val{Value::none().bits};
        list(v, -1);
        o->rare->walking.next = f.at;
        frames.back().at++;
        return *goes_on = true;
    }
    uint32_t waiting = generator_layout(*o, f.sp - 1 - f.locals);
    if (waiting == no_layout) return false;
    for (uint32_t slot = f.locals; slot < f.sp - 1; slot++) o->slots.push_back(stack[slot]);
    o->layout = waiting;
    o->walk = Walk::frame;
    WalkState& waits = o->make_rare().walking;
    waits.next = f.at;
    waits.stride = f.code;
    list(generator, -1);
    uint32_t low = sent ? f.base - operands : f.base;
    for (uint32_t slot = low; slot < f.base; slot++) list(stack[slot], -1);
    stack[low] = v;
    frames.pop_back();
    frames.back().at++;
    frames.back().sp = low + 1;
    return true;
}

} // namespace terrarium::inspect
