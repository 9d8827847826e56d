// BytesIO: a file of bytes in memory. While buffers of it are out (getbuffer) its size cannot change.
#include "vm/modules/io.h"

#include "vm/objects/containers.h"
#include "vm/objects/memoryview.h"

#include <cstring>

namespace terrarium {

namespace {

struct BytesIO : Object {
    uint8_t* data; // raw block of `capacity` bytes, null when that is 0
    uint64_t capacity, size, position;
    uint64_t exports;
    bool closed;
};
// What getbuffer() gives a memoryview of.
struct BytesIOBuffer : Object {
    Value source; // owned: the BytesIO
};

BytesIO* bytes_io(Value v) { return as<BytesIO>(v); }

void destroy(Object* o) {
    auto b = static_cast<BytesIO*>(o);
    if (b->data) free_raw(b->data, b->capacity);
    b->data = nullptr;
    b->capacity = b->size = 0;
}
size_t extra_size(const Object* o) { return static_cast<const BytesIO*>(o)->capacity; }
const Lifecycle life = {nullptr, destroy, nullptr, fixed_size<BytesIO>, extra_size, "BytesIO"};

void trace_buffer(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<BytesIOBuffer*>(o)->source, "source"); }
void drop_buffer(Object* o) { drop_field(static_cast<BytesIOBuffer*>(o)->source); }
const Lifecycle buffer_life = {trace_buffer, drop_buffer, drop_buffer, fixed_size<BytesIOBuffer>, nullptr, "BytesIO buffer"};

Result<BytesIO*> open_one(Thread& t, Value v) {
    if (bytes_io(v)->closed) return raise_closed(t);
    return bytes_io(v);
}
Status check_exports(Thread& t, const BytesIO* b) {
    if (b->exports) return raise_text(t, rt().types.BufferError, "Existing exports of data: object cannot be re-sized");
    return {};
}

Status reserve(Thread& t, BytesIO* b, uint64_t need) {
    if (need <= b->capacity) return {};
    uint64_t capacity = usable_size(std::max<uint64_t>(need + need / 8, 64));
    void* p = try_realloc_raw(b->data, b->capacity, capacity);
    if (!p) return raise_memory(t);
    b->data = static_cast<uint8_t*>(p);
    b->capacity = capacity;
    return {};
}

std::string_view rest(const BytesIO* b) {
    if (b->position >= b->size) return {};
    return {reinterpret_cast<const char*>(b->data + b->position), b->size - b->position};
}
Result<Own> take(Thread& t, BytesIO* b, uint64_t count) {
    std::string_view part = rest(b).substr(0, count);
    b->position += part.size();
    return make_bytes(t, part);
}
uint64_t line_length(const BytesIO* b) {
    std::string_view part = rest(b);
    size_t at = part.find('\n');
    return at == std::string_view::npos ? part.size() : at + 1;
}

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<BytesIO> b = TRY(make_of<BytesIO>(t, cls));
    b->data = nullptr;
    b->capacity = b->size = b->position = b->exports = 0;
    b->closed = false;
    return b;
}

Status put(Thread& t, BytesIO* b, std::string_view bytes) {
    if (bytes.empty()) return {};
    TRY(reserve(t, b, b->position + bytes.size()));
    if (b->position > b->size) memset(b->data + b->size, 0, b->position - b->size);
    memcpy(b->data + b->position, bytes.data(), bytes.size());
    b->position += bytes.size();
    b->size = std::max(b->size, b->position);
    return {};
}

Status init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "BytesIO(initial_bytes=b'')", Value::null(), args, a));
    BytesIO* b = bytes_io(self);
    TRY(check_exports(t, b));
    b->size = b->position = 0;
    if (a.values[0].is_null() || a.values[0].is_none()) return {};
    Buffer initial = TRY(get_buffer(t, a.values[0]));
    TRY(put(t, b, initial.view()));
    b->position = 0;
    return {};
}

