// Objects that instructions make of what they find on the stack or in a list: what follows of them. See trace_model.h.
#include "inspect/trace_model.h"

#include "memory/heap.h"
#include "vm/core/list.h"
#include "vm/core/tuple.h"
#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

struct Makeable {
    const char* type;
    Arrangement arrangement;
    size_t fields, bytes; // of the layout; without items
    bool container;
};
constexpr Makeable makeable[] = { // by TraceModel::Made
    {"tuple", Arrangement::array, 0, sizeof(Tuple), true},
    {"list", Arrangement::array, 0, sizeof(List), true},
    {"slice", Arrangement::fields, 3, sizeof(Slice), true},
    {"list_iterator", Arrangement::fields, 1, sizeof(ListIterator), true},
    {"tuple_iterator", Arrangement::fields, 1, sizeof(TupleIterator), true},
    {"range_iterator", Arrangement::none, 0, sizeof(RangeIterator), false},
};

} // namespace

void TraceModel::learn_made(const Layout& l, uint32_t id) {
    for (size_t i = 0; i < std::size(makeable); i++) {
        const Makeable& m = makeable[i];
        if (l.type == m.type && l.arrangement == m.arrangement && l.names.size() == m.fields) made_layouts_[i] = std::min(made_layouts_[i], id);
    }
}

uint32_t TraceModel::made_layout(Made what) {
    uint32_t& known = made_layouts_[static_cast<int>(what)];
    if (known == no_layout && !definitions_->layouts.empty()) kind_of(static_cast<uint32_t>(definitions_->layouts.size() - 1)); // all that have come up
    return known;
}

bool TraceModel::new_of(Made what, size_t values, New* out) {
    const Makeable& m = makeable[static_cast<int>(what)];
    out->layout = made_layout(what);
    out->bytes = static_cast<uint32_t>(usable_size(m.bytes + (what == Made::tuple ? values * sizeof(Value) : 0)));
    out->extra_bytes = what == Made::list ? static_cast<uint32_t>(values * sizeof(Value)) : 0; // room for no more
    out->container = m.container;
    return out->layout != no_layout;
}

// False: of no layout that has come up, or of too many slots.
bool TraceModel::new_of(const Instances& makes, Val cls, New* out, Val* values, uint32_t* n) {
    if (makes.layout >= definitions_->layouts.size()) return false;
    size_t slots = definitions_->layouts[makes.layout].names.size();
    if (slots == 0 || slots > most_made) return false;
    *out = {makes.layout, makes.bytes, 0, makes.container};
    std::fill_n(values, slots - 1, Val{});
    values[slots - 1] = cls;
    *n = static_cast<uint32_t>(slots);
    return true;
}

void TraceModel::make(TraceObject& o, const New& what, const Val* values, size_t n, uint64_t address, uint64_t step) {
    o.address = address;
    o.born = step;
    o.layout = what.layout;
    o.bytes = what.bytes;
    o.extra_bytes = what.extra_bytes;
    o.flags = 0;
    o.generation = what.container ? 0 : -1;
    o.described = true;
    o.slots.assign(values, n);
}

bool TraceModel::iterator_of(Val v, NewIterator* out) {
    const TraceObject* o = described(v);
    if (!o || o->flags & object_before) return false;
    Kind kind = kind_of(o->layout).kind;
    *out = {kind == Kind::list ? Made::list_iterator : Made::tuple_iterator, Walk::items, {}};
    if (kind == Kind::list || kind == Kind::tuple) return true;
    if (kind != Kind::range) return false;
    Val start = o->slots[0], step = o->slots[2], length = o->slots[3];
    if (!start.is_int() || !step.is_int() || !length.is_int()) return false;
    *out = {Made::range_iterator, Walk::range, {start.int_value(), step.int_value(), length.int_value()}};
    return true;
}

bool TraceModel::at_end(const TraceObject& iterator) {
    if (!iterator.rare) return false;
    const WalkState& w = iterator.rare->walking;
    if (iterator.walk == Walk::range) return w.remaining <= 0;
    if (iterator.walk != Walk::items || iterator.slots.size() != 1) return false;
    Val through = iterator.slots[0];
    if (through.is_object() && !object(through.label())) return true; // it ends with the loop, as the trace has told
    const TraceObject* all = sequence(through);
    return all && static_cast<uint64_t>(w.next) >= all->slots.size();
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
