// BufferedRWPair: a reader and a writer over two raw streams, seen as one.
#include "vm/modules/io.h"

#include "vm/objects/containers.h"

namespace terrarium {

namespace {

struct Pair : Object {
    Value reader, writer; // owned; null before __init__
};

Pair* pair(Value v) { return as<Pair>(v); }
void trace(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<Pair*>(o)->reader, "reader");
    trace_edge(visitor, static_cast<Pair*>(o)->writer, "writer");
}
void drop(Object* o) {
    drop_field(static_cast<Pair*>(o)->reader);
    drop_field(static_cast<Pair*>(o)->writer);
}
const Lifecycle life = {trace, drop, drop, fixed_size<Pair>, nullptr, "BufferedRWPair"};

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<Pair> p = TRY(make_of<Pair>(t, cls));
    p->reader = p->writer = Value::null();
    return p;
}

Result<bool> asks(Thread& t, Value raw, const char* question) {
    Ref<Str> name = intern(question);
    Own answer = TRY(call_method(t, raw, name));
    return is_truthy(t, answer);
}

Status init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "BufferedRWPair(reader, writer, buffer_size=8192, /)", Value::null(), args, a));
    int64_t size = a.values[2].is_null() ? default_buffer_size : TRY(to_int64(t, a.values[2]));
    if (size <= 0) return raise_value_error(t, "buffer size must be strictly positive");
    if (!TRY(asks(t, a.values[0], "readable"))) return raise_unsupported(t, "File or stream is not readable.");
    if (!TRY(asks(t, a.values[1], "writable"))) return raise_unsupported(t, "File or stream is not writable.");
    Own reader = TRY(make_buffered(t, modules_state().buffered_reader, a.values[0], size));
    Own writer = TRY(make_buffered(t, modules_state().buffered_writer, a.values[1], size));
    drop(pair(self));
    pair(self)->reader = reader.take();
    pair(self)->writer = writer.take();
    return {};
}

enum class Side : uint8_t { reader, writer };

// Passes a call on to one side.
template <Side side>
Result<Own> pass_on(Thread& t, Value self, const char* method, const Args& args) {
    Value stream = side == Side::reader ? pair(self)->reader : pair(self)->writer;
    if (stream.is_null()) return raise_value_error(t, "I/O operation on uninitialized object");
    Own held = Own::share(stream);
    Ref<Str> name = intern(method);
    Own function = TRY(get_attr(t, held, name));
    return call(t, function, args);
}
#define PASS_ON(side, name) \
    [](Thread& t, Value self, const Args& args) -> Result<Own> { return pass_on<Side::side>(t, self, name, args); }

Result<Own> close(Thread& t, Value self, const Args& args) {
    Result<Own> written = pass_on<Side::writer>(t, self, "close", args);
    Own first;
    if (!written) first = take_raised(t);
    Result<Own> read = pass_on<Side::reader>(t, self, "close", args);
    if (first.is_null()) return read;
    if (!read) clear_raised(t);
    set_raised(t, std::move(first));
    return Error{};
}

Result<Own> isatty(Thread& t, Value self, const Args& args) {
    Own writer = TRY(pass_on<Side::writer>(t, self, "isatty", args));
    if (TRY(is_truthy(t, writer))) return writer;
    return pass_on<Side::reader>(t, self, "isatty", args);
}

const NativeDef methods[] = {
    {"read($self, size=-1, /)", nullptr, "Reads from the reader.", native_raw, PASS_ON(reader, "read")},
    {"read1($self, size=-1, /)", nullptr, "Reads from the reader.", native_raw, PASS_ON(reader, "read1")},
    {"readinto($self, buffer, /)", nullptr, "Reads from the reader.", native_raw, PASS_ON(reader, "readinto")},
    {"readinto1($self, buffer, /)", nullptr, "Reads from the reader.", native_raw, PASS_ON(reader, "readinto1")},
    {"readline($self, size=-1, /)", nullptr, "Reads from the reader.", native_raw, PASS_ON(reader, "readline")},
    {"peek($self, size=0, /)", nullptr, "Bytes the reader gives next.", native_raw, PASS_ON(reader, "peek")},
    {"readable($self, /)", nullptr, "Whether the reader can be read.", native_raw, PASS_ON(reader, "readable")},
    {"readlines($self, hint=-1, /)", stream_readlines, "A list of lines of the reader."},
    {"write($self, buffer, /)", nullptr, "Writes to the writer.", native_raw, PASS_ON(writer, "write")},
    {"flush($self, /)", nullptr, "Flushes the writer.", native_raw, PASS_ON(writer, "flush")},
    {"writable($self, /)", nullptr, "Whether the writer can be written.", native_raw, PASS_ON(writer, "writable")},
    {"writelines($self, lines, /)", stream_writelines, "Writes each of the lines."},
    {"close($self, /)", nullptr, "Closes both.", native_raw, close},
    {"isatty($self, /)", nullptr, "Whether one of both is a terminal.", native_raw, isatty},
    {"__enter__($self, /)", stream_enter, nullptr},
    {"__exit__($self, /, *exc_info)", nullptr, nullptr, native_raw, stream_exit},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"closed", [](Thread& t, Value v) -> Result<Own> {
         if (pair(v)->writer.is_null()) return raise_value_error(t, "I/O operation on uninitialized object");
         Own writer = Own::share(pair(v)->writer);
         return get_attr(t, writer, rt().names.n_closed);
     }, nullptr, "Whether the writer is closed."},
    {nullptr, nullptr, nullptr, nullptr},
};

Result<Own> next_line(Thread& t, Value self) {
    Own line = TRY(call_method(t, self, rt().names.n_readline));
    if (TRY(length(t, line)) == 0) return Own::exhausted();
    return line;
}

void fill(Slots& s) {
    s.construct = construct;
    s.init = init;
    s.iter = stream_iter;
    s.next = next_line;
}

} // namespace

const TypeSpec spec_buffered_pair = {"_io", "A reader and a writer seen as one stream.", sizeof(Pair),
                                     type_basetype | type_container | type_has_dict | type_has_weakrefs, &life, fill, methods, getsets, nullptr};

} // namespace terrarium
