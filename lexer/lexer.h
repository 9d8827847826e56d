// Characters to tokens, one at a time and only when asked: what has not been asked for cannot be wrong yet,
// which is how CPython decides which of several errors a program shows.
// Invariant: after an Error token next() must not be called again; failure() and error() say what happened.
// Positions, texts and their order follow CPython 3.11's tokenizer. Read next: lexer/literal.h, docs/lexer.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lexer/token.h"
#include "support/diagnostic.h"
#include "support/source.h"

namespace terrarium {

// How far an f-string reaches: to its first quote (3.11), or by matching braces, so that
// f"{d["k"]}" is one string (3.12, PEP 701). The parser tries the first, then the second.
enum class FStringRule : uint8_t { FirstQuote, MatchBraces };

enum class LexFailure : uint8_t {
  None,
  Reported,        // error() is complete
  EndOfFile,       // the text ended within brackets or after a backslash
  BadDedent,
  MixedTabs,
  TooManyIndents,
  BadContinuation,  // something after a backslash
};

class Lexer {
 public:
  struct Options {
    FStringRule f_string_rule = FStringRule::FirstQuote;
    bool imply_final_newline = true;  // Exec mode: a last line without '\n' is a line all the same
  };
  Lexer(const SourceText& source, Options options);

  // A part of a source, read as if within brackets: the expression of an f-string's {...}.
  // `start` is the place of its first byte; the end of the part is an EndMarker.
  struct Part {
    size_t begin = 0, end = 0;  // bytes in source.text()
    uint32_t line = 1;          // where `begin` stands
    size_t line_start = 0;      // byte where that line begins
  };
  Lexer(const SourceText& source, Options options, Part part);

  Token next();

  LexFailure failure() const { return failure_; }
  // What a failure is in Python's terms; needs the failed state, so ask right after the Error token.
  Diagnostic error() const;
  const std::vector<Diagnostic>& warnings() const { return warnings_; }
  bool met_f_string() const { return met_f_string_; }

  // The tokenizer's place, as CPython's error positions use it.
  uint32_t line() const { return line_; }
  uint32_t column() const { return static_cast<uint32_t>(at_ - line_start_); }  // bytes
  size_t position() const { return static_cast<size_t>(at_ - base_); }                // bytes read of the text
  bool reached_end() const { return reached_end_; }  // the text, or an open string, ended
  int level() const { return level_; }
  // The innermost open bracket; level() > 0.
  char open_bracket() const { return brackets_[level_ - 1].character; }
  uint32_t open_bracket_line() const { return brackets_[level_ - 1].line; }
  uint32_t open_bracket_column() const { return brackets_[level_ - 1].column; }

  std::string_view text_of(const Token& token) const { return {base_ + token.offset, token.length}; }
  const SourceText& source() const { return source_; }

  // An error as Python's SyntaxError has it. Offsets are 1-based byte columns (0 and -1 stay as they are)
  // and become character columns here; the text is the line's.
  Diagnostic diagnostic(DiagnosticType type, std::string message, uint32_t line, int64_t offset, uint32_t end_line,
                        int64_t end_offset) const;
  // For the text of an f-string's expression: CPython's columns are then bytes, less by `shift` below its first line.
  void count_as_expression_text(int64_t shift) { expression_text_shift_ = shift; }
  Diagnostic unclosed_bracket() const;  // "'(' was never closed"; level() > 0

  static constexpr int kMaxBrackets = 200;
  static constexpr int kMaxIndents = 100;

 private:
  struct Bracket {
    char character;
    uint32_t line;
    uint32_t column;
  };

  enum class Buffer : uint8_t { Restart, Grow };
  void begin_line(Buffer buffer);
  bool read_indentation(bool& blank);
  bool set_indentation(int column, int alternate);
  bool skip_continuation(Buffer buffer);
  Token make(TokenType type, const char* start);
  Token make_without_extent(TokenType type);
  Token fail(LexFailure failure);
  Token fail_reported(std::string message);
  Token name_or_prefixed_string(const char* start);
  Token string(const char* start, const char* quote, bool is_f_string, bool is_raw);
  Token number(const char* start);
  bool decimal_tail(const char*& at);
  bool end_of_number(const char* at, const char* kind);
  Token bad_number(const char* at, std::string message);
  Token radix_number(const char* start, int base, const char* kind);
  bool verify_identifier(const char* start, const char* end);
  Token punctuation(const char* start);
  void note_lines(const char* from, const char* to);

  const SourceText& source_;
  Options options_;
  const char* base_;        // first byte of the whole text: offsets count from here
  const char* at_;
  const char* end_;
  const char* line_start_;  // of the line at_ is in
  const char* buffer_start_;  // of the line in which CPython's tokenizer would have its buffer begin
  uint32_t line_;
  bool is_part_ = false;
  bool at_line_begin_ = false;
  bool reached_end_ = false;
  bool met_f_string_ = false;
  bool sent_final_newline_ = false;
  LexFailure failure_ = LexFailure::None;
  int level_ = 0;
  int indent_ = 0;
  int pending_indents_ = 0;
  Bracket brackets_[kMaxBrackets];
  int indents_[kMaxIndents];
  int alternate_indents_[kMaxIndents];  // the same with tabs as wide as one space (to find mixed tabs)
  std::optional<int64_t> expression_text_shift_;
  std::optional<Diagnostic> reported_;
  std::vector<Diagnostic> warnings_;
};

}  // namespace terrarium
