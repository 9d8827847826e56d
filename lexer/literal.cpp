// Numbers by hand up to 64 bits (longer ones stay digits: the heap's integers are not ours to make);
// escapes by the table of the language reference, section 2.4.1.
#include "lexer/literal.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "support/unicode_names.h"
#include "support/utf8.h"

namespace terrarium {

namespace {

std::string without_underscores(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (char c : text) {
    if (c != '_') result += c;
  }
  return result;
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

double read_float(const std::string& text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return std::strtod(text.c_str(), nullptr);  // out of range (infinite or zero)
}

NumberValue read_int(std::string_view text, int base, Arena& arena) {
  NumberValue number;
  number.base = static_cast<uint8_t>(base);
  char buffer[64];
  size_t count = 0;
  uint64_t value = 0;
  bool fits = true;
  for (char c : text) {
    if (c == '_' || (c == '0' && count == 0)) continue;
    if (count < sizeof buffer) buffer[count] = c;
    ++count;
    uint64_t wider;
    if (__builtin_mul_overflow(value, static_cast<uint64_t>(base), &wider)) fits = false;
    value = wider + static_cast<uint64_t>(digit_value(c));
    if (value < wider) fits = false;
  }
  number.fits_int64 = fits && value <= INT64_MAX;
  if (number.fits_int64) number.small = static_cast<int64_t>(value);
  if (count == 0) {
    number.digits = "0";
  } else if (count <= sizeof buffer) {
    number.digits = arena.copy(std::string_view(buffer, count));
  } else {
    std::string digits = without_underscores(text);
    number.digits = arena.copy(std::string_view(digits).substr(digits.find_first_not_of('0')));
  }
  return number;
}

}  // namespace

NumberValue read_number(std::string_view text, Arena& arena) {
  if (text.size() == 1) {
    NumberValue number;
    number.fits_int64 = true;
    number.small = text[0] - '0';
    number.digits = arena.copy(text);
    return number;
  }
  if (text[0] == '0') {
    char letter = static_cast<char>(text[1] | 32);
    if (letter == 'x') return read_int(text.substr(2), 16, arena);
    if (letter == 'o') return read_int(text.substr(2), 8, arena);
    if (letter == 'b') return read_int(text.substr(2), 2, arena);
  }
  bool imaginary = (text.back() | 32) == 'j';
  if (!imaginary && text.find_first_of(".eE") == std::string_view::npos) return read_int(text, 10, arena);
  NumberValue number;
  number.kind = imaginary ? NumberKind::Imaginary : NumberKind::Float;
  if (imaginary) text.remove_suffix(1);
  number.number = read_float(without_underscores(text));
  return number;
}

StringParts split_string(std::string_view text) {
  StringParts parts;
  size_t at = 0;
  for (; text[at] != '\'' && text[at] != '"'; ++at) {
    switch (text[at] | 32) {
      case 'b': parts.bytes = true; break;
      case 'r': parts.raw = true; break;
      case 'f': parts.format = true; break;
      default: parts.unicode = true; break;
    }
  }
  char quote = text[at];
  bool triple = text.size() >= at + 6 && text[at + 1] == quote && text[at + 2] == quote;
  size_t width = triple ? 3 : 1;
  parts.body_begin = at + width;
  parts.body_end = text.size() - width;
  return parts;
}

namespace {

std::string unknown_escape(char c) { return std::string("invalid escape sequence '\\") + c + "'"; }
std::string large_octal(std::string_view digits) { return "invalid octal escape sequence '\\" + std::string(digits) + "'"; }

// Reads one str body. CPython first rewrites every non-ASCII character as \UXXXXXXXX and then decodes,
// so positions in its messages count ten for each; `shift_` is what that adds.
class StrDecoder {
 public:
  StrDecoder(std::string_view body, std::string& to) : body_(body), to_(to) {}

  EscapeResult run() {
    while (at_ < body_.size() && result_.error.empty()) {
      size_t backslash = body_.find('\\', at_);
      if (backslash == std::string_view::npos) backslash = body_.size();
      copy_plain(body_.substr(at_, backslash - at_));
      at_ = backslash;
      if (at_ < body_.size()) escape();
    }
    return std::move(result_);
  }

 private:
  void copy_plain(std::string_view text) {
    to_ += text;
    for (size_t i = 0; i < text.size();) {
      if (static_cast<unsigned char>(text[i]) < 128) {
        ++i;
        continue;
      }
      size_t length = decode_utf8(text, i).length;
      shift_ += 10 - length;
      i += length;
    }
  }

