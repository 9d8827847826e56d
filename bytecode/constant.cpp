// Constants and names of a code unit: equality and hash for deduplication, Python's repr for dumps.
// Invariant: equal only with the same type all the way down, floats by their bits.
// Read next: bytecode/code_unit.h.
#include <bit>
#include <charconv>
#include <cmath>

#include "bytecode/code_unit.h"
#include "support/unicode.h"
#include "support/utf8.h"

namespace terrarium {

namespace {

bool same_items(const std::vector<Constant>& a, const std::vector<Constant>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!same_constant(a[i], b[i])) return false;
  }
  return true;
}

uint64_t mix(uint64_t hash, uint64_t value) {
  hash ^= value;
  hash *= 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 29;
}

uint64_t hash_text(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

bool same_bits(double a, double b) { return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b); }

// repr(float); `always_point` adds the ".0" that parts of a complex do not have.
std::string float_repr(double value, bool always_point) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[40];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  std::string digits;
  std::string out;
  const char* at = buffer;
  if (*at == '-') out += *at++;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') digits += *at;
  }
  int exponent = 0;
  if (at != end) std::from_chars(at[1] == '+' ? at + 2 : at + 1, end, exponent);
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (digits.size() > 1) out.append(".").append(digits, 1);
    out += exponent < 0 ? "e-" : "e+";
    std::string power = std::to_string(std::abs(exponent));
    if (power.size() < 2) out += '0';
    return out + power;
  }
  if (exponent < 0) return out + "0." + std::string(-exponent - 1, '0') + digits;
  size_t whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole) {
    out += digits + std::string(whole - digits.size(), '0');
    return always_point ? out + ".0" : out;
  }
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

void append_hex(std::string& out, uint32_t value, int width) {
  constexpr char hex[] = "0123456789abcdef";
  for (int i = width - 1; i >= 0; --i) out += hex[value >> 4 * i & 15];
}

char quote_for(std::string_view text) {
  bool single = text.find('\'') != text.npos;
  bool twofold = text.find('"') != text.npos;
  return single && !twofold ? '"' : '\'';
}

bool append_plain_escape(std::string& out, unsigned char c, char quote) {
  if (c == static_cast<unsigned char>(quote) || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c < 0x20 || c == 0x7f) {
    out += "\\x";
    append_hex(out, c, 2);
  } else {
    return false;
  }
  return true;
}

std::string str_repr(std::string_view text) {
  char quote = quote_for(text);
  std::string out(1, quote);
  for (size_t i = 0; i < text.size();) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      if (!append_plain_escape(out, c, quote)) out += static_cast<char>(c);
      ++i;
      continue;
    }
    Utf8Char decoded = decode_utf8(text, i);
    uint32_t code = decoded.valid ? decoded.code : c;
    if (decoded.valid && is_printable(code)) {
      out += text.substr(i, decoded.length);
    } else {
      out += code < 0x100 ? "\\x" : code < 0x10000 ? "\\u" : "\\U";
      append_hex(out, code, code < 0x100 ? 2 : code < 0x10000 ? 4 : 8);
    }
    i += decoded.length;
  }
  out += quote;
  return out;
}

std::string bytes_repr(std::string_view bytes) {
  char quote = quote_for(bytes);
  std::string out = "b";
  out += quote;
  for (unsigned char c : bytes) {
    if (append_plain_escape(out, c, quote)) continue;
    if (c >= 0x80) {
      out += "\\x";
      append_hex(out, c, 2);
    } else {
      out += static_cast<char>(c);
    }
  }
  out += quote;
  return out;
}

// Decimal digits of a number written in another base; schoolbook, so long ones stay in hexadecimal.
std::string big_int_repr(const Constant& constant) {
  std::string sign = constant.negative ? "-" : "";
  if (constant.base == 10) return sign + constant.text;
  if (constant.text.size() > 4300) {
    return sign + (constant.base == 16 ? "0x" : constant.base == 8 ? "0o" : "0b") + constant.text;
  }
  std::vector<uint32_t> limbs;  // base 10^9, least first
  for (char c : constant.text) {
    uint64_t carry = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    for (uint32_t& limb : limbs) {
      carry += static_cast<uint64_t>(limb) * constant.base;
      limb = static_cast<uint32_t>(carry % 1000000000);
      carry /= 1000000000;
    }
    if (carry != 0) limbs.push_back(static_cast<uint32_t>(carry));
  }
  if (limbs.empty()) return "0";
  std::string digits = std::to_string(limbs.back());
  for (size_t i = limbs.size() - 1; i-- > 0;) {
    std::string part = std::to_string(limbs[i]);
    digits += std::string(9 - part.size(), '0') + part;
  }
  return sign + digits;
}

