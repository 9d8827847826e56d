// The list of native modules, and the way import reaches them and the embedded ones.
#include "vm/modules/modules.h"

#include "vm/core/dict.h"
#include "vm/core/native.h"
#include "vm/core/str.h"
#include "vm/modules/embedded.h"
#include "vm/modules/io.h"
#include "vm/modules/state.h"
#include "vm/modules/sys.h"
#include "vm/objects/weakref.h"

#include <cstring>

namespace terrarium {

#define X(module) extern const NativeModuleDef module;
#include "vm/modules/modules.def"
#undef X

namespace {

const NativeModuleDef* const native_modules[] = {
#define X(module) &module,
#include "vm/modules/modules.def"
#undef X
};

Result<Own> make_native_module(Thread& t, Str* name) {
    for (const NativeModuleDef* def : native_modules)
        if (str_equal(name, def->name)) return make_module(t, def);
    return Own::none();
}

bool find_embedded(const char* name, const char** source, size_t* size, bool* package) {
    size_t low = 0, high = embedded_module_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const EmbeddedModule& m = embedded_modules[middle];
        int order = strcmp(name, m.name);
        if (order == 0) {
            *source = m.source;
            *size = m.size;
            *package = m.is_package;
            return true;
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return false;
}

} // namespace

ModulesState& modules_state() {
    void*& room = rt().room[room_modules];
    if (!room) {
        room = data_alloc(sizeof(ModulesState));
        MEMORY_ASSERT(room != nullptr);
        memset(room, 0, sizeof(ModulesState));
    }
    return *static_cast<ModulesState*>(room);
}

void init_modules(Thread& t) {
    rt().hooks.make_native_module = make_native_module;
    rt().hooks.find_embedded = find_embedded;
    init_weak_references();
    init_io();
    init_sys(t);
}

bool module_is_native(const Module* module) { return module->built_in != 0; }

Ref<Tuple> native_module_names() {
    constexpr size_t count = sizeof native_modules / sizeof *native_modules;
    Ref<Tuple> names = new_short_tuple(count + 1);
    for (size_t i = 0; i < count; i++) names->items()[i] = Own(intern(native_modules[i]->name)).take();
    names->items()[count] = Own(intern("builtins")).take();
    return names;
}

void note_finalizing() { modules_state().finalizing = true; }

void visit_module_roots(Visitor& visitor) {
    ModulesState& s = modules_state();
    auto visit = [&](Value v, const char* name) {
        if (v.is_object()) visitor.visit(v.object_ptr(), {name, -1});
    };
    visit(s.unsupported_operation, "io.UnsupportedOperation");
    visit(s.gc_garbage, "gc.garbage");
    visit(s.gc_callbacks, "gc.callbacks");
    visit(s.signal_handlers, "signal handlers");
    visit(s.asyncgen_first, "asyncgen hook");
    visit(s.asyncgen_finalizer, "asyncgen hook");
}

} // namespace terrarium
