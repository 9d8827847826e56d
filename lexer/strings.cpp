// String tokens: where they end. What is in them is literal.cpp's and fstring.cpp's business.
#include <cstring>
#include <string>

#include "lexer/chars.h"
#include "lexer/fstring.h"
#include "lexer/lexer.h"

namespace terrarium {

// Counts the lines that begin in [from, to), a part of a token.
void Lexer::note_lines(const char* from, const char* to) {
  while (from < to) {
    const auto* newline = static_cast<const char*>(std::memchr(from, '\n', static_cast<size_t>(to - from)));
    if (newline == nullptr) return;
    from = newline + 1;
    if (from < end_) {
      ++line_;
      line_start_ = from;
    }
  }
}

// `start` is the token's first byte, `quote` the opening quote behind its prefix.
Token Lexer::string(const char* start, const char* quote, bool is_f_string, bool is_raw) {
  met_f_string_ |= is_f_string;
  bool triple = quote[1] == *quote && quote[2] == *quote;
  const char* at = quote + (triple ? 3 : 1);
  const char* end = nullptr;  // behind the closing quote
  if (is_f_string && options_.f_string_rule == FStringRule::MatchBraces) {
    size_t length = f_string_length({quote, static_cast<size_t>(end_ - quote)}, is_raw);
    if (length != 0) {
      end = quote + length;
    } else {
      options_.f_string_rule = FStringRule::FirstQuote;  // the program is wrong: do not search to its end again
    }
  }
  bool hit_end = false;
  while (end == nullptr) {
    char c = *at;
    if (at >= end_ || (c == '\n' && !triple)) {
      hit_end = at >= end_;
      break;
    }
    if (c == '\\' && at + 1 < end_) {
      at += 2;
    } else if (c != *quote) {
      ++at;
    } else if (!triple) {
      end = at + 1;
    } else if (at[1] == c && at[2] == c && at + 3 <= end_) {
      end = at + 3;
    } else {
      ++at;
    }
  }
  Token token;
  token.type = TokenType::String;
  token.level = static_cast<uint8_t>(level_);
  token.offset = static_cast<uint32_t>(start - base_);
  token.span.line = line_;
  token.span.col = static_cast<uint32_t>(start - line_start_);
  if (end == nullptr) {
    // The error stands at the string's first character, but names the line where reading stopped.
    uint32_t first_line = line_;
    const char* first_line_start = line_start_;
    note_lines(start, at);
    uint32_t last_line = line_;
    line_ = first_line;
    line_start_ = first_line_start;
    at_ = start + 1;
    if (hit_end) reached_end_ = true;
    return fail_reported(std::string("unterminated ") + (triple ? "triple-quoted " : "") +
                         "string literal (detected at line " + std::to_string(last_line) + ")");
  }
  if (triple || std::memchr(start, '\n', static_cast<size_t>(end - start)) != nullptr) note_lines(start, end);
  at_ = end;
  token.length = static_cast<uint32_t>(end - start);
  token.span.end_line = line_;
  token.span.end_col = static_cast<uint32_t>(end - line_start_);
  return token;
}

}  // namespace terrarium
