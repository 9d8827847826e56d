// _signal: handlers for signals, written in Python. The system's handler notes the number; the main thread calls the
// Python one at its next safepoint. Ctrl-C raises KeyboardInterrupt as long as nobody asks for anything else.
// Source: https://docs.python.org/3/library/signal.html
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/scheduling.h"
#include "vm/core/tuple.h"
#include "vm/modules/io.h"
#include "vm/modules/posix.h"
#include "vm/modules/signal_sets.h"
#include "vm/modules/signal_system.h"
#include "vm/modules/state.h"
#include "vm/modules/sys.h"
#include "vm/modules/time.h"
#include "vm/objects/containers.h"
#include "vm/objects/frame.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace terrarium {

namespace {

struct Row {
    const char* name;
    int number;
};
const Row rows[] = {
    {"SIGHUP", SIGHUP}, {"SIGINT", SIGINT}, {"SIGQUIT", SIGQUIT}, {"SIGILL", SIGILL}, {"SIGTRAP", SIGTRAP}, {"SIGABRT", SIGABRT},
    {"SIGIOT", SIGIOT}, {"SIGBUS", SIGBUS}, {"SIGFPE", SIGFPE}, {"SIGKILL", SIGKILL}, {"SIGUSR1", SIGUSR1}, {"SIGSEGV", SIGSEGV},
    {"SIGUSR2", SIGUSR2}, {"SIGPIPE", SIGPIPE}, {"SIGALRM", SIGALRM}, {"SIGTERM", SIGTERM}, {"SIGSTKFLT", SIGSTKFLT},
    {"SIGCHLD", SIGCHLD}, {"SIGCLD", SIGCLD}, {"SIGCONT", SIGCONT}, {"SIGSTOP", SIGSTOP}, {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU}, {"SIGURG", SIGURG}, {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ}, {"SIGVTALRM", SIGVTALRM},
    {"SIGPROF", SIGPROF}, {"SIGWINCH", SIGWINCH}, {"SIGIO", SIGIO}, {"SIGPOLL", SIGPOLL}, {"SIGPWR", SIGPWR}, {"SIGSYS", SIGSYS},
    {"ITIMER_REAL", ITIMER_REAL}, {"ITIMER_VIRTUAL", ITIMER_VIRTUAL}, {"ITIMER_PROF", ITIMER_PROF}, {"NSIG", signal_count},
    {"SIG_DFL", 0}, {"SIG_IGN", 1}, {"SIG_BLOCK", SIG_BLOCK}, {"SIG_UNBLOCK", SIG_UNBLOCK}, {"SIG_SETMASK", SIG_SETMASK},
};

uint64_t arrived; // bit n - 1: signal n came and its handler was not called yet

uint64_t bit_of(int number) { return uint64_t{1} << (number - 1); }

void note_arrival(int number) {
    __atomic_fetch_or(&arrived, bit_of(number), __ATOMIC_RELAXED);
    request_safepoint(safepoint_interrupt);
    write_wakeup(number);
}

// The handler of each number: callable, 0 (default), 1 (ignore), None (not Python's).
Value& handler_of(int number) { return as<List>(modules_state().signal_handlers)->items[number]; }
bool is_number(Value v, int64_t n) { return v == Value::small_int(n); }

// Calls what the program wants called; false: that raised.
Status call_handler(Thread& t, int number) {
    Own handler = Own::share(handler_of(number));
    if (handler.is_none() || is_number(handler, 0) || is_number(handler, 1)) return {};
    Ref<FrameObject> frame = running_frame(t, 0);
    Own place = frame ? Own(std::move(frame)) : Own::none();
    (void)TRY(call(t, handler, Value::small_int(number), place.get()));
    return {};
}

// Ctrl-C is told by others too (app, interrupt_main), who note no number.
Status call_handlers(Thread& t) {
    tell_wakeup_error(t);
    uint64_t due = __atomic_exchange_n(&arrived, 0, __ATOMIC_RELAXED);
    if (due == 0) due = bit_of(SIGINT);
    if (!modules_state().signal_handlers.is_object()) // the world was brought back to before the module was there
        return due & bit_of(SIGINT) ? Status(raise_class(t, rt().types.KeyboardInterrupt)) : Status{};
    while (due) {
        int number = __builtin_ctzll(due) + 1;
        due &= due - 1;
        Status called = call_handler(t, number);
        if (called) continue;
        if (due) { // the others after what this one raised
            __atomic_fetch_or(&arrived, due, __ATOMIC_RELAXED);
            request_safepoint(safepoint_interrupt);
        }
        return called;
    }
    return {};
}

Result<Own> set_signal(Thread& t, const Value* a) {
    if (&t != rt().main_thread) return raise_value_error(t, "signal only works in main thread of the main interpreter");
    int number = TRY(signal_number(t, a[0]));
    struct sigaction action {};
    if (is_number(a[1], 0)) action.sa_handler = SIG_DFL;
    else if (is_number(a[1], 1)) action.sa_handler = SIG_IGN;
    else if (is_callable(a[1])) action.sa_handler = note_arrival;
    else return raise_type(t, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    TRY(after_signal(t));
    if (sigaction(number, &action, nullptr) != 0) return raise_os(t, errno, Value::null());
    return Own::adopt(std::exchange(handler_of(number), Own::share(a[1]).take()));
}

Result<Own> get_signal(Thread& t, const Value* a) { return Own::share(handler_of(TRY(signal_number(t, a[0])))); }

Result<Own> default_int_handler(Thread& t, const Value*) { return raise_class(t, rt().types.KeyboardInterrupt); }

// Signals are the main thread's business, whoever raises them.
Result<Own> raise_signal(Thread& t, const Value* a) {
    int number = TRY(posix_int(t, a[0]));
    tell_if_fatal(number);
    if ((&t == rt().main_thread ? raise(number) : kill(getpid(), number)) != 0) return raise_os(t, errno, Value::null());
    TRY(after_signal(t));
    return Own::none();
}

Result<Own> alarm_after(Thread& t, const Value* a) {
    int seconds = TRY(posix_int(t, a[0]));
    return make_int(int64_t{alarm(static_cast<unsigned>(seconds))});
}

Result<Own> pause_until_signal(Thread& t, const Value*) {
    {
        Blocking others_run(t, "pause");
        pause();
    }
    TRY(after_signal(t));
    return Own::none();
}

Result<Own> name_of_signal(Thread& t, const Value* a) {
    int number = TRY(signal_number(t, a[0]));
    const char* text = strsignal(number);
    return text ? Result<Own>(make_str(t, text)) : Result<Own>(Own::none());
}

timeval timeval_of(int64_t nanoseconds) { return {nanoseconds / 1000000000, nanoseconds % 1000000000 / 1000}; }
Own seconds_of(const timeval& v) { return make_float(static_cast<double>(v.tv_sec) + static_cast<double>(v.tv_usec) * 1e-6); }
Own pair_of(const itimerval& v) { return tuple_of(seconds_of(v.it_value), seconds_of(v.it_interval)); }

Result<Own> set_timer(Thread& t, const Value* a) {
    int which = TRY(posix_int(t, a[0]));
    itimerval wanted{}, before{};
    wanted.it_value = timeval_of(TRY(nanoseconds_of(t, a[1])));
    if (!a[2].is_null()) wanted.it_interval = timeval_of(TRY(nanoseconds_of(t, a[2])));
    if (setitimer(static_cast<__itimer_which_t>(which), &wanted, &before) != 0) return raise_os(t, errno, Value::null());
    return pair_of(before);
}

Result<Own> get_timer(Thread& t, const Value* a) {
    int which = TRY(posix_int(t, a[0]));
    itimerval now{};
    if (getitimer(static_cast<__itimer_which_t>(which), &now) != 0) return raise_os(t, errno, Value::null());
    return pair_of(now);
}

const NativeDef functions[] = {
    {"signal($module, signalnum, handler, /)", set_signal, "Sets what is done when a signal comes; what was done before."},
    {"getsignal($module, signalnum, /)", get_signal, "What is done when a signal comes; None: not Python's."},
    {"default_int_handler($module, signalnum, frame, /)", default_int_handler, "Raises KeyboardInterrupt."},
    {"raise_signal($module, signalnum, /)", raise_signal, "Sends a signal to this process."},
    {"alarm($module, seconds, /)", alarm_after, "SIGALRM after some seconds; how many were left of the alarm before."},
    {"pause($module, /)", pause_until_signal, "Waits until a signal comes."},
    {"pthread_sigmask($module, how, mask, /)", signal_mask, "Which signals are held back; which ones were before."},
    {"sigpending($module, /)", signals_pending, "Signals that came and are held back."},
    {"sigwait($module, sigset, /)", signal_wait, "Waits for one of the signals, which are held back; which one came."},
    {"sigwaitinfo($module, sigset, /)", signal_wait_info, "Waits for one of the signals; what the system tells of it."},
    {"sigtimedwait($module, sigset, timeout, /)", signal_wait_timed, "The same, or None when the time is over."},
    {"pthread_kill($module, thread_id, signalnum, /)", signal_thread, "Sends a signal to a thread."},
    {"siginterrupt($module, signalnum, flag, /)", signal_interrupts, "Whether a system call ends when the signal comes, or goes on after its handler."},
    {"set_wakeup_fd($module, fd, /, *, warn_on_full_buffer=True)", signal_set_wakeup, "Where the number of each signal that comes is written; where it was before, or -1.", native_counted},
    {"strsignal($module, signalnum, /)", name_of_signal, "A signal's description."},
    {"setitimer($module, which, seconds, interval=0.0, /)", set_timer, "Starts a timer that sends a signal; how it was set before."},
    {"getitimer($module, which, /)", get_timer, "How a timer is set: seconds left, and seconds between."},
    {nullptr, nullptr, nullptr},
};

// What the system does now, as getsignal() tells it.
Own present_handler(int number, Value interrupt) {
    struct sigaction action {};
    if (sigaction(number, nullptr, &action) != 0) return Own::none();
    if (action.sa_handler == SIG_DFL) return Own::small_int(0);
    if (action.sa_handler == SIG_IGN) return Own::small_int(1);
    return number == SIGINT ? Own::share(interrupt) : Own::none();
}

Status setup(Thread& t, Dict* names) {
    for (const Row& row : rows) dict_set(names, intern(row.name), Value::small_int(row.number));
    dict_set(names, intern("SIGRTMIN"), Value::small_int(SIGRTMIN));
    dict_set(names, intern("SIGRTMAX"), Value::small_int(SIGRTMAX));
    Ref<List> all = TRY(make_list(t, signal_count));
    Value interrupt = dict_get(names, intern("default_int_handler"));
    TRY(list_append(t, all.get(), Own::none())); // no signal has the number 0
    for (int number = 1; number < signal_count; number++) TRY(list_append(t, all.get(), present_handler(number, interrupt)));
    release(std::exchange(modules_state().signal_handlers, Own(std::move(all)).take()));
    handle_signals = call_handlers;
    add_signal_info(names);
    return {};
}

} // namespace

extern const NativeModuleDef module__signal;
const NativeModuleDef module__signal = {"_signal", "Signals of the system.", functions, setup};

} // namespace terrarium
