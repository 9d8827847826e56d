// TextIOWrapper: text over a buffered stream. This file: making one, writing, attributes, closing. Reading and places:
// io_text_read.cpp. Invariant: encoded text waits in `pending` until it is a chunk long, a line ends, or a flush.
#include "vm/modules/io.h"

#include "vm/core/attributes.h"
#include "vm/objects/containers.h"
#include "vm/objects/str_tools.h"

#include <cstring>
#include <utility>
#include <vector>

namespace terrarium {

namespace {

TextIO* text(Value v) { return as<TextIO>(v); }

// --- lifecycle

void trace(Object* o, Visitor& visitor) {
    auto f = static_cast<TextIO*>(o);
    trace_edge(visitor, f->buffer, "buffer");
    trace_edge(visitor, f->encoding, "encoding");
    trace_edge(visitor, f->errors, "errors");
    trace_edge(visitor, f->newline, "newline");
    trace_edge(visitor, f->decoded, "decoded");
    trace_edge(visitor, f->chunk, "chunk");
}
void clear(Object* o) { drop_field(static_cast<TextIO*>(o)->buffer); }
void destroy(Object* o) {
    auto f = static_cast<TextIO*>(o);
    drop_field(f->buffer);
    drop_field(f->encoding);
    drop_field(f->errors);
    drop_field(f->newline);
    drop_field(f->decoded);
    drop_field(f->chunk);
    if (f->pending) free_raw(f->pending, f->pending_capacity);
    f->pending = nullptr;
}
size_t extra_size(const Object* o) { return static_cast<const TextIO*>(o)->pending_capacity; }
const Lifecycle life = {trace, destroy, clear, fixed_size<TextIO>, extra_size, "text stream"};

// --- encoding

// The codec for what follows the first text: byte order marks are written once.
Codec writing_codec(const TextIO* f) {
    if (f->at_start_of_write) return f->codec;
    switch (f->codec) {
        case Codec::utf_16: return Codec::utf_16_le;
        case Codec::utf_32: return Codec::utf_32_le;
        case Codec::utf_8_sig: return Codec::utf_8;
        default: return f->codec;
    }
}

bool keeps_ascii(Codec codec) {
    return codec == Codec::utf_8 || codec == Codec::ascii || codec == Codec::latin_1 || codec == Codec::cp1252;
}

Result<uint8_t*> pending_room(Thread& t, TextIO* f, size_t more) {
    size_t need = f->pending_size + more;
    if (need > f->pending_capacity) {
        size_t capacity = usable_size(std::max<size_t>(need + need / 4, default_buffer_size + 512));
        void* p = try_realloc_raw(f->pending, f->pending_capacity, capacity);
        if (!p) return raise_memory(t);
        f->pending = static_cast<uint8_t*>(p);
        f->pending_capacity = capacity;
    }
    return f->pending + f->pending_size;
}

Status add_encoded(Thread& t, TextIO* f, Str* s) {
    Codec codec = writing_codec(f);
    if (s->ascii && keeps_ascii(codec)) {
        uint8_t* to = TRY(pending_room(t, f, s->length));
        memcpy(to, s->data1(), s->length);
        f->pending_size += s->length;
    } else {
        Own bytes;
        std::string errors = to_utf8(f->errors);
        if (codec == Codec::unknown) bytes = TRY(encode_str(t, s, to_utf8(f->encoding), errors));
        else bytes = Own(TRY(encode_with(t, codec, s, errors)));
        if (!is_bytes(bytes)) return raise_type(t, "encoder should return a bytes object, not '{}'", type_name(bytes));
        std::string_view content = bytes_content(bytes);
        uint8_t* to = TRY(pending_room(t, f, content.size()));
        memcpy(to, content.data(), content.size());
        f->pending_size += content.size();
    }
    f->at_start_of_write = false;
    return {};
}

bool has_unit(const Str* s, uint8_t c) {
    if (s->unit == 1) return memchr(s->data1(), c, s->length) != nullptr;
    for (uint64_t i = 0; i < s->length; i++)
        if (s->at(i) == c) return true;
    return false;
}

Result<Ref<Str>> with_newlines(Thread& t, Str* s, const char* newline) {
    StrBuilder out(t);
    uint64_t start = 0;
    for (uint64_t i = 0; i < s->length; i++) {
        if (s->at(i) != '\n') continue;
        TRY(out.add_slice(s, start, i));
        TRY(out.add(newline));
        start = i + 1;
    }
    TRY(out.add_slice(s, start, s->length));
    return out.finish();
}

Status flush_buffer(Thread& t, TextIO* f) {
    if (is_plain_buffered(f->buffer) && as<Buffered>(f->buffer)->writable && !as<Buffered>(f->buffer)->readable) {
        Own held = Own::share(f->buffer);
        return buffered_flush(t, as<Buffered>(held));
    }
    Own buffer = Own::share(f->buffer);
    (void)TRY(call_method(t, buffer, rt().names.n_flush));
    return {};
}

// --- settings

void apply_newline(TextIO* f, Value newline) {
    bool none = newline.is_none();
    bool empty = !none && as<Str>(newline)->length == 0;
    f->read_universal = none || empty;
    f->read_translate = none;
    f->write_translate = !empty;
    std::string ends = none || empty ? "\n" : to_utf8(newline);
    f->line_end_length = static_cast<uint8_t>(f->read_universal ? 0 : ends.size());
    memcpy(f->write_newline, ends.c_str(), ends.size() + 1);
    Value old = std::exchange(f->newline, shared(newline));
    release(old);
}

Status apply_encoding(Thread& t, TextIO* f, Value encoding, Value errors) {
    auto check = [&](Value v, const char* name) -> Status {
        if (v.is_null() || v.is_none() || is_str(v)) return {};
        return raise_type(t, "TextIOWrapper() argument '{}' must be str or None, not {}", name, type_name(v));
    };
    TRY(check(encoding, "encoding"));
    TRY(check(errors, "errors"));
    bool given = !encoding.is_null() && !encoding.is_none() && !str_equal(as<Str>(encoding), "locale");
    Ref<Str> name = given ? Ref<Str>::share(as<Str>(encoding)) : intern("UTF-8");
    Ref<Str> handler = Ref<Str>::share(errors.is_null() || errors.is_none() ? rt().names.n_strict : as<Str>(errors));
    std::string utf8 = to_utf8(name);
    if (utf8.find('\0') != std::string::npos) return raise_value_error(t, "embedded null character");
    Codec codec = find_codec(utf8);
    if (codec == Codec::unknown) (void)TRY(encode_str(t, rt().empty_str, utf8, "strict")); // LookupError when there is none
    f->codec = codec;
    Str *old_name = std::exchange(f->encoding, name.take()), *old_errors = std::exchange(f->errors, handler.take());
    if (old_name) release(static_cast<Object*>(old_name));
    if (old_errors) release(static_cast<Object*>(old_errors));
    return {};
}

Result<bool> asks(Thread& t, Value buffer, const char* question) {
    Ref<Str> name = intern(question);
    Own answer = TRY(call_method(t, buffer, name));
    return is_truthy(t, answer);
}

Status attach(Thread& t, TextIO* f, Value buffer, const TextOptions& options) {
    Value newline = options.newline.is_null() ? Value::none() : options.newline;
    TRY(check_newline(t, newline, "TextIOWrapper()"));
    TRY(apply_encoding(t, f, options.encoding, options.errors));
    apply_newline(f, newline);
    Own held = Own::share(buffer);
    f->readable = TRY(asks(t, held, "readable"));
    f->writable = TRY(asks(t, held, "writable"));
    f->seekable = TRY(asks(t, held, "seekable"));
    f->telling = f->seekable;
    f->line_buffering = options.line_buffering;
    f->write_through = options.write_through;
    f->chunk_size = default_buffer_size;
    f->at_start_of_read = f->at_start_of_write = true;
    f->end_reached = false;
    f->newlines_seen = 0;
    f->pending_size = 0;
    text_forget_read(f);
    if (f->seekable && f->writable && (f->codec == Codec::utf_16 || f->codec == Codec::utf_32 || f->codec == Codec::utf_8_sig)) {
        Own at = TRY(call_method(t, held, rt().names.n_tell));
        f->at_start_of_write = at.is_int() && at.get().int_value() == 0;
    }
    Value old = std::exchange(f->buffer, held.take());
    release(old);
    return {};
}

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<TextIO> made = TRY(make_of<TextIO>(t, cls));
    TextIO* f = made;
    memset(static_cast<void*>(&f->buffer), 0, sizeof(TextIO) - sizeof(Object));
    f->buffer = f->newline = Value::null();
    return made;
}

Status init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
                  Value::null(), args, a));
    TextOptions options{a.values[1], a.values[2], a.values[3]};
    options.line_buffering = !a.values[4].is_null() && TRY(is_truthy(t, a.values[4]));
    options.write_through = !a.values[5].is_null() && TRY(is_truthy(t, a.values[5]));
    return attach(t, text(self), a.values[0], options);
}

