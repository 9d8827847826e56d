// Functions, code objects, cells, bound methods, modules: the objects the loop itself reaches into.
// Made by vm/interp (code: load_code.cpp), their Python faces are in the .cpp of the same name here.
#pragma once

#include "bytecode/code_unit.h"
#include "vm/core/dict.h"
#include "vm/core/runtime.h"
#include "vm/core/tuple.h"

#include <cstdint>

namespace terrarium {

struct ExceptionRange { // instructions [start, end) are covered by handler
    uint32_t start, end, handler;
    uint32_t depth : 31;
    uint32_t push_lasti : 1;
};
struct CodePosition {
    int32_t line, end_line, col, end_col; // 1-based lines, 0-based UTF-8 byte columns; -1: none
};

// A code object. Its arrays lie in the code region and belong to it.
struct Code : Object {
    uint32_t* instructions; // count words (bytecode/opcodes.h); the loop may overwrite an opcode by a specialised one
    uint64_t* caches;       // one word an instruction: shape 24 bits | payload 40 bits (vm/interp/inline_cache.h)
    uint32_t count;
    uint32_t flags;         // CodeFlag (bytecode/code_unit.h): CPython's CO_* bits
    uint32_t argument_count, positional_only_count, keyword_only_count; // argument_count includes positional-only
    uint32_t local_count;   // fast locals: parameters, locals, cells, free variables
    uint32_t free_count, cell_count;
    uint32_t stack_size;    // operand stack, in Values
    uint32_t first_line;
    uint32_t frame_size;    // local_count + stack_size + spare: what a frame needs on the value stack
    uint32_t simple_parameters; // argument_count when a positional call needs no binder (no *args, **kw, keyword-only), else ~0u
    uint32_t uses_mapping;  // names live in a mapping (module, class body, exec)
    uint32_t exception_count;
    ExceptionRange* exceptions;
    CodePosition* positions; // one an instruction
    Tuple* constants;       // owned
    Tuple* names;           // owned; interned str
    Tuple* local_names;     // owned; names of all fast locals in order
    uint8_t* local_kinds;   // LocalKind bits (bytecode/code_unit.h); code region
    Tuple* free_names;      // owned
    Tuple* cell_names;      // owned
    Tuple* var_names;       // owned; co_varnames
    Str* name;              // owned
    Str* qualname;          // owned
    Str* filename;          // owned
};

struct Function : Object {
    Code* code;       // owned
    Dict* globals;    // owned
    Dict* builtins;   // owned
    Tuple* defaults;  // owned or null
    Dict* keyword_defaults; // owned or null
    Tuple* closure;   // owned or null; cells
    Str* name;        // owned
    Str* qualname;    // owned
    Value doc;        // owned
    Value module;     // owned
    Value annotations; // owned: null, dict, or the tuple (name, value, ...) the compiler made, turned to a dict when asked
    uint64_t attr_head; // AttrHead, no inline slots (type_has_dict, attrs_offset here)
};

struct Cell : Object {
    Value content; // owned; null when empty
};

struct Method : Object { // a function bound to its receiver
    Value function;  // owned
    Value self;      // owned
};

struct Module : Object {
    Dict* dict;     // owned; the namespace
    uint64_t attr_head; // AttrHead, always in dict mode: points to the same dict (borrowed)
    uint8_t built_in;   // made from a NativeModuleDef: "<module 'sys' (built-in)>"
};

struct FrameObject; // vm/objects/frame.h

Ref<Cell> make_cell(Value content_or_null);
Ref<Method> make_method(Value function, Value self);
Ref<Module> make_module_object(Str* name); // __name__, __doc__, __package__, __loader__, __spec__ set
Ref<Function> make_function(Code* code, Dict* globals);
inline bool is_function(Value v) { return has_shape(v, shapes::function); }

} // namespace terrarium
