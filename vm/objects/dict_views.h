// Views and iterators of dict, shared with OrderedDict (vm/modules/collections_native.cpp).
#pragma once

#include "vm/core/dict.h"
#include "vm/core/type_spec.h"

namespace terrarium {

struct DictView : Object {
    Dict* dict; // owned
};
struct DictIterator : Object {
    Dict* dict;         // owned; null once exhausted
    Tuple* pair;        // items only: the last pair handed out, reused when nobody else holds it; may be null
    uint32_t used;      // len(dict) at the start; ~0 after "changed size"
    uint32_t remaining; // entries still to come
    uint64_t index;     // forward: next entry to look at; reverse: one past it
};

Own make_dict_view(Dict* d, ShapeId view_shape);
Own make_dict_iterator(Dict* d, ShapeId iterator_shape);         // from the first entry on
Own make_dict_reverse_iterator(Dict* d, ShapeId iterator_shape); // from the last entry back

// For types that behave as dict_keys, dict_values, dict_items but carry another name.
extern const TypeSpec spec_dict_keys, spec_dict_values, spec_dict_items;

} // namespace terrarium