// --- methods

Result<Own> method_write(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "write() argument must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    TRY(text_write(t, text(a[0]), as<Str>(a[1])));
    return make_int(static_cast<int64_t>(as<Str>(a[1])->length));
}

Result<Own> method_flush(Thread& t, const Value* a) {
    TextIO* f = text(a[0]);
    TRY(text_check_open(t, f));
    f->telling = f->seekable;
    TRY(text_flush_pending(t, f));
    TRY(flush_buffer(t, f));
    return Own::none();
}

Result<Own> method_close(Thread& t, const Value* a) {
    TextIO* f = text(a[0]);
    TRY(text_check_attached(t, f));
    Own buffer = Own::share(f->buffer);
    if (TRY(is_closed(t, buffer))) return Own::none();
    Result<Own> flushed = call_method(t, a[0], rt().names.n_flush);
    Own first;
    if (!flushed) first = take_raised(t);
    Result<Own> closed = call_method(t, buffer, rt().names.n_close);
    if (first.is_null()) return closed;
    if (!closed) clear_raised(t);
    set_raised(t, std::move(first));
    return Error{};
}

Result<Own> method_detach(Thread& t, const Value* a) {
    TextIO* f = text(a[0]);
    TRY(text_check_attached(t, f));
    (void)TRY(call_method(t, a[0], rt().names.n_flush));
    return Own::adopt(std::exchange(f->buffer, Value::null()));
}

