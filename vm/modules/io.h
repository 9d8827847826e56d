// Streams: FileIO over a descriptor, the buffered layer over anything raw, TextIOWrapper over anything buffered, and
// StringIO and BytesIO in memory. Layers of ours talk to each other directly; others through their Python methods.
// Source: Python's library reference, "io". Next: io_file.cpp, io_buffered.cpp, io_text.cpp, io_memory.cpp, io_module.cpp.
#pragma once

#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/modules/state.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"
#include "vm/objects/codecs.h"

namespace terrarium {

inline constexpr int64_t default_buffer_size = 8192;

struct FileIO : Object {
    int32_t fd; // -1: closed
    int8_t seekable; // -1: not asked yet
    bool readable, writable, created, appending, close_descriptor;
    bool finalizing;
    uint32_t block_size;
};

// While reading, `data[position..end)` is read ahead of the user; while writing, `data[0..end)` waits to be written.
struct Buffered : Object {
    Value raw;       // owned; null once detached or before __init__
    uint8_t* data;   // raw block of `capacity` bytes; null until needed
    int64_t capacity;
    int64_t position, end;
    bool writing;
    bool readable, writable; // as this class offers, not the raw stream
};

struct TextIO : Object {
    Value buffer;    // owned; null once detached or before __init__
    Str* encoding;   // owned
    Str* errors;     // owned
    Value newline;   // owned: the argument, None or str
    Str* decoded;    // owned or null: text read but not handed out is decoded[position..]
    uint64_t position;
    Bytes* chunk;    // owned or null: the bytes `decoded` was made from, what could not be decoded yet at their end
    uint64_t chunk_used; // bytes of chunk that decoded stands for
    uint64_t chunk_mark; // of these, the byte order mark at the start
    uint8_t* pending;    // raw block: encoded text not yet given to the buffer
    uint64_t pending_size, pending_capacity;
    Codec codec;         // after a byte order mark was seen: the one with that order
    bool read_universal, read_translate, write_translate;
    bool line_buffering, write_through;
    bool readable, writable, seekable;
    bool telling;        // false while iterating
    bool at_start_of_read, at_start_of_write; // a byte order mark is due
    bool end_reached;
    uint8_t newlines_seen;   // 1: \r, 2: \n, 4: \r\n
    uint8_t line_end_length; // of `newline` when it is '\r' or '\r\n'
    char write_newline[3];
    int64_t chunk_size;
};

inline bool is_type_or_below(Value v, const Type* type) { return v.is_object() && type && is_instance_of(v, type); }
inline bool is_file_io(Value v) { return v.is_object() && type_of(v) == modules_state().file_io; }
inline bool is_plain_buffered(Value v) {
    if (!v.is_object()) return false;
    const Type* type = type_of(v);
    const ModulesState& s = modules_state();
    return type == s.buffered_writer || type == s.buffered_reader || type == s.buffered_random;
}

void init_io();                                        // hooks
void make_io_types();                                  // once
Status add_standard_streams(Thread& t, Dict* names);   // sys.stdin, sys.stdout, sys.stderr
void write_descriptor(int fd, std::string_view text);  // all of it, errors ignored
Type* unsupported_operation(Thread& t);                // io.UnsupportedOperation
Error raise_unsupported(Thread& t, const char* text);
// After EINTR: KeyboardInterrupt when Ctrl-C was it.
Status after_signal(Thread& t);

// --- io_file.cpp
extern const TypeSpec spec_file_io;
struct OpenMode {
    bool created = false, reading = false, writing = false, appending = false, updating = false;
    bool readable() const { return reading || updating; }
    bool writable() const { return !reading || updating; }
};
Result<Own> open_file(Thread& t, Value file, const OpenMode& mode, bool close_descriptor, Value opener);
const char* file_mode_text(const FileIO* f);
// Errors are raised; -1 for "would block".
Result<int64_t> file_read(Thread& t, FileIO* f, void* to, size_t size);
// Likewise, and 0 when a signal came first, whose handler has run: the caller looks anew at what there is to write.
Result<int64_t> file_write(Thread& t, FileIO* f, const void* from, size_t size);
Result<int64_t> file_seek(Thread& t, FileIO* f, int64_t offset, int whence);
Result<bool> file_is_seekable(Thread& t, FileIO* f);
Status file_close(Thread& t, FileIO* f);

// --- io_buffered.cpp
extern const TypeSpec spec_buffered_reader, spec_buffered_writer, spec_buffered_random, spec_buffered_pair;
Result<Own> make_buffered(Thread& t, Type* type, Value raw, int64_t size);
Status buffered_write(Thread& t, Buffered* b, std::string_view bytes);
Status buffered_flush(Thread& t, Buffered* b);
Result<bool> is_closed(Thread& t, Value stream); // its attribute closed
// At most `size` bytes with at most one read of the raw stream; empty at the end.
Result<Own> buffered_read1(Thread& t, Buffered* b, int64_t size);
Result<Own> buffered_read_all(Thread& t, Buffered* b);

// --- io_text.cpp, io_text_read.cpp
extern const TypeSpec spec_text_io;
struct TextOptions {
    Value encoding, errors, newline; // null: not given
    bool line_buffering = false, write_through = false;
};
Result<Own> make_text(Thread& t, Value buffer, const TextOptions& options);
Status text_write(Thread& t, TextIO* f, Str* text);
Status text_flush_pending(Thread& t, TextIO* f);
Status text_check_open(Thread& t, TextIO* f);
Status text_check_attached(Thread& t, TextIO* f);
void text_forget_read(TextIO* f); // drops what was read ahead
Result<Ref<Str>> text_read(Thread& t, TextIO* f, int64_t size); // -1: all
Result<Ref<Str>> text_read_line(Thread& t, TextIO* f, int64_t limit); // -1: none
Result<int64_t> text_tell(Thread& t, TextIO* f);
// sys.stdin when it has read more of its descriptor than was asked for, which has to be taken from it first; else null.
TextIO* stdin_ahead();

// --- io_memory.cpp, io_string.cpp
extern const TypeSpec spec_string_io, spec_bytes_io, spec_bytes_io_buffer;
Status provide_bytes_io(Thread& t, Value owner, Buffer& out);

// --- what the classes share (io_common.cpp)
Result<Own> stream_enter(Thread& t, const Value* a);
Result<Own> stream_exit(Thread& t, Value self, const Args& args);
Result<Own> stream_readlines(Thread& t, const Value* a);
Result<Own> stream_writelines(Thread& t, const Value* a);
Result<Own> stream_iter(Thread& t, Value self);
Result<Own> stream_check_closed(Thread& t, const Value* a);
Result<Own> stream_no_fileno(Thread& t, const Value* a); // raises: a stream in memory has no descriptor,
Result<Own> stream_no_detach(Thread& t, const Value* a); // and nothing below it
Status stream_finalize(Thread& t, Value self); // slots.del: closes
// "argument should be integer or None, not 'str'"; null, None and negative give -1.
Result<int64_t> size_argument(Thread& t, Value v);
// The place that truncate() cuts at: its argument, or `position` when that is not given or None.
Result<uint64_t> truncate_argument(Thread& t, Value v, uint64_t position, const char* negative);
Result<Own> newlines_value(Thread& t, uint8_t seen); // bits as in TextIO::newlines_seen; None, a str or a tuple
Error raise_closed(Thread& t, const char* text = "I/O operation on closed file.");
// A newline= argument: None, '', '\n', '\r', '\r\n'.
Status check_newline(Thread& t, Value newline, const char* function);

} // namespace terrarium
