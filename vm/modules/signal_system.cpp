// See signal_system.h. The system's handlers may run at any moment, in any thread: what they touch are plain numbers here.
#include "vm/modules/signal_system.h"

#include "vm/core/errors.h"
#include "vm/core/integer.h"
#include "vm/core/scheduling.h"
#include "vm/modules/posix.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace terrarium {

namespace {

int wakeup_descriptor = -1;
bool tells_when_full = true;
int wakeup_error; // errno of a write that failed and was not told yet

} // namespace

Result<int> signal_number(Thread& t, Value v) {
    int number = TRY(posix_int(t, v));
    if (number < 1 || number >= signal_count) return raise_value_error(t, "signal number out of range");
    return number;
}

void write_wakeup(int number) {
    int descriptor = __atomic_load_n(&wakeup_descriptor, __ATOMIC_RELAXED);
    if (descriptor < 0) return;
    int before = errno;
    char byte = static_cast<char>(number);
    if (write(descriptor, &byte, 1) < 0 && (tells_when_full || (errno != EAGAIN && errno != EWOULDBLOCK)))
        __atomic_store_n(&wakeup_error, errno, __ATOMIC_RELAXED);
    errno = before;
}

void tell_wakeup_error(Thread& t) {
    int error = __atomic_exchange_n(&wakeup_error, 0, __ATOMIC_RELAXED);
    if (!error) return;
    (void)raise_os(t, error, Value::null());
    write_unraisable(t, "Exception ignored when trying to write to the signal wakeup fd", Value::null());
}

Result<Own> signal_set_wakeup(Thread& t, const Value* a) {
    int descriptor = TRY(posix_int(t, a[0]));
    bool tells = a[1].is_null() || TRY(is_truthy(t, a[1]));
    if (&t != rt().main_thread) return raise_value_error(t, "set_wakeup_fd only works in main thread of the main interpreter");
    if (descriptor != -1) {
        struct stat status {};
        int flags = fstat(descriptor, &status) == 0 ? fcntl(descriptor, F_GETFL) : -1;
        if (flags < 0) return raise_os(t, errno, Value::null());
        if (!(flags & O_NONBLOCK)) return raise_value_error(t, "the fd {} must be in non-blocking mode", descriptor);
    }
    tells_when_full = tells;
    return make_int(__atomic_exchange_n(&wakeup_descriptor, descriptor, __ATOMIC_RELAXED));
}

Result<Own> signal_interrupts(Thread& t, const Value* a) {
    int number = TRY(posix_int(t, a[0])), interrupts = TRY(posix_int(t, a[1]));
    number = TRY(signal_number(t, a[0]));
    struct sigaction action {};
    bool good = sigaction(number, nullptr, &action) == 0;
    action.sa_flags = interrupts ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    if (!good || sigaction(number, &action, nullptr) != 0) return raise_os(t, errno, Value::null());
    return Own::none();
}

} // namespace terrarium
