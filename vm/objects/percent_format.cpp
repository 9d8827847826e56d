// The % operator of str, bytes and bytearray: printf-like conversions. One driver reads the format; a sink says what text
// is. Source: Python's library reference, "printf-style String Formatting".
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"
#include "vm/objects/codecs.h"
#include "vm/objects/format_spec.h"
#include "vm/objects/int_type.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace terrarium {

namespace {

struct Directive {
    bool left = false, plus = false, blank = false, alternate = false, zero = false;
    bool z = false; // of bytes only: a zero loses its minus
    int64_t width = -1, precision = -1;
    uint32_t conversion = 0;
};

// What is there to convert: a tuple's items in turn, one value, or values by key.
class Arguments {
public:
    Arguments(Value all) : all_(all) {
        if (is_tuple(all)) {
            count_ = as<Tuple>(all)->length;
        } else {
            single_ = Own::share(all);
            bool mapping = type_of(all)->slots.get_item && !is_str(all);
            if (mapping) mapping_ = all;
        }
    }
    bool is_mapping() const { return !mapping_.is_null(); }
    Value mapping() const { return mapping_; }
    void take_key(Own value) {
        single_ = std::move(value);
        used_ = 0;
        count_ = 1;
        by_key_ = true;
    }
    Result<Value> next(Thread& t) {
        if (used_ >= count_) return raise_type(t, "not enough arguments for format string");
        size_t i = used_++;
        return is_tuple(all_) && !by_key_ ? (*as<Tuple>(all_))[i] : single_.get();
    }
    bool left_over() const { return used_ < count_ && !is_mapping(); }

private:
    Value all_;
    Own single_;
    Value mapping_ = Value::null();
    size_t used_ = 0, count_ = 1;
    bool by_key_ = false;
};

Error wrong_number(Thread& t, const Directive& d, Value v) {
    bool hex = d.conversion == 'x' || d.conversion == 'X' || d.conversion == 'o';
    return raise_type(t, "%{} format: {} is required, not {}", static_cast<char>(d.conversion), hex ? "an integer" : "a real number", type_name(v));
}

bool is_number(Value v) {
    if (is_int(v) || is_float(v)) return true;
    const Slots& slots = type_of(v)->slots;
    return slots.index || slots.to_int || slots.to_float || has_shape(v, shapes::complex_);
}

// A TypeError on the way is told as a wrong argument.
Result<Own> to_whole(Thread& t, const Directive& d, Value v) {
    if (is_int(v)) return int_exact(v);
    if (!is_number(v)) return wrong_number(t, d, v);
    bool whole_only = d.conversion == 'x' || d.conversion == 'X' || d.conversion == 'o';
    Result<Own> whole = whole_only ? to_index(t, v) : to_int(t, v);
    if (whole || !raised_matches(t, rt().types.TypeError)) return whole;
    clear_raised(t);
    return wrong_number(t, d, v);
}

// A number in two parts: sign and prefix, which stay left of zero padding, and the rest.
struct Number {
    std::string head, body;
};

Result<Number> whole_number(Thread& t, const Directive& d, Value v) {
    Own whole = TRY(to_whole(t, d, v));
    Number n;
    // As CPython words the limits of its own.
    if (d.precision > INT32_MAX - 3) return raise_text(t, rt().types.OverflowError, "precision too large");
    if (d.precision > 0 && !heap_has_room(static_cast<size_t>(d.precision))) return raise_memory(t);
    bool decimal = d.conversion != 'x' && d.conversion != 'X' && d.conversion != 'o';
    if (decimal) n.body = TRY(int_to_decimal(t, whole));
    else n.body = int_to_base(whole, d.conversion == 'o' ? 8 : 16, false, d.conversion == 'X');
    if (n.body[0] == '-') {
        n.head = "-";
        n.body.erase(0, 1);
    } else if (d.plus || d.blank) {
        n.head = d.plus ? "+" : " ";
    }
    if (d.precision > static_cast<int64_t>(n.body.size())) n.body.insert(0, static_cast<size_t>(d.precision) - n.body.size(), '0');
    if (d.alternate && !decimal) n.head += d.conversion == 'o' ? "0o" : d.conversion == 'x' ? "0x" : "0X";
    return n;
}

Result<Number> real_number(Thread& t, const Directive& d, Value v, bool for_bytes) {
    Result<double> as_double = to_double(t, v);
    if (!as_double && for_bytes) {
        clear_raised(t);
        return raise_type(t, "float argument required, not {}", type_name(v));
    }
    double x = TRY(std::move(as_double));
    bool short_form = !d.alternate && (d.conversion == 'g' || d.conversion == 'G');
    TRY(check_precision(t, d.precision, short_form || !std::isfinite(x) ? Decimals::significant : Decimals::all));
    Number n;
    int precision = d.precision < 0 ? 6 : static_cast<int>(d.precision);
    n.body = float_format(x, static_cast<char>(d.conversion), precision, d.alternate, false);
    bool plain_zero = d.z && std::isfinite(x) && n.body.substr(0, n.body.find_first_of("eE")).find_first_of("123456789") == std::string::npos;
    if (plain_zero && n.body[0] == '-') n.body.erase(0, 1);
    if (n.body[0] == '-') {
        n.head = "-";
        n.body.erase(0, 1);
    } else if (d.plus || d.blank) {
        n.head = d.plus ? "+" : " ";
    }
    return n;
}

// The output of a str's %.
struct StrSink {
    Thread& t;
    const Str* format;
    StrBuilder out;
    static constexpr bool for_bytes = false;

