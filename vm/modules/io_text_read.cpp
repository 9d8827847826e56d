// Reading of TextIOWrapper: chunks of bytes, decoded as far as they go, lines cut from the decoded text; tell().
// Invariant: `decoded` stands for the first chunk_used bytes of `chunk` (after a byte order mark of chunk_mark bytes);
// what follows in the chunk is decoded with the next one. A '\r' at the end waits there too: '\n' may follow.
#include "vm/modules/io.h"

#include "vm/objects/containers.h"
#include "vm/objects/function.h"
#include "vm/objects/str_search.h"
#include "vm/objects/str_tools.h"

#include <cstring>

namespace terrarium {

namespace {

// Bytes of the shortest unit of text.
unsigned unit_bytes(Codec codec) {
    switch (codec) {
        case Codec::utf_16:
        case Codec::utf_16_le:
        case Codec::utf_16_be: return 2;
        case Codec::utf_32:
        case Codec::utf_32_le:
        case Codec::utf_32_be: return 4;
        default: return 1;
    }
}

// A mark at the very start: its length, and the codec that goes on behind it.
struct Mark {
    size_t length;
    Codec codec;
};
Mark find_mark(Codec codec, std::string_view bytes) {
    auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
    using namespace std::string_view_literals;
    switch (codec) {
        case Codec::utf_8_sig: return {starts("\xef\xbb\xbf"sv) ? 3u : 0u, Codec::utf_8};
        case Codec::utf_16:
            if (starts("\xfe\xff"sv)) return {2, Codec::utf_16_be};
            return {starts("\xff\xfe"sv) ? 2u : 0u, Codec::utf_16_le};
        case Codec::utf_32:
            if (starts("\0\0\xfe\xff"sv)) return {4, Codec::utf_32_be};
            return {starts("\xff\xfe\0\0"sv) ? 4u : 0u, Codec::utf_32_le};
        default: return {0, codec};
    }
}
bool may_have_mark(Codec codec) { return codec == Codec::utf_8_sig || codec == Codec::utf_16 || codec == Codec::utf_32; }

// --- line ends

void note_newlines(TextIO* f, const Str* s) {
    if (f->newlines_seen == 7) return;
    if (s->unit == 1 && !memchr(s->data1(), '\r', s->length)) {
        if (!(f->newlines_seen & 2) && memchr(s->data1(), '\n', s->length)) f->newlines_seen |= 2;
        return;
    }
    for (uint64_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c == '\n') {
            f->newlines_seen |= 2;
        } else if (c == '\r') {
            bool pair = i + 1 < s->length && s->at(i + 1) == '\n';
            f->newlines_seen |= pair ? 4 : 1;
            i += pair;
        }
    }
}

bool has_return(const Str* s) {
    return with_units(s, [&](auto* p) { return find_unit(p, s->length, static_cast<std::remove_cvref_t<decltype(*p)>>('\r')) >= 0; });
}

Result<Ref<Str>> translated(Thread& t, Ref<Str> s) {
    if (!has_return(s)) return s;
    Ref<Str> out = TRY(new_str(t, s->length, width_point(s)));
    uint64_t n = 0;
    for (uint64_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c == '\r') {
            if (i + 1 < s->length && s->at(i + 1) == '\n') i++;
            c = '\n';
        }
        out->put(n++, c);
    }
    if (n == s->length) return out;
    return str_slice(t, out, 0, n);
}

// --- chunks

Result<Own> read_bytes(Thread& t, TextIO* f, int64_t size) { // -1: all
    Own buffer = Own::share(f->buffer);
    if (is_plain_buffered(buffer)) {
        Buffered* b = as<Buffered>(buffer);
        if (size < 0) return buffered_read_all(t, b);
        return buffered_read1(t, b, size);
    }
    Ref<Str> name = size < 0 ? Ref<Str>::share(rt().names.n_read) : intern("read1");
    if (size >= 0) {
        Own method = TRY(get_attr_or_missing(t, buffer, name));
        if (method.is_exhausted()) name = Ref<Str>::share(rt().names.n_read);
    }
    Own bytes = size < 0 ? TRY(call_method(t, buffer, name)) : TRY(call_method(t, buffer, name, make_int(size)));
    if (is_bytes(bytes)) return bytes;
    if (!has_buffer(bytes))
        return raise_type(t, "underlying {}() should have returned a bytes-like object, not '{}'", to_utf8(name), type_name(bytes));
    Buffer view = TRY(get_buffer(t, bytes));
    return make_bytes(t, view.view());
}

