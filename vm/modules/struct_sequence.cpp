// See struct_sequence.h.
#include "vm/modules/struct_sequence.h"

#include "vm/objects/containers.h"

#include <vector>

namespace terrarium {

namespace {

// Fields in the order of the type's getters.
const GetSetDef* fields_of(const Type* type) { return type->spec->getsets; }

} // namespace

Result<Own> sequence_repr(Thread& t, Value self) {
    Tuple* s = as<Tuple>(self);
    const Type* type = type_of(self);
    std::string text = type_name(type) + "(";
    const GetSetDef* field = fields_of(type);
    for (size_t i = 0; i < s->length && field->name; i++, field++) {
        if (i) text += ", ";
        text += field->name;
        text += "=" + TRY(repr_text(t, s->items()[i]));
    }
    return make_str(t, text + ")");
}

Ref<Tuple> make_sequence(Type* type, Own* values, size_t count) {
    size_t bytes = sizeof(Tuple) + count * sizeof(Value);
    auto* s = static_cast<Tuple*>(alloc_object(bytes, type->root_shape->id, AllocKind::container));
    s->length = count;
    s->hash = -1;
    for (size_t i = 0; i < count; i++) s->items()[i] = values[i].take();
    return Ref<Tuple>::adopt(s);
}

Result<Ref<Tuple>> sequence_argument(Thread& t, Type* cls, const Args& args, size_t visible, size_t most) {
    BoundArgs bound;
    TRY(bind_args(t, "structseq(sequence, dict=<unset>)", Value::null(), args, bound));
    Result<Ref<Tuple>> made = tuple_from_iterable(t, bound.values[0]);
    if (!made) {
        if (raised_matches(t, rt().types.TypeError)) {
            clear_raised(t);
            return raise_type(t, "constructor requires a sequence");
        }
        return Error{};
    }
    Ref<Tuple> items = made.take();
    std::string name = type_name(cls);
    if (items->length < visible)
        return raise_type(t, "{}() takes {} {}-sequence ({}-sequence given)", name, most > visible ? "an at least" : "a", visible,
                          items->length);
    if (items->length > most)
        return raise_type(t, "{}() takes {} {}-sequence ({}-sequence given)", name, most > visible ? "an at most" : "a", most,
                          items->length);
    return items;
}

Result<Own> construct_sequence(Thread& t, Type* cls, const Args& args, size_t count) {
    Ref<Tuple> items = TRY(sequence_argument(t, cls, args, count, count));
    std::vector<Own> values;
    for (size_t i = 0; i < count; i++) values.push_back(Own::share(items->items()[i]));
    return make_sequence(cls, values.data(), count);
}

void add_sequence_counts(Type* type, size_t visible, size_t all) {
    dict_set(type->dict, intern("n_sequence_fields"), Value::small_int(static_cast<int64_t>(visible)));
    dict_set(type->dict, intern("n_fields"), Value::small_int(static_cast<int64_t>(all)));
    dict_set(type->dict, intern("n_unnamed_fields"), Value::small_int(0));
    Ref<Tuple> names = new_short_tuple(visible);
    const GetSetDef* field = fields_of(type);
    for (size_t i = 0; i < visible && field->name; i++, field++) names->items()[i] = Own(intern(field->name)).take();
    dict_set(type->dict, rt().names.dunder_match_args, names.value());
}

} // namespace terrarium
