// StringIO: a file of text in memory, four bytes a character while it is edited.
#include "vm/core/attributes.h"
#include "vm/modules/io.h"
#include "vm/objects/containers.h"
#include "vm/objects/str_tools.h"

#include <cstring>

namespace terrarium {

namespace {

struct StringIO : Object {
    uint32_t* points; // raw block of `capacity` points, null when that is 0
    uint64_t capacity, size, position;
    char write_newline[3]; // what a '\n' is written as
    bool closed;
    bool translate;  // newline=None: every line end is stored as '\n'
    bool universal;  // lines end at any line end
    uint8_t newlines_seen;
};

StringIO* string_io(Value v) { return as<StringIO>(v); }

void destroy(Object* o) {
    auto s = static_cast<StringIO*>(o);
    if (s->points) free_raw(s->points, s->capacity * sizeof(uint32_t));
    s->points = nullptr;
    s->capacity = s->size = 0;
}
size_t extra_size(const Object* o) { return static_cast<const StringIO*>(o)->capacity * sizeof(uint32_t); }
const Lifecycle life = {nullptr, destroy, nullptr, fixed_size<StringIO>, extra_size, "StringIO"};

Result<StringIO*> open_one(Thread& t, Value v) {
    if (string_io(v)->closed) return raise_closed(t, "I/O operation on closed file");
    return string_io(v);
}

Status reserve(Thread& t, StringIO* s, uint64_t need) {
    if (need <= s->capacity) return {};
    if (need > uint64_t{1} << 44) return raise_memory(t);
    uint64_t bytes = usable_size(std::max<uint64_t>((need + need / 8) * sizeof(uint32_t), 64));
    void* p = try_realloc_raw(s->points, s->capacity * sizeof(uint32_t), bytes);
    if (!p) return raise_memory(t);
    s->points = static_cast<uint32_t*>(p);
    s->capacity = bytes / sizeof(uint32_t);
    return {};
}

// Room for `count` points at the position, which moves behind them; a gap is filled with NUL.
Result<uint32_t*> extend(Thread& t, StringIO* s, uint64_t count) {
    TRY(reserve(t, s, s->position + count));
    if (s->position > s->size) memset(s->points + s->size, 0, (s->position - s->size) * sizeof(uint32_t));
    uint32_t* at = s->points + s->position;
    s->position += count;
    s->size = std::max(s->size, s->position);
    return at;
}

Status put(Thread& t, StringIO* s, Str* text) {
    bool plain = !s->translate && s->write_newline[0] == '\n';
    if (plain) {
        if (text->length == 0) return {};
        uint32_t* to = TRY(extend(t, s, text->length));
        with_units(text, [&](auto* p) { std::copy(p, p + text->length, to); });
        return {};
    }
    for (uint64_t i = 0; i < text->length; i++) {
        uint32_t c = text->at(i);
        if (s->translate && c == '\r') {
            bool pair = i + 1 < text->length && text->at(i + 1) == '\n';
            i += pair;
            s->newlines_seen |= pair ? 4 : 1;
            c = '\n';
        } else if (c == '\n') {
            s->newlines_seen |= 2;
        }
        if (c == '\n' && !s->translate) {
            for (const char* p = s->write_newline; *p; p++) *TRY(extend(t, s, 1)) = static_cast<uint8_t>(*p);
        } else {
            *TRY(extend(t, s, 1)) = c;
        }
    }
    return {};
}

uint64_t rest(const StringIO* s) { return s->position < s->size ? s->size - s->position : 0; }

Result<Ref<Str>> take(Thread& t, StringIO* s, uint64_t count) {
    count = std::min(count, rest(s));
    const uint32_t* from = s->points + s->position;
    s->position += count;
    return make_str_from_points(t, from, count);
}

uint64_t line_length(const StringIO* s) {
    const uint32_t* p = s->points + s->position;
    uint64_t count = rest(s);
    for (uint64_t i = 0; i < count; i++) {
        if (s->universal) {
            if (p[i] == '\n') return i + 1;
            if (p[i] == '\r') return i + 1 + (i + 1 < count && p[i + 1] == '\n');
        } else if (p[i] == static_cast<uint8_t>(s->write_newline[0])) {
            if (!s->write_newline[1]) return i + 1;
            if (i + 1 < count && p[i + 1] == '\n') return i + 2;
        }
    }
    return count;
}

// --- construction

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<StringIO> s = TRY(make_of<StringIO>(t, cls));
    s->points = nullptr;
    s->capacity = s->size = s->position = 0;
    s->write_newline[0] = '\n';
    s->write_newline[1] = s->write_newline[2] = 0;
    s->closed = s->translate = s->universal = false;
    s->newlines_seen = 0;
    return s;
}

Status init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "StringIO(initial_value='', newline='\\n')", Value::null(), args, a));
    Value initial = a.values[0], newline = a.values[1];
    StringIO* s = string_io(self);
    bool none = newline.is_none();
    std::string ends = "\n";
    if (!newline.is_null() && !none) {
        if (!is_str(newline)) return raise_type(t, "newline must be str or None, not {}", type_name(newline));
        ends = to_utf8(newline);
        if (ends != "" && ends != "\n" && ends != "\r" && ends != "\r\n")
            return raise_value_error(t, "illegal newline value: {}", TRY(repr_text(t, newline)));
    }
    if (!initial.is_null() && !initial.is_none() && !is_str(initial))
        return raise_type(t, "initial_value must be str or None, not {}", type_name(initial));
    s->translate = none;
    s->universal = none || ends.empty();
    if (ends.empty()) ends = "\n";
    memcpy(s->write_newline, ends.c_str(), ends.size() + 1);
    s->size = s->position = 0;
    s->closed = false;
    s->newlines_seen = 0;
    if (is_str(initial)) TRY(put(t, s, as<Str>(initial)));
    s->position = 0;
    return {};
}