Result<Own> ask_buffer(Thread& t, Value self, const char* name) {
    TextIO* f = text(self);
    TRY(text_check_attached(t, f));
    Own buffer = Own::share(f->buffer);
    Ref<Str> question = intern(name);
    return call_method(t, buffer, question);
}
Result<Own> method_fileno(Thread& t, const Value* a) { return ask_buffer(t, a[0], "fileno"); }
Result<Own> method_isatty(Thread& t, const Value* a) { return ask_buffer(t, a[0], "isatty"); }
Result<Own> method_readable(Thread& t, const Value* a) { return ask_buffer(t, a[0], "readable"); }
Result<Own> method_writable(Thread& t, const Value* a) { return ask_buffer(t, a[0], "writable"); }
Result<Own> method_seekable(Thread& t, const Value* a) { return ask_buffer(t, a[0], "seekable"); }

Result<Own> method_truncate(Thread& t, const Value* a) {
    TextIO* f = text(a[0]);
    TRY(text_check_open(t, f));
    Value size = a[1].is_null() ? Value::none() : a[1];
    Own place = Own::share(size);
    if (size.is_none() && f->decoded) place = make_int(TRY(text_tell(t, f)));
    TRY(text_flush_pending(t, f));
    TRY(flush_buffer(t, f));
    Own buffer = Own::share(f->buffer);
    Ref<Str> name = intern("truncate");
    return call_method(t, buffer, name, place);
}

// a: self, encoding, errors, newline, line_buffering, write_through (keyword-only)
Result<Own> method_reconfigure(Thread& t, const Value* a) {
    TextIO* f = text(a[0]);
    auto given = [](Value v) { return !v.is_null() && !v.is_none(); };
    if (f->decoded && (given(a[1]) || given(a[2]) || !a[3].is_null()))
        return raise_unsupported(t, "It is not possible to set the encoding or newline of stream after the first read");
    if (!a[3].is_null()) TRY(check_newline(t, a[3], "reconfigure()"));
    (void)TRY(call_method(t, a[0], rt().names.n_flush));
    if (given(a[1]) || given(a[2])) {
        Own old_errors = Own::share(static_cast<Object*>(f->errors)), old_encoding = Own::share(static_cast<Object*>(f->encoding));
        Value errors = given(a[2]) ? a[2] : given(a[1]) ? Value::none() : old_errors.get();
        TRY(apply_encoding(t, f, given(a[1]) ? a[1] : old_encoding.get(), errors));
    }
    if (!a[3].is_null()) apply_newline(f, a[3]);
    if (given(a[4])) f->line_buffering = TRY(is_truthy(t, a[4]));
    if (given(a[5])) f->write_through = TRY(is_truthy(t, a[5]));
    return Own::none();
}

