// BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair: a block of bytes between the user and a raw stream.
// Invariant: a block either holds bytes read ahead or bytes to be written; changing sides flushes or seeks back first.
#include "vm/modules/io.h"

#include "vm/objects/containers.h"
#include "vm/objects/memoryview.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace terrarium {

namespace {

Buffered* buffered(Value v) { return as<Buffered>(v); }

// --- lifecycle

void trace(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<Buffered*>(o)->raw, "raw"); }
void clear(Object* o) { drop_field(static_cast<Buffered*>(o)->raw); }
void destroy(Object* o) {
    auto b = static_cast<Buffered*>(o);
    drop_field(b->raw);
    if (b->data) free_raw(b->data, static_cast<size_t>(b->capacity));
    b->data = nullptr;
}
size_t extra_size(const Object* o) {
    auto b = static_cast<const Buffered*>(o);
    return b->data ? static_cast<size_t>(b->capacity) : 0;
}
const Lifecycle life = {trace, destroy, clear, fixed_size<Buffered>, extra_size, "buffered stream"};

// --- the raw stream

Status check_ready(Thread& t, Buffered* b) {
    if (!b->raw.is_null()) return {};
    if (b->capacity) return raise_value_error(t, "raw stream has been detached");
    return raise_value_error(t, "I/O operation on uninitialized object");
}

bool raw_is_closed_file(const Buffered* b) { return is_file_io(b->raw) && as<FileIO>(b->raw)->fd < 0; }

Status check_open(Thread& t, Buffered* b, const char* text) {
    TRY(check_ready(t, b));
    if (is_file_io(b->raw) ? raw_is_closed_file(b) : TRY(is_closed(t, b->raw))) return raise_closed(t, text);
    return {};
}

// Bytes of a raw stream's answer; -1: None.
Result<int64_t> checked_count(Thread& t, Value answer, int64_t asked, const char* what) {
    if (answer.is_none()) return int64_t{-1};
    int64_t n = TRY(to_int64(t, answer));
    if (n < 0 || n > asked)
        return raise_fmt(t, rt().types.OSError, "raw {}() returned invalid length {} (should have been between 0 and {})", what, n, asked);
    return n;
}

// The raw stream when it is a plain FileIO, which must be open; null when it is another kind.
Result<FileIO*> raw_file(Thread& t, Buffered* b) {
    if (!is_file_io(b->raw)) return static_cast<FileIO*>(nullptr);
    if (raw_is_closed_file(b)) return raise_closed(t, "I/O operation on closed file");
    return as<FileIO>(b->raw);
}

Result<int64_t> raw_read(Thread& t, Buffered* b, uint8_t* to, int64_t size) {
    if (FileIO* f = TRY(raw_file(t, b))) return file_read(t, f, to, static_cast<size_t>(size));
    Own raw = Own::share(b->raw);
    Ref<ByteArray> space = TRY(make_bytearray(t, std::string_view()));
    TRY(bytearray_resize(t, space, static_cast<size_t>(size)));
    Ref<Str> name = intern("readinto");
    Own answer = TRY(call_method(t, raw, name, space.value()));
    int64_t n = TRY(checked_count(t, answer, size, "readinto"));
    if (n > 0) memcpy(to, space->data(), static_cast<size_t>(n));
    return n;
}

Result<int64_t> raw_write(Thread& t, Buffered* b, const uint8_t* from, int64_t size) {
    if (FileIO* f = TRY(raw_file(t, b))) return file_write(t, f, from, static_cast<size_t>(size));
    Own raw = Own::share(b->raw);
    Ref<Bytes> bytes = TRY(make_bytes(t, {reinterpret_cast<const char*>(from), static_cast<size_t>(size)}));
    Own answer = TRY(call_method(t, raw, rt().names.n_write, bytes.value()));
    return checked_count(t, answer, size, "write");
}

