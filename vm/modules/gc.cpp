// The module gc: the collector as programs see it. Source: Python's library reference, "gc". Next: memory/collector.h.
#include "memory/collector.h"
#include "vm/core/float.h"
#include "vm/core/parallel.h"
#include "vm/modules/state.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_type.h"

#include <climits>
#include <cstdio>
#include <vector>

namespace terrarium {

namespace {

List* list_of(Value& slot) {
    if (!slot.is_object()) slot = Value::object(make_list().take());
    return as<List>(slot);
}
List* garbage() { return list_of(modules_state().gc_garbage); }
List* callbacks() { return list_of(modules_state().gc_callbacks); }

// Of set_threshold, which words it otherwise than to_c_int.
Result<int> to_limit(Thread& t, Value v) {
    Own number = TRY(to_index(t, v));
    int64_t n = 0;
    if (!int_fits_int64(number, &n)) return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C long");
    if (n > INT_MAX) return raise_text(t, rt().types.OverflowError, "signed integer is greater than maximum");
    if (n < INT_MIN) return raise_text(t, rt().types.OverflowError, "signed integer is less than minimum");
    return static_cast<int>(n);
}

// Not what is another thread's own: that one goes on changing it without asking.
bool may_be_seen(const Object* o) {
    return !parallel_world || is_shared(o) || (in_heap(o) && &heap_of(head_page_of(o)) == &local_heap());
}

// What Python code may hold: not the parts an object is made of, nor one that is being freed.
bool is_visible(const Object* o) { return o->count != 0 && (o->gc & gc_dying) == 0 && may_be_seen(o); }

// --- hooks of the collector

void collection_callback(CollectionEvent event, int generation, size_t collected, size_t uncollectable) {
    Value slot = modules_state().gc_callbacks;
    if (!slot.is_object() || as<List>(slot)->length == 0) return;
    Thread& t = current_thread();
    Own raised = has_raised(t) ? take_raised(t) : Own();
    Own list = Own::share(slot);
    Ref<Dict> info = make_dict();
    dict_set(info, intern("generation"), make_int(generation));
    dict_set(info, intern("collected"), make_int(static_cast<int64_t>(collected)));
    dict_set(info, intern("uncollectable"), make_int(static_cast<int64_t>(uncollectable)));
    Ref<Str> phase = intern(event == CollectionEvent::start ? "start" : "stop");
    for (uint64_t i = 0; i < as<List>(list)->length; i++) {
        Own callback = Own::share(as<List>(list)->items[i]);
        Result<Own> done = call(t, callback, phase.value(), info.value());
        if (!done) write_unraisable(t, "", callback);
    }
    if (!raised.is_null()) set_raised(t, std::move(raised));
}

void report_garbage(Object* o, GarbageKind kind) {
    std::fprintf(stderr, "gc: %s <%s %p>\n", kind == GarbageKind::collectable ? "collectable" : "uncollectable",
                 type_name(type_of(o)).c_str(), static_cast<void*>(o));
}

void save_garbage(Object* o) {
    Thread& t = current_thread();
    if (!list_append(t, garbage(), Own::share(Value::object(o)))) clear_raised(t);
}

void report_collection(CollectionEvent event, int generation, size_t unreachable, size_t uncollectable, double seconds) {
    if (event == CollectionEvent::start) {
        std::fprintf(stderr, "gc: collecting generation %d...\ngc: objects in each generation: %zu %zu %zu\n"
                             "gc: objects in permanent generation: %zu\n",
                     generation, generation_size(0), generation_size(1), generation_size(2), freeze_count());
        return;
    }
    std::fprintf(stderr, "gc: done, %zu unreachable, %zu uncollectable, %.4fs elapsed\n", unreachable, uncollectable, seconds);
}

// --- collecting

Result<Own> gc_collect(Thread& t, const Value* a) {
    int generation = a[0].is_null() ? 2 : TRY(to_c_int(t, a[0]));
    if (generation < 0 || generation > 2) return raise_value_error(t, "invalid generation");
    return make_int(static_cast<int64_t>(collect(generation)));
}
Result<Own> gc_enable(Thread&, const Value*) {
    enable_collector();
    return Own::none();
}
Result<Own> gc_disable(Thread&, const Value*) {
    disable_collector();
    return Own::none();
}
Result<Own> gc_isenabled(Thread&, const Value*) { return Own::boolean(collector_enabled()); }

Result<Own> gc_get_count(Thread&, const Value*) { return tuple_of(make_int(gc_count(0)), make_int(gc_count(1)), make_int(gc_count(2))); }
Result<Own> gc_get_threshold(Thread&, const Value*) {
    return tuple_of(make_int(gc_threshold(0)), make_int(gc_threshold(1)), make_int(gc_threshold(2)));
}
Result<Own> gc_set_threshold(Thread& t, const Value* a) {
    int limits[3] = {gc_threshold(0), gc_threshold(1), gc_threshold(2)};
    for (int i = 0; i < 3; i++)
        if (!a[i].is_null()) limits[i] = TRY(to_limit(t, a[i]));
    set_gc_thresholds(limits[0], limits[1], limits[2]);
    return Own::none();
}

Result<Own> gc_get_stats(Thread& t, const Value*) {
    Ref<List> all = make_list();
    for (int generation = 0; generation < 3; generation++) {
        const GcStats& s = gc_stats(generation);
        Ref<Dict> row = make_dict();
        dict_set(row, intern("collections"), make_int(static_cast<int64_t>(s.collections)));
        dict_set(row, intern("collected"), make_int(static_cast<int64_t>(s.collected)));
        dict_set(row, intern("uncollectable"), make_int(static_cast<int64_t>(s.uncollectable)));
        TRY(list_append(t, all, std::move(row)));
    }
    return all;
}

Result<Own> gc_get_debug(Thread&, const Value*) { return make_int(gc_debug_flags()); }
Result<Own> gc_set_debug(Thread& t, const Value* a) {
    set_gc_debug_flags(static_cast<uint32_t>(TRY(to_c_int(t, a[0]))));
    return Own::none();
}

// --- looking at objects

// Youngest generation first, and in each the oldest object, as CPython's lists have them.
Result<Own> list_of_objects(Thread& t, std::vector<Object*>& found) {
    uint32_t newest = local_heap().births;
    std::sort(found.begin(), found.end(), [newest](const Object* a, const Object* b) {
        if (generation_of(a) != generation_of(b)) return generation_of(a) < generation_of(b);
        return newest - birth_of(a) > newest - birth_of(b);
    });
    Ref<List> all = TRY(make_list(t, found.size()));
    for (Object* o : found) TRY(list_append(t, all, Own::share(Value::object(o))));
    return all;
}

Result<Own> gc_get_objects(Thread& t, const Value* a) {
    int64_t generation = -1;
    if (!a[0].is_null() && !a[0].is_none()) {
        if (!is_index(a[0])) return raise_type(t, "argument should be integer or None, not '{}'", type_name(a[0]));
        generation = TRY(to_int64(t, a[0]));
        if (generation >= 3) return raise_value_error(t, "generation parameter must be less than the number of available generations (3)");
        if (generation < 0) return raise_value_error(t, "generation parameter cannot be negative");
    }
    std::vector<Object*> found;
    for_each_object(Walk::tracked, [&](Object* o) {
        if (is_visible(o) && (generation < 0 ? generation_of(o) < 3 : generation_of(o) == generation)) found.push_back(o);
    });
    return list_of_objects(t, found);
}

Result<Own> gc_get_referrers(Thread& t, Value, const Args& args) {
    struct Search : Visitor {
        const Args* wanted;
        bool hit;
        void visit(Object* target, Edge) override {
            for (uint32_t i = 0; i < wanted->count; i++)
                if ((*wanted)[i].is_object() && (*wanted)[i].object_ptr() == target) hit = true;
        }
    } search;
    search.wanted = &args;
    std::vector<Object*> found;
    for_each_object(Walk::tracked, [&](Object* o) {
        if (!is_visible(o)) return;
        search.hit = false;
        visit_references(o, search);
        if (search.hit) found.push_back(o);
    });
    return list_of_objects(t, found);
}

// What an object's trace visits and, of containers of values, what is no block (ints, None); in CPython's order, which
// goes through sequences from their end and leaves out keys that are all str.
Result<Own> gc_get_referents(Thread& t, Value, const Args& args) {
    struct Collector : Visitor {
        std::vector<Object*> found;
        void visit(Object* target, Edge) override { found.push_back(target); }
    };
    Ref<List> all = make_list();
    auto add = [&](Value v) -> Status {
        if (v.is_null() || v.bits == Value::deleted().bits) return {};
        return list_append(t, all, Own::share(v));
    };
    for (uint32_t i = 0; i < args.count; i++) {
        Value v = args[i];
        if (!v.is_object()) continue;
        if (is_exact_list(v)) {
            for (uint64_t k = as<List>(v)->length; k-- > 0;) TRY(add(as<List>(v)->items[k]));
        } else if (is_exact_tuple(v)) {
            for (uint64_t k = as<Tuple>(v)->length; k-- > 0;) TRY(add(as<Tuple>(v)->items()[k]));
        } else if (is_exact_dict(v)) {
            Dict* d = as<Dict>(v);
            for (size_t k = 0; DictEntry* e = dict_next(d, k);) {
                TRY(add(e->value));
                if (!d->only_str_keys) TRY(add(e->key));
            }
        } else {
            Collector collector;
            visit_references(v.object_ptr(), collector);
            for (Object* o : collector.found)
                if (is_visible(o)) TRY(list_append(t, all, Own::share(Value::object(o))));
        }
    }
    return all;
}

Result<Own> gc_is_tracked(Thread&, const Value* a) {
    return Own::boolean(a[0].is_object() && is_tracked(a[0].object_ptr()));
}
Result<Own> gc_is_finalized(Thread&, const Value* a) {
    return Own::boolean(a[0].is_object() && (a[0].object_ptr()->gc & gc_finalized) != 0);
}

Result<Own> gc_freeze(Thread&, const Value*) {
    freeze();
    return Own::none();
}
Result<Own> gc_unfreeze(Thread&, const Value*) {
    unfreeze();
    return Own::none();
}
Result<Own> gc_get_freeze_count(Thread&, const Value*) { return make_int(static_cast<int64_t>(freeze_count())); }

const NativeDef functions[] = {
    {"collect($module, /, generation=2)", gc_collect, "Collects a generation and all younger ones; how many objects were unreachable."},
    {"enable($module, /)", gc_enable, "Lets collections happen by themselves."},
    {"disable($module, /)", gc_disable, "Collections happen only when asked for."},
    {"isenabled($module, /)", gc_isenabled, "Whether collections happen by themselves."},
    {"get_count($module, /)", gc_get_count, "The counts that are compared with the thresholds."},
    {"get_threshold($module, /)", gc_get_threshold, "The three thresholds."},
    {"set_threshold($module, threshold0, threshold1=<unset>, threshold2=<unset>, /)", gc_set_threshold, "Sets thresholds.", native_counted},
    {"get_stats($module, /)", gc_get_stats, "A dict of counts for each generation."},
    {"get_debug($module, /)", gc_get_debug, "The debug flags."},
    {"set_debug($module, flags, /)", gc_set_debug, "Sets the debug flags."},
    {"get_objects($module, /, generation=None)", gc_get_objects, "All objects the collector looks at, or those of one generation."},
    {"get_referrers($module, /, *objs)", nullptr, "The objects that refer to any of the arguments.", native_raw, gc_get_referrers},
    {"get_referents($module, /, *objs)", nullptr, "What the arguments refer to.", native_raw, gc_get_referents},
    {"is_tracked($module, obj, /)", gc_is_tracked, "Whether the collector looks at the object."},
    {"is_finalized($module, obj, /)", gc_is_finalized, "Whether the object's finaliser has run."},
    {"freeze($module, /)", gc_freeze, "Takes all objects out of the collector's sight."},
    {"unfreeze($module, /)", gc_unfreeze, "Puts the frozen objects into the oldest generation."},
    {"get_freeze_count($module, /)", gc_get_freeze_count, "How many objects are frozen."},
    {nullptr, nullptr, nullptr},
};

void init_gc_hooks() {
    memory_hooks.collection_callback = collection_callback;
    memory_hooks.report_garbage = report_garbage;
    memory_hooks.save_garbage = save_garbage;
    memory_hooks.report_collection = report_collection;
}

Status setup(Thread&, Dict* names) {
    init_gc_hooks();
    dict_set(names, intern("garbage"), Value::object(garbage()));
    dict_set(names, intern("callbacks"), Value::object(callbacks()));
    constexpr std::pair<const char*, int> flags[] = {
        {"DEBUG_STATS", gc_debug_stats}, {"DEBUG_COLLECTABLE", gc_debug_collectable}, {"DEBUG_UNCOLLECTABLE", gc_debug_uncollectable},
        {"DEBUG_SAVEALL", gc_debug_saveall}, {"DEBUG_LEAK", gc_debug_collectable | gc_debug_uncollectable | gc_debug_saveall},
    };
    for (const auto& [name, value] : flags) dict_set(names, intern(name), Value::small_int(value));
    return {};
}

} // namespace

extern const NativeModuleDef module_gc;
const NativeModuleDef module_gc = {"gc", "The collector of cyclic garbage.", functions, setup};

} // namespace terrarium
