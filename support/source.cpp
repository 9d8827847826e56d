// From bytes to lines: encoding (byte order mark, PEP 263 cookie), newlines, line table.
#include "support/source.h"

#include <iconv.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "support/utf8.h"

namespace terrarium {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Diagnostic encoding_error(std::string message, DiagnosticType type = DiagnosticType::SyntaxError) {
  Diagnostic error;
  error.type = type;
  error.message = std::move(message);
  return error;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

// PEP 263: a comment with coding[:=] name. Empty when the line has none.
std::string_view find_cookie(std::string_view line) {
  size_t at = line.find_first_not_of(" \t\f");
  if (at == std::string_view::npos || line[at] != '#') return {};
  for (at = line.find("coding", at); at != std::string_view::npos; at = line.find("coding", at + 1)) {
    size_t name = at + 6;
    if (name >= line.size() || (line[name] != ':' && line[name] != '=')) continue;
    name = line.find_first_not_of(" \t", name + 1);
    if (name == std::string_view::npos) return {};
    size_t end = name;
    auto belongs = [](uint32_t c) {
      return (c | 32) - 'a' < 26 || c - '0' < 10 || c == '-' || c == '_' || c == '.';
    };
    while (end < line.size() && belongs(static_cast<unsigned char>(line[end]))) ++end;
    if (end > name) return line.substr(name, end - name);
  }
  return {};
}

bool is_blank_or_comment(std::string_view line) {
  size_t at = line.find_first_not_of(" \t\f");
  return at == std::string_view::npos || line[at] == '#';
}

std::string_view declared_encoding(std::string_view bytes) {
  std::string_view line = first_line(bytes);
  std::string_view cookie = find_cookie(line);
  if (!cookie.empty() || !is_blank_or_comment(line)) return cookie;
  size_t next = line.size();
  if (next < bytes.size() && bytes[next] == '\r') ++next;
  if (next < bytes.size() && bytes[next] == '\n') ++next;
  return find_cookie(first_line(bytes.substr(next)));
}

// "UTF8" and "utf_8-unix" are utf-8; "Latin1-x" is iso-8859-1; others stay as they are written.
std::string normal_name(std::string_view name) {
  std::string lower;
  for (char c : name.substr(0, 12)) lower += c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c | 32 : c);
  auto begins = [&](std::string_view what) {
    return lower == what || (lower.size() > what.size() && lower.starts_with(what) && lower[what.size()] == '-');
  };
  if (begins("utf-8") || lower == "utf8" || lower == "u8") return "utf-8";
  if (begins("latin-1") || begins("iso-8859-1") || begins("iso-latin-1") || lower == "latin1" || lower == "l1") {
    return "iso-8859-1";
  }
  return std::string(name);
}

// The rest of the world's encodings are the C library's business. False when it does not know `name`
// or the bytes do not fit.
bool convert_to_utf8(const std::string& name, std::string_view bytes, std::string& to) {
  std::string wide_names = name.substr(0, 3);
  for (char& c : wide_names) c |= 32;
  if (wide_names == "utf" || wide_names == "ucs") return false;  // not a superset of ASCII
  iconv_t converter = iconv_open("UTF-8", name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  std::string input(bytes);
  char* in = input.data();
  size_t in_left = input.size();
  bool fine = true;
  char buffer[4096];
  while (fine && in_left > 0) {
    char* out = buffer;
    size_t out_left = sizeof buffer;
    size_t result = iconv(converter, &in, &in_left, &out, &out_left);
    to.append(buffer, sizeof buffer - out_left);
    fine = result != static_cast<size_t>(-1) || out_left != sizeof buffer;
  }
  iconv_close(converter);
  return fine;
}

// Why an object's bytes could not be decoded.
std::string undecodable(const std::string& name, std::string_view bytes) {
  if (name == "ascii" || name == "us-ascii") {
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
      char byte[8];
      std::snprintf(byte, sizeof byte, "%02x", static_cast<unsigned char>(bytes[i]));
      return std::string("'ascii' codec can't decode byte 0x") + byte + " in position " + std::to_string(i) + ": ordinal not in range(128)";
    }
  }
  iconv_t converter = iconv_open("UTF-8", name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return "unknown encoding: " + name;
  iconv_close(converter);
  return "encoding problem: " + name;
}

uint32_t line_of(std::string_view text, size_t at) {
  uint32_t line = 1;
  for (size_t i = 0; i < at; ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) ++line;
  }
  return line;
}

// The token around a byte, as far as its line shows it: what stands between quotes, or a name.
std::string_view token_around(std::string_view text, size_t at) {
  size_t line = text.find_last_of("\r\n", at);
  line = line == std::string_view::npos ? 0 : line + 1;
  char quote = 0;
  size_t begin = at;
  for (size_t i = line; i < at; ++i) {
    if (quote == 0 && (text[i] == '"' || text[i] == '\'')) {
      quote = text[i];
      begin = i + 1;
    } else if (text[i] == quote) {
      quote = 0;
    }
  }
  if (quote != 0) return text.substr(begin, text.find(quote, at) - begin);
  auto belongs = [&](size_t i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    return c >= 0x80 || c == '_' || (c | 32u) - 'a' < 26u || c - unsigned{'0'} < 10u;
  };
  size_t end = at;
  for (begin = at; begin > line && belongs(begin - 1);) --begin;
  while (end < text.size() && belongs(end)) ++end;
  return text.substr(begin, end - begin);
}

Diagnostic bad_utf8(std::string_view text, const Utf8Error& bad, std::string_view filename, bool declared) {
  char byte[8];
  std::snprintf(byte, sizeof byte, "%02x", static_cast<unsigned char>(text[bad.at]));
  uint32_t line = line_of(text, bad.at);
  if (declared) {
    Utf8Error in_token = find_utf8_error(token_around(text, bad.at));
    Diagnostic error = encoding_error(std::string("(unicode error) 'utf-8' codec can't decode byte 0x") + byte +
                                      " in position " + std::to_string(in_token.at) + ": " + in_token.reason);
    error.line = static_cast<int32_t>(line);
    return error;
  }
  return encoding_error(std::string("Non-UTF-8 code starting with '\\x") + byte + "' in file " +
                        std::string(filename) + " on line " + std::to_string(line) +
                        ", but no encoding declared; see https://peps.python.org/pep-0263/ for details");
}

}  // namespace