Result<int64_t> raw_seek(Thread& t, Buffered* b, int64_t offset, int whence) {
    if (FileIO* f = TRY(raw_file(t, b))) return file_seek(t, f, offset, whence);
    Own raw = Own::share(b->raw);
    Own answer = TRY(call_method(t, raw, rt().names.n_seek, make_int(offset), Value::small_int(whence)));
    int64_t at = TRY(to_int64(t, answer));
    if (at < 0) return raise_fmt(t, rt().types.OSError, "Raw stream returned invalid position {}", at);
    return at;
}
Result<int64_t> raw_tell(Thread& t, Buffered* b) {
    if (FileIO* f = TRY(raw_file(t, b))) return file_seek(t, f, 0, SEEK_CUR);
    Own raw = Own::share(b->raw);
    Own answer = TRY(call_method(t, raw, rt().names.n_tell));
    int64_t at = TRY(to_int64(t, answer));
    if (at < 0) return raise_fmt(t, rt().types.OSError, "Raw stream returned invalid position {}", at);
    return at;
}

Result<bool> raw_asks(Thread& t, Value raw, const char* question) {
    Ref<Str> name = intern(question);
    Own answer = TRY(call_method(t, raw, name));
    return is_truthy(t, answer);
}

// --- the block

Status ensure_block(Thread& t, Buffered* b) {
    if (b->data) return {};
    b->data = static_cast<uint8_t*>(try_alloc_raw(static_cast<size_t>(b->capacity)));
    if (!b->data) return raise_memory(t);
    return {};
}

int64_t ahead(const Buffered* b) { return b->writing ? 0 : b->end - b->position; }

Error raise_would_block(Thread& t, const char* text, int64_t written) {
    Own number = make_int(EAGAIN), count = make_int(written);
    Ref<Str> message = make_short_str(text);
    Own e = TRY(call(t, Value::object(rt().types.BlockingIOError), number, message.value(), count));
    return raise_object(t, e);
}

Status write_out(Thread& t, Buffered* b) {
    if (!b->writing) return {};
    while (b->end > 0) {
        int64_t n = TRY(raw_write(t, b, b->data, b->end));
        if (n < 0) return raise_would_block(t, "write could not complete without blocking", 0);
        b->end -= n;
        memmove(b->data, b->data + n, static_cast<size_t>(b->end));
        if (b->end > 0) TRY(after_signal(t)); // its handler may write here too, as it may while a raw stream waits
    }
    b->writing = false;
    b->position = 0;
    return {};
}

Status to_reading(Thread& t, Buffered* b) {
    if (b->writing) TRY(write_out(t, b));
    return {};
}
// Gives back what was read ahead.
Status drop_ahead(Thread& t, Buffered* b) {
    if (!b->writing && b->end > b->position) TRY(raw_seek(t, b, b->position - b->end, SEEK_CUR));
    if (!b->writing) b->position = b->end = 0;
    return {};
}

// Reads more into an empty block: the number of bytes, 0 at the end, -1 for none yet.
Result<int64_t> fill_block(Thread& t, Buffered* b) {
    TRY(ensure_block(t, b));
    b->position = b->end = 0;
    int64_t n = TRY(raw_read(t, b, b->data, b->capacity));
    if (n > 0) b->end = n;
    return n;
}

std::string_view take(Buffered* b, int64_t n) {
    std::string_view v{reinterpret_cast<const char*>(b->data + b->position), static_cast<size_t>(n)};
    b->position += n;
    return v;
}

Result<Own> read_exactly(Thread& t, Buffered* b, int64_t size) {
    if (size <= ahead(b)) return make_bytes(t, take(b, size));
    BytesBuilder out(t);
    int64_t left = size;
    if (int64_t n = ahead(b)) {
        TRY(out.add(take(b, n)));
        left -= n;
    }
    while (left > 0) {
        int64_t n;
        if (left >= b->capacity) { // past the block
            int64_t step = std::min<int64_t>(left - left % b->capacity, int64_t{1} << 24);
            Ref<Bytes> block = TRY(new_bytes(t, static_cast<size_t>(step)));
            n = TRY(raw_read(t, b, block->data(), step));
            if (n > 0) TRY(out.add({reinterpret_cast<const char*>(block->data()), static_cast<size_t>(n)}));
        } else {
            n = TRY(fill_block(t, b));
            if (n > 0) TRY(out.add(take(b, n = std::min(n, left))));
        }
        if (n < 0 && out.length() == 0) return Own::none();
        if (n <= 0) break;
        left -= n;
    }
    return out.finish();
}

