// _select: waiting for several descriptors at once; the module select is written in Python on top of it.
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/scheduling.h"
#include "vm/core/tuple.h"
#include "vm/modules/io.h"
#include "vm/modules/posix.h"
#include "vm/modules/time.h"
#include "vm/objects/containers.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <vector>

namespace terrarium {

namespace {

struct Row {
    const char* name;
    int value;
};
constexpr Row rows[] = {{"POLLIN", POLLIN}, {"POLLPRI", POLLPRI}, {"POLLOUT", POLLOUT}, {"POLLERR", POLLERR}, {"POLLHUP", POLLHUP},
                        {"POLLNVAL", POLLNVAL}, {"POLLRDNORM", POLLRDNORM}, {"POLLRDBAND", POLLRDBAND}, {"POLLWRNORM", POLLWRNORM},
                        {"POLLWRBAND", POLLWRBAND}, {"POLLMSG", 0x400}, {"POLLRDHUP", 0x2000}, {"PIPE_BUF", PIPE_BUF}};

Result<std::vector<pollfd>> descriptors_of(Thread& t, Value pairs) {
    std::vector<pollfd> result;
    for (size_t i = 0; i < as<List>(pairs)->length; i++) {
        Value pair = as<List>(pairs)->items[i];
        if (!is_tuple(pair) || as<Tuple>(pair)->length != 2) return raise_type(t, "pairs of descriptor and events expected");
        Own held = Own::share(pair);
        int descriptor = TRY(posix_int(t, as<Tuple>(held)->items()[0]));
        result.push_back({descriptor, static_cast<short>(TRY(posix_int(t, as<Tuple>(held)->items()[1]))), 0});
    }
    return result;
}

// Milliseconds until then, not less; -1: no end.
int milliseconds_until(int64_t until) {
    if (until == never) return -1;
    int64_t left = std::max<int64_t>(until - scheduler->now(), 0);
    return static_cast<int>(std::min<int64_t>((left + 999999) / 1000000, INT_MAX));
}

int poll_others_running(Thread& t, std::vector<pollfd>& all, int64_t until) {
    Blocking others_run(t, "poll");
    return poll(all.data(), all.size(), milliseconds_until(until));
}

// Where time is not the system's: looks every millisecond of it, between which others have their turns.
Result<int> poll_virtual_time(Thread& t, std::vector<pollfd>& all, int64_t until) {
    for (;;) {
        int ready = poll(all.data(), all.size(), until == never ? 1 : 0);
        if (ready > 0 || (ready < 0 && errno != EINTR)) return ready;
        int64_t now = scheduler->now();
        if (now >= until) return 0;
        TRY(sleep_until(t, std::min(until, now + 1000000)));
    }
}

// How many descriptors are ready; 0 when the time is over.
Result<int> poll_until(Thread& t, std::vector<pollfd>& all, int64_t until) {
    if (!scheduler->real_time()) return poll_virtual_time(t, all, until);
    int ready;
    while ((ready = poll_others_running(t, all, until)) < 0 && errno == EINTR) TRY(after_signal(t));
    return ready;
}

Result<Own> wait(Thread& t, const Value* a) {
    if (!is_list(a[0])) return raise_type(t, "list expected, not '{}'", type_name(a[0]));
    std::vector<pollfd> all = TRY(descriptors_of(t, a[0]));
    int64_t until = a[1].is_none() ? never : time_after(std::max<int64_t>(TRY(nanoseconds_of(t, a[1])), 0));
    if (TRY(poll_until(t, all, until)) < 0) return raise_os(t, errno, Value::null());
    Ref<List> ready = make_list();
    for (const pollfd& one : all)
        if (one.revents) TRY(list_append(t, ready.get(), tuple_of(Value::small_int(one.fd), Value::small_int(one.revents & 0xffff))));
    return ready;
}

const NativeDef functions[] = {
    {"wait($module, pairs, seconds, /)", wait, "Waits for one of the descriptors; those that are ready, with what they are ready for."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    for (const Row& row : rows) dict_set(names, intern(row.name), Value::small_int(row.value));
    return {};
}

} // namespace

extern const NativeModuleDef module__select;
const NativeModuleDef module__select = {"_select", "Waiting for several descriptors.", functions, setup};

} // namespace terrarium
