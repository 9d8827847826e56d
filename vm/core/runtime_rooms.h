// Who owns which entry of Runtime::room. Add a line for a further one.
#pragma once

namespace terrarium {

enum RuntimeRoom : unsigned {
    room_memory_error,      // errors.cpp: the MemoryError that is there before memory runs out
    room_warnings_shown,    // errors.cpp: Dict of warnings already shown
    room_signatures,        // native.cpp: signature text -> Signature
    room_int_text,          // vm/objects/int_text.cpp: how many digits more than by default
    room_strings,           // vm/objects/str_*.cpp
    room_modules,           // vm/modules
    room_watch_marks,       // vm/interp/watch.cpp: words that are overwritten now
    room_builtins_layout,   // vm/interp/call.h: the layout that the caches of builtins were made for
    room_dict_layouts,      // vm/objects/dict.cpp: the last layout number given
    room_itertools,         // vm/modules/itertools.cpp: its types
    room_collections,       // vm/modules/collections_native.cpp: its types
    room_exception_group,   // vm/objects/exceptions_group.cpp: the class ExceptionGroup
    room_module_types,      // vm/modules/module_types.h: types of _functools, operator, array
    room_shared_caches,     // vm/interp/slow_attributes.cpp
    room_import_turns,      // vm/interp/import_turn.cpp: the modules that are being loaded
    room_exposed_objects,   // vm/interp/exposure.cpp: a List
    room_count_,            // at most 16
};
static_assert(room_count_ <= 16);

} // namespace terrarium