std::string join_items(const std::vector<Constant>& items) {
  std::string out;
  for (const Constant& item : items) {
    if (!out.empty()) out += ", ";
    out += constant_repr(item);
  }
  return out;
}

std::vector<std::string> slots_of(const CodeUnit& unit, uint8_t mask) {
  std::vector<std::string> out;
  for (size_t i = 0; i < unit.localsplus.size(); ++i) {
    if (unit.local_kinds[i] & mask) out.push_back(unit.localsplus[i]);
  }
  return out;
}

}  // namespace

bool same_constant(const Constant& a, const Constant& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ConstantKind::None: case ConstantKind::True: case ConstantKind::False: case ConstantKind::Ellipsis:
      return true;
    case ConstantKind::Int: return a.integer == b.integer;
    case ConstantKind::BigInt: return a.negative == b.negative && a.base == b.base && a.text == b.text;
    case ConstantKind::Float: return same_bits(a.real, b.real);
    case ConstantKind::Complex: return same_bits(a.real, b.real) && same_bits(a.imag, b.imag);
    case ConstantKind::Str: case ConstantKind::Bytes: return a.text == b.text;
    case ConstantKind::Tuple: case ConstantKind::FrozenSet: return same_items(a.items, b.items);
    case ConstantKind::Code: return a.code == b.code;
  }
  return false;
}

uint64_t hash_constant(const Constant& c) {
  uint64_t hash = mix(0x51ed270b, static_cast<uint64_t>(c.kind));
  switch (c.kind) {
    case ConstantKind::None: case ConstantKind::True: case ConstantKind::False: case ConstantKind::Ellipsis:
      return hash;
    case ConstantKind::Int: return mix(hash, static_cast<uint64_t>(c.integer));
    case ConstantKind::BigInt: return mix(hash, hash_text(c.text));
    case ConstantKind::Float: return mix(hash, std::bit_cast<uint64_t>(c.real));
    case ConstantKind::Complex:
      return mix(mix(hash, std::bit_cast<uint64_t>(c.real)), std::bit_cast<uint64_t>(c.imag));
    case ConstantKind::Str: case ConstantKind::Bytes: return mix(hash, hash_text(c.text));
    case ConstantKind::Tuple: case ConstantKind::FrozenSet:
      for (const Constant& item : c.items) hash = mix(hash, hash_constant(item));
      return mix(hash, c.items.size());
    case ConstantKind::Code: return mix(hash, reinterpret_cast<uintptr_t>(c.code.get()));
  }
  return hash;
}

std::string constant_repr(const Constant& c) {
  switch (c.kind) {
    case ConstantKind::None: return "None";
    case ConstantKind::True: return "True";
    case ConstantKind::False: return "False";
    case ConstantKind::Ellipsis: return "Ellipsis";
    case ConstantKind::Int: return std::to_string(c.integer);
    case ConstantKind::BigInt: return big_int_repr(c);
    case ConstantKind::Float: return float_repr(c.real, true);
    case ConstantKind::Complex: {
      std::string imag = float_repr(c.imag, false) + "j";
      if (c.real == 0 && !std::signbit(c.real)) return imag;
      if (imag[0] != '-') imag = "+" + imag;
      return "(" + float_repr(c.real, false) + imag + ")";
    }
    case ConstantKind::Str: return str_repr(c.text);
    case ConstantKind::Bytes: return bytes_repr(c.text);
    case ConstantKind::Tuple: return "(" + join_items(c.items) + (c.items.size() == 1 ? ",)" : ")");
    case ConstantKind::FrozenSet:
      return c.items.empty() ? "frozenset()" : "frozenset({" + join_items(c.items) + "})";
    case ConstantKind::Code:
      return "<code object " + c.code->name + ", file \"" + c.code->filename + "\", line " +
             std::to_string(c.code->firstlineno) + ">";
  }
  return "";
}

std::vector<std::string> CodeUnit::varnames() const { return slots_of(*this, local_plain); }
std::vector<std::string> CodeUnit::cellvars() const { return slots_of(*this, local_cell); }
std::vector<std::string> CodeUnit::freevars() const { return slots_of(*this, local_free); }

}  // namespace terrarium