Result<Own> text_repr(Thread& t, Value self) {
    ReprGuard guard(t, self);
    if (guard.second()) return raise_fmt(t, rt().types.RuntimeError, "reentrant call inside {}.__repr__", type_name(self));
    std::string shown = "<" + type_name(self);
    for (Str* attribute : {rt().names.n_name, rt().names.n_mode}) {
        Result<Own> v = get_attr_or_missing(t, self, attribute);
        if (!v) {
            if (!raised_matches(t, rt().types.ValueError)) return Error{};
            clear_raised(t);
            continue;
        }
        if (!v.get().is_exhausted()) shown += " " + to_utf8(attribute) + "=" + TRY(repr_text(t, v.get()));
    }
    if (!text(self)->encoding) return raise_value_error(t, "I/O operation on uninitialized object");
    return make_str(t, shown + " encoding=" + repr_utf8(text(self)->encoding) + ">");
}

// --- reading, over io_text_read.cpp

Result<Own> method_read(Thread& t, const Value* a) {
    int64_t size = TRY(size_argument(t, a[1]));
    return text_read(t, text(a[0]), size);
}
Result<Own> method_readline(Thread& t, const Value* a) {
    int64_t limit = a[1].is_null() ? -1 : TRY(to_int64(t, a[1]));
    return text_read_line(t, text(a[0]), limit);
}
Result<Own> next_line(Thread& t, Value self) {
    TextIO* f = text(self);
    if (type_of(self) == modules_state().text_io) [[likely]] {
        f->telling = false;
        Ref<Str> line = TRY(text_read_line(t, f, -1));
        if (line->length) return line;
    } else {
        f->telling = false;
        Own line = TRY(call_method(t, self, rt().names.n_readline));
        if (!is_str(line)) return raise_fmt(t, rt().types.OSError, "readline() should have returned a str object, not '{}'", type_name(line));
        if (as<Str>(line)->length) return line;
    }
    f->telling = f->seekable;
    return Own::exhausted();
}

Result<Own> method_tell(Thread& t, const Value* a) { return make_int(TRY(text_tell(t, text(a[0])))); }

Result<Own> method_seek(Thread& t, const Value* a) {
    TextIO* f = text(a[0]);
    TRY(text_check_open(t, f));
    int64_t whence = a[2].is_null() ? 0 : TRY(to_int64(t, a[2]));
    if (!f->seekable) return raise_unsupported(t, "underlying stream is not seekable");
    bool zero = TRY(equal(t, a[1], Value::small_int(0)));
    int64_t place = 0;
    if (whence == 1) {
        if (!zero) return raise_unsupported(t, "can't do nonzero cur-relative seeks");
        place = TRY(text_tell(t, f));
    } else if (whence == 2) {
        if (!zero) return raise_unsupported(t, "can't do nonzero end-relative seeks");
    } else if (whence != 0) {
        return raise_value_error(t, "invalid whence ({}, should be 0, 1 or 2)", whence);
    } else {
        if (!is_int(a[1]) && TRY(compare_bool(t, a[1], Value::small_int(0), CompareOp::lt)))
            return raise_value_error(t, "negative seek position {}", TRY(repr_text(t, a[1])));
        if (is_int(a[1]) && int_sign(a[1]) < 0) return raise_value_error(t, "negative seek position {}", TRY(repr_text(t, a[1])));
        place = TRY(to_int64(t, a[1]));
    }
    TRY(text_flush_pending(t, f));
    Own self = Own::share(a[0]), buffer = Own::share(f->buffer);
    (void)TRY(call_method(t, self, rt().names.n_flush));
    Own at = TRY(call_method(t, buffer, rt().names.n_seek, make_int(place), Value::small_int(whence == 2 ? 2 : 0)));
    text_forget_read(f);
    f->telling = f->seekable;
    bool start = at.is_int() && at.get().int_value() == 0;
    f->at_start_of_read = f->at_start_of_write = start;
    return whence == 2 ? Result<Own>(std::move(at)) : make_int(place);
}