// Decodes the rest of the chunk before and `bytes`; `final`: nothing follows. Sets decoded, chunk and their sizes.
Status decode_chunk(Thread& t, TextIO* f, Ref<Bytes> bytes, bool final) {
    if (f->chunk && f->chunk_used < f->chunk->length) {
        std::string_view rest = f->chunk->view().substr(f->chunk_used);
        if (bytes->length == 0) {
            bytes = TRY(make_bytes(t, rest));
        } else {
            Ref<Bytes> both = TRY(new_bytes(t, rest.size() + bytes->length));
            memcpy(both->data(), rest.data(), rest.size());
            memcpy(both->data() + rest.size(), bytes->data(), bytes->length);
            bytes = std::move(both);
        }
    }
    text_forget_read(f);
    size_t mark = 0, used = bytes->length;
    if (f->at_start_of_read && may_have_mark(f->codec) && (bytes->length >= 4 || final)) {
        Mark found = find_mark(f->codec, bytes->view());
        mark = found.length;
        f->codec = found.codec;
    }
    if (bytes->length) f->at_start_of_read = false;
    std::string errors = to_utf8(f->errors);
    std::string_view content = bytes->view().substr(mark);
    Ref<Str> text;
    if (f->codec == Codec::unknown) {
        text = TRY(decode_bytes(t, content, to_utf8(f->encoding), errors));
    } else if (f->codec == Codec::utf_8 && is_ascii(content.data(), content.size())) {
        text = TRY(make_ascii(t, content));
    } else {
        text = TRY(decode_with(t, f->codec, content, errors, final ? nullptr : &used));
        if (!final) used += mark;
    }
    if (f->read_universal && text->length) {
        if (!final && text->at(text->length - 1) == '\r') {
            text = TRY(str_slice(t, text, 0, text->length - 1));
            used -= unit_bytes(f->codec);
        }
        note_newlines(f, text);
        if (f->read_translate) text = TRY(translated(t, std::move(text)));
    }
    f->decoded = text.take();
    f->position = 0;
    f->chunk = bytes.take();
    f->chunk_used = used;
    f->chunk_mark = mark;
    return {};
}

uint64_t available(const TextIO* f) { return f->decoded ? f->decoded->length - f->position : 0; }

// More text after all of it was handed out; false at the end.
Result<bool> read_chunk(Thread& t, TextIO* f) {
    for (;;) {
        Own bytes = TRY(read_bytes(t, f, f->chunk_size));
        bool end = as<Bytes>(bytes)->length == 0;
        TRY(decode_chunk(t, f, Ref<Bytes>::share(as<Bytes>(bytes)), end));
        if (available(f)) return true;
        if (end) return false;
    }
}

Status start_reading(Thread& t, TextIO* f) {
    TRY(text_check_open(t, f));
    if (!f->readable) return raise_unsupported(t, "not readable");
    return text_flush_pending(t, f);
}

Result<Ref<Str>> take(Thread& t, TextIO* f, uint64_t count) {
    if (f->position == 0 && count == f->decoded->length) {
        f->position = count;
        return Ref<Str>::share(f->decoded);
    }
    Ref<Str> part = TRY(str_slice(t, f->decoded, f->position, f->position + count));
    f->position += count;
    return part;
}

// Where the line that starts at `from` ends (behind its end), or -1 when the text ends first.
int64_t line_end(const TextIO* f, const Str* s, uint64_t from) {
    return with_units(s, [&](auto* p) -> int64_t {
        using Unit = std::remove_cvref_t<decltype(*p)>;
        size_t count = s->length - from;
        p += from;
        if (f->read_translate || (!f->read_universal && f->write_newline[0] == '\n')) {
            int64_t at = find_unit(p, count, static_cast<Unit>('\n'));
            return at < 0 ? -1 : static_cast<int64_t>(from) + at + 1;
        }
        if (f->read_universal) {
            for (size_t i = 0; i < count; i++) {
                if (p[i] == '\n') return static_cast<int64_t>(from + i + 1);
                if (p[i] != '\r') continue;
                return static_cast<int64_t>(from + i + 1 + (i + 1 < count && p[i + 1] == '\n'));
            }
            return -1;
        }
        Unit wanted[2] = {'\r', '\n'};
        int64_t at = find_units(p, count, wanted, f->line_end_length);
        return at < 0 ? -1 : static_cast<int64_t>(from) + at + f->line_end_length;
    });
}

// --- places

// Bytes of the code point that starts at p.
size_t point_bytes(Codec codec, const uint8_t* p) {
    switch (codec) {
        case Codec::utf_8:
        case Codec::utf_8_sig: return *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
        case Codec::utf_16:
        case Codec::utf_16_le: return (p[1] & 0xfc) == 0xd8 ? 4 : 2;
        case Codec::utf_16_be: return (p[0] & 0xfc) == 0xd8 ? 4 : 2;
        default: return unit_bytes(codec);
    }
}
uint32_t first_unit(Codec codec, const uint8_t* p) { // enough to know '\r' and '\n'
    switch (codec) {
        case Codec::utf_16_be: return p[0] << 8 | p[1];
        case Codec::utf_16:
        case Codec::utf_16_le: return p[1] << 8 | p[0];
        case Codec::utf_32:
        case Codec::utf_32_le: return p[0] | p[1] << 8 | p[2] << 16;
        case Codec::utf_32_be: return p[3] | p[2] << 8 | p[1] << 16;
        default: return *p;
    }
}

