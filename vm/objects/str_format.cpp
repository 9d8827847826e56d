// str.format and format_map: cuts a format string into literals and fields, looks fields up, formats them.
// Also the two natives of `_string` that string.Formatter is made of. Source: Python's library reference, "Format String Syntax".
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"
#include "vm/objects/unicode_props.h"

#include <fmt/format.h>

namespace terrarium {

namespace {

struct Piece { // part of a format string
    size_t start = 0, stop = 0;
    bool empty() const { return start >= stop; }
};

// One step of the scan: a literal, then perhaps a field.
struct Markup {
    Piece literal, name, spec;
    uint32_t conversion = 0;
    bool has_field = false;
    bool spec_has_fields = false;
};

class Scanner {
public:
    Scanner(const Str* s, Piece part) : s_(s), at_(part.start), end_(part.stop) {}
    // False at the end.
    Result<bool> next(Thread& t, Markup& m);

private:
    Status read_field(Thread& t, Markup& m);
    const Str* s_;
    size_t at_, end_;
};

Result<bool> Scanner::next(Thread& t, Markup& m) {
    m = {};
    if (at_ >= end_) return false;
    m.literal = {at_, at_};
    uint32_t c = 0;
    bool brace = false;
    while (at_ < end_ && !brace) {
        c = s_->at(at_++);
        brace = c == '{' || c == '}';
    }
    m.literal.stop = at_;
    if (!brace) return true;
    bool doubled = at_ < end_ && s_->at(at_) == c;
    if (c == '}' && !doubled) return raise_value_error(t, "Single '}}' encountered in format string");
    if (c == '{' && at_ >= end_) return raise_value_error(t, "Single '{{' encountered in format string");
    if (doubled) {
        at_++;
        return true;
    }
    m.literal.stop--;
    m.has_field = true;
    TRY(read_field(t, m));
    return true;
}

Status Scanner::read_field(Thread& t, Markup& m) {
    m.name.start = at_;
    uint32_t c = 0;
    while (at_ < end_) {
        c = s_->at(at_++);
        if (c == '{') return raise_value_error(t, "unexpected '{{' in field name");
        if (c == '[') {
            while (at_ < end_ && s_->at(at_) != ']') at_++;
            continue;
        }
        if (c == '}' || c == ':' || c == '!') break;
    }
    m.name.stop = at_ - 1;
    if (c == '}') return {};
    if (c != '!' && c != ':') return raise_value_error(t, "expected '}}' before end of string");
    if (c == '!') {
        if (at_ >= end_) return raise_value_error(t, "end of string while looking for conversion specifier");
        m.conversion = s_->at(at_++);
        if (at_ < end_) {
            c = s_->at(at_++);
            if (c == '}') return {};
            if (c != ':') return raise_value_error(t, "expected ':' after conversion specifier");
        }
    }
    m.spec.start = at_;
    for (int depth = 1; at_ < end_;) {
        c = s_->at(at_++);
        if (c == '{') {
            m.spec_has_fields = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            m.spec.stop = at_ - 1;
            return {};
        }
    }
    return raise_value_error(t, "unmatched '{{' in format spec");
}

// Digits only: their value; anything else (or nothing): -1.
Result<int64_t> index_in(Thread& t, const Str* s, Piece part) {
    int64_t value = 0;
    if (part.empty()) return int64_t{-1};
    for (size_t i = part.start; i < part.stop; i++) {
        int digit = unicode::decimal_value(s->at(i));
        if (digit < 0) return int64_t{-1};
        if (value > (INT64_MAX - digit) / 10) return raise_value_error(t, "Too many decimal digits in format string");
        value = value * 10 + digit;
    }
    return value;
}

// The parts of a field name after its first: .attribute and [key].
struct Accessor {
    Piece name;
    bool is_attribute = false;
    int64_t index = -1; // a key of digits only
};

Piece first_part(const Str* s, Piece field) {
    size_t i = field.start;
    while (i < field.stop && s->at(i) != '.' && s->at(i) != '[') i++;
    return {field.start, i};
}

// False at the end of the field; `at` moves past the accessor.
Result<bool> next_accessor(Thread& t, const Str* s, size_t& at, size_t end, Accessor& out) {
    if (at >= end) return false;
    uint32_t kind = s->at(at++);
    out = {};
    out.name.start = at;
    if (kind == '.') {
        out.is_attribute = true;
        while (at < end && s->at(at) != '.' && s->at(at) != '[') at++;
        out.name.stop = at;
    } else if (kind == '[') {
        while (at < end && s->at(at) != ']') at++;
        if (at >= end) return raise_value_error(t, "Missing ']' in format string");
        out.name.stop = at++;
        out.index = TRY(index_in(t, s, out.name));
    } else {
        return raise_value_error(t, "Only '.' or '[' may follow ']' in format field specifier");
    }
    if (out.name.empty()) return raise_value_error(t, "Empty attribute in format string");
    return true;
}

class Formatter {
public:
    Formatter(Thread& t, const Str* s, const Args* args, Value mapping) : t_(t), s_(s), args_(args), mapping_(mapping) {}
    Status run(Piece part, int levels, StrBuilder& out);

private:
    Result<Own> first(Piece name);
    Result<Own> keyword(Piece name);
    Result<Own> field_value(Piece field);
    Status add_field(const Markup& m, int levels, StrBuilder& out);

