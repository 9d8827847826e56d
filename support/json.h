// Writes one JSON value (RFC 8259) as text on one line. Commas and quoting are the writer's business; that begins and
// ends match is the caller's.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace terrarium {

class JsonWriter {
 public:
  // A container or value inside an array, or the outermost one.
  void begin_object() { open('{'); }
  void begin_array() { open('['); }
  void end_object() { close('}'); }
  void end_array() { close(']'); }
  void value(std::string_view text);  // what is no UTF-8 becomes U+FFFD
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth);
  void value(double number);                // shortest form that reads back the same; null for what is no number
  void value(double number, int decimals);  // fixed
  template <std::integral T>
  void value(T number) {
    separate();
    text_ += std::to_string(number);
    first_ = false;
  }
  void null();

  // The same inside an object.
  void begin_object(std::string_view name) { key(name), open('{'); }
  void begin_array(std::string_view name) { key(name), open('['); }
  template <typename... T>
  void field(std::string_view name, T... what) {
    key(name);
    value(what...);
  }
  void null_field(std::string_view name) { key(name), null(); }

  const std::string& text() const { return text_; }

 private:
  void separate() {
    if (!first_) text_ += ", ";
  }
  void open(char bracket) {
    separate();
    text_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    first_ = false;
  }
  void key(std::string_view name);
  void quote(std::string_view text);

  std::string text_;
  bool first_ = true;  // nothing stands before in this container, or a key does
};

}  // namespace terrarium
