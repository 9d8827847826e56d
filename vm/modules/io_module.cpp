// The module _io: open(), the standard streams, and print's short way to a native text stream.
#include "vm/modules/io.h"

#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/objects/containers.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace terrarium {

namespace {

// --- open()

struct FileMode {
    OpenMode raw;
    bool text = false, binary = false;
};

Result<FileMode> parse_mode(Thread& t, const std::string& mode) {
    FileMode m;
    auto has = [&](char c) { return mode.find(c) != std::string::npos; };
    for (size_t i = 0; i < mode.size(); i++) {
        bool known = std::string_view("axrwb+t").find(mode[i]) != std::string_view::npos;
        if (!known || mode.find(mode[i]) != i) return raise_value_error(t, "invalid mode: '{}'", mode);
    }
    m.raw = {has('x'), has('r'), has('w'), has('a'), has('+')};
    m.text = has('t');
    m.binary = has('b');
    if (m.text && m.binary) return raise_value_error(t, "can't have text and binary mode at once");
    int kinds = has('x') + has('r') + has('w') + has('a');
    if (kinds > 1) return raise_value_error(t, "must have exactly one of create/read/write/append mode");
    if (kinds == 0)
        return raise_value_error(t, "Must have exactly one of create/read/write/append mode and at most one plus");
    return m;
}

Result<std::string> text_argument(Thread& t, Value v, const char* name, bool may_be_none, const char* fallback) {
    if (v.is_null() || (may_be_none && v.is_none())) return std::string(fallback);
    if (!is_str(v))
        return raise_type(t, "open() argument '{}' must be str{}, not {}", name, may_be_none ? " or None" : "",
                          v.is_none() ? "None" : type_name(v));
    return to_utf8(v);
}

bool given(Value v) { return !v.is_null() && !v.is_none(); }

// A stream that could not be finished: closed, the error goes on.
Error close_failed(Thread& t, Value stream) {
    Own error = take_raised(t);
    Result<Own> closed = call_method(t, stream, rt().names.n_close);
    if (!closed) clear_raised(t);
    set_raised(t, std::move(error));
    return Error{};
}

Result<Own> wrap(Thread& t, Value raw_value, const FileMode& m, int64_t buffering, const Value* a, const std::string& mode) {
    ModulesState& s = modules_state();
    FileIO* raw = as<FileIO>(raw_value);
    bool line_buffering = false;
    if (buffering < 0) {
        bool terminal = isatty(raw->fd) != 0;
        line_buffering = terminal;
        buffering = raw->block_size > 1 ? raw->block_size : default_buffer_size;
        if (buffering < default_buffer_size) buffering = default_buffer_size;
    } else if (buffering == 1) {
        if (!m.binary) line_buffering = true;
        buffering = default_buffer_size;
    }
    if (buffering == 0) {
        if (m.binary) return Own::share(raw_value);
        return raise_value_error(t, "can't have unbuffered text I/O");
    }
    Type* type = m.raw.updating ? s.buffered_random : m.raw.reading ? s.buffered_reader : s.buffered_writer;
    if (m.raw.updating && !TRY(file_is_seekable(t, raw))) return raise_unsupported(t, "File or stream is not seekable.");
    Own buffer = TRY(make_buffered(t, type, raw_value, buffering));
    if (m.binary) return buffer;
    TextOptions options{a[3], a[4], a[5]};
    options.line_buffering = line_buffering;
    Own text = TRY(make_text(t, buffer, options));
    TRY(set_attr(t, text, rt().names.n_mode, make_short_str(mode).value()));
    return text;
}

// a: file, mode, buffering, encoding, errors, newline, closefd, opener
Result<Own> open(Thread& t, const Value* a) {
    Value file = a[0];
    if (!is_str(file) && !is_bytes(file) && !is_index(file)) {
        Own method = TRY(lookup_special(t, file, rt().names.dunder_fspath));
        if (method.is_exhausted()) return raise_type(t, "expected str, bytes or os.PathLike object, not {}", type_name(file));
    }
    std::string mode = TRY(text_argument(t, a[1], "mode", false, "r"));
    int64_t buffering = -1;
    if (!a[2].is_null()) buffering = TRY(to_int64(t, a[2]));
    (void)TRY(text_argument(t, a[3], "encoding", true, ""));
    (void)TRY(text_argument(t, a[4], "errors", true, ""));
    (void)TRY(text_argument(t, a[5], "newline", true, ""));
    bool close_descriptor = a[6].is_null() || TRY(is_truthy(t, a[6]));
    FileMode m = TRY(parse_mode(t, mode));
    if (m.binary && given(a[3])) return raise_value_error(t, "binary mode doesn't take an encoding argument");
    if (m.binary && given(a[4])) return raise_value_error(t, "binary mode doesn't take an errors argument");
    if (m.binary && given(a[5])) return raise_value_error(t, "binary mode doesn't take a newline argument");
    if (m.binary && buffering == 1)
        TRY(warn(t, rt().types.RuntimeWarning,
                 "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used", 1));
    Own path = Own::share(file);
    if (!is_str(file) && !is_bytes(file) && !is_index(file)) {
        path = TRY(call_method(t, file, rt().names.dunder_fspath));
        if (!is_str(path) && !is_bytes(path))
            return raise_type(t, "expected {}.__fspath__() to return str or bytes, not {}", type_name(file), type_name(path));
    }
    Own raw = TRY(open_file(t, path, m.raw, close_descriptor, a[7]));
    Result<Own> made = wrap(t, raw, m, buffering, a, mode);
    if (!made) return close_failed(t, raw);
    return made;
}

Result<Own> open_code(Thread& t, const Value* a) {
    Ref<Str> mode = intern("rb");
    Value args[8] = {a[0], mode.value(), Value::null(), Value::null(), Value::null(), Value::null(), Value::null(), Value::null()};
    return open(t, args);
}

Result<Own> text_encoding(Thread&, const Value* a) { return a[0].is_none() ? Own(intern("locale")) : Own::share(a[0]); }

const NativeDef functions[] = {
    {"open($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", open,
     "Opens a file and returns a stream for it."},
    {"open_code($module, /, path)", open_code, "Opens a file of source code, as bytes."},
    {"text_encoding($module, encoding, stacklevel=2, /)", text_encoding, "'locale' for None, else the encoding itself."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread& t, Dict* names) {
    ModulesState& s = modules_state();
    for (Type* type : {s.file_io, s.buffered_reader, s.buffered_writer, s.buffered_random, s.buffered_pair, s.text_io,
                       s.string_io, s.bytes_io})
        dict_set(names, intern(type->name), Value::object(type));
    Type* unsupported = unsupported_operation(t);
    if (!unsupported) return Error{};
    dict_set(names, intern("UnsupportedOperation"), Value::object(unsupported));
    dict_set(names, intern("BlockingIOError"), Value::object(rt().types.BlockingIOError));
    dict_set(names, intern("DEFAULT_BUFFER_SIZE"), Value::small_int(default_buffer_size));
    return {};
}

// --- the standard streams

// In the "C" locale and those that Python would replace it by, bytes that are no text pass through.
bool locale_is_plain() {
    const char* name = "C";
    for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = getenv(variable);
        if (!value || !*value) continue;
        name = value;
        break;
    }
    for (const char* plain : {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"})
        if (strcmp(name, plain) == 0) return true;
    return false;
}

Result<Own> standard_stream(Thread& t, int fd, const char* name) {
    if (fcntl(fd, F_GETFD) < 0) return Own::none(); // the program was started without it
    ModulesState& s = modules_state();
    OpenMode mode;
    (fd == 0 ? mode.reading : mode.writing) = true;
    Own raw = TRY(open_file(t, Value::small_int(fd), mode, false, Value::null()));
    TRY(set_attr(t, raw, rt().names.n_name, intern(name).value()));
    bool unbuffered = rt().switches.unbuffered;
    Own buffer = Own::share(raw);
    if (fd == 0 || !unbuffered)
        buffer = TRY(make_buffered(t, fd == 0 ? s.buffered_reader : s.buffered_writer, raw, default_buffer_size));
    TextOptions options{};
    Ref<Str> encoding = Ref<Str>::share(rt().names.utf_8);
    Ref<Str> errors = intern(fd == 2 ? "backslashreplace" : locale_is_plain() ? "surrogateescape" : "strict"), newline = intern("\n");
    if (const char* wanted = getenv("PYTHONIOENCODING"); wanted && *wanted) {
        std::string text = wanted;
        size_t colon = text.find(':');
        if (colon != 0 && find_codec(text.substr(0, colon)) != Codec::unknown) encoding = intern(text.substr(0, colon));
        if (colon != std::string::npos && fd != 2) errors = intern(text.substr(colon + 1));
    }
    options.encoding = encoding.value();
    options.errors = errors.value();
    options.newline = fd == 0 ? Value::none() : newline.value();
    options.line_buffering = fd != 0 && !unbuffered && (fd == 2 || isatty(fd) != 0);
    options.write_through = fd != 0 && unbuffered;
    Own text = TRY(make_text(t, buffer, options));
    TRY(set_attr(t, text, rt().names.n_mode, make_short_str(fd == 0 ? "r" : "w").value()));
    return text;
}

// print(): native streams whose write nobody has replaced.
Result<bool> write_text(Thread& t, Value file, Str* text) {
    if (!file.is_object()) return false;
    const Type* type = type_of(file);
    if (type != modules_state().text_io) return false;
    if (!attr_get(file.object_ptr(), rt().names.n_write).is_null()) return false;
    if (!text) return true;
    Own held = Own::share(file);
    TRY(text_write(t, as<TextIO>(file), text));
    return true;
}

} // namespace

extern const NativeModuleDef module__io;
const NativeModuleDef module__io = {"_io", "Streams.", functions, setup};

void make_io_types() {
    ModulesState& s = modules_state();
    if (s.file_io) return;
    Type* object = rt().types.object;
    s.file_io = make_builtin_type("_io.FileIO", object, spec_file_io);
    s.buffered_reader = make_builtin_type("_io.BufferedReader", object, spec_buffered_reader);
    s.buffered_writer = make_builtin_type("_io.BufferedWriter", object, spec_buffered_writer);
    s.buffered_random = make_builtin_type("_io.BufferedRandom", object, spec_buffered_random);
    s.buffered_pair = make_builtin_type("_io.BufferedRWPair", object, spec_buffered_pair);
    s.text_io = make_builtin_type("_io.TextIOWrapper", object, spec_text_io);
    s.string_io = make_builtin_type("_io.StringIO", object, spec_string_io);
    s.bytes_io = make_builtin_type("_io.BytesIO", object, spec_bytes_io);
    s.bytes_io_buffer = make_builtin_type("_io._BytesIOBuffer", object, spec_bytes_io_buffer);
    register_buffer_type(s.bytes_io_buffer, provide_bytes_io);
}

void init_io() {
    make_io_types();
    rt().hooks.write_text = write_text;
}

Status add_standard_streams(Thread& t, Dict* names) {
    const char* const streams[] = {"stdin", "stdout", "stderr"};
    for (int fd = 0; fd < 3; fd++) {
        std::string name = streams[fd];
        Own stream = TRY(standard_stream(t, fd, ("<" + name + ">").c_str()));
        dict_set(names, intern(name), stream);
        dict_set(names, intern("__" + name + "__"), stream);
    }
    return {};
}

} // namespace terrarium
