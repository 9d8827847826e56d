// Objects that instructions make of what they find on the stack or in a list: what follows of them. See trace_model.h.
#include "inspect/trace_model.h"

#include "memory/heap.h"
#include "vm/core/list.h"
#include "vm/core/tuple.h"
#include "vm/objects/containers.h"

#include <algorithm>

namespace terrarium::inspect {

uint32_t TraceModel::made_layout(Made what) {
    uint32_t& known = made_layouts_[static_cast<int>(what)];
    if (known == no_layout && !definitions_->layouts.empty()) kind_of(static_cast<uint32_t>(definitions_->layouts.size() - 1)); // all that have come up
    return known;
}

uint32_t TraceModel::made_bytes(Made what, size_t values) {
    size_t bytes = what == Made::tuple ? sizeof(Tuple) + values * sizeof(Value) : what == Made::list ? sizeof(List) : sizeof(Slice);
    return static_cast<uint32_t>(usable_size(bytes));
}

void TraceModel::make(TraceObject& o, Made what, const Val* values, size_t n, uint64_t address, uint64_t step) {
    o.address = address;
    o.born = step;
    o.layout = made_layout(what);
    o.bytes = made_bytes(what, n);
    o.extra_bytes = what == Made::list ? static_cast<uint32_t>(n * sizeof(Value)) : 0; // room for no more
    o.flags = 0;
    o.generation = 0;
    o.described = true;
    o.slots.assign(values, n);
}

bool TraceModel::part(Val slice, size_t length, Part* out) {
    const TraceObject* s = described(slice);
    if (!s || s->flags & object_before || kind_of(s->layout).kind != Kind::slice) return false;
    Val start = s->slots[0], stop = s->slots[1], step = s->slots[2], none{Value::none().bits};
    for (Val v : {start, stop, step})
        if (!v.is_int() && !(v == none)) return false;
    int64_t by = step.is_int() ? step.int_value() : 1, n = static_cast<int64_t>(length);
    if (by == 0 || by > n + 1 || by < -n - 1) return false;
    int64_t lower = by < 0 ? -1 : 0, upper = by < 0 ? n - 1 : n;
    auto bound = [&](Val v, int64_t missing) {
        if (!v.is_int()) return missing;
        int64_t i = v.int_value();
        return std::clamp(i < 0 ? i + n : i, lower, upper);
    };
    int64_t from = bound(start, by < 0 ? upper : lower), to = bound(stop, by < 0 ? lower : upper);
    int64_t distance = by > 0 ? to - from : from - to, stride = by > 0 ? by : -by;
    *out = {from, by, distance > 0 ? (distance - 1) / stride + 1 : 0};
    return out->count <= most_made;
}

} // namespace terrarium::inspect