  void escape() {
    size_t start = at_++;
    char c = body_[at_];  // a token never ends in a lone backslash
    if (static_cast<unsigned char>(c) >= 128) {
      to_ += '\\';
      shift_ += 5;
      return;
    }
    ++at_;
    switch (c) {
      case '\n': return;
      case '\\': case '\'': case '"': to_ += c; return;
      case 'a': to_ += '\a'; return;
      case 'b': to_ += '\b'; return;
      case 'f': to_ += '\f'; return;
      case 'n': to_ += '\n'; return;
      case 'r': to_ += '\r'; return;
      case 't': to_ += '\t'; return;
      case 'v': to_ += '\v'; return;
      case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': {
        uint32_t code = static_cast<uint32_t>(c - '0');
        for (int i = 0; i < 2 && at_ < body_.size() && body_[at_] >= '0' && body_[at_] <= '7'; ++i) {
          code = code * 8 + static_cast<uint32_t>(body_[at_++] - '0');
        }
        if (code > 0377 && result_.invalid_escape.empty()) result_.invalid_escape = large_octal(body_.substr(at_ - 3, 3));
        append_utf8(to_, code);
        return;
      }
      case 'x': hex(start, 2, "truncated \\xXX escape"); return;
      case 'u': hex(start, 4, "truncated \\uXXXX escape"); return;
      case 'U': hex(start, 8, "truncated \\UXXXXXXXX escape"); return;
      case 'N': named(start); return;
      default:
        if (result_.invalid_escape.empty()) result_.invalid_escape = unknown_escape(c);
        to_ += '\\';
        to_ += c;
        return;
    }
  }

  void hex(size_t start, int digits, const char* message) {
    uint32_t code = 0;
    for (int i = 0; i < digits; ++i, ++at_) {
      int digit = at_ < body_.size() ? digit_value(body_[at_]) : -1;
      if (digit < 0) return fail(start, message);
      code = code << 4 | static_cast<uint32_t>(digit);
    }
    if (code > 0x10FFFF) return fail(start, "illegal Unicode character");
    append_utf8(to_, code);
  }

  void named(size_t start) {
    const char* malformed = "malformed \\N character escape";
    if (at_ >= body_.size() || body_[at_] != '{') return fail(start, malformed);
    size_t close = body_.find('}', ++at_);
    if (close == std::string_view::npos) {
      at_ = body_.size();
      return fail(start, malformed);
    }
    std::string_view name = body_.substr(at_, close - at_);
    at_ = close;
    if (name.empty()) return fail(start, malformed);
    ++at_;
    uint32_t code = find_unicode_name(name);
    if (code == kNoCharacter) return fail(start, "unknown Unicode character name");
    append_utf8(to_, code);
  }

  void fail(size_t start, const char* message) {
    size_t last = at_ - 1;
    std::string text = "(unicode error) 'unicodeescape' codec can't decode ";
    if (last == start) {
      text += "byte 0x5c in position " + std::to_string(start + shift_);
    } else {
      text += "bytes in position " + std::to_string(start + shift_) + "-" + std::to_string(last + shift_);
    }
    result_.error = text + ": " + message;
  }

  std::string_view body_;
  std::string& to_;
  size_t at_ = 0;
  size_t shift_ = 0;
  EscapeResult result_;
};

}  // namespace

EscapeResult decode_str_escapes(std::string_view body, std::string& to) { return StrDecoder(body, to).run(); }

EscapeResult decode_bytes_escapes(std::string_view body, std::string& to) {
  EscapeResult result;
  for (size_t at = 0; at < body.size();) {
    char c = body[at++];
    if (c != '\\') {
      to += c;
      continue;
    }
    c = body[at++];
    switch (c) {
      case '\n': break;
      case '\\': case '\'': case '"': to += c; break;
      case 'a': to += '\a'; break;
      case 'b': to += '\b'; break;
      case 'f': to += '\f'; break;
      case 'n': to += '\n'; break;
      case 'r': to += '\r'; break;
      case 't': to += '\t'; break;
      case 'v': to += '\v'; break;
      case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': {
        int code = c - '0';
        for (int i = 0; i < 2 && at < body.size() && body[at] >= '0' && body[at] <= '7'; ++i) {
          code = code * 8 + (body[at++] - '0');
        }
        if (code > 0377 && result.invalid_escape.empty()) result.invalid_escape = large_octal(body.substr(at - 3, 3));
        to += static_cast<char>(code);
        break;
      }
      case 'x': {
        int high = at < body.size() ? digit_value(body[at]) : -1;
        int low = at + 1 < body.size() ? digit_value(body[at + 1]) : -1;
        if (high < 0 || low < 0) {
          result.error = "(value error) invalid \\x escape at position " + std::to_string(at - 2);
          return result;
        }
        to += static_cast<char>(high * 16 + low);
        at += 2;
        break;
      }
      default:
        if (result.invalid_escape.empty()) result.invalid_escape = unknown_escape(c);
        to += '\\';
        to += c;
    }
  }
  return result;
}

}  // namespace terrarium