const NativeDef methods[] = {
    {"write($self, text, /)", method_write, "Writes text; how many characters."},
    {"read($self, size=-1, /)", method_read, "size characters, or all up to the end."},
    {"readline($self, size=-1, /)", method_readline, "Text up to and with the next line end."},
    {"readlines($self, hint=-1, /)", stream_readlines, "A list of lines."},
    {"writelines($self, lines, /)", stream_writelines, "Writes each of the lines."},
    {"flush($self, /)", method_flush, "Writes what is held back."},
    {"close($self, /)", method_close, "Flushes and closes."},
    {"detach($self, /)", method_detach, "Flushes, gives the buffer back and ends the use of this stream."},
    {"reconfigure($self, /, *, encoding=None, errors=None, newline=<unset>, line_buffering=None, write_through=None)",
     method_reconfigure, "Changes settings."},
    {"seek($self, cookie, whence=0, /)", method_seek, "Moves to a place that tell() gave, to the start or to the end."},
    {"tell($self, /)", method_tell, "The current place, as a number for seek()."},
    {"truncate($self, pos=None, /)", method_truncate, "Cuts the file."},
    {"fileno($self, /)", method_fileno, "The file descriptor."},
    {"isatty($self, /)", method_isatty, "Whether it is a terminal."},
    {"readable($self, /)", method_readable, "Whether it can be read."},
    {"writable($self, /)", method_writable, "Whether it can be written."},
    {"seekable($self, /)", method_seekable, "Whether places can be chosen."},
    {"_checkClosed($self, /)", stream_check_closed, nullptr},
    {"__enter__($self, /)", stream_enter, nullptr},
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, stream_exit},
    {nullptr, nullptr, nullptr},
};

Result<Own> buffer_attribute(Thread& t, Value self, Str* name) {
    TRY(text_check_attached(t, text(self)));
    Own buffer = Own::share(text(self)->buffer);
    return get_attr(t, buffer, name);
}
Own str_or_none(Str* s) { return s ? Own::share(static_cast<Object*>(s)) : Own::none(); }

Result<Own> get_newlines(Thread& t, Value v) { return newlines_value(t, text(v)->newlines_seen); }