    StrSink(Thread& thread, const Str* s) : t(thread), format(s), out(thread) {}
    size_t size() const { return format->length; }
    uint32_t at(size_t i) const { return format->at(i); }
    Status literal(size_t start, size_t stop) { return out.add_slice(format, start, stop); }
    Status ascii(std::string_view text) { return out.add(text); }
    Status fill(uint32_t c, size_t count) { return out.add_repeated(c, count); }
    Result<Own> key(size_t start, size_t stop) { return str_slice(t, const_cast<Str*>(format), start, stop); }

    Result<Own> text(const Directive& d, Value v) {
        if (d.conversion == 's') return is_exact_str(v) ? Result<Own>(Own::share(v)) : Result<Own>(to_str(t, v));
        return d.conversion == 'r' ? repr(t, v) : to_ascii(t, v);
    }
    size_t length(Value piece) const { return as<Str>(piece)->length; }
    Status add(Value piece, size_t count) { return out.add_slice(as<Str>(piece), 0, count); }
    Result<Own> character(Value v) {
        if (is_str(v)) {
            if (as<Str>(v)->length != 1) return raise_type(t, "%c requires int or char");
            return make_char(as<Str>(v)->at(0));
        }
        Result<Own> whole = to_index(t, v);
        if (!whole && raised_matches(t, rt().types.TypeError)) {
            clear_raised(t);
            return raise_type(t, "%c requires int or char");
        }
        Own index = TRY(std::move(whole));
        int64_t c;
        if (!int_fits_int64(index, &c) || c < 0 || c > 0x10ffff) return raise_text(t, rt().types.OverflowError, "%c arg not in range(0x110000)");
        return make_char(static_cast<uint32_t>(c));
    }
};

// The output of a bytes' or bytearray's %; pieces are bytes.
struct BytesSink {
    Thread& t;
    std::string_view format;
    BytesBuilder out;
    static constexpr bool for_bytes = true;

    BytesSink(Thread& thread, std::string_view s) : t(thread), format(s), out(thread) {}
    size_t size() const { return format.size(); }
    uint32_t at(size_t i) const { return static_cast<uint8_t>(format[i]); }
    Status literal(size_t start, size_t stop) { return out.add(format.substr(start, stop - start)); }
    Status ascii(std::string_view text) { return out.add(text); }
    Status fill(uint32_t c, size_t count) { return out.add_repeated(static_cast<uint8_t>(c), count); }
    Result<Own> key(size_t start, size_t stop) { return make_bytes(t, format.substr(start, stop - start)); }