// --- reading

Result<Buffered*> for_reading(Thread& t, Value v, const char* closed_text, const char* name) {
    Buffered* b = buffered(v);
    TRY(check_ready(t, b));
    if (!b->readable) return raise_unsupported(t, name);
    TRY(check_open(t, b, closed_text));
    TRY(to_reading(t, b));
    return b;
}

Result<Own> method_read(Thread& t, const Value* a) {
    int64_t size = TRY(size_argument(t, a[1]));
    if (size < -1) return raise_value_error(t, "read length must be non-negative or -1");
    Buffered* b = TRY(for_reading(t, a[0], "read of closed file", "read"));
    return size < 0 ? buffered_read_all(t, b) : read_exactly(t, b, size);
}
Result<Own> method_read1(Thread& t, const Value* a) {
    int64_t size = a[1].is_null() ? -1 : TRY(to_int64(t, a[1]));
    Buffered* b = TRY(for_reading(t, a[0], "read of closed file", "read1"));
    return buffered_read1(t, b, size < 0 ? b->capacity : size);
}
Result<Own> read_into(Thread& t, const Value* a, bool once, const char* name) {
    Buffered* b = TRY(for_reading(t, a[0], "readinto of closed file", name));
    Buffer buffer = TRY(get_writable_buffer(t, a[1], once ? "readinto1() argument must be read-write bytes-like object"
                                                          : "readinto() argument must be read-write bytes-like object"));
    size_t done = 0;
    while (done < buffer.size) {
        if (ahead(b) == 0) {
            if (once && done) break;
            int64_t n = TRY(fill_block(t, b));
            if (n < 0 && done == 0) return Own::none();
            if (n <= 0) break;
        }
        int64_t n = std::min<int64_t>(ahead(b), static_cast<int64_t>(buffer.size - done));
        memcpy(buffer.data + done, take(b, n).data(), static_cast<size_t>(n));
        done += static_cast<size_t>(n);
    }
    return make_int(static_cast<int64_t>(done));
}
Result<Own> method_readinto(Thread& t, const Value* a) { return read_into(t, a, false, "readinto"); }
Result<Own> method_readinto1(Thread& t, const Value* a) { return read_into(t, a, true, "readinto1"); }

Result<Own> method_peek(Thread& t, const Value* a) {
    if (!a[1].is_null()) TRY(to_int64(t, a[1]));
    Buffered* b = TRY(for_reading(t, a[0], "peek of closed file", "peek"));
    if (ahead(b) == 0) TRY(fill_block(t, b));
    return make_bytes(t, {reinterpret_cast<const char*>(b->data + b->position), static_cast<size_t>(ahead(b))});
}

Result<Own> read_line(Thread& t, Buffered* b, int64_t limit) {
    BytesBuilder line(t);
    for (;;) {
        int64_t have = ahead(b);
        if (limit >= 0) have = std::min(have, limit - static_cast<int64_t>(line.length()));
        if (have > 0) {
            const void* hit = memchr(b->data + b->position, '\n', static_cast<size_t>(have));
            int64_t n = hit ? static_cast<const uint8_t*>(hit) - (b->data + b->position) + 1 : have;
            if (hit && line.length() == 0) return make_bytes(t, take(b, n));
            TRY(line.add(take(b, n)));
            if (hit) break;
        }
        if (limit >= 0 && static_cast<int64_t>(line.length()) >= limit) break;
        if (TRY(fill_block(t, b)) <= 0) break;
    }
    return line.finish();
}
Result<Own> method_readline(Thread& t, const Value* a) {
    int64_t limit = TRY(size_argument(t, a[1]));
    Buffered* b = TRY(for_reading(t, a[0], "readline of closed file", "read"));
    return read_line(t, b, limit);
}
Result<Own> next_line(Thread& t, Value self) {
    Own line;
    if (is_plain_buffered(self)) {
        Buffered* b = TRY(for_reading(t, self, "readline of closed file", "read"));
        line = TRY(read_line(t, b, -1));
    } else {
        line = TRY(call_method(t, self, rt().names.n_readline));
    }
    if (TRY(length(t, line)) == 0) return Own::exhausted();
    return line;
}