    Thread& t_;
    const Str* s_;
    const Args* args_; // null: format_map
    Value mapping_;
    enum { undecided, automatic, manual } numbering_ = undecided;
    int64_t next_index_ = 0;
};

Result<Own> Formatter::keyword(Piece name) {
    Ref<Str> key = TRY(str_slice(t_, const_cast<Str*>(s_), name.start, name.stop));
    if (!args_) return get_item(t_, mapping_, key.value());
    for (uint32_t i = 0; i < args_->keyword_count(); i++)
        if (str_equal(as<Str>((*args_->keywords)[i]), key.get())) return Own::share(args_->values[args_->count + i]);
    return raise_key(t_, key.value());
}

Result<Own> Formatter::first(Piece name) {
    int64_t index = TRY(index_in(t_, s_, name));
    if (index < 0 && !name.empty()) return keyword(name);
    auto wanted = name.empty() ? automatic : manual;
    if (numbering_ == undecided) numbering_ = wanted;
    if (numbering_ != wanted)
        return raise_value_error(t_, "cannot switch from {} to {}",
                                 wanted == automatic ? "manual field specification" : "automatic field numbering",
                                 wanted == automatic ? "automatic field numbering" : "manual field specification");
    if (name.empty()) index = next_index_++;
    if (!args_) return raise_value_error(t_, "Format string contains positional fields");
    if (index >= args_->count)
        return raise_fmt(t_, rt().types.IndexError, "Replacement index {} out of range for positional args tuple", index);
    return Own::share((*args_)[static_cast<uint32_t>(index)]);
}

Result<Own> Formatter::field_value(Piece field) {
    Piece head = first_part(s_, field);
    Own value = TRY(first(head));
    Accessor step;
    size_t at = head.stop;
    while (TRY(next_accessor(t_, s_, at, field.stop, step))) {
        if (step.index >= 0) {
            value = TRY(get_item(t_, value, make_int(step.index)));
            continue;
        }
        Ref<Str> name = TRY(str_slice(t_, const_cast<Str*>(s_), step.name.start, step.name.stop));
        value = step.is_attribute ? TRY(get_attr(t_, value, name.get())) : TRY(get_item(t_, value, name.value()));
    }
    return value;
}

Status Formatter::add_field(const Markup& m, int levels, StrBuilder& out) {
    Own value = TRY(field_value(m.name));
    switch (m.conversion) {
        case 0: break;
        case 'r': value = TRY(Result<Own>(repr(t_, value))); break;
        case 's': value = TRY(Result<Own>(to_str(t_, value))); break;
        case 'a': value = TRY(Result<Own>(to_ascii(t_, value))); break;
        default:
            if (m.conversion > 32 && m.conversion < 127)
                return raise_value_error(t_, "Unknown conversion specifier {}", static_cast<char>(m.conversion));
            return raise_value_error(t_, "Unknown conversion specifier \\x{:x}", m.conversion);
    }
    if (m.spec.empty() && is_exact_str(value)) return out.add(as<Str>(value));
    if (m.spec.empty() && value.is_int()) {
        char digits[24];
        return out.add(std::string_view(digits, static_cast<size_t>(fmt::format_to(digits, "{}", value.get().int_value()) - digits)));
    }
    Ref<Str> spec;
    if (m.spec_has_fields) {
        StrBuilder inner(t_);
        TRY(run(m.spec, levels - 1, inner));
        spec = TRY(inner.finish());
    } else {
        spec = TRY(str_slice(t_, const_cast<Str*>(s_), m.spec.start, std::max(m.spec.start, m.spec.stop)));
    }
    if (is_exact_str(value)) {
        Value arguments[2] = {value, spec.value()};
        Own padded = TRY(str_dunder_format(t_, arguments));
        return out.add(as<Str>(padded));
    }
    Ref<Str> text = TRY(format(t_, value, spec.get()));
    return out.add(text.get());
}

Status Formatter::run(Piece part, int levels, StrBuilder& out) {
    if (levels <= 0) return raise_value_error(t_, "Max string recursion exceeded");
    Scanner scanner(s_, part);
    Markup m;
    while (TRY(scanner.next(t_, m))) {
        TRY(out.add_slice(s_, m.literal.start, m.literal.stop));
        if (m.has_field) TRY(add_field(m, levels, out));
    }
    return {};
}

Result<Own> piece_text(Thread& t, Str* s, Piece part) { return str_slice(t, s, part.start, std::max(part.start, part.stop)); }

Result<Str*> string_argument(Thread& t, Value v) {
    if (!is_str(v)) return raise_type(t, "expected str, got {}", type_name(v));
    return as<Str>(v);
}

} // namespace

Result<Own> str_format(Thread& t, Value self, const Args& args) {
    Str* s = as<Str>(self);
    StrBuilder out(t);
    TRY(Formatter(t, s, &args, Value::null()).run({0, s->length}, 2, out));
    return out.finish();
}

Result<Own> str_format_map(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    StrBuilder out(t);
    TRY(Formatter(t, s, nullptr, a[1]).run({0, s->length}, 2, out));
    return out.finish();
}

// (literal, field name, spec, conversion) for each step; the last three None after an escaped brace or at the end.
Result<Own> str_format_parser(Thread& t, const Value* a) {
    Str* s = TRY(string_argument(t, a[0]));
    Ref<List> steps = make_list();
    Scanner scanner(s, {0, s->length});
    Markup m;
    while (TRY(scanner.next(t, m))) {
        Own literal = TRY(piece_text(t, s, m.literal)), name, spec, conversion = Own::none();
        if (m.has_field) {
            name = TRY(piece_text(t, s, m.name));
            spec = TRY(piece_text(t, s, m.spec));
            if (m.conversion) conversion = make_char(m.conversion);
        } else {
            name = Own::none();
            spec = Own::none();
        }
        TRY(list_append(t, steps, tuple_of(literal.get(), name.get(), spec.get(), conversion.get())));
    }
    return get_iter(t, steps.value());
}

// (first, iterator of (is attribute, name or index)).
Result<Own> str_field_name_split(Thread& t, const Value* a) {
    Str* s = TRY(string_argument(t, a[0]));
    Piece head = first_part(s, {0, s->length});
    int64_t index = TRY(index_in(t, s, head));
    Own first = index >= 0 ? make_int(index) : TRY(piece_text(t, s, head));
    Ref<List> rest = make_list();
    Accessor step;
    size_t at = head.stop;
    while (TRY(next_accessor(t, s, at, s->length, step))) {
        Own name = step.index >= 0 ? make_int(step.index) : TRY(piece_text(t, s, step.name));
        TRY(list_append(t, rest, tuple_of(Value::boolean(step.is_attribute), name.get())));
    }
    Own iterator = TRY(get_iter(t, rest.value()));
    return tuple_of(first.get(), iterator.get());
}

} // namespace terrarium
