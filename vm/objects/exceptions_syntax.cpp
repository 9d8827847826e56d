// SyntaxError: a message and a place; IndentationError and TabError share it.
#include "vm/core/integer.h"
#include "vm/objects/exceptions_fields.h"

namespace terrarium {

template <>
struct ExceptionFields<SyntaxErrorObject> {
    static constexpr const char* names[] = {"msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset",
                                            "print_file_and_line"};
};

namespace {

using E = SyntaxErrorObject;

Status syntax_init(Thread& t, Value self, const Args& args) {
    TRY(exception_init(t, self, args));
    auto e = as<E>(self);
    if (args.count >= 1) set_field(e->msg, args[0]);
    if (args.count != 2) return {};
    Ref<Tuple> place = TRY(tuple_from_iterable(t, args[1]));
    size_t n = place->length;
    if (n < 4) return raise_type(t, "function takes at least 4 arguments ({} given)", n);
    if (n > 6) return raise_type(t, "function takes at most 6 arguments ({} given)", n);
    Value* fields[] = {&e->filename, &e->lineno, &e->offset, &e->text, &e->end_lineno, &e->end_offset};
    for (size_t i = 0; i < 6; i++) set_field(*fields[i], i < n ? (*place)[i] : Value::null());
    if (n == 5) return raise_type(t, "end_offset must be provided when end_lineno is provided");
    return {};
}

Result<Own> syntax_str(Thread& t, Value self) {
    auto e = as<E>(self);
    Own lineno = Own::share(e->lineno);
    std::string file;
    bool has_file = is_str(e->filename), has_line = is_exact_int(lineno);
    if (has_file) {
        file = to_utf8(e->filename);
        file = file.substr(file.rfind('/') + 1); // npos + 1: all of it
    }
    Ref<Str> msg = TRY(to_str(t, none_if_null(e->msg)));
    if (!has_file && !has_line) return msg;
    std::string line = has_line ? TRY(int_to_decimal(t, lineno)) : "";
    StrBuilder out(t);
    TRY(out.add(msg));
    if (has_file && has_line) TRY(out.add(fmt::format(" ({}, line {})", file, line)));
    else if (has_file) TRY(out.add(fmt::format(" ({})", file)));
    else TRY(out.add(fmt::format(" (line {})", line)));
    return out.finish();
}

void fill_syntax(Slots& s) {
    s.init = syntax_init;
    s.str = syntax_str;
}

const GetSetDef syntax_getsets[] = {
    {"msg", field_get<&E::msg>, field_set<&E::msg>, "What is wrong."},
    {"filename", field_get<&E::filename>, field_set<&E::filename>, "The file."},
    {"lineno", field_get<&E::lineno>, field_set<&E::lineno>, "The line, from 1."},
    {"offset", field_get<&E::offset>, field_set<&E::offset>, "The column, from 1."},
    {"text", field_get<&E::text>, field_set<&E::text>, "The text of the line."},
    {"end_lineno", field_get<&E::end_lineno>, field_set<&E::end_lineno>, "The line where it ends."},
    {"end_offset", field_get<&E::end_offset>, field_set<&E::end_offset>, "The column where it ends."},
    {"print_file_and_line", field_get<&E::print_file_and_line>, field_set<&E::print_file_and_line>, nullptr},
    {},
};

} // namespace

const TypeSpec spec_SyntaxError = {
    "builtins", "The source text is not Python.", sizeof(SyntaxErrorObject), exception_flags,
    &exception_life<SyntaxErrorObject>, fill_syntax, nullptr, syntax_getsets, nullptr,
};

} // namespace terrarium
