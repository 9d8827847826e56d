// Where in the table of a dict or set entries of a given hash stand: for observers, who follow what one key's change
// does without reading the whole table. Compares no keys, so no code runs.
#pragma once

#include "vm/core/dict.h"

namespace terrarium {

// Indices into Dict::entries or Set::table of live entries with that hash, at most `most`. Returns how many there are.
size_t dict_places(const Dict* d, int64_t hash, uint32_t* places, size_t most);
size_t set_places(const Set* s, int64_t hash, uint32_t* places, size_t most);

} // namespace terrarium
