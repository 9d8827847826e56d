// One key of a dict or set changes: the recorder finds its entry by the key's hash, before and after. See recorder.h.
// Only keys whose hash runs no code are followed so; of others the whole table is read again.
#include "inspect/recorder_tables.h"

#include "inspect/recorder.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/objects/table_places.h"

namespace terrarium::inspect {

namespace {

constexpr int deepest_tuple = 4;
constexpr size_t most_places = 2; // entries of one hash: more is rare

bool hash_runs_no_code(Value v, int depth = 0) {
    if (!v.is_object()) return true;
    Object* o = v.object_ptr();
    if (o->shape == shapes::tuple) {
        auto tuple = static_cast<Tuple*>(o);
        if (tuple->hash != -1) return true;
        bool plain = depth < deepest_tuple && tuple->length <= 16;
        for (size_t i = 0; plain && i < tuple->length; i++) plain = hash_runs_no_code(tuple->items()[i], depth + 1);
        return plain;
    }
    return is_exact_str(v) || o->shape == shapes::int_ || type_of(o)->slots.hash == rt().types.object->slots.hash;
}

const void* table_of(const Object* o) {
    return o->shape == shapes::dict ? static_cast<const void*>(static_cast<const Dict*>(o)->entries) : static_cast<const Set*>(o)->table;
}

size_t places_of(const Object* o, int64_t hash, uint32_t* places) {
    return o->shape == shapes::dict ? dict_places(static_cast<const Dict*>(o), hash, places, most_places)
                                    : set_places(static_cast<const Set*>(o), hash, places, most_places);
}

} // namespace

void Recorder::touch_key(Value container, Value key) {
    Label label = touchable(container);
    if (label == 0) return;
    Touched touched{container.object_ptr(), label, touch_depth_, all_slots};
    if (is_table(touched.object) && hash_runs_no_code(key)) {
        Result<int64_t> hash = hash_of(*thread_, key);
        touched.hash = hash.get();
        touched.table = table_of(touched.object);
        touched.place_count = static_cast<uint32_t>(places_of(touched.object, touched.hash, touched.places));
        if (touched.place_count <= most_places) touched.index = key_slots;
    }
    touched_.push_back(touched);
}

// False: more has changed than what the key's hash leads to.
bool Recorder::reread_entry(const Touched& touched, TraceObject& o) {
    Object* object = touched.object;
    size_t stride = object->shape == shapes::dict ? 2 : 1, had = o.slots.size(), now = table_slots(object);
    if (table_of(object) != touched.table || now > had + stride || (stride == 1 && now != had)) return false;
    uint32_t places[most_places];
    size_t count = places_of(object, touched.hash, places);
    if (count > most_places) return false;
    auto look_again = [&](size_t place) {
        for (size_t i = place * stride; i < (place + 1) * stride && i < now && i < had; i++) write_slot(touched.label, o, i, val(table_slot(object, i)));
    };
    for (size_t i = 0; i < touched.place_count; i++) look_again(touched.places[i]);
    for (size_t i = 0; i < count; i++) look_again(places[i]);
    if (now < had) {
        write_cut(touched.label, o, now);
    } else if (now > had) {
        Val key = val(table_slot(object, had)), value = val(table_slot(object, had + 1));
        write_append(touched.label, o, extra_bytes_of(object), {key, value});
    }
    return true;
}

} // namespace terrarium::inspect
