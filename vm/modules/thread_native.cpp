// The module _thread as far as one thread needs it: locks that nobody else can hold, so that programs which only guard
// themselves run. start_new_thread is not offered.
#include "vm/core/float.h"
#include "vm/modules/state.h"
#include "vm/objects/containers.h"

#include <ctime>

namespace terrarium {

namespace {

struct Lock : Object {
    uint64_t depth; // times it is held; a plain lock at most once
};

Lock* lock(Value v) { return as<Lock>(v); }
const Lifecycle life = {nullptr, nullptr, nullptr, fixed_size<Lock>, nullptr, "lock"};

constexpr double longest_timeout = 9223372036.0;

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<Lock> l = TRY(make_of<Lock>(t, cls));
    l->depth = 0;
    return l;
}

// How long acquire may wait: 0 for not at all, negative for ever.
Result<double> waiting_time(Thread& t, Value blocking, Value timeout) {
    bool blocks = blocking.is_null() || TRY(is_truthy(t, blocking));
    double seconds = timeout.is_null() ? -1 : TRY(to_double(t, timeout));
    if (!blocks && !timeout.is_null() && seconds != -1) return raise_value_error(t, "can't specify a timeout for a non-blocking call");
    if (seconds < 0 && seconds != -1) return raise_value_error(t, "timeout value must be a non-negative number");
    if (seconds > longest_timeout) return raise_text(t, rt().types.OverflowError, "timeout value is too large");
    return blocks ? seconds : 0.0;
}

Result<Own> lock_acquire(Thread& t, const Value* a) {
    double wait = TRY(waiting_time(t, a[1], a[2]));
    Lock* l = lock(a[0]);
    if (l->depth == 0) {
        l->depth = 1;
        return Own::boolean(true);
    }
    // The only thread holds it already: waiting with a limit passes the time, without one it would never end.
    if (wait < 0) return raise_text(t, rt().types.RuntimeError, "deadlock: the only thread waits for a lock that it holds");
    timespec time{static_cast<time_t>(wait), static_cast<long>((wait - static_cast<double>(static_cast<time_t>(wait))) * 1e9)};
    nanosleep(&time, nullptr);
    if (rt().safepoint_requested && rt().hooks.safepoint) TRY(rt().hooks.safepoint(t));
    return Own::boolean(false);
}
Result<Own> lock_release(Thread& t, const Value* a) {
    if (lock(a[0])->depth == 0) return raise_text(t, rt().types.RuntimeError, "release unlocked lock");
    lock(a[0])->depth = 0;
    return Own::none();
}
Result<Own> lock_locked(Thread&, const Value* a) { return Own::boolean(lock(a[0])->depth != 0); }
Result<Own> lock_enter(Thread& t, const Value* a) {
    Value args[3] = {a[0], Value::null(), Value::null()};
    return lock_acquire(t, args);
}
Result<Own> lock_exit(Thread& t, Value self, const Args&) { return lock_release(t, &self); }
Result<Own> lock_repr(Thread& t, Value self) {
    return Result<Own>(make_str(t, fmt::format("<{} {} object at {:#x}>", lock(self)->depth ? "locked" : "unlocked", type_name(self),
                                               reinterpret_cast<uintptr_t>(self.object_ptr()))));
}

Result<Own> rlock_acquire(Thread& t, const Value* a) {
    (void)TRY(waiting_time(t, a[1], a[2]));
    lock(a[0])->depth++;
    return Own::boolean(true);
}
Result<Own> rlock_release(Thread& t, const Value* a) {
    if (lock(a[0])->depth == 0) return raise_text(t, rt().types.RuntimeError, "cannot release un-acquired lock");
    lock(a[0])->depth--;
    return Own::none();
}
Result<Own> rlock_enter(Thread&, const Value* a) {
    lock(a[0])->depth++;
    return Own::boolean(true);
}
Result<Own> rlock_exit(Thread& t, Value self, const Args&) { return rlock_release(t, &self); }
Result<Own> rlock_is_owned(Thread&, const Value* a) { return Own::boolean(lock(a[0])->depth != 0); }
Result<Own> rlock_repr(Thread& t, Value self) {
    Lock* l = lock(self);
    return Result<Own>(make_str(t, fmt::format("<{} {} object owner={} count={} at {:#x}>", l->depth ? "locked" : "unlocked", type_name(self),
                                               l->depth ? 1 : 0, l->depth, reinterpret_cast<uintptr_t>(self.object_ptr()))));
}

const NativeDef lock_methods[] = {
    {"acquire($self, /, blocking=True, timeout=-1)", lock_acquire, "Takes the lock; whether it could."},
    {"release($self, /)", lock_release, "Gives the lock back."},
    {"locked($self, /)", lock_locked, "Whether somebody holds it."},
    {"__enter__($self, /)", lock_enter, nullptr},
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, lock_exit},
    {nullptr, nullptr, nullptr},
};
const NativeDef rlock_methods[] = {
    {"acquire($self, /, blocking=True, timeout=-1)", rlock_acquire, "Takes the lock once more; whether it could."},
    {"release($self, /)", rlock_release, "Gives the lock back once."},
    {"_is_owned($self, /)", rlock_is_owned, "Whether this thread holds it."},
    {"__enter__($self, /)", rlock_enter, nullptr},
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, rlock_exit},
    {nullptr, nullptr, nullptr},
};
const TypeSpec spec_lock = {"_thread", "A lock.", sizeof(Lock), type_has_weakrefs | type_no_instantiate, &life,
                            [](Slots& s) { s.repr = lock_repr; }, lock_methods, nullptr, nullptr};
