// Arithmetic on constants. Integers are folded as long as everything fits in 128 bits, which is also the most
// that CPython allows a folded product, power or shift; sequences stay below 256 items and 4096 characters.
// Invariant: what is folded here equals what the program would have computed; when in doubt nothing is folded.
#include <cmath>

#include "compiler/fold.h"
#include "support/complex_arithmetic.h"
#include "support/utf8.h"

namespace terrarium::compiler {

namespace {

using ast::Operator;

__extension__ typedef unsigned __int128 Wide;

struct Integer {  // sign and magnitude; never "minus zero"
  bool negative = false;
  Wide magnitude = 0;
};

constexpr size_t max_text = 4096;
constexpr size_t max_items = 256;
constexpr size_t max_nested_items = 1024;
constexpr double exact_limit = 9007199254740992.0;  // 2^53: below it every int is a float

std::optional<Integer> integer_of(const Constant& c) {
  switch (c.kind) {
    case ConstantKind::True: return Integer{false, 1};
    case ConstantKind::False: return Integer{};
    case ConstantKind::Int: {
      bool negative = c.integer < 0;
      uint64_t bits = static_cast<uint64_t>(c.integer);
      return Integer{negative, negative ? ~bits + 1 : bits};
    }
    case ConstantKind::BigInt: {
      Wide value = 0;
      for (char ch : c.text) {
        unsigned digit = ch <= '9' ? ch - '0' : (ch | 0x20) - 'a' + 10;
        if (value > (~Wide{0} - digit) / c.base) return std::nullopt;
        value = value * c.base + digit;
      }
      return Integer{c.negative, value};
    }
    default: return std::nullopt;
  }
}

Constant from_integer(Integer value) {
  if (value.magnitude <= Wide{INT64_MAX}) {
    int64_t small = static_cast<int64_t>(value.magnitude);
    return int_constant(value.negative ? -small : small);
  }
  if (value.negative && value.magnitude == Wide{1} << 63) return int_constant(INT64_MIN);
  Constant out;
  out.kind = ConstantKind::BigInt;
  out.negative = value.negative;
  out.base = 16;
  for (Wide rest = value.magnitude; rest != 0; rest >>= 4) {
    out.text.insert(out.text.begin(), "0123456789abcdef"[static_cast<unsigned>(rest & 15)]);
  }
  return out;
}

Integer make_integer(bool negative, Wide magnitude) { return {negative && magnitude != 0, magnitude}; }

int bit_length(Wide value) {
  int bits = 0;
  for (; value != 0; value >>= 1) ++bits;
  return bits;
}

std::optional<Integer> add(Integer a, Integer b) {
  if (a.negative == b.negative) {
    Wide sum = a.magnitude + b.magnitude;
    if (sum < a.magnitude) return std::nullopt;
    return make_integer(a.negative, sum);
  }
  if (a.magnitude >= b.magnitude) return make_integer(a.negative, a.magnitude - b.magnitude);
  return make_integer(b.negative, b.magnitude - a.magnitude);
}

Integer negate(Integer a) { return make_integer(!a.negative, a.magnitude); }

std::optional<Integer> multiply(Integer a, Integer b) {
  if (bit_length(a.magnitude) + bit_length(b.magnitude) > 128) return std::nullopt;
  return make_integer(a.negative != b.negative, a.magnitude * b.magnitude);
}

std::optional<Integer> floor_divide(Integer a, Integer b) {
  if (b.magnitude == 0) return std::nullopt;
  Wide quotient = a.magnitude / b.magnitude;
  bool negative = a.negative != b.negative;
  if (negative && a.magnitude % b.magnitude != 0) ++quotient;
  return make_integer(negative, quotient);
}

std::optional<Integer> modulo(Integer a, Integer b) {
  if (b.magnitude == 0) return std::nullopt;
  Wide rest = a.magnitude % b.magnitude;
  if (rest != 0 && a.negative != b.negative) rest = b.magnitude - rest;
  return make_integer(b.negative, rest);
}

std::optional<Integer> power(Integer base, Integer exponent) {
  if (exponent.negative || exponent.magnitude > 1000000) return std::nullopt;
  uint64_t count = static_cast<uint64_t>(exponent.magnitude);
  if (static_cast<uint64_t>(bit_length(base.magnitude)) * count > 128) return std::nullopt;
  Integer result{false, 1};
  if (base.magnitude <= 1) {
    return count == 0 ? result : make_integer(base.negative && (count & 1), base.magnitude);
  }
  for (; count > 0; --count) {
    auto next = multiply(result, base);
    if (!next) return std::nullopt;
    result = *next;
  }
  return result;
}

std::optional<Integer> shift(Integer a, Integer by, bool left) {
  if (by.negative) return std::nullopt;
  if (left) {
    if (a.magnitude == 0) return a;
    if (by.magnitude > 128 || bit_length(a.magnitude) + static_cast<int>(by.magnitude) > 128) return std::nullopt;
    return make_integer(a.negative, a.magnitude << static_cast<int>(by.magnitude));
  }
  Wide step = by.magnitude > 127 ? 0 : Wide{1} << static_cast<int>(by.magnitude);
  if (step == 0) return a.negative ? Integer{true, 1} : Integer{};
  return floor_divide(a, {false, step});
}

// The 128-bit two's complement, when the number fits in it.
std::optional<Wide> twos_complement(Integer a) {
  if (a.magnitude >> 127 != 0) return std::nullopt;
  return a.negative ? ~a.magnitude + 1 : a.magnitude;
}

std::optional<Integer> bitwise(Operator op, Integer a, Integer b) {
  auto x = twos_complement(a), y = twos_complement(b);
  if (!x || !y) return std::nullopt;
  Wide bits = op == Operator::BitAnd ? *x & *y : op == Operator::BitOr ? *x | *y : *x ^ *y;
  bool negative = bits >> 127 != 0;
  return make_integer(negative, negative ? ~bits + 1 : bits);
}

Constant from_double(double value) {
  Constant out;
  out.kind = ConstantKind::Float;
  out.real = value;
  return out;
}

// A float, or an int (bool) that a float holds exactly.
// Rounded to even, as at run time.
std::optional<double> double_of(const Constant& c) {
  if (c.kind == ConstantKind::Float) return c.real;
  auto value = integer_of(c);
  if (!value || value->magnitude > UINT64_MAX) return std::nullopt;
  double magnitude = static_cast<double>(static_cast<uint64_t>(value->magnitude));
  return value->negative ? -magnitude : magnitude;
}

// An int that is a float without rounding.
std::optional<double> exact_double_of(const Constant& c) {
  auto value = double_of(c);
  return value && std::fabs(*value) < exact_limit ? value : std::nullopt;
}

std::optional<Constant> fold_float(Operator op, double a, double b) {
  switch (op) {
    case Operator::Add: return from_double(a + b);
    case Operator::Sub: return from_double(a - b);
    case Operator::Mult: return from_double(a * b);
    case Operator::Div:
      if (b == 0) return std::nullopt;
      return from_double(a / b);
    case Operator::FloorDiv: case Operator::Mod: {
      if (b == 0 || !std::isfinite(a) || !std::isfinite(b)) return std::nullopt;
      double rest = std::fmod(a, b);
      double quotient = (a - rest) / b;
      if (rest != 0) {
        if ((b < 0) != (rest < 0)) {
          rest += b;
          quotient -= 1;
        }
      } else {
        rest = std::copysign(0.0, b);
      }
      if (op == Operator::Mod) return from_double(rest);
      if (quotient == 0) return from_double(std::copysign(0.0, a / b));
      double whole = std::floor(quotient);
      if (quotient - whole > 0.5) whole += 1;
      return from_double(whole);
    }
    case Operator::Pow: {
      if (!std::isfinite(a) || !std::isfinite(b) || a <= 0) return std::nullopt;
      double result = std::pow(a, b);
      if (!std::isfinite(result)) return std::nullopt;
      return from_double(result);
    }
    default: return std::nullopt;
  }
}

std::optional<Constant> fold_complex(Operator op, const Constant& a, const Constant& b) {
  ComplexPair x{a.real, a.imag}, y{b.real, b.imag}, result;
  if (a.kind != ConstantKind::Complex) {
    auto value = double_of(a);
    if (!value) return std::nullopt;
    x = {*value, 0};
  }
  if (b.kind != ConstantKind::Complex) {
    auto value = double_of(b);
    if (!value) return std::nullopt;
    y = {*value, 0};
  }
  switch (op) {
    case Operator::Add: result = {x.re + y.re, x.im + y.im}; break;
    case Operator::Sub: result = {x.re - y.re, x.im - y.im}; break;
    case Operator::Mult: result = multiply(x, y); break;
    case Operator::Div:
      if (y.re == 0 && y.im == 0) return std::nullopt;
      result = divide(x, y);
      break;
    case Operator::Pow: // whole powers: others are the run's business, and so is what overflows
      if (!is_small_power(y) || (x.re == 0 && x.im == 0) || !integer_power(x, static_cast<int64_t>(y.re), &result)) return std::nullopt;
      if (std::isinf(result.re) || std::isinf(result.im)) return std::nullopt;
      break;
    default: return std::nullopt;
  }
  Constant out;
  out.kind = ConstantKind::Complex;
  out.real = result.re;
  out.imag = result.im;
  return out;
}

std::optional<Constant> fold_integer(Operator op, const Constant& left, const Constant& right) {
  auto a = integer_of(left), b = integer_of(right);
  if (!a || !b) return std::nullopt;
  std::optional<Integer> result;
  switch (op) {
    case Operator::Add: result = add(*a, *b); break;
    case Operator::Sub: result = add(*a, negate(*b)); break;
    case Operator::Mult: result = multiply(*a, *b); break;
    case Operator::FloorDiv: result = floor_divide(*a, *b); break;
    case Operator::Mod: result = modulo(*a, *b); break;
    case Operator::LShift: result = shift(*a, *b, true); break;
    case Operator::RShift: result = shift(*a, *b, false); break;
    case Operator::BitAnd: case Operator::BitOr: case Operator::BitXor: {
      result = bitwise(op, *a, *b);
      bool bools = left.kind != ConstantKind::Int && left.kind != ConstantKind::BigInt &&
                   right.kind != ConstantKind::Int && right.kind != ConstantKind::BigInt;
      if (result && bools) {
        Constant out;
        out.kind = result->magnitude != 0 ? ConstantKind::True : ConstantKind::False;
        return out;
      }
      break;
    }
    case Operator::Pow:
      if (b->negative) {
        auto x = exact_double_of(left), y = exact_double_of(right);
        if (!x || !y || *x == 0) return std::nullopt;
        double value = std::pow(*x, *y);
        return std::isfinite(value) ? std::optional(from_double(value)) : std::nullopt;
      }
      result = power(*a, *b);
      break;
    case Operator::Div: {
      auto x = exact_double_of(left), y = exact_double_of(right);
      if (!x || !y || *y == 0) return std::nullopt;
      return from_double(*x / *y);
    }
    default: break;
  }
  if (!result) return std::nullopt;
  return from_integer(*result);
}

size_t total_items(const Constant& c) {
  size_t total = c.items.size();
  for (const Constant& item : c.items) total += total_items(item);
  return total;
}

std::optional<Constant> repeat(const Constant& sequence, const Constant& times) {
  auto value = integer_of(times);
  if (!value) return std::nullopt;
  bool tuple = sequence.kind == ConstantKind::Tuple;
  size_t size = tuple ? sequence.items.size() : sequence.text.size();
  if (sequence.kind == ConstantKind::Str) size = count_utf8(sequence.text);
  size_t limit = tuple ? max_items : max_text;
  if (value->magnitude > limit) return std::nullopt;
  size_t count = value->negative ? 0 : static_cast<size_t>(value->magnitude);
  if (size * count > limit) return std::nullopt;
  if (tuple && count != 0 && total_items(sequence) * count > max_nested_items) return std::nullopt;
  Constant out = sequence;
  out.items.clear();
  out.text.clear();
  for (size_t i = 0; i < count; ++i) {
    out.text += sequence.text;
    out.items.insert(out.items.end(), sequence.items.begin(), sequence.items.end());
  }
  return out;
}

bool is_number(const Constant& c) {
  switch (c.kind) {
    case ConstantKind::True: case ConstantKind::False: case ConstantKind::Int: case ConstantKind::BigInt:
    case ConstantKind::Float: case ConstantKind::Complex: return true;
    default: return false;
  }
}

bool is_sequence(const Constant& c) {
  return c.kind == ConstantKind::Str || c.kind == ConstantKind::Bytes || c.kind == ConstantKind::Tuple;
}

}  // namespace

std::optional<Constant> fold_binary(Operator op, const Constant& a, const Constant& b) {
  if (is_number(a) && is_number(b)) {
    if (a.kind == ConstantKind::Complex || b.kind == ConstantKind::Complex) return fold_complex(op, a, b);
    if (a.kind == ConstantKind::Float || b.kind == ConstantKind::Float) {
      auto x = double_of(a), y = double_of(b);
      if (!x || !y) return std::nullopt;
      return fold_float(op, *x, *y);
    }
    return fold_integer(op, a, b);
  }
  if (op == Operator::Mult && is_sequence(a) && is_number(b)) return repeat(a, b);
  if (op == Operator::Mult && is_number(a) && is_sequence(b)) return repeat(b, a);
  if (op == Operator::Add && is_sequence(a) && a.kind == b.kind) {
    Constant out = a;
    out.text += b.text;
    out.items.insert(out.items.end(), b.items.begin(), b.items.end());
    return out;
  }
  return std::nullopt;
}

std::optional<Constant> fold_unary(ast::UnaryOperator op, const Constant& operand) {
  using ast::UnaryOperator;
  if (op == UnaryOperator::Not) {
    Constant out;
    out.kind = is_true(operand) ? ConstantKind::False : ConstantKind::True;
    return out;
  }
  if (!is_number(operand)) return std::nullopt;
  if (operand.kind == ConstantKind::Float || operand.kind == ConstantKind::Complex) {
    if (op == UnaryOperator::Invert) return std::nullopt;
    Constant out = operand;
    if (op == UnaryOperator::USub) {
      out.real = -out.real;
      out.imag = -out.imag;
    }
    return out;
  }
  if (operand.kind == ConstantKind::BigInt && op != UnaryOperator::Invert) {
    Constant out = operand;
    if (op == UnaryOperator::USub) out.negative = !out.negative;
    if (auto value = integer_of(out)) return from_integer(*value);
    return out;
  }
  auto value = integer_of(operand);
  if (!value) return std::nullopt;
  if (op == UnaryOperator::UAdd) return from_integer(*value);
  if (op == UnaryOperator::USub) return from_integer(negate(*value));
  auto inverted = add(negate(*value), {true, 1});
  if (!inverted) return std::nullopt;
  return from_integer(*inverted);
}

std::optional<Constant> fold_subscript(const Constant& container, const Constant& key) {
  auto index = integer_of(key);
  if (!index || !is_sequence(container)) return std::nullopt;
  std::vector<size_t> starts;  // of characters, for text
  size_t size = container.items.size();
  if (container.kind == ConstantKind::Bytes) size = container.text.size();
  if (container.kind == ConstantKind::Str) {
    for (size_t i = 0; i < container.text.size(); ++i) {
      if ((container.text[i] & 0xc0) != 0x80) starts.push_back(i);
    }
    size = starts.size();
    starts.push_back(container.text.size());
  }
  if (index->magnitude > size || (!index->negative && index->magnitude == size)) return std::nullopt;
  size_t at = static_cast<size_t>(index->magnitude);
  if (index->negative) at = size - at;
  if (container.kind == ConstantKind::Tuple) return container.items[at];
  if (container.kind == ConstantKind::Bytes) return int_constant(static_cast<unsigned char>(container.text[at]));
  return str_constant(std::string_view(container.text).substr(starts[at], starts[at + 1] - starts[at]));
}

}  // namespace terrarium::compiler