// --- methods

Result<Own> method_read(Thread& t, const Value* a) {
    StringIO* s = TRY(open_one(t, a[0]));
    int64_t size = TRY(size_argument(t, a[1]));
    return Result<Own>(take(t, s, size < 0 ? UINT64_MAX : static_cast<uint64_t>(size)));
}
Result<Own> method_readline(Thread& t, const Value* a) {
    StringIO* s = TRY(open_one(t, a[0]));
    int64_t size = TRY(size_argument(t, a[1]));
    uint64_t n = line_length(s);
    return Result<Own>(take(t, s, size < 0 ? n : std::min(n, static_cast<uint64_t>(size))));
}
Result<Own> next_line(Thread& t, Value self) {
    StringIO* s = TRY(open_one(t, self));
    if (type_of(self) != modules_state().string_io) {
        Own line = TRY(call_method(t, self, rt().names.n_readline));
        if (!is_str(line))
            return raise_fmt(t, rt().types.OSError, "readline() should have returned a str object, not '{}'", type_name(line));
        if (as<Str>(line)->length == 0) return Own::exhausted();
        return line;
    }
    if (rest(s) == 0) return Own::exhausted();
    return Result<Own>(take(t, s, line_length(s)));
}

Result<Own> method_write(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "string argument expected, got '{}'", type_name(a[1]));
    StringIO* s = TRY(open_one(t, a[0]));
    TRY(put(t, s, as<Str>(a[1])));
    return make_int(static_cast<int64_t>(as<Str>(a[1])->length));
}

