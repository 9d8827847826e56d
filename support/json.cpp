#include "support/json.h"

#include "support/utf8.h"

#include <charconv>
#include <cmath>

namespace terrarium {

void JsonWriter::quote(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  text_ += '"';
  for (size_t at = 0; at < text.size();) {
    Utf8Char c = decode_utf8(text, at);
    bool surrogate = c.code >= 0xD800 && c.code <= 0xDFFF;
    if (c.code == '"' || c.code == '\\') {
      text_ += '\\';
      text_ += static_cast<char>(c.code);
    } else if (c.code == '\n') {
      text_ += "\\n";
    } else if (c.code == '\t') {
      text_ += "\\t";
    } else if (c.code < 0x20 || c.code == 0x7F) {
      text_ += "\\u00";
      text_ += hex[c.code >> 4];
      text_ += hex[c.code & 15];
    } else {
      append_utf8(text_, c.valid && !surrogate ? c.code : 0xFFFD);
    }
    at += c.length;
  }
  text_ += '"';
}

void JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ": ";
  first_ = true;
}

void JsonWriter::value(std::string_view text) {
  separate();
  quote(text);
  first_ = false;
}

void JsonWriter::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  first_ = false;
}

void JsonWriter::null() {
  separate();
  text_ += "null";
  first_ = false;
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  char buffer[32];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  separate();
  text_.append(buffer, end);
  first_ = false;
}

void JsonWriter::value(double number, int decimals) {
  if (!std::isfinite(number)) return null();
  char buffer[400];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed, decimals);
  separate();
  text_.append(buffer, end);
  first_ = false;
}

}  // namespace terrarium