SourceText SourceText::from_bytes(std::string_view bytes, std::string_view filename, BytesOf of) {
  SourceText source;
  source.data_->filename = filename;
  source.data_->origin = of == BytesOf::File ? Origin::File : Origin::Object;
  auto fail = [&](Diagnostic error) {
    // Of a file CPython says no more than the message; of bytes given to compile(), also "line 0".
    if (of == BytesOf::Object && error.is_syntax_error() && error.line == Diagnostic::kNone) error.line = 0;
    source.data_->error = std::move(error);
    source.adopt_text({});
    return std::move(source);
  };
  if (bytes.find('\0') != std::string_view::npos) {
    return fail(encoding_error("source code string cannot contain null bytes", DiagnosticType::ValueError));
  }
  bool has_mark = bytes.starts_with(kByteOrderMark);
  if (has_mark) bytes.remove_prefix(kByteOrderMark.size());
  std::string_view cookie = declared_encoding(bytes);
  std::string encoding = cookie.empty() ? "utf-8" : normal_name(cookie);
  if (has_mark && encoding != "utf-8") return fail(encoding_error("encoding problem: " + encoding + " with BOM"));
  if (encoding == "utf-8") {
    Utf8Error bad = find_utf8_error(bytes);
    if (bad.at != kUtf8Valid) return fail(bad_utf8(bytes, bad, filename, of == BytesOf::Object || !cookie.empty()));
    source.adopt_text(bytes);
    return source;
  }
  std::string text;
  if (encoding == "iso-8859-1") {
    for (char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
  } else if (!convert_to_utf8(encoding, bytes, text)) {
    return fail(encoding_error(of == BytesOf::Object ? undecodable(encoding, bytes) : "encoding problem: " + encoding));
  }
  source.adopt_text(text);
  return source;
}

SourceText SourceText::from_string(std::string_view utf8, std::string_view filename) {
  SourceText source;
  source.data_->filename = filename;
  source.data_->origin = Origin::String;
  if (utf8.find('\0') != std::string_view::npos) {
    source.data_->error =
        encoding_error("source code string cannot contain null bytes", DiagnosticType::ValueError);
    utf8 = {};
  }
  source.adopt_text(utf8);
  return source;
}

void SourceText::adopt_text(std::string_view utf8) {
  std::string& text = data_->text;
  text.reserve(utf8.size() + 1);
  while (!utf8.empty()) {
    size_t carriage_return = utf8.find('\r');
    text.append(utf8.substr(0, carriage_return));
    if (carriage_return == std::string_view::npos) break;
    text += '\n';
    utf8.remove_prefix(carriage_return + 1);
    if (!utf8.empty() && utf8[0] == '\n') utf8.remove_prefix(1);
  }
  data_->ends_with_newline = text.empty() || text.back() == '\n';
  if (!data_->ends_with_newline) text += '\n';
  const char* begin = text.data();
  const char* end = begin + text.size();
  for (const char* at = begin; at < end;) {
    data_->line_starts.push_back(static_cast<size_t>(at - begin));
    const void* newline = std::memchr(at, '\n', static_cast<size_t>(end - at));
    at = static_cast<const char*>(newline) + 1;
  }
}

std::string_view SourceText::line(uint32_t number) const {
  if (number == 0 || number > line_count()) return {};
  size_t begin = line_start(number);
  size_t end = number < line_count() ? line_start(number + 1) : data_->text.size();
  return text().substr(begin, end - begin);
}

std::string_view SourceText::slice(const Span& span) const {
  if (span.line == 0 || span.end_line > line_count()) return {};
  size_t begin = line_start(span.line) + span.col;
  size_t end = line_start(span.end_line) + span.end_col;
  if (begin > end || end > data_->text.size()) return {};
  return text().substr(begin, end - begin);
}

uint32_t SourceText::char_column(uint32_t number, uint32_t col) const {
  return static_cast<uint32_t>(count_utf8(line(number).substr(0, col)));
}

}  // namespace terrarium
