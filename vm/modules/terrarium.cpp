// The module terrarium: what a program may ask its glass box. And _terrarium: what embedded modules need of the VM.
#include "memory/collector.h"
#include "memory/ledger.h"
#include "memory/stack.h"
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/observer_hooks.h"
#include "vm/core/protocol.h"
#include "vm/core/scheduling.h"
#include "vm/objects/function.h"
#include "vm/modules/state.h"
#include "vm/objects/anchors.h"
#include "vm/objects/containers.h"
#include "vm/objects/print_traceback.h"

namespace terrarium {

namespace {

#define NATIVE(name) Result<Own> name(Thread& t, const Value* a)

NATIVE(tail_calls) {
    bool before = rt().switches.tco;
    if (!a[0].is_null()) rt().switches.tco = TRY(is_truthy(t, a[0]));
    return Own::boolean(a[0].is_null() ? before : rt().switches.tco);
}
NATIVE(gil) {
    if (!a[0].is_null()) {
        bool on = TRY(is_truthy(t, a[0]));
        const char* why = observer_hooks.switch_gil ? observer_hooks.switch_gil(on) : "nothing here runs threads";
        if (why) return raise_text(t, rt().types.RuntimeError, why);
    }
    return Result<Own>(make_str(t, scheduler->turns().one_at_a_time ? "on" : "off"));
}
NATIVE(depth) {
    (void)a;
    return make_int(frames_of(t));
}
NATIVE(peak_depth) {
    (void)a;
    return make_int(peak_frames(t));
}
NATIVE(reference_count) {
    (void)t;
    return make_int(a[0].is_object() ? a[0].object_ptr()->count : immortal_count);
}
NATIVE(address) {
    if (!a[0].is_object()) return raise_type(t, "'{}' value has no address: it is no block of memory", type_name(a[0]));
    return make_uint(address_of(a[0]));
}

Own count(uint64_t n) { return make_uint(n); }

// As --stats=json gives them, now.
NATIVE(stats) {
    (void)a;
    HeapStats heap = heap_stats();
    Ref<Dict> all = make_dict();
    auto put = [&](const char* name, Own v) { dict_set(all, intern(name), v); };
    put("calls", count(t.calls + t.tail_calls_elided));
    put("tail_calls_elided", count(t.tail_calls_elided));
    put("max_depth", count(peak_frames(t)));
    put("peak_stack_bytes", count(stack_peak_used(static_cast<StackArea*>(t.stack_area)) + stack_peak_used(static_cast<StackArea*>(t.frame_area))));
    put("heap_bytes", count(heap.used));
    put("peak_heap_bytes", count(heap_peak_bytes()));
    put("heap_limit", count(heap.limit));
    put("live_objects", count(heap.live_objects));
    put("live_bytes", count(heap.live_bytes));
    Ref<List> collections = make_list();
    for (int generation = 0; generation < 3; generation++)
        TRY(list_append(t, collections, count(gc_stats(generation).collections)));
    put("collections", std::move(collections));
    return all;
}

NATIVE(regions) {
    (void)a;
    Ref<Dict> all = make_dict();
    for (size_t i = 0; i < region_count; i++) {
        RegionInfo info = region_info(static_cast<RegionKind>(i));
        if (static_cast<RegionKind>(i) == RegionKind::stack) // its top is the thread's: values, and the records of frames
            info.used = reinterpret_cast<uintptr_t>(t.stack_top) - reinterpret_cast<uintptr_t>(t.stack_base) +
                        reinterpret_cast<uintptr_t>(t.frame) - reinterpret_cast<uintptr_t>(t.frames);
        Ref<Dict> region = make_dict();
        auto put = [&](const char* name, uint64_t n) { dict_set(region, intern(name), count(n)); };
        put("base", info.base);
        put("reserved", info.reserved);
        put("mapped", info.mapped);
        put("used", info.used);
        dict_set(all, intern(info.name), region.value());
    }
    return all;
}

// Writes to sys.stdout, as print does.
NATIVE(show) {
    if (!is_str(a[0])) return raise_type(t, "show() takes the names of views as a string, not '{}'", type_name(a[0]));
    if (!observer_hooks.show) return raise_text(t, rt().types.RuntimeError, "nothing here can draw views");
    bool json = !a[2].is_null() && TRY(is_truthy(t, a[2]));
    std::string text;
    if (!observer_hooks.show(t, to_utf8(a[0]), a[1], json, &text)) return raise_text(t, rt().types.ValueError, text);
    Value out = dict_get(rt().sys->dict, rt().names.n_stdout);
    if (out.is_null() || out.is_none()) return Own::none();
    Own file = Own::share(out);
    Ref<Str> s = TRY(make_str(t, text));
    (void)TRY(call_method(t, file, rt().names.n_write, s.value()));
    return Own::none();
}
NATIVE(mark) {
    (void)a;
    if (observer_hooks.mark) observer_hooks.mark(t);
    return Own::none();
}

const NativeDef functions[] = {
    {"tco($module, on=<unset>, /)", tail_calls, "Whether tail calls are eliminated; with an argument, switches it."},
    {"gil($module, on=<unset>, /)", gil, "Whether one thread at a time runs Python code: 'on' or 'off'; with an argument, switches it."},
    {"depth($module, /)", depth, "How many frames are on the stack now."},
    {"peak_depth($module, /)", peak_depth, "How many frames have been on the stack at one time, at most."},
    {"stats($module, /)", stats, "Numbers of this run: calls, depth, memory, collections."},
    {"regions($module, /)", regions, "The regions of memory: base, reserved, mapped, used, in bytes."},
    {"refcount($module, object, /)", reference_count, "The reference count of the object, the argument's own reference included."},
    {"address($module, object, /)", address, "The address of the object's block."},
    {"show($module, views='stack', object=<unset>, /, *, json=False)", show,
     "Prints views of this moment, such as 'stack' or 'heap,gc'. 'object' shows the object given, or one by name: 'object x'."},
    {"mark($module, /)", mark, "Keeps this moment: the view 'heap' tells what has changed since."},
    {nullptr, nullptr, nullptr},
};

// --- _terrarium

NATIVE(format_exception_text) {
    if (!is_exception(a[0])) return raise_type(t, "exception expected, not '{}'", type_name(a[0]));
    std::string text = TRY(format_exception(t, a[0], Suggest::no));
    return Result<Own>(make_str(t, text));
}

// (left, right) of the operator's marks in the source text of one expression, or None.
NATIVE(caret_anchors) {
    if (!is_str(a[0])) return raise_type(t, "text expected, not '{}'", type_name(a[0]));
    std::string text = to_utf8(a[0]);
    Anchors found = find_anchors(text);
    if (!found.found) return Own::none();
    auto points = [&](size_t bytes) { // bytes to characters
        int64_t n = 0;
        for (size_t i = 0; i < bytes && i < text.size(); i++) n += (text[i] & 0xc0) != 0x80;
        return make_int(n);
    };
    return tuple_of(points(found.left), points(found.right));
}

// Classes written in Python that CPython has in C: nobody may change them, messages name them with their module.
Result<Own> make_native(Thread& t, Value, const Args& args) {
    for (size_t i = 0; i < args.count; i++) {
        if (!is_type(args[i])) return raise_type(t, "class expected, not '{}'", type_name(args[i]));
        as<Type>(args[i])->flags |= type_immutable;
    }
    return Own::none();
}

// The text behind a name such as <stdin-3>, or None.
NATIVE(kept_source) {
    if (!is_str(a[0])) return raise_type(t, "name expected, not '{}'", type_name(a[0]));
    std::string text;
    if (!find_kept_source(to_utf8(a[0]), &text)) return Own::none();
    return Result<Own>(make_str(t, text));
}

const NativeDef inner_functions[] = {
    {"kept_source($module, name, /)", kept_source, "The text of an input of the REPL."},
    {"make_native($module, /, *classes)", nullptr, "Shows classes as CPython's native ones: immutable, named with their module.",
     native_raw, make_native},
    {"format_exception($module, exception, /)", format_exception_text, "The text the interpreter prints for an exception, without suggestions."},
    {"caret_anchors($module, text, /)", caret_anchors, "Where the operator of an expression stands."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const NativeModuleDef module_terrarium, module__terrarium;
const NativeModuleDef module_terrarium = {"terrarium", "A look into the interpreter that runs this program.", functions, nullptr};
const NativeModuleDef module__terrarium = {"_terrarium", "What embedded modules need of the interpreter.", inner_functions, nullptr};

} // namespace terrarium
