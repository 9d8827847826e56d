// _codecs: what the module codecs (python/codecs.py) needs of the built-in codecs and of the two registries.
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/buffer.h"
#include "vm/objects/codecs.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

namespace {

// Names as codecs.lookup(...).name shows them.
const char* info_name(Codec codec) {
    switch (codec) {
        case Codec::latin_1: return "iso8859-1";
        case Codec::unicode_escape: return "unicode-escape";
        case Codec::raw_unicode_escape: return "raw-unicode-escape";
        case Codec::cp1252: return "cp1252";
        default: return codec_name(codec);
    }
}

Result<std::string> text_argument(Thread& t, Value v, const char* what, const char* fallback) {
    if (v.is_null() || v.is_none()) return std::string(fallback);
    Str* s = TRY(need_str(t, v, what));
    return to_utf8(s);
}

Result<Codec> codec_argument(Thread& t, Value v) {
    std::string name = TRY(text_argument(t, v, "encoding", ""));
    Codec codec = find_codec(name);
    if (codec == Codec::unknown) return raise_fmt(t, rt().types.LookupError, "unknown encoding: {}", name);
    return codec;
}

Result<Own> find(Thread& t, const Value* a) {
    Str* name = TRY(need_str(t, a[0], "lookup() argument"));
    Codec codec = find_codec(to_utf8(name));
    if (codec == Codec::unknown) return Own::none();
    return make_short_str(info_name(codec));
}

Result<Own> encode_builtin(Thread& t, const Value* a) {
    Codec codec = TRY(codec_argument(t, a[0]));
    Str* s = TRY(need_str(t, a[1], "encode() argument 1"));
    std::string errors = TRY(text_argument(t, a[2], "encode() argument 2", "strict"));
    Own content = TRY(Result<Own>(encode_with(t, codec, s, errors)));
    return tuple_of(content.get(), Value::small_int(static_cast<int64_t>(s->length)));
}

Result<Own> decode_builtin(Thread& t, const Value* a) {
    Codec codec = TRY(codec_argument(t, a[0]));
    Buffer content;
    if (is_str(a[1]) && (codec == Codec::unicode_escape || codec == Codec::raw_unicode_escape)) {
        Own bytes = TRY(Result<Own>(encode_with(t, Codec::utf_8, as<Str>(a[1]), "strict")));
        content = TRY(get_buffer(t, bytes));
    } else {
        content = TRY(get_buffer(t, a[1]));
    }
    std::string errors = TRY(text_argument(t, a[2], "decode() argument 2", "strict"));
    bool final = a[3].is_null() || TRY(is_truthy(t, a[3]));
    size_t used = content.size;
    Own text = TRY(Result<Own>(decode_with(t, codec, content.view(), errors, final ? nullptr : &used)));
    return tuple_of(text.get(), Value::small_int(static_cast<int64_t>(used)));
}

// The registries live as long as the process.
template <class T>
Value keep(Value& place, Ref<T> made) {
    if (place.is_null()) {
        make_immortal(made.get());
        place = Value::object(made.take());
    }
    return place;
}

Result<Own> register_search(Thread& t, const Value* a) {
    if (!is_callable(a[0])) return raise_type(t, "argument must be callable");
    List* all = as<List>(keep(strings().search_functions, make_list()));
    TRY(list_append(t, all, Own::share(a[0])));
    return Own::none();
}

Result<Own> unregister_search(Thread&, const Value* a) {
    if (strings().search_functions.is_null()) return Own::none();
    List* all = as<List>(strings().search_functions);
    for (size_t i = 0; i < all->length; i++) {
        if (all->items[i] != a[0]) continue;
        Own gone = Own::adopt(all->items[i]);
        for (size_t k = i + 1; k < all->length; k++) all->items[k - 1] = all->items[k];
        all->length--;
        break;
    }
    return Own::none();
}

Result<Own> search_functions(Thread& t, const Value*) {
    if (strings().search_functions.is_null()) return make_list();
    List* all = as<List>(strings().search_functions);
    return make_list(t, all->items, all->length);
}

Result<Own> register_error(Thread& t, const Value* a) {
    Str* name = TRY(need_str(t, a[0], "register_error() argument 1"));
    if (!is_callable(a[1])) return raise_type(t, "handler must be callable");
    Dict* all = as<Dict>(keep(strings().error_handlers, make_dict()));
    TRY(dict_set(t, all, Value::object(name), a[1]));
    return Own::none();
}

// The registered handler, or None.
Result<Own> find_error(Thread& t, const Value* a) {
    Str* name = TRY(need_str(t, a[0], "lookup_error() argument"));
    Own handler = registered_error_handler(to_utf8(name));
    if (handler.is_null()) return Own::none();
    return handler;
}

const NativeDef functions[] = {
    {"find(name, /)", find, "The usual name of a built-in codec, or None."},
    {"encode_builtin(name, text, errors='strict', /)", encode_builtin, "(bytes, characters read) by a built-in codec."},
    {"decode_builtin(name, data, errors='strict', final=True, /)", decode_builtin, "(text, bytes read) by a built-in codec."},
    {"register(search_function, /)", register_search, "Register a codec search function."},
    {"unregister(search_function, /)", unregister_search, "Unregister a codec search function."},
    {"search_functions()", search_functions, "The registered search functions."},
    {"register_error(errors, handler, /)", register_error, "Register the error handler under the name errors."},
    {"find_error(errors, /)", find_error, "The registered error handler of that name, or None."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const NativeModuleDef module__codecs;
const NativeModuleDef module__codecs = {"_codecs", "Built-in codecs.", functions, nullptr};

} // namespace terrarium
