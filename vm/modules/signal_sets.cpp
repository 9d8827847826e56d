// See signal_sets.h. Handlers run in the main thread and other threads hold all signals back, so what is sent to a thread is
// sent to the process: a thread that waits for it by sigwait() gets it, or else the main thread.
// Source: https://docs.python.org/3/library/signal.html
#include "vm/modules/signal_sets.h"

#include "vm/core/errors.h"
#include "vm/core/integer.h"
#include "vm/core/scheduling.h"
#include "vm/core/tuple.h"
#include "vm/modules/io.h"
#include "vm/modules/posix.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/modules/time.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace terrarium {

namespace {

constexpr int last_signal = 64;
constexpr int64_t look_time = 1000000; // nanoseconds between two looks where time is virtual

Result<sigset_t> set_of(Thread& t, Value numbers) {
    sigset_t set;
    sigemptyset(&set);
    Own held = Own::share(numbers);
    for (uint64_t i = 0; i < as<Tuple>(held)->length; i++) {
        int number = TRY(posix_int(t, as<Tuple>(held)->items()[i]));
        if (number < 1 || number > last_signal) return raise_value_error(t, "signal number {} out of range [1; {}]", number, last_signal);
        sigaddset(&set, number);
    }
    return set;
}

Own numbers_of(const sigset_t& set) {
    uint64_t count = 0;
    for (int number = 1; number <= last_signal; number++) count += sigismember(&set, number) == 1;
    Ref<Tuple> numbers = new_short_tuple(static_cast<uint32_t>(count));
    for (int number = last_signal; number >= 1; number--)
        if (sigismember(&set, number) == 1) numbers->items()[--count] = Value::small_int(number);
    return numbers;
}

const GetSetDef info_fields[] = {
    SEQUENCE_FIELD(0, "si_signo", "signal number"),        SEQUENCE_FIELD(1, "si_code", "signal code"),
    SEQUENCE_FIELD(2, "si_errno", "error number of the signal"), SEQUENCE_FIELD(3, "si_pid", "process that sent it"),
    SEQUENCE_FIELD(4, "si_uid", "user whose process sent it"), SEQUENCE_FIELD(5, "si_status", "exit value or signal of a child"),
    SEQUENCE_FIELD(6, "si_band", "band event of SIGPOLL"), {nullptr, nullptr, nullptr, nullptr},
};
constexpr size_t info_count = 7;
const TypeSpec spec_info = {
    "signal", "What the system tells of a signal.", 0, sequence_flags, nullptr,
    [](Slots& s) {
        s.repr = sequence_repr;
        s.construct = [](Thread& t, Type* cls, const Args& args) { return construct_sequence(t, cls, args, info_count); };
    },
    nullptr, info_fields, nullptr,
};

// How long the system may wait at a time.
timespec patience(int64_t until) {
    int64_t left = std::max<int64_t>(until - scheduler->now(), 0);
    if (!scheduler->real_time()) left = until == never ? look_time : 0;
    return {left / 1000000000, left % 1000000000};
}

int wait_others_running(Thread& t, const sigset_t& set, siginfo_t* info, int64_t until) {
    Blocking others_run(t, "sigwait");
    if (until == never && scheduler->real_time()) return sigwaitinfo(&set, info);
    timespec time = patience(until);
    return sigtimedwait(&set, info, &time);
}

// The number of the signal that came; 0: none in time.
Result<int> wait_until(Thread& t, const sigset_t& set, siginfo_t* info, int64_t until) {
    for (;;) {
        int number = wait_others_running(t, set, info, until);
        if (number > 0) return number;
        if (errno == EINTR) {
            TRY(after_signal(t));
        } else if (errno == EAGAIN) {
            int64_t now = scheduler->now();
            if (now >= until) return 0;
            if (!scheduler->real_time()) TRY(sleep_until(t, std::min(until, now + look_time)));
        } else {
            return raise_os(t, errno, Value::null());
        }
    }
}

Own told(const siginfo_t& info) {
    return make_sequence_of(modules_state().signal_info, make_int(int64_t{info.si_signo}), make_int(int64_t{info.si_code}), make_int(int64_t{info.si_errno}),
                            make_int(int64_t{info.si_pid}), make_int(int64_t{info.si_uid}), make_int(int64_t{info.si_status}), make_int(int64_t{info.si_band}));
}

} // namespace

Result<Own> signal_mask(Thread& t, const Value* a) {
    int how = TRY(posix_int(t, a[0]));
    sigset_t set = TRY(set_of(t, a[1])), before;
    if (int error = pthread_sigmask(how, &set, &before)) return raise_os(t, error, Value::null());
    TRY(after_signal(t));
    return numbers_of(before);
}

Result<Own> signals_pending(Thread& t, const Value*) {
    sigset_t set;
    if (sigpending(&set) != 0) return raise_os(t, errno, Value::null());
    return numbers_of(set);
}

Result<Own> signal_wait(Thread& t, const Value* a) {
    sigset_t set = TRY(set_of(t, a[0]));
    siginfo_t info;
    return make_int(int64_t{TRY(wait_until(t, set, &info, never))});
}

Result<Own> signal_wait_info(Thread& t, const Value* a) {
    sigset_t set = TRY(set_of(t, a[0]));
    siginfo_t info;
    (void)TRY(wait_until(t, set, &info, never));
    return told(info);
}

Result<Own> signal_wait_timed(Thread& t, const Value* a) {
    int64_t time = TRY(nanoseconds_of(t, a[1]));
    if (time < 0) return raise_value_error(t, "timeout must be non-negative");
    sigset_t set = TRY(set_of(t, a[0]));
    siginfo_t info;
    return TRY(wait_until(t, set, &info, time_after(time))) ? told(info) : Own::none();
}

Result<Own> signal_thread(Thread& t, const Value* a) {
    if (!is_int(a[0])) return raise_type(t, "pthread_kill() argument 1 must be int, not {}", type_name(a[0]));
    int64_t id = TRY(to_int64(t, a[0]));
    int number = TRY(posix_int(t, a[1]));
    Thread* to = rt().threads;
    while (to && to->id != id) to = to->next;
    if (!to) return raise_os(t, ESRCH, Value::null());
    if (kill(getpid(), number) != 0) return raise_os(t, errno, Value::null());
    TRY(after_signal(t));
    return Own::none();
}

void add_signal_info(Dict* names) {
    Type*& type = modules_state().signal_info;
    if (!type) {
        type = make_builtin_type("signal.struct_siginfo", rt().types.tuple, spec_info);
        add_sequence_counts(type, info_count, info_count);
    }
    dict_set(names, intern("struct_siginfo"), Value::object(type));
}

} // namespace terrarium
