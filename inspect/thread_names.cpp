// See thread_names.h.
#include "inspect/thread_names.h"

#include "inspect/describe.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/str.h"
#include "vm/interp/frame.h"

#include <cstring>

namespace terrarium::inspect {

namespace {

// Without hashing: nothing is allocated.
Value value_of(Dict* names, const char* name) {
    size_t at = 0;
    while (DictEntry* e = dict_next(names, at))
        if (is_exact_str(e->key) && str_equal(as<Str>(e->key), name)) return e->value;
    return Value::null();
}

// A field of an instance, found in memory; null: it has none of that name.
Value field_of(Value object, const char* name) {
    if (!object.is_object()) return Value::null();
    Slots slots;
    read_slots(object.object_ptr(), &slots);
    for (size_t i = 0; i < slots.words.size(); i++)
        if (slots.edges[i].index < 0 && slots.edges[i].name && std::strcmp(slots.edges[i].name, name) == 0) return Value{slots.words[i]};
    for (size_t i = 0; i < slots.words.size(); i++) {
        Value dict{slots.words[i]};
        if (slots.edges[i].name && std::strcmp(slots.edges[i].name, "__dict__") == 0 && has_shape(dict, shapes::dict)) return value_of(as<Dict>(dict), name);
    }
    return Value::null();
}

std::string name_in(Value object) {
    Value name = field_of(object, "_name");
    return is_str(name) ? to_utf8(name) : "";
}

// The object of threading for this thread, or null.
Value object_of_threading(const Thread& t) {
    Value module = value_of(rt().modules, "threading");
    if (!has_shape(module, shapes::module)) return Value::null();
    Value active = value_of(as<Module>(module)->dict, "_active");
    if (!has_shape(active, shapes::dict)) return Value::null();
    size_t at = 0;
    while (DictEntry* e = dict_next(as<Dict>(active), at))
        if (e->key.bits == Value::small_int(t.id).bits) return e->value;
    return Value::null();
}

} // namespace

std::string name_of_start(const Thread& t) {
    Value f = t.start_function;
    if (!f.is_object()) return "";
    if (std::string name = name_in(field_of(f, "self")); !name.empty()) return name;
    if (has_shape(f, shapes::function)) return to_utf8(as<Function>(f)->qualname);
    return type_name(f);
}

std::string name_of(const Thread& t) {
    if (std::string name = name_in(object_of_threading(t)); !name.empty()) return name;
    if (&t == rt().main_thread) return "MainThread";
    if (std::string name = name_of_start(t); !name.empty()) return name;
    const Frame* first = t.frames + 1;
    return first <= t.frame && first->code ? to_utf8(first->code->qualname) : "";
}

bool is_daemon(const Thread& t) {
    Value daemon = field_of(object_of_threading(t), "_daemonic");
    return daemon.is_bool() && daemon.bits == Value::boolean(true).bits;
}

} // namespace terrarium::inspect