    Result<Own> text(const Directive& d, Value v) {
        if (d.conversion == 'r' || d.conversion == 'a') {
            Ref<Str> ascii = TRY(to_ascii(t, v));
            return make_bytes(t, ascii->ascii_view());
        }
        if (has_shape(v, shapes::bytes)) return Own::share(v);
        if (has_buffer(v)) {
            Buffer buffer = TRY(get_buffer(t, v));
            return make_bytes(t, buffer.view());
        }
        Own special = TRY(lookup_special(t, v, rt().names.dunder_bytes));
        if (special.is_exhausted())
            return raise_type(t, "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'", type_name(v));
        Own result = TRY(call(t, special));
        if (!is_bytes(result)) return raise_type(t, "__bytes__ returned non-bytes (type {})", type_name(result));
        return result;
    }
    size_t length(Value piece) const { return bytes_content(piece).size(); }
    Status add(Value piece, size_t count) { return out.add(bytes_content(piece).substr(0, count)); }
    Result<Own> character(Value v) {
        bool plain = is_bytes(v) || (v.is_object() && is_bytearray(v));
        if (plain && bytes_content(v).size() == 1) return make_bytes(t, bytes_content(v));
        if (plain) return raise_type(t, "%c requires an integer in range(256) or a single byte");
        Result<Own> whole = to_index(t, v);
        if (!whole && raised_matches(t, rt().types.TypeError)) {
            clear_raised(t);
            return raise_type(t, "%c requires an integer in range(256) or a single byte");
        }
        Own index = TRY(std::move(whole));
        int64_t c;
        if (!int_fits_int64(index, &c) || c < 0 || c > 255) return raise_text(t, rt().types.OverflowError, "%c arg not in range(256)");
        return Own::share(rt().byte_bytes[c]);
    }
};

template <class Sink>
class Driver {
public:
    Driver(Thread& t, Sink& sink, Value arguments) : t_(t), sink_(sink), arguments_(arguments) {}

    Status run() {
        size_t size = sink_.size();
        for (at_ = 0; at_ < size;) {
            size_t start = at_;
            while (at_ < size && sink_.at(at_) != '%') at_++;
            TRY(sink_.literal(start, at_));
            if (at_ == size) break;
            at_++;
            TRY(directive());
        }
        if (arguments_.left_over())
            return raise_type(t_, "not all arguments converted during {} formatting", Sink::for_bytes ? "bytes" : "string");
        return {};
    }

private:
    Status incomplete() { return raise_value_error(t_, "incomplete format"); }

    Status key() {
        if (!arguments_.is_mapping()) return raise_type(t_, "format requires a mapping");
        size_t start = ++at_;
        for (int depth = 1; at_ < sink_.size(); at_++) {
            uint32_t c = sink_.at(at_);
            if (c == '(') depth++;
            if (c == ')' && --depth == 0) break;
        }
        if (at_ >= sink_.size()) return raise_value_error(t_, "incomplete format key");
        Own name = TRY(sink_.key(start, at_++));
        arguments_.take_key(TRY(get_item(t_, arguments_.mapping(), name)));
        return {};
    }

    // A number written out or '*'; what names it in messages.
    Result<int64_t> number(const char* what, int64_t limit) {
        int64_t value = 0;
        if (at_ < sink_.size() && sink_.at(at_) == '*') {
            at_++;
            Value v = TRY(arguments_.next(t_));
            if (!is_int(v)) return raise_type(t_, "* wants int");
            if (!int_fits_int64(v, &value) || value > limit || value < -limit)
                return raise_fmt(t_, rt().types.OverflowError, "Python int too large to convert to C {}", limit == INT32_MAX ? "int" : "ssize_t");
            return value;
        }
        for (; at_ < sink_.size() && sink_.at(at_) - '0' < 10; at_++) {
            int64_t digit = static_cast<int64_t>(sink_.at(at_) - '0');
            if (value > (limit - digit) / 10) return raise_value_error(t_, "{} too big", what);
            value = value * 10 + digit;
        }
        return value;
    }