// --- writing

Result<Own> method_write(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    TRY(check_ready(t, b));
    if (!b->writable) return raise_unsupported(t, "write");
    Buffer bytes = TRY(get_buffer(t, a[1]));
    TRY(check_open(t, b, "write to closed file"));
    TRY(buffered_write(t, b, bytes.view()));
    return make_int(static_cast<int64_t>(bytes.size));
}

// The reader's flush is that of its raw stream.
Result<Own> method_flush(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    TRY(check_open(t, b, b->writable ? "flush of closed file" : "I/O operation on closed file."));
    if (!b->writable) {
        Own raw = Own::share(b->raw);
        return call_method(t, raw, rt().names.n_flush);
    }
    TRY(buffered_flush(t, b));
    return Own::none();
}

// --- places

Result<Own> method_tell(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    TRY(check_ready(t, b));
    int64_t at = TRY(raw_tell(t, b));
    return make_int(b->writing ? at + b->end : at - ahead(b));
}

Result<Own> method_seek(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    int64_t whence = a[2].is_null() ? 0 : TRY(to_int64(t, a[2]));
    TRY(check_ready(t, b));
    if (whence < 0 || whence > 4) return raise_value_error(t, "whence value {} unsupported", whence);
    TRY(check_open(t, b, "seek of closed file"));
    int64_t offset = TRY(to_int64(t, a[1]));
    if (!is_file_io(b->raw)) {
        Own raw = Own::share(b->raw);
        if (!TRY(raw_asks(t, raw, "seekable"))) return raise_unsupported(t, "File or stream is not seekable.");
    }
    if (b->writing) {
        TRY(write_out(t, b));
    } else if (whence != SEEK_END && b->end > 0 && b->readable) { // inside the block: nothing to be read again
        int64_t raw_at = TRY(raw_tell(t, b));
        int64_t wanted = whence == SEEK_CUR ? raw_at - ahead(b) + offset : offset;
        int64_t start = raw_at - b->end;
        if (wanted >= start && wanted <= raw_at && whence <= SEEK_CUR) {
            b->position = wanted - start;
            return make_int(wanted);
        }
    }
    if (whence == SEEK_CUR) offset -= ahead(b);
    int64_t at = TRY(raw_seek(t, b, offset, static_cast<int>(whence)));
    b->position = b->end = 0;
    return make_int(at);
}

Result<Own> method_truncate(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    TRY(check_open(t, b, "truncate of closed file"));
    if (!b->writable) return raise_unsupported(t, "truncate");
    Own size = a[1].is_null() || a[1].is_none() ? TRY(method_tell(t, a)) : Own::share(a[1]);
    TRY(buffered_flush(t, b));
    TRY(drop_ahead(t, b));
    Own raw = Own::share(b->raw);
    Ref<Str> name = intern("truncate");
    return call_method(t, raw, name, size);
}

// --- the rest

Result<Own> method_close(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    TRY(check_ready(t, b));
    Own raw = Own::share(b->raw);
    if (TRY(is_closed(t, raw))) return Own::none();
    // The user's flush, if there is one; the raw stream is closed even when it fails.
    Result<Own> flushed = call_method(t, a[0], rt().names.n_flush);
    Own first;
    if (!flushed) first = take_raised(t);
    Result<Own> closed = call_method(t, raw, rt().names.n_close);
    if (b->data) {
        free_raw(b->data, static_cast<size_t>(b->capacity));
        b->data = nullptr;
        b->position = b->end = 0;
        b->writing = false;
    }
    if (!first.is_null()) {
        if (!closed) clear_raised(t);
        set_raised(t, std::move(first));
        return Error{};
    }
    return closed;
}

