// Runtime: everything the VM keeps globally, in one struct at a constant address in the data region, so that a
// checkpoint that copies pages saves all of it. Reached through rt(). Next: vm/core/thread.h.
#pragma once

#include "memory/shape.h"
#include "memory/world.h"
#include "vm/core/type.h"

#include <string_view>

namespace terrarium {

struct Module;

// Root shape ids of the built-in types are compile-time constants: is_list(v) is one compare.
namespace shapes {
enum : ShapeId {
    none_ = 0,
#define X(name, text, base) name,
#include "vm/core/types.def"
#undef X
#define X(name, base) name,
#include "vm/core/exceptions.def"
#undef X
    builtin_count,
};
} // namespace shapes

struct Types {
#define X(name, text, base) Type* name;
#include "vm/core/types.def"
#undef X
#define X(name, base) Type* name;
#include "vm/core/exceptions.def"
#undef X
};

// Interned names the VM itself uses: rt().names.__init__ .
struct Names {
#define X(name, text) Str* name;
#include "vm/core/names.def"
#undef X
};

// What the layers above vm/core hand down to it (no room looks up): set once at start.
struct Hooks {
    // Calls a Python function (vm/interp).
    Result<Own> (*call_function)(Thread&, Value function, const Args&);
    // Compiles source text; mode "exec", "eval" or "single"; returns a code object (app's Frontend).
    Result<Own> (*compile)(Thread&, Str* source_or_null, std::span<const char> bytes, Str* filename, const char* mode, int flags);
    // Runs a code object in namespaces (vm/interp); locals may equal globals. closure null.
    Result<Own> (*run_code)(Thread&, Value code, Dict* globals, Value locals);
    // __import__ (vm/interp/import.cpp).
    Result<Own> (*import_module)(Thread&, Str* name, Dict* globals_or_null, Value fromlist, int64_t level);
    // The module sys, gc, ... natives: builds a native module by name or returns null (vm/modules).
    Result<Own> (*make_native_module)(Thread&, Str* name);
    // Generators (vm/interp/generator.cpp); `mode` is a ResumeMode.
    Result<Own> (*resume_generator)(Thread&, Object* generator, Value value, uint8_t mode, bool* finished);
    Value (*generator_delegate)(Object* generator);
    // Source of a module written in Python and built in (vm/modules); false: none of that name.
    bool (*find_embedded)(const char* name, const char** source, size_t* size, bool* package);
    // super(): class cell and first argument of the running function (vm/interp); RuntimeError when there is none.
    Status (*super_arguments)(Thread&, Own* cls, Own* self);
    // Where Python code runs, `level` frames up from the innermost (1: the innermost): false when there is no such frame.
    bool (*code_place)(Thread&, int level, struct CodePlace* out);
    // obj.__weakref__ and type.__subclasses__-like needs: the weak reference of an object, or None (vm/objects/weakref.cpp).
    Result<Own> (*weak_reference_of)(Thread&, Value object);
    // Gives a new thread the frame record below its first one (vm/interp).
    void (*open_frames)(Thread&);
    // What the loop does when rt().safepoint_requested is set: collection, memory pressure, Ctrl-C, another thread's turn.
    Status (*safepoint)(Thread&);
    // rt().cache_epoch has changed: inline caches forget what they know of classes (vm/interp).
    void (*forget_classes)();
    // locals() and globals() of the innermost running frame (vm/interp); no frame: SystemError, null.
    Result<Own> (*current_locals)(Thread&);
    Dict* (*current_globals)(Thread&);
    // A thread is about to start (vm/interp/go_parallel.cpp). The first time the world becomes parallel: share_world() with
    // what vm knows of objects. Nobody but t runs, and t is alone afterwards.
    void (*go_parallel)(Thread&);
    // __build_class__ (vm/interp/class.cpp).
    Result<Own> (*build_class)(Thread&, const Args&);
    // print's short cut (vm/modules, io): writes to a file whose `write` nobody has replaced, without calling methods.
    // False: it is another kind of file. A null text only asks which kind it is.
    Result<bool> (*write_text)(Thread&, Value file, Str* text_or_null);
    // An exception nobody can take (sys.unraisablehook and its default text); null: a short text on stderr.
    void (*unraisable)(Thread&, Own exception, std::string_view what, Value object_or_null);
};

// A place in a running program, for warnings. Borrowed.
struct CodePlace {
    Str* filename;
    uint32_t line;
    Dict* globals;
};

enum SafepointRequest : uint32_t {
    safepoint_poll = 1,      // look at the memory room's requests
    safepoint_interrupt = 2, // Ctrl-C: raise KeyboardInterrupt in the main thread
    safepoint_switch = 4,    // another thread asks for its turn
    safepoint_stop = 8,      // GIL off: another thread is alone, or wants to be
};

struct Switches {
    bool tco = false;
    bool gil = true;
    bool optimize = false;
    bool quiet = false, verbose = false, inspect = false, unbuffered = false;
    uint64_t hash_seed = 0;
    uint32_t dont_write_bytecode = 1;
};

struct Runtime {
    Types types;
    Names names;
    Type* special_types[8]; // type of Value::special(i)
    Str* empty_str;
    Str* latin1_str[256];   // one-character strings
    Tuple* empty_tuple;
    Value empty_bytes;
    Value byte_bytes[256];
    Dict* interned;         // str -> str; interned names are immortal
    Dict* builtins;         // namespace of the module builtins
    Dict* modules;          // sys.modules
    Module* sys;
    Thread* main_thread;
    Thread* threads;              // all, in order of birth: the main thread first
    uint32_t thread_count, threads_born;
    Hooks hooks;
    Switches switches;
    uint32_t safepoint_requested; // SafepointRequest bits; the loop looks here at calls and back edges
    uint32_t interrupt_waits;     // Ctrl-C was seen by a thread that is not the main one
    uint32_t cache_epoch;         // bumped when a class changes in a way that inline caches must forget
    void* method_cache;           // type_lookup.cpp
    void* weak_table;             // vm/objects/weakref.cpp: object -> its weak references
    void* room[16];               // further state of single files, each claims one (vm/core/runtime_rooms.h)
    uint32_t traced_threads;      // how many have a function of sys.settrace() or sys.setprofile()
};

// The first block of the data region behind the memory room's own state; open_runtime() checks that it got it.
inline constexpr uintptr_t runtime_address = data_base + ((sizeof(MemoryState) + 4095) & ~size_t{4095});
inline Runtime& rt() { return *reinterpret_cast<Runtime*>(runtime_address); }

// Signals and other threads ask at any time.
inline void request_safepoint(SafepointRequest what) { __atomic_fetch_or(&rt().safepoint_requested, what, __ATOMIC_RELAXED); }
inline uint32_t safepoint_requests() { return __atomic_load_n(&rt().safepoint_requested, __ATOMIC_RELAXED); }

inline bool program_traces() { return __atomic_load_n(&rt().traced_threads, __ATOMIC_RELAXED) != 0; }

inline Type* type_of(const Object* o) { return shape_of(o->shape)->type; }
inline Type* type_of(Value v) {
    if (v.is_object()) [[likely]] return type_of(v.object_ptr());
    if (v.is_int()) return rt().types.int_;
    if (v.is_float()) return rt().types.float_;
    return rt().special_types[v.bits >> 3 & 7];
}

inline bool has_shape(Value v, ShapeId s) { return v.is_object() && v.object_ptr()->shape == s; }
inline bool has_type_flag(Value v, uint32_t flag) { return v.is_object() && (type_of(v.object_ptr())->flags & flag) != 0; }

// "exact" = of the built-in type itself; without it: or of a subclass.
inline bool is_exact_str(Value v) { return has_shape(v, shapes::str); }
inline bool is_exact_list(Value v) { return has_shape(v, shapes::list); }
inline bool is_exact_tuple(Value v) { return has_shape(v, shapes::tuple); }
inline bool is_exact_dict(Value v) { return has_shape(v, shapes::dict); }
inline bool is_exact_int(Value v) { return v.is_int() || has_shape(v, shapes::int_); }     // not bool
inline bool is_exact_float(Value v) { return v.is_float() || has_shape(v, shapes::float_); }
inline bool is_str(Value v) { return is_exact_str(v) || has_type_flag(v, type_str); }
inline bool is_list(Value v) { return is_exact_list(v) || has_type_flag(v, type_list); }
inline bool is_tuple(Value v) { return is_exact_tuple(v) || has_type_flag(v, type_tuple); }
inline bool is_dict(Value v) { return is_exact_dict(v) || has_type_flag(v, type_dict); }
inline bool is_bytes(Value v) { return has_type_flag(v, type_bytes); }
inline bool is_int(Value v) { return v.is_int() || v.is_bool() || has_type_flag(v, type_int); } // bool and subclasses too
inline bool is_float(Value v) { return v.is_float() || has_type_flag(v, type_float); }
inline bool is_type(Value v) { return has_type_flag(v, type_type); }
inline bool is_exception(Value v) { return has_type_flag(v, type_exception); } // an instance of BaseException
inline bool is_any_set(Value v) { return has_type_flag(v, type_any_set); }

} // namespace terrarium
