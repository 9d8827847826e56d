// repr, str, ascii and format of any object.
#include "vm/core/attributes.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"

namespace terrarium {

namespace {

Result<Ref<Str>> str_result(Thread& t, Own v, const char* dunder) {
    if (!is_str(v)) return raise_type(t, "{} returned non-string (type {})", dunder, type_name(v));
    return Ref<Str>::adopt(as<Str>(v.take()));
}

} // namespace

Result<Ref<Str>> repr(Thread& t, Value v) {
    RecursionGuard guard(t, " while getting the repr of an object");
    if (!guard) return Error{};
    auto slot = type_of(v)->slots.repr;
    if (!slot) return make_str(t, fmt::format("<{} object at {:#x}>", type_name(v), v.bits));
    return str_result(t, TRY(slot(t, v)), "__repr__");
}

Result<Ref<Str>> to_str(Thread& t, Value v) {
    if (is_exact_str(v)) return Ref<Str>::share(as<Str>(v));
    auto slot = type_of(v)->slots.str;
    if (!slot) return repr(t, v);
    RecursionGuard guard(t, " while getting the str of an object");
    if (!guard) return Error{};
    return str_result(t, TRY(slot(t, v)), "__str__");
}

Result<Ref<Str>> to_ascii(Thread& t, Value v) {
    Ref<Str> text = TRY(repr(t, v));
    if (text->ascii) return text;
    StrBuilder out(t);
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = text->at(i);
        if (c < 128) TRY(out.add_char(c));
        else if (c < 0x100) TRY(out.add(fmt::format("\\x{:02x}", c)));
        else if (c < 0x10000) TRY(out.add(fmt::format("\\u{:04x}", c)));
        else TRY(out.add(fmt::format("\\U{:08x}", c)));
    }
    return out.finish();
}

Result<Ref<Str>> format(Thread& t, Value v, Str* spec) {
    if (spec->length == 0) {
        if (is_exact_str(v)) return Ref<Str>::share(as<Str>(v));
        if (is_exact_int(v)) return to_str(t, v);
    }
    // A built-in type's own method is called as it stands, without binding it first.
    Value found = type_lookup(type_of(v), rt().names.dunder_format);
    if (has_shape(found, shapes::method_descriptor) && as<NativeFunction>(found)->values == 2 && as<NativeFunction>(found)->takes_plainly(2)) {
        Value arguments[2] = {v, Value::object(spec)};
        return str_result(t, TRY(as<NativeFunction>(found)->def->fn(t, arguments)), "__format__");
    }
    Own method = TRY(lookup_special(t, v, rt().names.dunder_format));
    if (method.is_exhausted()) return raise_type(t, "Type {} doesn't define __format__", type_name(v));
    Own r = TRY(call(t, method, Value::object(spec)));
    if (!is_str(r)) return raise_type(t, "__format__ must return a str, not {}", type_name(r));
    return Ref<Str>::adopt(as<Str>(r.take()));
}

Result<std::string> repr_text(Thread& t, Value v) {
    Ref<Str> text = TRY(repr(t, v));
    return to_utf8(text);
}

} // namespace terrarium
