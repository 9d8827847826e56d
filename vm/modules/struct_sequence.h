// Tuples whose items have names: sys.version_info, time.struct_time, os.stat_result and their like.
// A spec lists the fields; getters read the item of the tuple, further ones (beyond `visible`) an attribute.
#pragma once

#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"

#include <utility>

namespace terrarium {

inline constexpr uint32_t sequence_flags = type_container | type_variable | type_tuple | type_sequence_pattern;

template <size_t i>
Result<Own> sequence_item(Thread&, Value self) {
    return Own::share(as<Tuple>(self)->items()[i]);
}

// One row a field: SEQUENCE_FIELD(0, "tm_year", "the year")
#define SEQUENCE_FIELD(index, name, doc) {name, sequence_item<index>, nullptr, doc}

// What the spec's fill does: repr by names, and no construction, or construction from a sequence.
Result<Own> sequence_repr(Thread& t, Value self);
// The n first items of the type's fields; takes the values over. All fields of the type must be given.
Ref<Tuple> make_sequence(Type* type, Own* values, size_t count);
template <class... V>
Ref<Tuple> make_sequence_of(Type* type, V&&... v) {
    Own values[] = {Own(std::move(v))...};
    return make_sequence(type, values, sizeof...(v));
}
// The items of type(iterable), as many as it may have: "time.struct_time() takes an at least 9-sequence (2-sequence given)".
Result<Ref<Tuple>> sequence_argument(Thread& t, Type* cls, const Args& args, size_t visible, size_t most);
// The construct slot of a type without fields beyond its items.
Result<Own> construct_sequence(Thread& t, Type* cls, const Args& args, size_t count);
// Class attributes n_sequence_fields and so on.
void add_sequence_counts(Type* type, size_t visible, size_t all);

} // namespace terrarium
