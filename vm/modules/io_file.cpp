// FileIO: a file descriptor as a raw stream. Calls that a signal interrupts are made again unless Ctrl-C raised.
#include "vm/modules/io.h"
#include "memory/checkpoint.h"
#include "vm/core/output.h"

#include "vm/core/attributes.h"
#include "vm/core/scheduling.h"
#include "vm/modules/posix.h"
#include "vm/objects/containers.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace terrarium {

namespace {

constexpr size_t most_at_once = size_t{1} << 30;

FileIO* file(Value v) { return as<FileIO>(v); }

Result<FileIO*> open_one(Thread& t, Value v) {
    if (file(v)->fd < 0) return raise_closed(t, "I/O operation on closed file");
    return file(v);
}

// --- modes

// "rb", "w", "x+", ...; 't' and others are not for raw files.
Result<OpenMode> parse_mode(Thread& t, Value v) {
    OpenMode mode;
    if (v.is_null()) {
        mode.reading = true;
        return mode;
    }
    if (!is_str(v)) return raise_type(t, "FileIO() argument 'mode' must be str, not {}", v.is_none() ? "None" : type_name(v));
    std::string text = to_utf8(v);
    int kinds = 0, pluses = 0;
    for (char c : text) {
        bool* flag = c == 'x' ? &mode.created : c == 'r' ? &mode.reading : c == 'w' ? &mode.writing : c == 'a' ? &mode.appending : nullptr;
        if (flag) {
            *flag = true;
            kinds++;
        } else if (c == '+') {
            mode.updating = true;
            pluses++;
        } else if (c != 'b') {
            return raise_value_error(t, "invalid mode: {}", text);
        }
    }
    if (kinds != 1 || pluses > 1)
        return raise_value_error(t, "Must have exactly one of create/read/write/append mode and at most one plus");
    return mode;
}

int open_flags(const OpenMode& m) {
    int flags = O_CLOEXEC | (m.updating ? O_RDWR : m.reading ? O_RDONLY : O_WRONLY);
    if (m.created) flags |= O_EXCL | O_CREAT;
    if (m.writing) flags |= O_CREAT | O_TRUNC;
    if (m.appending) flags |= O_APPEND | O_CREAT;
    return flags;
}

// --- opening

Result<Own> path_of(Thread& t, Value v) {
    if (is_str(v) || is_bytes(v)) return Own::share(v);
    Own method = TRY(lookup_special(t, v, rt().names.dunder_fspath));
    if (method.is_exhausted()) return raise_type(t, "expected str, bytes or os.PathLike object, not {}", type_name(v));
    Own path = TRY(call(t, method));
    if (is_str(path) || is_bytes(path)) return path;
    return raise_type(t, "expected {}.__fspath__() to return str or bytes, not {}", type_name(v), type_name(path));
}

Result<std::string> path_bytes(Thread& t, Value path) {
    std::string bytes;
    if (is_str(path)) {
        Own encoded = TRY(encode_str(t, as<Str>(path), "utf-8", "surrogateescape"));
        bytes = std::string(bytes_content(encoded));
    } else {
        bytes = std::string(bytes_content(path));
    }
    if (bytes.find('\0') != std::string::npos) return raise_value_error(t, "embedded null byte");
    return bytes;
}

Result<int> open_path(Thread& t, Value name, const OpenMode& mode, Value opener) {
    int flags = open_flags(mode);
    if (!opener.is_null() && !opener.is_none()) {
        Own fd = TRY(call(t, opener, name, Value::small_int(flags)));
        if (!is_int(fd)) return raise_type(t, "expected integer from opener");
        int64_t n = -1;
        (void)int_fits_int64(fd, &n);
        if (n < 0) return raise_value_error(t, "opener returned {}", n);
        return static_cast<int>(n);
    }
    Own path = TRY(path_of(t, name));
    std::string bytes = TRY(path_bytes(t, path));
    for (;;) {
        int fd = open_blocking(t, bytes.c_str(), flags, 0666);
        if (fd >= 0) return fd;
        if (errno != EINTR) return raise_os(t, errno, name);
        TRY(after_signal(t));
    }
}

Status start(Thread& t, Value self, Value name, const OpenMode& mode, bool close_descriptor, Value opener) {
    FileIO* f = file(self);
    int64_t given = -1;
    bool is_descriptor = !is_str(name) && !is_bytes(name) && is_index(name);
    if (is_descriptor) {
        given = TRY(to_int64(t, name));
        if (given < 0) return raise_value_error(t, "negative file descriptor");
        if (given > INT_MAX) return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C int");
    } else if (!close_descriptor) {
        return raise_value_error(t, "Cannot use closefd=False with file name");
    }
    int fd = is_descriptor ? static_cast<int>(given) : TRY(open_path(t, name, mode, opener));
    struct stat status {};
    int error = fstat(fd, &status) == 0 ? 0 : errno;
    if (!error && S_ISDIR(status.st_mode)) error = EISDIR;
    if (error) {
        if (!is_descriptor) close(fd);
        return raise_os(t, error, is_descriptor && error != EISDIR ? Value::null() : name);
    }
    f->fd = fd;
    f->readable = mode.readable();
    f->writable = mode.writable();
    f->created = mode.created;
    f->appending = mode.appending;
    f->close_descriptor = close_descriptor;
    f->block_size = status.st_blksize > 1 ? static_cast<uint32_t>(status.st_blksize) : default_buffer_size;
    if (mode.appending) (void)lseek(fd, 0, SEEK_END);
    return set_attr(t, self, rt().names.n_name, name);
}

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<FileIO> f = TRY(make_of<FileIO>(t, cls));
    f->fd = f->seekable = -1;
    f->readable = f->writable = f->created = f->appending = f->close_descriptor = f->finalizing = false;
    f->block_size = 0;
    return f;
}

