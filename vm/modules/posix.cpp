// The module posix: the system calls that os.py gives out under its own names. Structures: posix_stat.cpp.
#include "vm/modules/posix.h"

#include "memory/checkpoint.h"
#include "vm/core/output.h"
#include "vm/core/float.h"
#include "vm/core/scheduling.h"
#include "vm/modules/io.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_type.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <csignal>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace terrarium {

void tell_if_fatal(int signal) {
    for (int harmless : {SIGCHLD, SIGCONT, SIGURG, SIGWINCH, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU})
        if (signal == harmless) return;
    struct sigaction action {};
    sigset_t blocked;
    if (!thread_events || sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) return;
    if (pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0 && sigismember(&blocked, signal) == 0) thread_events->on_exit(128 + signal);
}

Result<int> posix_int(Thread& t, Value v) {
    if (is_float(v)) return raise_type(t, "'float' object cannot be interpreted as an integer");
    return to_c_int(t, v);
}

Result<Own> decode_path(Thread& t, std::string_view bytes) {
    return Result<Own>(decode_with(t, Codec::utf_8, bytes, "surrogateescape", nullptr));
}

Result<Path> posix_path(Thread& t, Value v, const char* function, const char* argument, PathKind kind) {
    Path p;
    p.object = Own::share(v);
    if (v.is_none() && kind == PathKind::none_allowed) {
        p.bytes = ".";
        p.object = Own();
        return p;
    }
    Own path = Own::share(v);
    if (!is_str(path) && !is_bytes(path)) {
        if (kind == PathKind::descriptor_allowed && is_index(path)) {
            p.descriptor = TRY(posix_int(t, path));
            return p;
        }
        Own method = TRY(lookup_special(t, path, rt().names.dunder_fspath));
        const char* wanted = kind == PathKind::descriptor_allowed ? "string, bytes, os.PathLike or integer"
                             : kind == PathKind::none_allowed     ? "string, bytes, os.PathLike or None"
                                                                  : "string, bytes or os.PathLike";
        if (method.is_exhausted()) return raise_type(t, "{}: {} should be {}, not {}", function, argument, wanted, type_name(v));
        path = TRY(call(t, method));
        if (!is_str(path) && !is_bytes(path))
            return raise_type(t, "expected {}.__fspath__() to return str or bytes, not {}", type_name(v), type_name(path));
    }
    p.is_bytes = is_bytes(path);
    if (p.is_bytes) {
        p.bytes = std::string(bytes_content(path));
    } else {
        Own encoded = TRY(encode_str(t, as<Str>(path), "utf-8", "surrogateescape"));
        p.bytes = std::string(bytes_content(encoded));
    }
    if (p.bytes.find('\0') != std::string::npos)
        return raise_value_error(t, "{}: embedded null {} in {}", function, p.is_bytes ? "byte" : "character", argument);
    return p;
}

Error raise_path(Thread& t, const Path& p) { return raise_os(t, errno, p.object); }

int open_blocking(Thread& t, const char* path, int flags, mode_t mode) {
    struct stat status {};
    if (rt().thread_count == 1 || (flags & O_NONBLOCK) || stat(path, &status) != 0 || !S_ISFIFO(status.st_mode)) return open(path, flags, mode);
    int fd, error;
    {
        Blocking others_run(t, "open");
        fd = open(path, flags, mode);
        error = errno;
    }
    errno = error;
    return fd;
}