Result<Own> method_detach(Thread& t, const Value* a) {
    Buffered* b = buffered(a[0]);
    TRY(check_ready(t, b));
    (void)TRY(call_method(t, a[0], rt().names.n_flush));
    return Own::adopt(std::exchange(b->raw, Value::null()));
}

Result<Own> ask_raw(Thread& t, Value self, const char* name) {
    Buffered* b = buffered(self);
    TRY(check_ready(t, b));
    Own raw = Own::share(b->raw);
    Ref<Str> question = intern(name);
    return call_method(t, raw, question);
}
Result<Own> method_fileno(Thread& t, const Value* a) { return ask_raw(t, a[0], "fileno"); }
Result<Own> method_isatty(Thread& t, const Value* a) { return ask_raw(t, a[0], "isatty"); }
Result<Own> method_seekable(Thread& t, const Value* a) { return ask_raw(t, a[0], "seekable"); }
Result<Own> method_readable(Thread& t, const Value* a) {
    if (!buffered(a[0])->readable) return Own::boolean(false);
    return ask_raw(t, a[0], "readable");
}
Result<Own> method_writable(Thread& t, const Value* a) {
    if (!buffered(a[0])->writable) return Own::boolean(false);
    return ask_raw(t, a[0], "writable");
}

Result<Own> raw_attribute(Thread& t, Value self, Str* name) {
    TRY(check_ready(t, buffered(self)));
    Own raw = Own::share(buffered(self)->raw);
    return get_attr(t, raw, name);
}

Result<Own> buffered_repr(Thread& t, Value self) {
    ReprGuard guard(t, self);
    if (guard.second()) return raise_fmt(t, rt().types.RuntimeError, "reentrant call inside {}.__repr__", type_name(self));
    std::string title = type_name(self);
    Result<Own> name = get_attr_or_missing(t, self, rt().names.n_name);
    if (!name) {
        if (!raised_matches(t, rt().types.ValueError)) return Error{};
        clear_raised(t);
        return make_str(t, "<" + title + ">");
    }
    if (name.get().is_exhausted()) return make_str(t, "<" + title + ">");
    return make_str(t, "<" + title + " name=" + TRY(repr_text(t, name.get())) + ">");
}

// --- construction

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<Buffered> b = TRY(make_of<Buffered>(t, cls));
    b->raw = Value::null();
    b->data = nullptr;
    b->capacity = b->position = b->end = 0;
    b->writing = b->readable = b->writable = false;
    return b;
}

Status attach(Thread& t, Value self, Value raw, int64_t size, bool readable, bool writable) {
    if (size <= 0) return raise_value_error(t, "buffer size must be strictly positive");
    Buffered* b = buffered(self);
    if (b->data) free_raw(b->data, static_cast<size_t>(b->capacity));
    b->data = nullptr;
    b->capacity = size;
    b->position = b->end = 0;
    b->writing = false;
    b->readable = readable;
    b->writable = writable;
    Value old = std::exchange(b->raw, shared(raw));
    release(old);
    return {};
}

Result<int64_t> buffer_size(Thread& t, Value v) { return v.is_null() ? default_buffer_size : TRY(to_int64(t, v)); }

Status check_raw(Thread& t, Value raw, bool readable, bool writable) {
    if (readable && !TRY(raw_asks(t, raw, "readable"))) return raise_unsupported(t, "File or stream is not readable.");
    if (writable && !TRY(raw_asks(t, raw, "writable"))) return raise_unsupported(t, "File or stream is not writable.");
    return {};
}