Status init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "FileIO(file, mode='r', closefd=True, opener=None)", Value::null(), args, a));
    bool close_descriptor = a.values[2].is_null() || TRY(is_truthy(t, a.values[2]));
    if (is_float(a.values[0])) return raise_type(t, "expected str, bytes or os.PathLike object, not float");
    OpenMode mode = TRY(parse_mode(t, a.values[1]));
    if (file(self)->fd >= 0 && file(self)->close_descriptor) TRY(file_close(t, file(self)));
    file(self)->fd = -1;
    return start(t, self, a.values[0], mode, close_descriptor, a.values[3]);
}

// --- reading and writing

template <class F>
Result<int64_t> retrying(Thread& t, F f) {
    for (;;) {
        ssize_t n = f();
        if (n >= 0) return static_cast<int64_t>(n);
        if (errno == EAGAIN) return int64_t{-1};
        if (errno != EINTR) return raise_os(t, errno, Value::null());
        TRY(after_signal(t));
    }
}

Result<FileIO*> for_reading(Thread& t, Value v) {
    FileIO* f = TRY(open_one(t, v));
    if (!f->readable) return raise_unsupported(t, "File not open for reading");
    return f;
}

Result<Own> read_all(Thread& t, FileIO* f) {
    BytesBuilder out(t);
    struct stat status {};
    size_t step = 8192;
    off_t at = lseek(f->fd, 0, SEEK_CUR);
    if (at >= 0 && fstat(f->fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > at)
        step = static_cast<size_t>(status.st_size - at) + 1;
    for (;;) {
        Result<Ref<Bytes>> room = new_bytes(t, std::min(step, most_at_once));
        if (!room) return Error{};
        Ref<Bytes> block = room.take();
        int64_t n = TRY(file_read(t, f, block->data(), block->length));
        if (n < 0) {
            if (out.length() == 0) return Own::none();
            break;
        }
        if (n == 0) break;
        TRY(out.add({reinterpret_cast<const char*>(block->data()), static_cast<size_t>(n)}));
        step = std::max<size_t>(8192, std::min<size_t>(out.length() / 4, most_at_once));
    }
    return out.finish();
}

Result<Own> method_readall(Thread& t, const Value* a) { return read_all(t, TRY(for_reading(t, a[0]))); }

Result<Own> method_read(Thread& t, const Value* a) {
    FileIO* f = TRY(for_reading(t, a[0]));
    int64_t size = TRY(size_argument(t, a[1]));
    if (size < 0) return read_all(t, f);
    Ref<Bytes> block = TRY(new_bytes(t, std::min(static_cast<size_t>(size), most_at_once)));
    if (size == 0) return block;
    int64_t n = TRY(file_read(t, f, block->data(), block->length));
    if (n < 0) return Own::none();
    if (static_cast<uint64_t>(n) == block->length) return block;
    return make_bytes(t, {reinterpret_cast<const char*>(block->data()), static_cast<size_t>(n)});
}

Result<Own> method_readinto(Thread& t, const Value* a) {
    FileIO* f = TRY(for_reading(t, a[0]));
    Buffer buffer = TRY(get_writable_buffer(t, a[1], "readinto() argument must be read-write bytes-like object"));
    int64_t n = TRY(file_read(t, f, buffer.data, std::min(buffer.size, most_at_once)));
    return n < 0 ? Own::none() : make_int(n);
}

Result<Own> method_write(Thread& t, const Value* a) {
    FileIO* f = TRY(open_one(t, a[0]));
    if (!f->writable) return raise_unsupported(t, "File not open for writing");
    Buffer buffer = TRY(get_buffer(t, a[1]));
    size_t size = std::min(buffer.size, most_at_once);
    int64_t n;
    do n = TRY(file_write(t, f, buffer.data, size));
    while (n == 0 && size > 0);
    return n < 0 ? Own::none() : make_int(n);
}

Result<Own> method_readline(Thread& t, const Value* a) {
    FileIO* f = TRY(for_reading(t, a[0]));
    int64_t limit = TRY(size_argument(t, a[1]));
    BytesBuilder line(t);
    while (limit < 0 || static_cast<int64_t>(line.length()) < limit) {
        char c;
        int64_t n = TRY(file_read(t, f, &c, 1));
        if (n <= 0) break;
        TRY(line.add({&c, 1}));
        if (c == '\n') break;
    }
    return line.finish();
}

Result<Own> next_line(Thread& t, Value self) {
    Own line = TRY(call_method(t, self, rt().names.n_readline));
    if (TRY(length(t, line)) == 0) return Own::exhausted();
    return line;
}

// --- places

Result<Own> method_seek(Thread& t, const Value* a) {
    FileIO* f = TRY(open_one(t, a[0]));
    int64_t offset = TRY(to_int64(t, a[1]));
    int64_t whence = a[2].is_null() ? 0 : TRY(to_int64(t, a[2]));
    return make_int(TRY(file_seek(t, f, offset, static_cast<int>(whence))));
}
Result<Own> method_tell(Thread& t, const Value* a) {
    FileIO* f = TRY(open_one(t, a[0]));
    return make_int(TRY(file_seek(t, f, 0, SEEK_CUR)));
}
Result<Own> method_truncate(Thread& t, const Value* a) {
    FileIO* f = TRY(open_one(t, a[0]));
    if (!f->writable) return raise_unsupported(t, "File not open for writing");
    int64_t size = a[1].is_null() || a[1].is_none() ? TRY(file_seek(t, f, 0, SEEK_CUR)) : TRY(to_int64(t, a[1]));
    while (ftruncate(f->fd, size) != 0) {
        if (errno != EINTR) return raise_os(t, errno, Value::null());
        TRY(after_signal(t));
    }
    return make_int(size);
}

// --- the rest

Result<Own> method_close(Thread& t, const Value* a) {
    TRY(file_close(t, file(a[0])));
    return Own::none();
}
Result<Own> method_flush(Thread& t, const Value* a) {
    if (file(a[0])->fd < 0) return raise_closed(t);
    return Own::none();
}
Result<Own> method_fileno(Thread& t, const Value* a) { return make_int(TRY(open_one(t, a[0]))->fd); }
Result<Own> method_isatty(Thread& t, const Value* a) { return Own::boolean(isatty(TRY(open_one(t, a[0]))->fd) != 0); }
Result<Own> method_readable(Thread& t, const Value* a) { return Own::boolean(TRY(open_one(t, a[0]))->readable); }
Result<Own> method_writable(Thread& t, const Value* a) { return Own::boolean(TRY(open_one(t, a[0]))->writable); }
Result<Own> method_seekable(Thread& t, const Value* a) { return Own::boolean(TRY(file_is_seekable(t, TRY(open_one(t, a[0]))))); }

Result<Own> file_repr(Thread& t, Value self) {
    FileIO* f = file(self);
    std::string title = type_name(self);
    if (f->fd < 0) return make_str(t, "<" + title + " [closed]>");
    Own name = TRY(get_attr_or_missing(t, self, rt().names.n_name));
    std::string who = name.is_exhausted() ? fmt::format("fd={}", f->fd) : "name=" + TRY(repr_text(t, name));
    return make_str(t, fmt::format("<{} {} mode='{}' closefd={}>", title, who, file_mode_text(f), f->close_descriptor ? "True" : "False"));
}

const NativeDef methods[] = {
    {"read($self, size=-1, /)", method_read, "At most size bytes, with one call of the system; all when size is negative."},
    {"readall($self, /)", method_readall, "All bytes up to the end."},
    {"readinto($self, buffer, /)", method_readinto, "Reads into a buffer; the number of bytes."},
    {"readline($self, size=-1, /)", method_readline, "Bytes up to and with the next newline."},
    {"readlines($self, hint=-1, /)", stream_readlines, "A list of lines; with a hint, until they have that many bytes."},
    {"write($self, b, /)", method_write, "Writes bytes with one call of the system; how many were written."},
    {"writelines($self, lines, /)", stream_writelines, "Writes each of the lines."},
    {"seek($self, pos, whence=0, /)", method_seek, "Moves to a place and returns it."},
    {"tell($self, /)", method_tell, "The current place."},
    {"truncate($self, size=None, /)", method_truncate, "Cuts the file, at the current place unless a size is given."},
    {"close($self, /)", method_close, "Closes the file."},
    {"flush($self, /)", method_flush, "Does nothing: nothing is held back."},
    {"fileno($self, /)", method_fileno, "The file descriptor."},
    {"isatty($self, /)", method_isatty, "Whether it is a terminal."},
    {"readable($self, /)", method_readable, "Whether it was opened for reading."},
    {"writable($self, /)", method_writable, "Whether it was opened for writing."},
    {"seekable($self, /)", method_seekable, "Whether places can be chosen."},
    {"_checkClosed($self, /)", stream_check_closed, nullptr},
    {"__enter__($self, /)", stream_enter, nullptr},
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, stream_exit},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"closed", [](Thread&, Value v) -> Result<Own> { return Own::boolean(file(v)->fd < 0); }, nullptr, "Whether the file is closed."},
    {"closefd", [](Thread&, Value v) -> Result<Own> { return Own::boolean(file(v)->close_descriptor); }, nullptr,
     "Whether closing the file closes the descriptor."},
    {"mode", [](Thread&, Value v) -> Result<Own> { return Own(intern(file_mode_text(file(v)))); }, nullptr, "How it was opened."},
    {"_blksize", [](Thread&, Value v) -> Result<Own> { return make_int(file(v)->block_size); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

void fill(Slots& s) {
    s.repr = file_repr;
    s.construct = construct;
    s.init = init;
    s.iter = stream_iter;
    s.next = next_line;
    s.del = stream_finalize;
}

} // namespace

const TypeSpec spec_file_io = {
    "_io", "A file descriptor as a raw stream of bytes.", sizeof(FileIO),
    type_basetype | type_container | type_has_dict | type_has_weakrefs, nullptr, fill, methods, getsets, nullptr,
};

const char* file_mode_text(const FileIO* f) {
    if (f->created) return f->readable ? "xb+" : "xb";
    if (f->appending) return f->readable ? "ab+" : "ab";
    if (f->readable) return f->writable ? "rb+" : "rb";
    return "wb";
}

Result<Own> open_file(Thread& t, Value name, const OpenMode& mode, bool close_descriptor, Value opener) {
    Own f = TRY(construct(t, modules_state().file_io, {}));
    TRY(start(t, f, name, mode, close_descriptor, opener));
    return f;
}

Result<int64_t> file_read(Thread& t, FileIO* f, void* to, size_t size) {
    return retrying(t, [=, &t]() -> ssize_t {
        if (!wait_until_ready(t, f->fd, POLLIN)) return -1;
        checkpoint_touch(to, size);
        return read(f->fd, to, size);
    });
}
Result<int64_t> file_write(Thread& t, FileIO* f, const void* from, size_t size) {
    if (wait_until_ready(t, f->fd, POLLOUT)) {
        ssize_t n = write_output(f->fd, from, writable_at_once(f->fd, size));
        if (n >= 0) return static_cast<int64_t>(n);
    }
    if (errno == EAGAIN) return int64_t{-1};
    if (errno != EINTR) return raise_os(t, errno, Value::null());
    TRY(after_signal(t));
    return int64_t{0};
}
Result<int64_t> file_seek(Thread& t, FileIO* f, int64_t offset, int whence) {
    off_t at = lseek(f->fd, offset, whence);
    if (at < 0) return raise_os(t, errno, Value::null());
    if (f->seekable < 0) f->seekable = 1;
    return static_cast<int64_t>(at);
}
Result<bool> file_is_seekable(Thread&, FileIO* f) {
    if (f->seekable < 0) f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return f->seekable == 1;
}
Status file_close(Thread& t, FileIO* f) {
    if (f->fd < 0) return {};
    int fd = f->fd;
    f->fd = -1;
    if (f->close_descriptor && close(fd) != 0) return raise_os(t, errno, Value::null());
    return {};
}

} // namespace terrarium