const TypeSpec spec_rlock = {"_thread", "A lock that its holder may take again.", sizeof(Lock), type_has_weakrefs | type_basetype, &life,
                             [](Slots& s) {
                                 s.repr = rlock_repr;
                                 s.construct = construct;
                             },
                             rlock_methods, nullptr, nullptr};

// Attributes of their own for each thread: with one thread, plain attributes.
Result<Own> construct_local(Thread& t, Type* cls, const Args&) { return Result<Own>(new_instance(t, cls)); }
const TypeSpec spec_local = {"_thread", "Attributes that each thread has for itself.", sizeof(Object),
                             type_basetype | type_container | type_has_dict | type_has_weakrefs, nullptr,
                             [](Slots& s) { s.construct = construct_local; }, nullptr, nullptr, nullptr};

Result<Own> get_ident(Thread& t, const Value*) { return make_int(int64_t{t.id} + 1); }
Result<Own> allocate_lock(Thread& t, const Value*) { return construct(t, modules_state().lock, {}); }
Result<Own> count(Thread&, const Value*) { return Own::small_int(0); }
Result<Own> stack_size(Thread&, const Value*) { return Own::small_int(0); }
Result<Own> exit_thread(Thread& t, const Value*) { return raise_class(t, rt().types.SystemExit); }

const NativeDef functions[] = {
    {"get_ident($module, /)", get_ident, "A number that names the thread."},
    {"get_native_id($module, /)", get_ident, "A number that names the thread."},
    {"allocate_lock($module, /)", allocate_lock, "A new lock, not held."},
    {"allocate($module, /)", allocate_lock, "A new lock, not held."},
    {"_count($module, /)", count, "How many further threads run."},
    {"stack_size($module, size=0, /)", stack_size, "0: stacks of threads have their default size."},
    {"exit($module, /)", exit_thread, "Ends the thread."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    ModulesState& s = modules_state();
    if (!s.lock) {
        Type* object = rt().types.object;
        s.lock = make_builtin_type("_thread.lock", object, spec_lock);
        s.rlock = make_builtin_type("_thread.RLock", object, spec_rlock);
        s.local = make_builtin_type("_thread._local", object, spec_local);
    }
    dict_set(names, intern("LockType"), Value::object(s.lock));
    dict_set(names, intern("RLock"), Value::object(s.rlock));
    dict_set(names, intern("_local"), Value::object(s.local));
    dict_set(names, intern("error"), Value::object(rt().types.RuntimeError));
    dict_set(names, intern("TIMEOUT_MAX"), make_float(longest_timeout));
    return {};
}

} // namespace

extern const NativeModuleDef module__thread;
const NativeModuleDef module__thread = {"_thread", "Locks for a program of one thread.", functions, setup};

} // namespace terrarium
