// UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError: what was coded, which part of it, and why it failed.
#include "vm/core/integer.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"
#include "vm/objects/exceptions_fields.h"

namespace terrarium {

template <>
struct ExceptionFields<UnicodeErrorObject> {
    static constexpr const char* names[] = {"encoding", "object", "reason"};
};

namespace {

using E = UnicodeErrorObject;

Status need_count(Thread& t, const Args& args, uint32_t count) {
    if (args.count == count) return {};
    return raise_type(t, "function takes exactly {} arguments ({} given)", count, args.count);
}
Status need_text(Thread& t, const Args& args, uint32_t i) {
    if (is_str(args[i])) return {};
    return raise_type(t, "argument {} must be str, not {}", i + 1, args[i].is_none() ? "None" : type_name(args[i]));
}

Status set_range(Thread& t, E* e, Value start, Value end) {
    e->start = TRY(to_int64(t, start));
    e->end = TRY(to_int64(t, end));
    return {};
}

Status encode_init(Thread& t, Value self, const Args& args) {
    TRY(exception_init(t, self, args));
    TRY(need_count(t, args, 5));
    TRY(need_text(t, args, 0));
    TRY(need_text(t, args, 1));
    auto e = as<E>(self);
    TRY(set_range(t, e, args[2], args[3]));
    TRY(need_text(t, args, 4));
    set_field(e->encoding, args[0]);
    set_field(e->object, args[1]);
    set_field(e->reason, args[4]);
    return {};
}

Status decode_init(Thread& t, Value self, const Args& args) {
    TRY(exception_init(t, self, args));
    TRY(need_count(t, args, 5));
    TRY(need_text(t, args, 0));
    auto e = as<E>(self);
    TRY(set_range(t, e, args[2], args[3]));
    TRY(need_text(t, args, 4));
    Own content = Own::share(args[1]);
    if (!is_bytes(content)) {
        Buffer buffer = TRY(get_buffer(t, content));
        content = Own(TRY(make_bytes(t, buffer.view())));
    }
    set_field(e->encoding, args[0]);
    set_field(e->object, content);
    set_field(e->reason, args[4]);
    return {};
}

Status translate_init(Thread& t, Value self, const Args& args) {
    TRY(exception_init(t, self, args));
    TRY(need_count(t, args, 4));
    TRY(need_text(t, args, 0));
    auto e = as<E>(self);
    TRY(set_range(t, e, args[1], args[2]));
    TRY(need_text(t, args, 3));
    set_field(e->object, args[0]);
    set_field(e->reason, args[3]);
    return {};
}

std::string escaped(uint32_t c) {
    if (c <= 0xff) return fmt::format("\\x{:02x}", c);
    if (c <= 0xffff) return fmt::format("\\u{:04x}", c);
    return fmt::format("\\U{:08x}", c);
}

// "codec can't encode character '\x..' in position 3: reason" after `who`.
Result<Own> text_error(Thread& t, E* e, std::string_view who, std::string_view verb) {
    Str* s = as<Str>(e->object);
    int64_t length = static_cast<int64_t>(s->length);
    Ref<Str> reason = TRY(to_str(t, none_if_null(e->reason)));
    std::string why = to_utf8(reason);
    if (e->start < length && e->start >= 0 && e->end == e->start + 1)
        return Result<Own>(make_str(t, fmt::format("{}can't {} character '{}' in position {}: {}", who, verb,
                                                   escaped(s->at(static_cast<size_t>(e->start))), e->start, why)));
    return Result<Own>(make_str(t, fmt::format("{}can't {} characters in position {}-{}: {}", who, verb, e->start, e->end - 1, why)));
}

Result<std::string> codec_name(Thread& t, E* e) {
    Ref<Str> name = TRY(to_str(t, none_if_null(e->encoding)));
    return "'" + to_utf8(name) + "' codec ";
}

Result<Own> encode_str(Thread& t, Value self) {
    auto e = as<E>(self);
    if (!is_str(e->object)) return Own::share(rt().empty_str);
    return text_error(t, e, TRY(codec_name(t, e)), "encode");
}

Result<Own> translate_str(Thread& t, Value self) {
    auto e = as<E>(self);
    if (!is_str(e->object)) return Own::share(rt().empty_str);
    return text_error(t, e, "", "translate");
}

Result<Own> decode_str(Thread& t, Value self) {
    auto e = as<E>(self);
    if (!is_bytes(e->object)) return Own::share(rt().empty_str);
    std::string who = TRY(codec_name(t, e));
    Ref<Str> reason = TRY(to_str(t, none_if_null(e->reason)));
    std::string why = to_utf8(reason);
    std::string_view content = bytes_content(e->object);
    if (e->start >= 0 && e->start < static_cast<int64_t>(content.size()) && e->end == e->start + 1)
        return Result<Own>(make_str(t, fmt::format("{}can't decode byte 0x{:02x} in position {}: {}", who,
                                                   static_cast<uint8_t>(content[static_cast<size_t>(e->start)]), e->start, why)));
    return Result<Own>(make_str(t, fmt::format("{}can't decode bytes in position {}-{}: {}", who, e->start, e->end - 1, why)));
}

Result<Own> get_start(Thread&, Value self) { return make_int(as<E>(self)->start); }
Result<Own> get_end(Thread&, Value self) { return make_int(as<E>(self)->end); }
Status set_position(Thread& t, int64_t& field, Value v) {
    if (v.is_null()) return raise_type(t, "can't delete numeric/char attribute");
    field = TRY(to_int64(t, v));
    return {};
}
Status set_start(Thread& t, Value self, Value v) { return set_position(t, as<E>(self)->start, v); }
Status set_end(Thread& t, Value self, Value v) { return set_position(t, as<E>(self)->end, v); }

void fill_encode(Slots& s) {
    s.init = encode_init;
    s.str = encode_str;
}
void fill_decode(Slots& s) {
    s.init = decode_init;
    s.str = decode_str;
}
void fill_translate(Slots& s) {
    s.init = translate_init;
    s.str = translate_str;
}

const GetSetDef unicode_getsets[] = {
    {"encoding", field_get<&E::encoding>, field_set<&E::encoding>, "The codec's name."},
    {"object", field_get<&E::object>, field_set<&E::object>, "What was being coded."},
    {"start", get_start, set_start, "Where the bad part starts."},
    {"end", get_end, set_end, "Where the bad part ends."},
    {"reason", field_get<&E::reason>, field_set<&E::reason>, "Why it failed."},
    {},
};

} // namespace

const TypeSpec spec_UnicodeEncodeError = {
    "builtins", "Text cannot be encoded.", sizeof(UnicodeErrorObject), exception_flags,
    &exception_life<UnicodeErrorObject>, fill_encode, nullptr, unicode_getsets, nullptr,
};
const TypeSpec spec_UnicodeDecodeError = {
    "builtins", "Bytes cannot be decoded.", sizeof(UnicodeErrorObject), exception_flags,
    &exception_life<UnicodeErrorObject>, fill_decode, nullptr, unicode_getsets, nullptr,
};
const TypeSpec spec_UnicodeTranslateError = {
    "builtins", "Text cannot be translated.", sizeof(UnicodeErrorObject), exception_flags,
    &exception_life<UnicodeErrorObject>, fill_translate, nullptr, unicode_getsets, nullptr,
};

} // namespace terrarium