namespace {

// Both paths stand in the error.
Error raise_two(Thread& t, const Path& a, const Path& b) {
    int number = errno;
    Ref<Str> text = TRY(make_str(t, strerror(number)));
    Own code = make_int(number);
    Own e = TRY(call(t, Value::object(rt().types.OSError), code, text.value(), a.object, Value::none(), b.object));
    return raise_object(t, e);
}

Result<Own> path_result(Thread& t, const Path& like, std::string_view bytes) {
    if (like.is_bytes) return make_bytes(t, bytes);
    return decode_path(t, bytes);
}

#define NATIVE(name) Result<Own> name(Thread& t, const Value* a)
#define CHECK(call_, ...) do { if ((call_) != 0) return __VA_ARGS__; } while (false)

// --- directories

NATIVE(posix_getcwd) {
    (void)a;
    char path[PATH_MAX];
    checkpoint_touch(path, sizeof path);
    if (!getcwd(path, sizeof path)) return raise_os(t, errno, Value::null());
    return decode_path(t, path);
}
NATIVE(posix_getcwdb) {
    (void)a;
    char path[PATH_MAX];
    checkpoint_touch(path, sizeof path);
    if (!getcwd(path, sizeof path)) return raise_os(t, errno, Value::null());
    return make_bytes(t, path);
}
NATIVE(posix_chdir) {
    Path p = TRY(posix_path(t, a[0], "chdir", "path", PathKind::descriptor_allowed));
    CHECK(p.descriptor >= 0 ? fchdir(p.descriptor) : chdir(p.bytes.c_str()), raise_path(t, p));
    return Own::none();
}
NATIVE(posix_mkdir) {
    Path p = TRY(posix_path(t, a[0], "mkdir", "path"));
    int mode = a[1].is_null() ? 0777 : TRY(posix_int(t, a[1]));
    CHECK(mkdir(p.bytes.c_str(), static_cast<mode_t>(mode)), raise_path(t, p));
    return Own::none();
}
NATIVE(posix_mkfifo) {
    Path p = TRY(posix_path(t, a[0], "mkfifo", "path"));
    int mode = a[1].is_null() ? 0666 : TRY(posix_int(t, a[1]));
    CHECK(mkfifo(p.bytes.c_str(), static_cast<mode_t>(mode)), raise_os(t, errno, Value::null())); // CPython names no path here
    return Own::none();
}
NATIVE(posix_rmdir) {
    Path p = TRY(posix_path(t, a[0], "rmdir", "path"));
    CHECK(rmdir(p.bytes.c_str()), raise_path(t, p));
    return Own::none();
}
NATIVE(posix_listdir) {
    Value given = a[0].is_null() ? Value::none() : a[0];
    Path p = TRY(posix_path(t, given, "listdir", "path", given.is_none() ? PathKind::none_allowed : PathKind::descriptor_allowed));
    DIR* directory = p.descriptor >= 0 ? fdopendir(dup(p.descriptor)) : opendir(p.bytes.c_str());
    if (!directory) return raise_path(t, p);
    Ref<List> names = make_list();
    for (;;) {
        errno = 0;
        dirent* entry = readdir(directory);
        if (!entry) break;
        std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        Result<Own> text = path_result(t, p, name);
        if (!text || !list_append(t, names, text.take())) {
            closedir(directory);
            return Error{};
        }
    }
    int error = errno;
    closedir(directory);
    if (error) return raise_os(t, error, p.object);
    return names;
}

// --- files

NATIVE(posix_remove) {
    Path p = TRY(posix_path(t, a[0], "remove", "path"));
    CHECK(unlink(p.bytes.c_str()), raise_path(t, p));
    return Own::none();
}
NATIVE(posix_unlink) {
    Path p = TRY(posix_path(t, a[0], "unlink", "path"));
    CHECK(unlink(p.bytes.c_str()), raise_path(t, p));
    return Own::none();
}
template <int (*function)(const char*, const char*)>
Result<Own> two_paths(Thread& t, const Value* a, const char* name) {
    Path from = TRY(posix_path(t, a[0], name, "src")), to = TRY(posix_path(t, a[1], name, "dst"));
    CHECK(function(from.bytes.c_str(), to.bytes.c_str()), raise_two(t, from, to));
    return Own::none();
}
NATIVE(posix_rename) { return two_paths<rename>(t, a, "rename"); }
NATIVE(posix_replace) { return two_paths<rename>(t, a, "replace"); }
NATIVE(posix_link) { return two_paths<link>(t, a, "link"); }
NATIVE(posix_symlink) { return two_paths<symlink>(t, a, "symlink"); }
NATIVE(posix_readlink) {
    Path p = TRY(posix_path(t, a[0], "readlink", "path"));
    char target[PATH_MAX];
    checkpoint_touch(target, sizeof target);
    ssize_t n = readlink(p.bytes.c_str(), target, sizeof target);
    if (n < 0) return raise_path(t, p);
    return path_result(t, p, {target, static_cast<size_t>(n)});
}
NATIVE(posix_chmod) {
    Path p = TRY(posix_path(t, a[0], "chmod", "path", PathKind::descriptor_allowed));
    auto mode = static_cast<mode_t>(TRY(posix_int(t, a[1])));
    CHECK(p.descriptor >= 0 ? fchmod(p.descriptor, mode) : chmod(p.bytes.c_str(), mode), raise_path(t, p));
    return Own::none();
}
NATIVE(posix_access) {
    Path p = TRY(posix_path(t, a[0], "access", "path"));
    return Own::boolean(access(p.bytes.c_str(), TRY(posix_int(t, a[1]))) == 0);
}
NATIVE(posix_truncate) {
    Path p = TRY(posix_path(t, a[0], "truncate", "path", PathKind::descriptor_allowed));
    int64_t size = TRY(to_int64(t, a[1]));
    CHECK(p.descriptor >= 0 ? ftruncate(p.descriptor, size) : truncate(p.bytes.c_str(), size), raise_path(t, p));
    return Own::none();
}
// utime(path, times=None, *, ns=<unset>)
NATIVE(posix_utime) {
    Path p = TRY(posix_path(t, a[0], "utime", "path"));
    timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    bool by_nanoseconds = !a[2].is_null() && !a[2].is_none();
    Value pair = by_nanoseconds ? a[2] : a[1];
    if (!pair.is_null() && !pair.is_none()) {
        if (!is_tuple(pair) || as<Tuple>(pair)->length != 2)
            return raise_text(t, rt().types.TypeError, by_nanoseconds ? "utime: 'ns' must be a tuple of two ints"
                                                                       : "utime: 'times' must be either a tuple of two ints or None");
        for (int i = 0; i < 2; i++) {
            Value v = as<Tuple>(pair)->items()[i];
            if (by_nanoseconds) {
                int64_t n = TRY(to_int64(t, v));
                times[i] = {n / 1000000000 - (n % 1000000000 < 0), (n % 1000000000 + 1000000000) % 1000000000};
            } else {
                double seconds = TRY(to_double(t, v));
                double whole = __builtin_floor(seconds);
                times[i] = {static_cast<time_t>(whole), static_cast<long>((seconds - whole) * 1e9)};
            }
        }
    }
    CHECK(utimensat(AT_FDCWD, p.bytes.c_str(), times, 0), raise_path(t, p));
    return Own::none();
}

// --- descriptors

NATIVE(posix_open) {
    Path p = TRY(posix_path(t, a[0], "open", "path"));
    int flags = TRY(posix_int(t, a[1])), mode = a[2].is_null() ? 0777 : TRY(posix_int(t, a[2]));
    for (;;) {
        int fd = open_blocking(t, p.bytes.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
        if (fd >= 0) return make_int(fd);
        if (errno != EINTR) return raise_path(t, p);
        TRY(after_signal(t));
    }
}
NATIVE(posix_close) {
    CHECK(close(TRY(posix_int(t, a[0]))), raise_os(t, errno, Value::null()));
    return Own::none();
}
NATIVE(posix_get_blocking) {
    int flags = fcntl(TRY(posix_int(t, a[0])), F_GETFL);
    CHECK(flags < 0, raise_os(t, errno, Value::null()));
    return Own::boolean(!(flags & O_NONBLOCK));
}
NATIVE(posix_set_blocking) {
    int fd = TRY(posix_int(t, a[0]));
    bool blocking = TRY(is_truthy(t, a[1]));
    int flags = fcntl(fd, F_GETFL);
    CHECK(flags < 0 ? -1 : fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK), raise_os(t, errno, Value::null()));
    return Own::none();
}
NATIVE(posix_read) {
    int fd = TRY(posix_int(t, a[0]));
    int64_t size = TRY(to_int64(t, a[1]));
    if (size < 0) return raise_os(t, EINVAL, Value::null());
    Ref<Bytes> block = TRY(new_bytes(t, static_cast<size_t>(std::min<int64_t>(size, INT_MAX))));
    if (block->length == 0) return block;
    for (;;) {
        bool ready = wait_until_ready(t, fd, POLLIN);
        checkpoint_touch(block->data(), block->length);
        ssize_t n = ready ? read(fd, block->data(), block->length) : -1;
        if (n >= 0) return make_bytes(t, {reinterpret_cast<const char*>(block->data()), static_cast<size_t>(n)});
        if (errno != EINTR) return raise_os(t, errno, Value::null());
        TRY(after_signal(t));
    }
}
NATIVE(posix_write) {
    int fd = TRY(posix_int(t, a[0]));
    Buffer bytes = TRY(get_buffer(t, a[1]));
    for (;;) {
        ssize_t n = wait_until_ready(t, fd, POLLOUT) ? write_output(fd, bytes.data, writable_at_once(fd, bytes.size)) : -1;
        if (n >= 0) return make_int(n);
        if (errno != EINTR) return raise_os(t, errno, Value::null());
        TRY(after_signal(t));
    }
}
NATIVE(posix_lseek) {
    int fd = TRY(posix_int(t, a[0]));
    int64_t offset = TRY(to_int64(t, a[1]));
    off_t at = lseek(fd, offset, TRY(posix_int(t, a[2])));
    if (at < 0) return raise_os(t, errno, Value::null());
    return make_int(at);
}
NATIVE(posix_ftruncate) {
    int fd = TRY(posix_int(t, a[0]));
    CHECK(ftruncate(fd, TRY(to_int64(t, a[1]))), raise_os(t, errno, Value::null()));
    return Own::none();
}
NATIVE(posix_fsync) {
    CHECK(fsync(TRY(posix_int(t, a[0]))), raise_os(t, errno, Value::null()));
    return Own::none();
}
NATIVE(posix_dup) {
    int fd = fcntl(TRY(posix_int(t, a[0])), F_DUPFD_CLOEXEC, 0);
    if (fd < 0) return raise_os(t, errno, Value::null());
    return make_int(fd);
}
NATIVE(posix_dup2) {
    int to = TRY(posix_int(t, a[1]));
    bool inheritable = a[2].is_null() || TRY(is_truthy(t, a[2]));
    int fd = dup3(TRY(posix_int(t, a[0])), to, inheritable ? 0 : O_CLOEXEC);
    if (fd < 0) return raise_os(t, errno, Value::null());
    return make_int(fd);
}
NATIVE(posix_pipe) {
    (void)a;
    int ends[2];
    CHECK(pipe2(ends, O_CLOEXEC), raise_os(t, errno, Value::null()));
    return tuple_of(make_int(ends[0]), make_int(ends[1]));
}
NATIVE(posix_isatty) { return Own::boolean(isatty(TRY(posix_int(t, a[0]))) != 0); }

// --- the process

NATIVE(posix_putenv) {
    Path name = TRY(posix_path(t, a[0], "putenv", "name")), value = TRY(posix_path(t, a[1], "putenv", "value"));
    if (name.bytes.empty() || name.bytes.find('=') != std::string::npos) return raise_value_error(t, "illegal environment variable name");
    CHECK(setenv(name.bytes.c_str(), value.bytes.c_str(), 1), raise_os(t, errno, Value::null()));
    return Own::none();
}
NATIVE(posix_unsetenv) {
    Path name = TRY(posix_path(t, a[0], "unsetenv", "name"));
    CHECK(unsetenv(name.bytes.c_str()), raise_os(t, errno, Value::null()));
    return Own::none();
}
NATIVE(posix_exit_now) {
    int code = TRY(posix_int(t, a[0]));
    std::fflush(nullptr);
    if (thread_events) thread_events->on_exit(code);
    _exit(code);
}
NATIVE(posix_abort) {
    (void)t;
    (void)a;
    tell_if_fatal(SIGABRT);
    abort();
}
NATIVE(posix_system) {
    Path p = TRY(posix_path(t, a[0], "system", "command"));
    Blocking others_run(t, "system");
    return make_int(system(p.bytes.c_str()));
}
NATIVE(posix_kill) {
    int pid = TRY(posix_int(t, a[0])), signal = TRY(posix_int(t, a[1]));
    if (pid == getpid()) tell_if_fatal(signal);
    CHECK(kill(pid, signal), raise_os(t, errno, Value::null()));
    TRY(after_signal(t));
    return Own::none();
}
NATIVE(posix_umask) { return make_int(umask(static_cast<mode_t>(TRY(posix_int(t, a[0]))))); }
NATIVE(posix_urandom) {
    int64_t size = TRY(to_int64(t, a[0]));
    if (size < 0) return raise_value_error(t, "negative argument not allowed");
    Ref<Bytes> bytes = TRY(new_bytes(t, static_cast<size_t>(size)));
    if (!scheduler->entropy(bytes->data(), bytes->length)) return raise_os(t, errno, Value::null());
    return bytes;
}
NATIVE(posix_strerror) { return Result<Own>(make_str(t, strerror(TRY(posix_int(t, a[0]))))); }
NATIVE(posix_cpu_count) {
    (void)t;
    (void)a;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? Own::none() : make_int(n);
}
NATIVE(posix_getpid) { (void)t, (void)a; return make_int(getpid()); }
NATIVE(posix_getppid) { (void)t, (void)a; return make_int(getppid()); }
NATIVE(posix_getuid) { (void)t, (void)a; return make_int(getuid()); }
NATIVE(posix_geteuid) { (void)t, (void)a; return make_int(geteuid()); }
NATIVE(posix_getgid) { (void)t, (void)a; return make_int(getgid()); }
NATIVE(posix_getegid) { (void)t, (void)a; return make_int(getegid()); }
NATIVE(posix_getlogin) {
    (void)a;
    const char* name = getlogin();
    if (!name) return raise_os(t, errno, Value::null());
    return decode_path(t, name);
}
NATIVE(posix_getloadavg) {
    (void)a;
    double load[3];
    if (getloadavg(load, 3) != 3) return raise_text(t, rt().types.OSError, "Load averages are unobtainable");
    return tuple_of(make_float(load[0]), make_float(load[1]), make_float(load[2]));
}

const NativeDef functions[] = {
    {"getcwd($module, /)", posix_getcwd, "The current directory."},
    {"getcwdb($module, /)", posix_getcwdb, "The current directory, as bytes."},
    {"chdir($module, /, path)", posix_chdir, "Changes the current directory."},
    {"mkdir($module, /, path, mode=511)", posix_mkdir, "Makes a directory."},
    {"get_blocking($module, fd, /)", posix_get_blocking, "Whether reads and writes of the descriptor wait."},
    {"set_blocking($module, fd, blocking, /)", posix_set_blocking, "Whether reads and writes of the descriptor are to wait."},
    {"mkfifo($module, /, path, mode=438)", posix_mkfifo, "Makes a pipe with a name."},
    {"rmdir($module, /, path)", posix_rmdir, "Removes an empty directory."},
    {"listdir($module, /, path=None)", posix_listdir, "The names in a directory, in no order, without '.' and '..'."},
    {"remove($module, /, path)", posix_remove, "Removes a file."},
    {"unlink($module, /, path)", posix_unlink, "Removes a file."},
    {"rename($module, /, src, dst)", posix_rename, "Renames a file or directory."},
    {"replace($module, /, src, dst)", posix_replace, "Renames a file or directory over what is there."},
    {"link($module, /, src, dst)", posix_link, "Makes a hard link."},
    {"symlink($module, /, src, dst)", posix_symlink, "Makes a symbolic link."},
    {"readlink($module, /, path)", posix_readlink, "What a symbolic link points to."},
    {"chmod($module, /, path, mode)", posix_chmod, "Changes the permission bits."},
    {"access($module, /, path, mode)", posix_access, "Whether the file may be used that way."},
    {"truncate($module, /, path, length)", posix_truncate, "Cuts a file."},
    {"utime($module, /, path, times=None, *, ns=<unset>)", posix_utime, "Sets access and modification time."},
    {"stat($module, /, path, *, dir_fd=None, follow_symlinks=True)", posix_stat, "What the system knows of a file."},
    {"lstat($module, /, path, *, dir_fd=None)", posix_lstat, "The same of the link itself."},
    {"fstat($module, /, fd)", posix_fstat, "The same of an open file."},
    {"open($module, /, path, flags, mode=511)", posix_open, "Opens a file descriptor."},
    {"close($module, /, fd)", posix_close, "Closes a file descriptor."},
    {"read($module, fd, length, /)", posix_read, "At most length bytes."},
    {"write($module, fd, data, /)", posix_write, "Writes bytes; how many."},
    {"lseek($module, fd, position, whence, /)", posix_lseek, "Moves the place of a descriptor."},
    {"ftruncate($module, fd, length, /)", posix_ftruncate, "Cuts an open file."},
    {"fsync($module, /, fd)", posix_fsync, "Makes the system write a file to its device."},
    {"dup($module, fd, /)", posix_dup, "A second descriptor for the same file."},
    {"dup2($module, /, fd, fd2, inheritable=True)", posix_dup2, "Makes fd2 a descriptor for the same file."},
    {"pipe($module, /)", posix_pipe, "The two ends of a new pipe: (read, write)."},
    {"isatty($module, fd, /)", posix_isatty, "Whether the descriptor is a terminal."},
    {"putenv($module, name, value, /)", posix_putenv, "Sets a variable of the process' environment."},
    {"unsetenv($module, name, /)", posix_unsetenv, "Removes a variable of the process' environment."},
    {"_exit($module, /, status)", posix_exit_now, "Ends the process at once."},
    {"abort($module, /)", posix_abort, "Ends the process with SIGABRT."},
    {"system($module, /, command)", posix_system, "Runs a command in a shell; its exit status."},
    {"kill($module, pid, signal, /)", posix_kill, "Sends a signal."},
    {"umask($module, mask, /)", posix_umask, "Sets the mask of permissions; the old one."},
    {"urandom($module, size, /)", posix_urandom, "Random bytes of the system."},
    {"strerror($module, code, /)", posix_strerror, "The system's text for an error number."},
    {"cpu_count($module, /)", posix_cpu_count, "How many processors there are."},
    {"getpid($module, /)", posix_getpid, "The process' number."},
    {"getppid($module, /)", posix_getppid, "The number of the process' parent."},
    {"getuid($module, /)", posix_getuid, "The real user."},
    {"geteuid($module, /)", posix_geteuid, "The effective user."},
    {"getgid($module, /)", posix_getgid, "The real group."},
    {"getegid($module, /)", posix_getegid, "The effective group."},
    {"getlogin($module, /)", posix_getlogin, "The name of the user who logged in."},
    {"getloadavg($module, /)", posix_getloadavg, "Load of the system over 1, 5 and 15 minutes."},
    {"times($module, /)", posix_times, "Times the process has taken."},
    {"uname($module, /)", posix_uname, "What the system says of itself."},
    {"get_terminal_size($module, fd=1, /)", posix_terminal_size, "(columns, lines) of a terminal."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread& t, Dict* names) {
    Ref<Dict> environment = make_dict();
    for (char** p = environ; p && *p; p++) {
        std::string_view entry = *p;
        size_t equals = entry.find('=', 1);
        if (equals == std::string_view::npos) continue;
        Ref<Bytes> key = TRY(make_bytes(t, entry.substr(0, equals))), value = TRY(make_bytes(t, entry.substr(equals + 1)));
        if (TRY(dict_get_item(t, environment, key.value())).is_null()) TRY(dict_set(t, environment, key.value(), value.value()));
    }
    dict_set(names, intern("environ"), environment.value());
    dict_set(names, intern("error"), Value::object(rt().types.OSError));
    constexpr std::pair<const char*, int> numbers[] = {
        {"F_OK", F_OK}, {"R_OK", R_OK}, {"W_OK", W_OK}, {"X_OK", X_OK},
        {"O_RDONLY", O_RDONLY}, {"O_WRONLY", O_WRONLY}, {"O_RDWR", O_RDWR}, {"O_CREAT", O_CREAT}, {"O_EXCL", O_EXCL},
        {"O_TRUNC", O_TRUNC}, {"O_APPEND", O_APPEND}, {"O_NONBLOCK", O_NONBLOCK}, {"O_CLOEXEC", O_CLOEXEC}, {"O_SYNC", O_SYNC},
        {"O_NOCTTY", O_NOCTTY}, {"O_DIRECTORY", O_DIRECTORY}, {"O_NOFOLLOW", O_NOFOLLOW},
        {"EX_OK", 0}, {"EX_USAGE", 64}, {"EX_DATAERR", 65}, {"EX_NOINPUT", 66}, {"EX_SOFTWARE", 70}, {"EX_OSERR", 71}, {"EX_IOERR", 74},
        {"WNOHANG", WNOHANG}, {"NGROUPS_MAX", 65536},
    };
    for (const auto& [name, value] : numbers) dict_set(names, intern(name), Value::small_int(value));
    add_posix_types(names);
    return {};
}

} // namespace

extern const NativeModuleDef module_posix;
const NativeModuleDef module_posix = {"posix", "System calls, as os gives them out.", functions, setup};

} // namespace terrarium
