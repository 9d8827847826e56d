// What is wrong with a source text, as a plain value. Texts and positions are those that
// CPython 3.11 puts into SyntaxError(message, (filename, lineno, offset, text, end_lineno, end_offset)).
// Used by lexer, parser and compiler; app turns it into a Python exception or warning.
#pragma once

#include <cstdint>
#include <string>

namespace terrarium {

enum class DiagnosticType : uint8_t {
  SyntaxError,
  IndentationError,
  TabError,
  ValueError,      // null bytes in source given as a string
  RecursionError,  // tree too deep
  MemoryError,     // the parser's own stack limit, as in CPython
  OverflowError,
  UnicodeError,
  SyntaxWarning,
  DeprecationWarning,
};

const char* diagnostic_type_name(DiagnosticType type);  // "SyntaxError", ...

struct Diagnostic {
  static constexpr int32_t kNone = INT32_MIN;  // the attribute is None in Python

  DiagnosticType type = DiagnosticType::SyntaxError;
  std::string message;
  int32_t line = kNone;        // lineno: 1-based, or kNone
  int32_t offset = kNone;      // offset: 1-based, in characters, or kNone
  int32_t end_line = kNone;    // end_lineno
  int32_t end_offset = kNone;  // end_offset: 1-based, exclusive; may be 0, -1 or kNone as in CPython
  std::string text;            // the source line with its newline (UTF-8), when has_text
  bool has_text = false;       // text is None in Python when false

  // Python makes an exception of the SyntaxError family from it: it has lineno, offset, text.
  bool is_syntax_error() const { return type <= DiagnosticType::TabError; }
  bool is_warning() const { return type >= DiagnosticType::SyntaxWarning; }
};

}  // namespace terrarium