const GetSetDef getsets[] = {
    {"buffer", [](Thread&, Value v) -> Result<Own> { return text(v)->buffer.is_null() ? Own::none() : Own::share(text(v)->buffer); },
     nullptr, "The buffered stream below."},
    {"encoding", [](Thread&, Value v) -> Result<Own> { return str_or_none(text(v)->encoding); }, nullptr, "Name of the encoding."},
    {"errors", [](Thread&, Value v) -> Result<Own> { return str_or_none(text(v)->errors); }, nullptr, "What happens to what cannot be encoded."},
    {"newlines", get_newlines, nullptr, "The line ends seen so far."},
    {"line_buffering", [](Thread&, Value v) -> Result<Own> { return Own::boolean(text(v)->line_buffering); }, nullptr,
     "Whether the end of a line flushes."},
    {"write_through", [](Thread&, Value v) -> Result<Own> { return Own::boolean(text(v)->write_through); }, nullptr,
     "Whether text goes to the buffer at once."},
    {"closed", [](Thread& t, Value v) -> Result<Own> { return buffer_attribute(t, v, rt().names.n_closed); }, nullptr, "Whether it is closed."},
    {"name", [](Thread& t, Value v) -> Result<Own> { return buffer_attribute(t, v, rt().names.n_name); }, nullptr, "Name of the file."},
    {"_CHUNK_SIZE", [](Thread&, Value v) -> Result<Own> { return make_int(text(v)->chunk_size); },
     [](Thread& t, Value v, Value size) -> Status {
         if (size.is_null()) return raise_text(t, rt().types.AttributeError, "cannot delete attribute");
         int64_t n = TRY(to_int64(t, size));
         if (n <= 0) return raise_value_error(t, "a strictly positive integer is required");
         text(v)->chunk_size = n;
         return {};
     }, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

void fill(Slots& s) {
    s.repr = text_repr;
    s.construct = construct;
    s.init = init;
    s.iter = stream_iter;
    s.next = next_line;
    s.del = stream_finalize;
}

} // namespace

const TypeSpec spec_text_io = {
    "_io", "Text over a buffered stream of bytes.", sizeof(TextIO),
    type_basetype | type_container | type_has_dict | type_has_weakrefs, &life, fill, methods, getsets, nullptr,
};

Result<Own> make_text(Thread& t, Value buffer, const TextOptions& options) {
    Own f = TRY(construct(t, modules_state().text_io, {}));
    TRY(attach(t, text(f), buffer, options));
    return f;
}

Status text_check_attached(Thread& t, TextIO* f) {
    if (!f->buffer.is_null()) return {};
    if (f->encoding) return raise_value_error(t, "underlying buffer has been detached");
    return raise_value_error(t, "I/O operation on uninitialized object");
}

Status text_check_open(Thread& t, TextIO* f) {
    if (is_plain_buffered(f->buffer)) {
        Value raw = as<Buffered>(f->buffer)->raw;
        if (is_file_io(raw)) {
            if (as<FileIO>(raw)->fd < 0) return raise_closed(t);
            return {};
        }
    }
    TRY(text_check_attached(t, f));
    Own buffer = Own::share(f->buffer);
    if (TRY(is_closed(t, buffer))) return raise_closed(t);
    return {};
}

namespace {

// All of it, in parts as the system takes them.
Status write_raw(Thread& t, Value raw, std::string_view bytes) {
    while (!bytes.empty()) {
        FileIO* f = as<FileIO>(raw);
        if (f->fd < 0) return raise_closed(t);
        int64_t n = TRY(file_write(t, f, bytes.data(), bytes.size()));
        if (n < 0) return {}; // it would block: lost, as a raw stream loses it
        bytes.remove_prefix(static_cast<size_t>(n));
        if (!bytes.empty()) TRY(after_signal(t));
    }
    return {};
}

} // namespace

Status text_flush_pending(Thread& t, TextIO* f) {
    if (f->pending_size == 0) return {};
    Own held = Own::share(f->buffer);
    bool buffered = is_plain_buffered(held), raw = is_file_io(held);
    if (!buffered && !raw) {
        Ref<Bytes> copy = TRY(make_bytes(t, {reinterpret_cast<const char*>(f->pending), f->pending_size}));
        f->pending_size = 0;
        (void)TRY(call_method(t, held, rt().names.n_write, copy.value()));
        return {};
    }
    // A signal's handler that runs meanwhile, and another thread, may write text too: it waits in a block of its own.
    uint8_t* block = std::exchange(f->pending, nullptr);
    uint64_t capacity = std::exchange(f->pending_capacity, 0);
    std::string_view bytes{reinterpret_cast<const char*>(block), std::exchange(f->pending_size, 0)};
    Status written = buffered ? buffered_write(t, as<Buffered>(held), bytes) : write_raw(t, held, bytes);
    if (f->pending) {
        free_raw(block, capacity);
    } else {
        f->pending = block;
        f->pending_capacity = capacity;
    }
    return written;
}

Status text_write(Thread& t, TextIO* f, Str* s) {
    TRY(text_check_open(t, f));
    if (!f->writable) return raise_unsupported(t, "not writable");
    bool has_line_end = f->line_buffering || (f->write_translate && f->write_newline[0] != '\n') ? has_unit(s, '\n') : false;
    bool flush_line = f->line_buffering && (has_line_end || has_unit(s, '\r'));
    if (has_line_end && f->write_translate && f->write_newline[0] != '\n') {
        Ref<Str> translated = TRY(with_newlines(t, s, f->write_newline));
        TRY(add_encoded(t, f, translated));
    } else {
        TRY(add_encoded(t, f, s));
    }
    if (f->pending_size >= static_cast<uint64_t>(f->chunk_size) || flush_line || f->write_through) TRY(text_flush_pending(t, f));
    if (flush_line) TRY(flush_buffer(t, f));
    if (f->decoded) text_forget_read(f);
    return {};
}

} // namespace terrarium
