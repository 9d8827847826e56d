// Types of the native modules about text and bytes, in one block in the data region; null until their module is imported.
#pragma once

#include "vm/core/type_spec.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

struct TextTypes {
    Type *struct_error, *struct_type, *unpack_iterator;      // struct
    Type* binascii_error;                                    // binascii
    Type *re_error, *re_pattern, *re_match, *re_scanner;     // re
    Value re_cache;                                          // re: Dict of compiled patterns, or null
    Value decode_error;                                      // _json: the class JSONDecodeError once it was needed, or null
};

inline TextTypes& text_types() {
    void*& block = strings().module_types;
    if (!block) {
        TextTypes* types = static_cast<TextTypes*>(data_alloc(sizeof(TextTypes)));
        MEMORY_ASSERT(types != nullptr);
        *types = {};
        types->re_cache = types->decode_error = Value::null();
        block = types;
    }
    return *static_cast<TextTypes*>(block);
}

// An exception class of a module, laid out like its base.
inline Type* make_exception_type(const char* name, Type* base, const TypeSpec& spec) { return make_builtin_type(name, base, spec); }

} // namespace terrarium