Status init_reader(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "BufferedReader(raw, buffer_size=8192)", Value::null(), args, a));
    TRY(check_raw(t, a.values[0], true, false));
    return attach(t, self, a.values[0], TRY(buffer_size(t, a.values[1])), true, false);
}
Status init_writer(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "BufferedWriter(raw, buffer_size=8192)", Value::null(), args, a));
    TRY(check_raw(t, a.values[0], false, true));
    return attach(t, self, a.values[0], TRY(buffer_size(t, a.values[1])), false, true);
}
Status init_random(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "BufferedRandom(raw, buffer_size=8192)", Value::null(), args, a));
    if (!TRY(raw_asks(t, a.values[0], "seekable"))) return raise_unsupported(t, "File or stream is not seekable.");
    TRY(check_raw(t, a.values[0], true, true));
    return attach(t, self, a.values[0], TRY(buffer_size(t, a.values[1])), true, true);
}

#define BUFFERED_COMMON                                                                                          \
    {"flush($self, /)", method_flush, "Writes what is held back."},                                              \
    {"seek($self, target, whence=0, /)", method_seek, "Moves to a place and returns it."},                      \
    {"tell($self, /)", method_tell, "The current place."},                                                       \
    {"truncate($self, pos=None, /)", method_truncate, "Cuts the file, at the current place unless one is given."}, \
    {"close($self, /)", method_close, "Flushes and closes."},                                                    \
    {"detach($self, /)", method_detach, "Flushes, gives the raw stream back and ends the use of this one."},     \
    {"fileno($self, /)", method_fileno, "The file descriptor."},                                                 \
    {"isatty($self, /)", method_isatty, "Whether it is a terminal."},                                            \
    {"seekable($self, /)", method_seekable, "Whether places can be chosen."},                                    \
    {"readable($self, /)", method_readable, "Whether it can be read."},                                          \
    {"writable($self, /)", method_writable, "Whether it can be written."},                                       \
    {"read($self, size=-1, /)", method_read, "size bytes, or all up to the end."},                               \
    {"read1($self, size=-1, /)", method_read1, "At most size bytes, with at most one read of the raw stream."},  \
    {"readinto($self, buffer, /)", method_readinto, "Fills a buffer; the number of bytes."},                     \
    {"readinto1($self, buffer, /)", method_readinto1, "The same with at most one read of the raw stream."},      \
    {"readline($self, size=-1, /)", method_readline, "Bytes up to and with the next newline."},                  \
    {"readlines($self, hint=-1, /)", stream_readlines, "A list of lines."},                                      \
    {"write($self, buffer, /)", method_write, "Writes bytes; how many."},                                        \
    {"writelines($self, lines, /)", stream_writelines, "Writes each of the lines."},                             \
    {"_checkClosed($self, /)", stream_check_closed, nullptr},                                                    \
    {"__enter__($self, /)", stream_enter, nullptr},                                                              \
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, stream_exit}

const NativeDef reader_methods[] = {
    BUFFERED_COMMON,
    {"peek($self, size=0, /)", method_peek, "Bytes that come next, without moving on."},
    {nullptr, nullptr, nullptr},
};
const NativeDef writer_methods[] = {BUFFERED_COMMON, {nullptr, nullptr, nullptr}};

const GetSetDef getsets[] = {
    {"raw", [](Thread&, Value v) -> Result<Own> { return buffered(v)->raw.is_null() ? Own::none() : Own::share(buffered(v)->raw); }, nullptr,
     "The raw stream."},
    {"closed", [](Thread& t, Value v) -> Result<Own> { return raw_attribute(t, v, rt().names.n_closed); }, nullptr, "Whether it is closed."},
    {"name", [](Thread& t, Value v) -> Result<Own> { return raw_attribute(t, v, rt().names.n_name); }, nullptr, "Name of the file."},
    {"mode", [](Thread& t, Value v) -> Result<Own> { return raw_attribute(t, v, rt().names.n_mode); }, nullptr, "How it was opened."},
    {nullptr, nullptr, nullptr, nullptr},
};

template <Status (*init_function)(Thread&, Value, const Args&)>
void fill(Slots& s) {
    s.repr = buffered_repr;
    s.construct = construct;
    s.init = init_function;
    s.iter = stream_iter;
    s.next = next_line;
    s.del = stream_finalize;
}