Result<Own> method_seek(Thread& t, const Value* a) {
    StringIO* s = TRY(open_one(t, a[0]));
    int64_t at = TRY(to_int64(t, a[1]));
    int64_t whence = a[2].is_null() ? 0 : TRY(to_int64(t, a[2]));
    if (whence < 0 || whence > 2) return raise_value_error(t, "Invalid whence ({}, should be 0, 1 or 2)", whence);
    if (whence == 0 && at < 0) return raise_value_error(t, "Negative seek position {}", at);
    if (whence != 0 && at != 0) return raise_text(t, rt().types.OSError, "Can't do nonzero cur-relative seeks");
    s->position = whence == 0 ? static_cast<uint64_t>(at) : whence == 1 ? s->position : s->size;
    return make_int(static_cast<int64_t>(s->position));
}
Result<Own> method_tell(Thread& t, const Value* a) { return make_int(static_cast<int64_t>(TRY(open_one(t, a[0]))->position)); }
Result<Own> method_truncate(Thread& t, const Value* a) {
    StringIO* s = TRY(open_one(t, a[0]));
    uint64_t size = TRY(truncate_argument(t, a[1], s->position, "Negative size value"));
    s->size = std::min(s->size, size);
    return make_int(static_cast<int64_t>(size));
}
Result<Own> method_getvalue(Thread& t, const Value* a) {
    StringIO* s = TRY(open_one(t, a[0]));
    return Result<Own>(make_str_from_points(t, s->points, s->size));
}
Result<Own> method_close(Thread&, const Value* a) {
    destroy(string_io(a[0]));
    string_io(a[0])->closed = true;
    return Own::none();
}
Result<Own> method_flush(Thread&, const Value*) { return Own::none(); }
Result<Own> answer_true(Thread& t, const Value* a) {
    (void)TRY(open_one(t, a[0]));
    return Own::boolean(true);
}
Result<Own> method_isatty(Thread& t, const Value* a) {
    if (string_io(a[0])->closed) return raise_closed(t);
    return Own::boolean(false);
}

const NativeDef methods[] = {
    {"read($self, size=-1, /)", method_read, "At most size characters."},
    {"readline($self, size=-1, /)", method_readline, "Text up to and with the next line end."},
    {"readlines($self, hint=-1, /)", stream_readlines, "A list of lines."},
    {"write($self, s, /)", method_write, "Writes text; how many characters."},
    {"writelines($self, lines, /)", stream_writelines, "Writes each of the lines."},
    {"seek($self, pos, whence=0, /)", method_seek, "Moves to a place and returns it."},
    {"tell($self, /)", method_tell, "The current place."},
    {"truncate($self, pos=None, /)", method_truncate, "Cuts off what lies behind pos, or behind the current place."},
    {"getvalue($self, /)", method_getvalue, "All text."},
    {"close($self, /)", method_close, "Frees the text."},
    {"flush($self, /)", method_flush, "Does nothing."},
    {"isatty($self, /)", method_isatty, "False."},
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

Result<Own> get_newlines(Thread& t, Value v) {
    StringIO* s = TRY(open_one(t, v));
    return newlines_value(t, s->translate ? s->newlines_seen : 0);
}
Result<Own> get_none(Thread&, Value) { return Own::none(); }

const GetSetDef getsets[] = {
    {"closed", [](Thread&, Value v) -> Result<Own> { return Own::boolean(string_io(v)->closed); }, nullptr, "Whether it is closed."},
    {"line_buffering", [](Thread& t, Value v) -> Result<Own> {
         (void)TRY(open_one(t, v));
         return Own::boolean(false);
     }, nullptr, "False."},
    {"newlines", get_newlines, nullptr, "The line ends seen so far."},
    {"encoding", get_none, nullptr, "None: text is not encoded."},
    {"errors", get_none, nullptr, "None: text is not encoded."},
    {nullptr, nullptr, nullptr, nullptr},
};

Result<Own> iter(Thread& t, Value self) {
    if (string_io(self)->closed) return raise_closed(t);
    return Own::share(self);
}

void fill(Slots& s) {
    s.construct = construct;
    s.init = init;
    s.iter = iter;
    s.next = next_line;
}

} // namespace

const TypeSpec spec_string_io = {
    "_io", "A file of text in memory.", sizeof(StringIO), type_basetype | type_container | type_has_dict | type_has_weakrefs, &life,
    fill, methods, getsets, nullptr,
};

} // namespace terrarium