Result<Own> method_read(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    int64_t size = TRY(size_argument(t, a[1]));
    return take(t, b, size < 0 ? UINT64_MAX : static_cast<uint64_t>(size));
}
Result<Own> method_readline(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    int64_t size = TRY(size_argument(t, a[1]));
    uint64_t n = line_length(b);
    return take(t, b, size < 0 ? n : std::min(n, static_cast<uint64_t>(size)));
}
Result<Own> method_readlines(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    int64_t hint = TRY(size_argument(t, a[1])), size = 0;
    Ref<List> lines = make_list();
    while (!rest(b).empty()) {
        uint64_t n = line_length(b);
        TRY(list_append(t, lines, TRY(take(t, b, n))));
        size += static_cast<int64_t>(n);
        if (hint > 0 && size >= hint) break;
    }
    return lines;
}
Result<Own> next_line(Thread& t, Value self) {
    BytesIO* b = TRY(open_one(t, self));
    if (type_of(self) != modules_state().bytes_io) {
        Own line = TRY(call_method(t, self, rt().names.n_readline));
        if (TRY(length(t, line)) == 0) return Own::exhausted();
        return line;
    }
    if (rest(b).empty()) return Own::exhausted();
    return take(t, b, line_length(b));
}
Result<Own> method_readinto(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    Buffer buffer = TRY(get_writable_buffer(t, a[1], "readinto() argument must be read-write bytes-like object"));
    std::string_view part = rest(b).substr(0, buffer.size);
    memmove(buffer.data, part.data(), part.size());
    b->position += part.size();
    return make_int(static_cast<int64_t>(part.size()));
}
Result<Own> method_write(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    TRY(check_exports(t, b));
    Buffer bytes = TRY(get_buffer(t, a[1]));
    TRY(put(t, b, bytes.view()));
    return make_int(static_cast<int64_t>(bytes.size));
}
Result<Own> method_writelines(Thread& t, const Value* a) {
    (void)TRY(open_one(t, a[0]));
    return stream_writelines(t, a);
}

Result<Own> method_seek(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    int64_t at = TRY(to_int64(t, a[1]));
    int64_t whence = a[2].is_null() ? 0 : TRY(to_int64(t, a[2]));
    if (whence == 0 && at < 0) return raise_value_error(t, "negative seek value {}", at);
    if (whence < 0 || whence > 2) return raise_value_error(t, "invalid whence ({}, should be 0, 1 or 2)", whence);
    int64_t base = static_cast<int64_t>(whence == 0 ? 0 : whence == 1 ? b->position : b->size);
    if (at > INT64_MAX - base) return raise_text(t, rt().types.OverflowError, "new position too large");
    b->position = static_cast<uint64_t>(std::max<int64_t>(base + at, 0));
    return make_int(static_cast<int64_t>(b->position));
}
Result<Own> method_tell(Thread& t, const Value* a) { return make_int(static_cast<int64_t>(TRY(open_one(t, a[0]))->position)); }
Result<Own> method_truncate(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    TRY(check_exports(t, b));
    uint64_t size = TRY(truncate_argument(t, a[1], b->position, "negative size value"));
    b->size = std::min(b->size, size);
    return make_int(static_cast<int64_t>(size));
}

Result<Own> method_getvalue(Thread& t, const Value* a) {
    BytesIO* b = TRY(open_one(t, a[0]));
    return make_bytes(t, {reinterpret_cast<const char*>(b->data), b->size});
}
Result<Own> method_getbuffer(Thread& t, const Value* a) {
    (void)TRY(open_one(t, a[0]));
    Ref<BytesIOBuffer> o = new_object<BytesIOBuffer>(modules_state().bytes_io_buffer->root_shape->id, true);
    o->source = shared(a[0]);
    return make_memoryview(t, o.value());
}
Result<Own> method_close(Thread& t, const Value* a) {
    BytesIO* b = bytes_io(a[0]);
    TRY(check_exports(t, b));
    destroy(b);
    b->closed = true;
    return Own::none();
}
Result<Own> method_flush(Thread& t, const Value* a) {
    (void)TRY(open_one(t, a[0]));
    return Own::none();
}
Result<Own> answer_true(Thread& t, const Value* a) {
    (void)TRY(open_one(t, a[0]));
    return Own::boolean(true);
}
Result<Own> answer_false(Thread& t, const Value* a) {
    (void)TRY(open_one(t, a[0]));
    return Own::boolean(false);
}