// Bytes of the chunk that the first `count` characters of decoded stand for.
Result<uint64_t> bytes_of_text(Thread& t, TextIO* f, uint64_t count) {
    if (count == f->decoded->length) return f->chunk_used;
    if (f->codec == Codec::unknown) {
        Ref<Str> part = TRY(str_slice(t, f->decoded, 0, count));
        Own bytes = TRY(encode_str(t, part, to_utf8(f->encoding), to_utf8(f->errors)));
        return static_cast<uint64_t>(bytes_content(bytes).size());
    }
    const uint8_t* data = f->chunk->data();
    uint64_t at = f->chunk_mark, end = f->chunk_used, unit = unit_bytes(f->codec);
    for (; count && at + unit <= end; count--) {
        bool pair = f->read_translate && first_unit(f->codec, data + at) == '\r' && at + 2 * unit <= end &&
                    first_unit(f->codec, data + at + unit) == '\n';
        at += pair ? 2 * unit : point_bytes(f->codec, data + at);
    }
    return std::min(at, end);
}

} // namespace

void text_forget_read(TextIO* f) {
    drop_field(f->decoded);
    drop_field(f->chunk);
    f->position = f->chunk_used = f->chunk_mark = 0;
}

Result<Ref<Str>> text_read(Thread& t, TextIO* f, int64_t size) {
    TRY(start_reading(t, f));
    if (size < 0) {
        Own bytes = TRY(read_bytes(t, f, -1));
        Ref<Str> before;
        if (available(f)) before = TRY(take(t, f, available(f)));
        Ref<Bytes> rest = is_bytes(bytes) ? Ref<Bytes>::share(as<Bytes>(bytes)) : TRY(make_bytes(t, {}));
        TRY(decode_chunk(t, f, std::move(rest), true));
        Ref<Str> all = Ref<Str>::share(f->decoded);
        text_forget_read(f);
        if (!before) return all;
        return str_concat(t, before, all);
    }
    uint64_t left = static_cast<uint64_t>(size);
    if (left <= available(f)) {
        if (left == 0) return Ref<Str>::share(rt().empty_str);
        return take(t, f, left);
    }
    StrBuilder out(t);
    while (left) {
        if (available(f) == 0 && !TRY(read_chunk(t, f))) break;
        uint64_t n = std::min(left, available(f));
        TRY(out.add_slice(f->decoded, f->position, f->position + n));
        f->position += n;
        left -= n;
    }
    return out.finish();
}

Result<Ref<Str>> text_read_line(Thread& t, TextIO* f, int64_t limit) {
    TRY(start_reading(t, f));
    Ref<Str> line;
    while (limit < 0 || !line || line->length < static_cast<uint64_t>(limit)) {
        if (available(f) == 0 && !TRY(read_chunk(t, f))) break;
        uint64_t room = limit < 0 ? available(f) : std::min(available(f), static_cast<uint64_t>(limit) - (line ? line->length : 0));
        if (room == 0) break;
        int64_t end = line_end(f, f->decoded, f->position);
        // A line end of two characters may lie across chunks.
        bool across = end < 0 && !f->read_universal && f->line_end_length == 2 && line && line->at(line->length - 1) == '\r' &&
                      f->decoded->at(f->position) == '\n';
        uint64_t n = across ? 1 : end < 0 ? available(f) : static_cast<uint64_t>(end) - f->position;
        bool whole = (across || end >= 0) && n <= room;
        Ref<Str> part = TRY(take(t, f, std::min(n, room)));
        if (line) line = TRY(str_append(t, std::move(line), part));
        else line = std::move(part);
        if (whole) break;
    }
    if (!line) return Ref<Str>::share(rt().empty_str);
    return line;
}

TextIO* stdin_ahead() {
    Value in = dict_get(rt().sys->dict, rt().names.n_stdin);
    if (!in.is_object() || type_of(in) != modules_state().text_io) return nullptr;
    auto f = as<TextIO>(in);
    if (available(f) > 0 || (f->chunk && f->chunk_used < f->chunk->length)) return f;
    if (!is_plain_buffered(f->buffer)) return nullptr;
    auto b = as<Buffered>(f->buffer);
    return !b->writing && b->position < b->end ? f : nullptr;
}

Result<int64_t> text_tell(Thread& t, TextIO* f) {
    TRY(text_check_open(t, f));
    if (!f->seekable) return raise_unsupported(t, "underlying stream is not seekable");
    if (!f->telling) return raise_text(t, rt().types.OSError, "telling position disabled by next() call");
    TRY(text_flush_pending(t, f));
    Own buffer = Own::share(f->buffer);
    if (f->writable) (void)TRY(call_method(t, buffer, rt().names.n_flush));
    Own answer = TRY(call_method(t, buffer, rt().names.n_tell));
    int64_t at = TRY(to_int64(t, answer));
    if (!f->decoded) return at;
    uint64_t used = TRY(bytes_of_text(t, f, f->position));
    return at - static_cast<int64_t>(f->chunk->length) + static_cast<int64_t>(used);
}

} // namespace terrarium
