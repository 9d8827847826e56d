// _string: how str.format reads its format strings, for string.Formatter.
#include "vm/core/native.h"
#include "vm/objects/str_methods.h"

namespace terrarium {

namespace {

const NativeDef functions[] = {
    {"formatter_parser(string, /)", str_format_parser, "Parse the format string: an iterator of (literal, field name, spec, conversion)."},
    {"formatter_field_name_split(string, /)", str_field_name_split, "Split a field name: (first, iterator of (is attribute, name))."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const NativeModuleDef module__string;
const NativeModuleDef module__string = {"_string", "What string.Formatter needs.", functions, nullptr};

} // namespace terrarium
