// Native functions: a table row has the signature text, the C++ function and the docstring; one binder turns a call's
// arguments into one Value per parameter, with CPython's error texts. See docs/natives in docs/vm.md.
#pragma once

#include "vm/core/runtime.h"
#include "vm/core/thread.h"

#include <span>
#include <string>

namespace terrarium {

// a[i] is the i-th parameter of the signature: the caller's value, borrowed, or Value::null() when it was left out
// (the default in the signature is documentation; the function supplies it). `self` (or `cls`) is a[0] of a method.
// *args arrives as a tuple, **kwargs as a dict (never null).
using NativeFn = Result<Own> (*)(Thread& t, const Value* a);

enum NativeFlags : uint16_t {
    native_plain = 0,
    native_class_method = 1,  // a[0] is the class
    native_static_method = 2,
    native_raw = 4,           // fn is a RawNativeFn: takes the arguments unbound
    native_counted = 8,       // a wrong number of arguments says "find() takes at least 1 argument (0 given)" instead of
                              // "find expected at least 1 argument, got 0": as some natives of CPython do
};
using RawNativeFn = Result<Own> (*)(Thread& t, Value self_or_null, const Args& args);

// Signature text as help() shows it: "index($self, value, start=0, stop=9223372036854775807, /)", "print(*args, sep=' ', end='\\n', file=None, flush=False)".
// `$self`/`$cls` (or `$module`, dropped) leads in methods. Optional parameters without a default that can be written: "get($self, key, default=None, /)",
// or `[, x]`-free form "pop($self, key, default=<unset>, /)". Everything before `/` is positional-only, after `*` keyword-only.
struct NativeDef {
    const char* signature; // null ends a table
    NativeFn fn;
    const char* doc;
    uint16_t flags = native_plain;
    RawNativeFn raw = nullptr;
};

// A computed attribute of a type.
struct GetSetDef {
    const char* name; // null ends a table
    Result<Own> (*get)(Thread& t, Value self);
    Status (*set)(Thread& t, Value self, Value value); // null value: delete; null function: read-only
    const char* doc;
};

// What a signature text says, parsed once a row; in the data region. Public for the loop and for help().
struct Signature {
    enum class Form : uint8_t { none, one, positional, keywords }; // which texts a wrong call gets
    struct Parameter {
        Str* name; // interned
        bool required;
    };
    const char* text;       // from the opening parenthesis
    const char* name;       // not 0-terminated
    uint32_t name_length;
    Form form;
    bool has_self, has_extra_args, has_extra_keywords;
    uint16_t flags;         // NativeFlags
    uint32_t positional;    // positional parameters, self not counted
    uint32_t positional_only;
    uint32_t keyword_only;
    uint32_t required;      // positional ones without a default
    uint32_t required_positional_only;
    uint32_t value_count;   // values the function gets, self included
    Parameter parameters[1]; // positional, then keyword-only
};
const Signature* parse_signature(const char* text, uint16_t flags);
const Signature* cached_signature(const char* text, uint16_t flags); // parsed once a text (by address)

//   function object of a native: 'builtin_function_or_method', or unbound in a type: 'method_descriptor'
struct NativeFunction : Object {
    const NativeDef* def;
    const Signature* signature;
    Str* name;      // owned
    Value self;     // owned: bound receiver, module, or null
    Type* owner;    // type of a method descriptor (borrowed: built-in types are immortal), or null
    Value module;   // owned: module name or null
    // A call without keywords of at least `least` and at most `most` arguments (self included) needs no binding: the
    // function gets them as they stand, and null for the rest of its `values`. least 255: always bound.
    uint8_t least, most, values;
    uint8_t manners; // Manners (vm/core/parallel.h); known only once the world is parallel

    bool takes_plainly(uint32_t count) const { return count >= least && count <= most; }
};

Own make_native(const NativeDef* def, Value self_or_null, Str* module_name_or_null);
// Calls with bound self already as first of args when it is a method descriptor.
Result<Own> call_native(Thread& t, NativeFunction* f, const Args& args);
// The binder alone: out has room for signature_size() values; tuples/dicts made for *args/**kwargs are kept in `keep`.
struct BoundArgs {
    Value values[24];
    Own extra_args, extra_keywords;
};
Status bind_args(Thread& t, const Signature* s, Value self_or_null, const Args& args, BoundArgs& out);
// For slots.construct / slots.init of built-ins: parses `text` once (cached by address) and binds.
Status bind_args(Thread& t, const char* signature_text, Value self_or_null, const Args& args, BoundArgs& out);

// The function with the texts of its kind: qualified with type or module where CPython does so.
Status bind_native(Thread& t, NativeFunction* f, Value self_or_null, const Args& args, BoundArgs& out);
std::string native_qualified_name(NativeFunction* f); // "list.append", "math.sin", "len"
Own bind_native_method(NativeFunction* method, Value self); // [].append

// A native module: rows and a function that adds what is not a function. One list of all: vm/modules/modules.def.
struct NativeModuleDef {
    const char* name;
    const char* doc;
    const NativeDef* functions;
    Status (*setup)(Thread& t, Dict* names); // null: nothing more
};
Result<Own> make_module(Thread& t, const NativeModuleDef* def);

} // namespace terrarium
