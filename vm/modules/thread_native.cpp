// The module _thread: starting threads, and locks. What runs them is vm/threads' business; see vm/core/scheduling.h.
// Source: https://docs.python.org/3/library/_thread.html
#include "vm/modules/thread_native.h"

#include "memory/stack.h"
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/parallel.h"
#include "vm/core/scheduling.h"
#include "vm/core/start.h"
#include "vm/core/tuple.h"
#include "vm/modules/state.h"
#include "vm/modules/time.h"
#include "vm/objects/containers.h"
#include "vm/objects/print_traceback.h"

#include <algorithm>
#include <csignal>
#include <utility>

namespace terrarium {

namespace {

// A lock or an RLock. Threads wait in `waiting`; each of them holds a reference to the lock.
struct Lock : Object {
    uint64_t depth;  // times it is held; a plain lock at most once
    uint32_t holder; // Thread::id of who took it (a plain lock may be released by another one), when depth > 0
    WaitQueue waiting;
};

Lock* lock(Value v) { return as<Lock>(v); }
const Lifecycle life = {nullptr, nullptr, nullptr, fixed_size<Lock>, nullptr, "lock"};

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<Lock> l = TRY(make_of<Lock>(t, cls));
    l->depth = 0;
    l->holder = 0;
    l->waiting = {};
    return l;
}

struct Patience {
    bool waits;
    int64_t until;
};

Result<Patience> patience(Thread& t, Value blocking, Value timeout) {
    bool waits = blocking.is_null() || TRY(is_truthy(t, blocking));
    constexpr int64_t unlimited = -1000000000; // what -1 means
    int64_t length = timeout.is_null() ? unlimited : TRY(nanoseconds_of(t, timeout));
    if (!waits && length != unlimited) return raise_value_error(t, "can't specify a timeout for a non-blocking call");
    if (length < 0 && length != unlimited) return raise_value_error(t, "timeout value must be positive");
    if (length < 0 || !waits) return Patience{waits, never};
    return Patience{length > 0, time_after(length)};
}

// Takes the lock, which another thread holds now; false: not in time.
Result<bool> wait_for(Thread& t, Lock* l, int64_t until) {
    bool again = false;
    while (l->depth != 0) {
        Waited how = wait_in(t, l->waiting, until, l, again);
        again = how == Waited::woken;
        if (how == Waited::timed_out && l->depth != 0) return false;
        if (how != Waited::interrupted) continue;
        if (Status s = safepoint_requests() ? rt().hooks.safepoint(t) : Status{}; !s) return Error{};
    }
    return true;
}

Result<Own> acquire(Thread& t, Lock* l, Patience patience) {
    if (l->depth != 0 && (!patience.waits || !TRY(wait_for(t, l, patience.until)))) return Own::boolean(false);
    l->depth = 1;
    l->holder = t.id;
    return Own::boolean(true);
}

void release_lock(Lock* l) {
    l->depth = 0;
    wake_first(l->waiting);
}

Result<Own> lock_acquire(Thread& t, const Value* a) { return acquire(t, lock(a[0]), TRY(patience(t, a[1], a[2]))); }
Result<Own> lock_release(Thread& t, const Value* a) {
    if (lock(a[0])->depth == 0) return raise_text(t, rt().types.RuntimeError, "release unlocked lock");
    release_lock(lock(a[0]));
    return Own::none();
}
Result<Own> lock_locked(Thread&, const Value* a) { return Own::boolean(lock(a[0])->depth != 0); }
Result<Own> lock_enter(Thread& t, const Value* a) { return acquire(t, lock(a[0]), {true, never}); }
Result<Own> lock_exit(Thread& t, Value self, const Args&) { return lock_release(t, &self); }
Result<Own> lock_repr(Thread& t, Value self) {
    return Result<Own>(make_str(t, fmt::format("<{} {} object at {:#x}>", lock(self)->depth ? "locked" : "unlocked", type_name(self),
                                               reinterpret_cast<uintptr_t>(self.object_ptr()))));
}

bool is_own(Thread& t, Lock* l) { return l->depth != 0 && l->holder == t.id; }

Result<Own> rlock_take(Thread& t, Lock* l, Patience patience) {
    if (!is_own(t, l)) return acquire(t, l, patience);
    l->depth++;
    return Own::boolean(true);
}
Result<Own> rlock_acquire(Thread& t, const Value* a) { return rlock_take(t, lock(a[0]), TRY(patience(t, a[1], a[2]))); }
Result<Own> rlock_release(Thread& t, const Value* a) {
    if (!is_own(t, lock(a[0]))) return raise_text(t, rt().types.RuntimeError, "cannot release un-acquired lock");
    if (lock(a[0])->depth == 1) release_lock(lock(a[0]));
    else lock(a[0])->depth--;
    return Own::none();
}
Result<Own> rlock_enter(Thread& t, const Value* a) { return rlock_take(t, lock(a[0]), {true, never}); }
Result<Own> rlock_exit(Thread& t, Value self, const Args&) { return rlock_release(t, &self); }
Result<Own> rlock_is_owned(Thread& t, const Value* a) { return Own::boolean(is_own(t, lock(a[0]))); }
// What Condition.wait needs: lets go however often the lock is held, and takes it as often again.
Result<Own> rlock_release_save(Thread& t, const Value* a) {
    Lock* l = lock(a[0]);
    if (l->depth == 0) return raise_text(t, rt().types.RuntimeError, "cannot release un-acquired lock");
    Own saved = tuple_of(Value::small_int(static_cast<int64_t>(l->depth)), Value::small_int(l->holder));
    release_lock(l);
    return saved;
}
Result<Own> rlock_acquire_restore(Thread& t, const Value* a) {
    Lock* l = lock(a[0]);
    if (!is_exact_tuple(a[1]) || as<Tuple>(a[1])->length != 2)
        return raise_type(t, "_acquire_restore() argument 1 must be 2-item tuple, not {}", type_name(a[1]));
    int64_t depth = TRY(to_int64(t, as<Tuple>(a[1])->items()[0])), holder = TRY(to_int64(t, as<Tuple>(a[1])->items()[1]));
    (void)TRY(acquire(t, l, {true, never}));
    l->depth = depth > 0 ? static_cast<uint64_t>(depth) : 1;
    l->holder = static_cast<uint32_t>(holder);
    return Own::none();
}
Result<Own> rlock_repr(Thread& t, Value self) {
    Lock* l = lock(self);
    return Result<Own>(make_str(t, fmt::format("<{} {} object owner={} count={} at {:#x}>", l->depth ? "locked" : "unlocked", type_name(self),
                                               l->depth ? l->holder : 0, l->depth, reinterpret_cast<uintptr_t>(self.object_ptr()))));
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
    {"_release_save($self, /)", rlock_release_save, "Gives the lock back altogether; what _acquire_restore needs."},
    {"_acquire_restore($self, state, /)", rlock_acquire_restore, "Takes the lock as often as before _release_save."},
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

// --- threads

void tell_failure(Thread& t, Value function) {
    if (on_thread_failure) on_thread_failure(t, t.raised);
    write_unraisable(t, "Exception ignored in thread started by", function);
}

// The new thread's whole life; what it leaves behind is end_thread's.
void run_thread(Thread& t) {
    Own function = Own::adopt(std::exchange(t.start_function, Value::null()));
    Own args = Own::adopt(std::exchange(t.start_args, Value::null()));
    Own keywords = Own::adopt(std::exchange(t.start_keywords, Value::null()));
    Result<Own> result = call_ex(t, function, as<Tuple>(args), keywords.is_null() ? nullptr : as<Dict>(keywords));
    if (!result) {
        if (raised_matches(t, rt().types.SystemExit)) clear_raised(t);
        else tell_failure(t, function);
    }
    { Result<Own> drop = std::move(result); }
    keywords = Own();
    args = Own();
    function = Own();
    drop_thread_locals(t);
    if (!t.sentinel.is_null() && lock(t.sentinel)->depth != 0) release_lock(lock(t.sentinel));
}

// Enough for half a million calls, so that some 900 threads have room; more if the program asks for it, but no more than the main thread has.
size_t stack_bytes() {
    constexpr size_t usual = size_t{32} << 20;
    size_t asked = std::max(usual, static_cast<size_t>(modules_state().thread_stack_size));
    return std::min(asked, static_cast<StackArea*>(rt().main_thread->stack_area)->limit);
}

Result<Own> start_new_thread(Thread& t, const Value* a) {
    if (!is_callable(a[0])) return raise_type(t, "first arg must be callable");
    if (!is_tuple(a[1])) return raise_type(t, "2nd arg must be a tuple");
    if (!a[2].is_null() && !is_dict(a[2])) return raise_type(t, "optional 3rd arg must be a dictionary");
    Thread* made = new_thread(stack_bytes());
    if (!made) return raise_text(t, rt().types.RuntimeError, "can't start new thread: the stack region is full (--stack-limit)");
    made->recursion_limit = t.recursion_limit;
    made->start_function = Own::share(a[0]).take();
    made->start_args = Own::share(a[1]).take();
    if (!a[2].is_null()) made->start_keywords = Own::share(a[2]).take();
    rt().hooks.open_frames(*made);
    uint32_t id = made->id;
    if (const char* why = scheduler->start(*made, run_thread)) {
        end_thread(made);
        return raise_fmt(t, rt().types.RuntimeError, "can't start new thread: {}", why);
    }
    return make_int(int64_t{id});
}

Result<Own> get_ident(Thread& t, const Value*) { return make_int(int64_t{t.id}); }
Result<Own> get_native_id(Thread& t, const Value*) { return make_int(static_cast<int64_t>(t.native_id)); }
Result<Own> allocate_lock(Thread& t, const Value*) { return construct(t, modules_state().lock, {}); }
Result<Own> count(Thread&, const Value*) { return make_int(int64_t{rt().thread_count} - 1); }
Result<Own> exit_thread(Thread& t, const Value*) { return raise_class(t, rt().types.SystemExit); }

// How far the stacks of threads may grow; small sizes are remembered and do nothing.
Result<Own> stack_size(Thread& t, const Value* a) {
    int64_t size = a[0].is_null() ? 0 : TRY(to_int64(t, a[0]));
    if (size < 0) return raise_value_error(t, "size must be 0 or a positive value");
    if (size > 0 && size < 32768) return raise_fmt(t, rt().types.ValueError, "size not valid: {} bytes", size);
    int64_t before = modules_state().thread_stack_size;
    modules_state().thread_stack_size = size;
    return make_int(before);
}

Result<Own> set_sentinel(Thread& t, const Value*) {
    Own made = TRY(construct(t, modules_state().lock, {}));
    Value old = std::exchange(t.sentinel, Own::share(made).take());
    release(old);
    return made;
}

Result<Own> interrupt_main(Thread& t, const Value* a) {
    int64_t signal = a[0].is_null() ? SIGINT : TRY(to_int64(t, a[0]));
    if (signal < 1 || signal > 64) return raise_value_error(t, "signal number out of range");
    if (signal == SIGINT) rt().interrupt_waits = 1;
    if (signal == SIGINT && (&t == rt().main_thread || parallel_world)) request_safepoint(safepoint_interrupt);
    return Own::none();
}

const NativeDef functions[] = {
    {"start_new_thread($module, function, args, kwargs=<unset>, /)", start_new_thread, "Runs function(*args, **kwargs) in a new thread; its number."},
    {"start_new($module, function, args, kwargs=<unset>, /)", start_new_thread, "Runs function(*args, **kwargs) in a new thread; its number."},
    {"get_ident($module, /)", get_ident, "A number that names the thread, never used twice."},
    {"get_native_id($module, /)", get_native_id, "The operating system's number of the thread."},
    {"allocate_lock($module, /)", allocate_lock, "A new lock, not held."},
    {"allocate($module, /)", allocate_lock, "A new lock, not held."},
    {"_count($module, /)", count, "How many threads run beside the first."},
    {"_set_sentinel($module, /)", set_sentinel, "A lock that is released when this thread has ended."},
    {"_excepthook($module, args, /)", thread_except_hook, "Shows an exception that ended a thread."},
    {"stack_size($module, size=0, /)", stack_size, "The stack size asked for new threads; 0 is the default."},
    {"interrupt_main($module, signum=2, /)", interrupt_main, "Raises KeyboardInterrupt in the main thread, as Ctrl-C does."},
    {"exit($module, /)", exit_thread, "Ends the thread."},
    {"exit_thread($module, /)", exit_thread, "Ends the thread."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    ModulesState& s = modules_state();
    holder_of = lock_holder;
    if (!s.lock) {
        Type* object = rt().types.object;
        s.lock = make_builtin_type("_thread.lock", object, spec_lock);
        s.rlock = make_builtin_type("_thread.RLock", object, spec_rlock);
        s.local = make_thread_local_type();
    }
    dict_set(names, intern("LockType"), Value::object(s.lock));
    dict_set(names, intern("RLock"), Value::object(s.rlock));
    dict_set(names, intern("_local"), Value::object(s.local));
    dict_set(names, intern("error"), Value::object(rt().types.RuntimeError));
    dict_set(names, intern("TIMEOUT_MAX"), make_float(static_cast<double>(longest_wait)));
    add_thread_hook(names);
    return {};
}

} // namespace

uint32_t lock_holder(const Object* object) {
    const Type* type = type_of(object);
    ModulesState& s = modules_state();
    if (!s.lock || (type != s.lock && shape_of(object)->life != &life && type->base_life != &life)) return 0;
    const Lock* l = static_cast<const Lock*>(object);
    return l->depth ? l->holder : 0;
}

extern const NativeModuleDef module__thread;
const NativeModuleDef module__thread = {"_thread", "Threads and locks, as the system has them.", functions, setup};

} // namespace terrarium