const NativeDef methods[] = {
    {"read($self, size=-1, /)", method_read, "At most size bytes."},
    {"read1($self, size=-1, /)", method_read, "At most size bytes."},
    {"readline($self, size=-1, /)", method_readline, "Bytes up to and with the next newline."},
    {"readlines($self, size=None, /)", method_readlines, "A list of lines."},
    {"readinto($self, buffer, /)", method_readinto, "Fills a buffer; the number of bytes."},
    {"readinto1($self, buffer, /)", method_readinto, "Fills a buffer; the number of bytes."},
    {"write($self, b, /)", method_write, "Writes bytes; how many."},
    {"writelines($self, lines, /)", method_writelines, "Writes each of the lines."},
    {"seek($self, pos, whence=0, /)", method_seek, "Moves to a place and returns it."},
    {"tell($self, /)", method_tell, "The current place."},
    {"truncate($self, size=None, /)", method_truncate, "Cuts off what lies behind size, or behind the current place."},
    {"getvalue($self, /)", method_getvalue, "All bytes."},
    {"getbuffer($self, /)", method_getbuffer, "A view of all bytes that can be written."},
    {"close($self, /)", method_close, "Frees the bytes."},
    {"flush($self, /)", method_flush, "Does nothing."},
    {"isatty($self, /)", answer_false, "False."},
    {"readable($self, /)", answer_true, "True."},
    {"writable($self, /)", answer_true, "True."},
    {"seekable($self, /)", answer_true, "True."},
    {"fileno($self, /)", stream_no_fileno, "Raises: there is no descriptor."},
    {"detach($self, /)", stream_no_detach, "Raises: there is nothing below."},
    {"_checkClosed($self, /)", stream_check_closed, nullptr},
    {"__enter__($self, /)", stream_enter, nullptr},
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, stream_exit},
    {nullptr, nullptr, nullptr},
};
const GetSetDef getsets[] = {
    {"closed", [](Thread&, Value v) -> Result<Own> { return Own::boolean(bytes_io(v)->closed); }, nullptr, "Whether it is closed."},
    {nullptr, nullptr, nullptr, nullptr},
};

void fill(Slots& s) {
    s.construct = construct;
    s.init = init;
    s.iter = [](Thread&, Value self) -> Result<Own> { return Own::share(self); };
    s.next = next_line;
}

} // namespace

const TypeSpec spec_bytes_io = {
    "_io", "A file of bytes in memory.", sizeof(BytesIO), type_basetype | type_container | type_has_dict | type_has_weakrefs, &life,
    fill, methods, getsets, nullptr,
};
const TypeSpec spec_bytes_io_buffer = {
    "_io", nullptr, sizeof(BytesIOBuffer), type_container | type_no_instantiate, &buffer_life, [](Slots&) {}, nullptr, nullptr, nullptr,
};

Status provide_bytes_io(Thread& t, Value owner, Buffer& out) {
    auto source = bytes_io(as<BytesIOBuffer>(owner)->source);
    if (source->closed) return raise_closed(t);
    out.data = source->data;
    out.size = source->size;
    out.readonly = false;
    count_buffer(source->exports, 1);
    out.unlock = [](Object* o) { count_buffer(bytes_io(static_cast<BytesIOBuffer*>(o)->source)->exports, -1); };
    return {};
}

} // namespace terrarium