constexpr uint32_t flags = type_basetype | type_container | type_has_dict | type_has_weakrefs;

} // namespace

const TypeSpec spec_buffered_reader = {"_io", "A raw stream that is read in blocks.", sizeof(Buffered), flags, &life, fill<init_reader>,
                                       reader_methods, getsets, nullptr};
const TypeSpec spec_buffered_writer = {"_io", "A raw stream that is written in blocks.", sizeof(Buffered), flags, &life, fill<init_writer>,
                                       writer_methods, getsets, nullptr};
const TypeSpec spec_buffered_random = {"_io", "A raw stream that is read and written in blocks.", sizeof(Buffered), flags, &life,
                                       fill<init_random>, reader_methods, getsets, nullptr};

Result<Own> make_buffered(Thread& t, Type* type, Value raw, int64_t size) {
    Own b = TRY(construct(t, type, {}));
    const ModulesState& s = modules_state();
    TRY(attach(t, b, raw, size, type != s.buffered_writer, type != s.buffered_reader));
    return b;
}

Status buffered_write(Thread& t, Buffered* b, std::string_view bytes) {
    for (;;) { // a signal's handler, which may write here too, runs between two parts
        if (!b->writing) {
            TRY(drop_ahead(t, b));
            TRY(ensure_block(t, b));
            b->writing = true;
            b->position = b->end = 0;
        }
        if (static_cast<int64_t>(bytes.size()) <= b->capacity - b->end) {
            memcpy(b->data + b->end, bytes.data(), bytes.size());
            b->end += static_cast<int64_t>(bytes.size());
            return {};
        }
        TRY(write_out(t, b));
        if (static_cast<int64_t>(bytes.size()) <= b->capacity) continue;
        int64_t n = TRY(raw_write(t, b, reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int64_t>(bytes.size())));
        if (n < 0) return raise_would_block(t, "write could not complete without blocking", 0);
        bytes.remove_prefix(static_cast<size_t>(n));
        if (!bytes.empty()) TRY(after_signal(t));
    }
}

Status buffered_flush(Thread& t, Buffered* b) {
    TRY(write_out(t, b));
    if (b->readable && b->end > b->position) return drop_ahead(t, b);
    return {};
}

Result<Own> buffered_read1(Thread& t, Buffered* b, int64_t size) {
    TRY(to_reading(t, b));
    if (size == 0) return make_bytes(t, {});
    if (ahead(b) == 0) {
        int64_t n = TRY(fill_block(t, b));
        if (n <= 0) return make_bytes(t, {});
    }
    return make_bytes(t, take(b, std::min(size, ahead(b))));
}

Result<Own> buffered_read_all(Thread& t, Buffered* b) {
    TRY(to_reading(t, b));
    BytesBuilder out(t);
    if (ahead(b)) TRY(out.add(take(b, ahead(b))));
    b->position = b->end = 0;
    Own raw = Own::share(b->raw);
    Ref<Str> name = intern("readall");
    Own readall = TRY(get_attr_or_missing(t, raw, name));
    if (!readall.is_exhausted()) {
        Own rest = TRY(call(t, readall));
        if (rest.is_none()) return out.length() ? Result<Own>(out.finish()) : Result<Own>(Own::none());
        if (!is_bytes(rest)) return raise_type(t, "readall() should return bytes");
        if (out.length() == 0) return rest;
        TRY(out.add(bytes_content(rest)));
        return out.finish();
    }
    for (;;) {
        Own piece = TRY(call_method(t, raw, rt().names.n_read));
        if (piece.is_none()) return out.length() ? Result<Own>(out.finish()) : Result<Own>(Own::none());
        if (!is_bytes(piece)) return raise_type(t, "read() should return bytes");
        if (bytes_content(piece).empty()) return out.finish();
        TRY(out.add(bytes_content(piece)));
    }
}

} // namespace terrarium