    Status directive() {
        Directive d;
        if (at_ < sink_.size() && sink_.at(at_) == '%') {
            at_++;
            return sink_.ascii("%");
        }
        if (at_ < sink_.size() && sink_.at(at_) == '(') TRY(key());
        for (; at_ < sink_.size(); at_++) {
            uint32_t c = sink_.at(at_);
            if (c == '-') d.left = true;
            else if (c == '+') d.plus = true;
            else if (c == ' ') d.blank = true;
            else if (c == '#') d.alternate = true;
            else if (c == '0') d.zero = true;
            else if (c == 'z' && Sink::for_bytes) d.z = true;
            else break;
        }
        if (at_ < sink_.size() && (sink_.at(at_) == '*' || sink_.at(at_) - '1' < 9)) {
            d.width = TRY(number("width", INT64_MAX));
            if (d.width < 0) {
                d.left = true;
                d.width = -d.width;
            }
        }
        if (at_ < sink_.size() && sink_.at(at_) == '.') {
            at_++;
            d.precision = std::max<int64_t>(TRY(number("precision", INT32_MAX)), 0);
        }
        if (at_ < sink_.size() && (sink_.at(at_) == 'h' || sink_.at(at_) == 'l' || sink_.at(at_) == 'L')) at_++;
        if (at_ >= sink_.size()) return incomplete();
        d.conversion = sink_.at(at_++);
        return convert(d);
    }

    Status convert(Directive d) {
        Value v = TRY(arguments_.next(t_));
        Own hold = Own::share(v); // a list's item may go while its repr runs
        switch (d.conversion) {
            case 'b':
                if (!Sink::for_bytes) break;
                [[fallthrough]];
            case 's': case 'r': case 'a': {
                if (v.is_int() && d.width < 0 && d.precision < 0 && !Sink::for_bytes) return plain_digits(v.int_value());
                Directive as_text = d;
                if (d.conversion == 'b') as_text.conversion = 's';
                return piece(d, TRY(sink_.text(as_text, v)));
            }
            case 'c': {
                Directive whole = d;
                whole.precision = -1;
                return piece(whole, TRY(sink_.character(v)));
            }
            case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': {
                if (Sink::for_bytes && d.conversion == 'i') d.conversion = 'd'; // as messages name it
                if (v.is_int() && d.width < 0 && d.precision < 0 && !d.plus && !d.blank && d.conversion == 'd')
                    return plain_digits(v.int_value()); // the common case
                return add_number(d, TRY(whole_number(t_, d, v)));
            }
            case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
                return add_number(d, TRY(real_number(t_, d, v, Sink::for_bytes)));
            default: break;
        }
        uint32_t c = d.conversion;
        return raise_value_error(t_, "unsupported format character '{}' ({:#x}) at index {}",
                                 c > 31 && c < 127 ? static_cast<char>(c) : '?', c, at_ - 1);
    }

    Status plain_digits(int64_t n) {
        char text[24];
        char* end = fmt::format_to(text, "{}", n);
        return sink_.ascii({text, static_cast<size_t>(end - text)});
    }

    Status piece(const Directive& d, Own text) {
        size_t length = sink_.length(text);
        if (d.precision >= 0) length = std::min(length, static_cast<size_t>(d.precision));
        size_t missing = d.width > static_cast<int64_t>(length) ? static_cast<size_t>(d.width) - length : 0;
        if (missing && !d.left) TRY(sink_.fill(' ', missing));
        TRY(sink_.add(text, length));
        if (missing && d.left) TRY(sink_.fill(' ', missing));
        return {};
    }

    Status add_number(const Directive& d, const Number& n) {
        int64_t length = static_cast<int64_t>(n.head.size() + n.body.size());
        if (d.width > length && !heap_has_room(static_cast<size_t>(d.width))) return raise_memory(t_); // before any is written
        size_t missing = d.width > length ? static_cast<size_t>(d.width - length) : 0;
        bool zeros = d.zero && !d.left;
        if (missing && !d.left && !zeros) TRY(sink_.fill(' ', missing));
        TRY(sink_.ascii(n.head));
        if (missing && zeros) TRY(sink_.fill('0', missing));
        TRY(sink_.ascii(n.body));
        if (missing && d.left) TRY(sink_.fill(' ', missing));
        return {};
    }

    Thread& t_;
    Sink& sink_;
    Arguments arguments_;
    size_t at_ = 0;
};

} // namespace

Result<Own> str_percent(Thread& t, Value format, Value arguments) {
    StrSink sink(t, as<Str>(format));
    TRY(Driver<StrSink>(t, sink, arguments).run());
    return sink.out.finish();
}

Result<Own> bytes_percent(Thread& t, std::string_view format, Value arguments, bool to_bytearray) {
    BytesSink sink(t, format);
    TRY(Driver<BytesSink>(t, sink, arguments).run());
    if (to_bytearray) return make_bytearray(t, sink.out.view());
    return sink.out.finish();
}

} // namespace terrarium
