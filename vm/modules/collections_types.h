// The types of the module _collections, reached through one block in the data region.
// deque.cpp, ordered_dict.cpp and collections_native.cpp each make theirs.
#pragma once

#include "vm/core/runtime_rooms.h"
#include "vm/core/type_spec.h"

namespace terrarium {

struct CollectionsTypes {
    Type *deque, *deque_iterator, *deque_reverse_iterator;
    Type *ordered_dict, *odict_keys, *odict_values, *odict_items;
    Type *default_dict, *tuple_getter;
};
inline CollectionsTypes& collections_types() { return *static_cast<CollectionsTypes*>(rt().room[room_collections]); }

void make_deque_types(CollectionsTypes& types);
void make_ordered_dict_types(CollectionsTypes& types);

} // namespace terrarium
