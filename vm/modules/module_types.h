// Types of the smaller native modules, in one block in the data region; null until their module is first imported.
#pragma once

#include "memory/world.h"
#include "vm/core/runtime_rooms.h"
#include "vm/core/type_spec.h"

#include <cstring>

namespace terrarium {

struct ModuleTypes {
    Type *partial, *key_wrapper, *lru_cache;        // _functools
    Object* keyword_mark;                           // _functools: parts positional from keyword arguments in cache keys
    Type *attrgetter, *itemgetter, *methodcaller;   // operator
    Type* merge;                                    // heapq
    Type *array, *array_iterator;                   // array
};

inline ModuleTypes& module_types() {
    void*& room = rt().room[room_module_types];
    if (!room) {
        room = data_alloc(sizeof(ModuleTypes));
        memset(room, 0, sizeof(ModuleTypes));
    }
    return *static_cast<ModuleTypes*>(room);
}

} // namespace terrarium
