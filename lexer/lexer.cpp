// Lines, indentation, names and punctuation. Numbers and strings are in files of their own.
// The text ends in '\0' (std::string's), which no source contains: loops may look one byte ahead.
#include "lexer/lexer.h"

#include <cstdio>
#include <cstring>

#include "lexer/chars.h"
#include "support/unicode.h"
#include "support/utf8.h"

namespace terrarium {

using lexer::has_class;
using lexer::is_digit;

namespace {

struct Keyword {
  std::string_view text;
  TokenType type;
};

constexpr Keyword kKeywords[] = {
#define KEYWORD(name, text) {text, TokenType::name},
#include "lexer/tokens.def"
};

// Where the keywords of each first letter begin in kKeywords.
struct KeywordIndex {
  uint8_t begin[128]{};
  uint8_t end[128]{};
};

constexpr KeywordIndex kKeywordIndex = [] {
  KeywordIndex index;
  uint8_t position = 0;
  for (const Keyword& keyword : kKeywords) {
    auto letter = static_cast<size_t>(keyword.text[0]);
    if (index.end[letter] == 0) index.begin[letter] = position;
    index.end[letter] = ++position;
  }
  return index;
}();

TokenType keyword_type(std::string_view text) {
  auto letter = static_cast<unsigned char>(text[0]);
  if (letter >= 128 || text.size() > 8) return TokenType::Name;
  for (size_t i = kKeywordIndex.begin[letter]; i < kKeywordIndex.end[letter]; ++i) {
    if (kKeywords[i].text == text) return kKeywords[i].type;
  }
  return TokenType::Name;
}

std::string code_point_name(uint32_t code) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "U+%04X", code);
  return buffer;
}

}  // namespace

Lexer::Lexer(const SourceText& source, Options options)
    : source_(source), options_(options), base_(source.text().data()), at_(base_), line_start_(base_), buffer_start_(base_), line_(0) {
  end_ = base_ + source.text().size();
  if (!source.ends_with_newline() && !options.imply_final_newline) --end_;
  at_line_begin_ = true;
  indents_[0] = alternate_indents_[0] = 0;
}

Lexer::Lexer(const SourceText& source, Options options, Part part)
    : source_(source),
      options_(options),
      base_(source.text().data()),
      at_(base_ + part.begin),
      end_(base_ + part.end),
      line_start_(base_ + part.line_start),
      buffer_start_(line_start_),
      line_(part.line),
      is_part_(true) {
  indents_[0] = alternate_indents_[0] = 0;
}

Token Lexer::make(TokenType type, const char* start) {
  Token token;
  token.type = type;
  token.level = static_cast<uint8_t>(level_);
  token.offset = static_cast<uint32_t>(start - base_);
  token.length = static_cast<uint32_t>(at_ - start);
  auto column = static_cast<uint32_t>(start - line_start_);
  token.span = {line_, column, line_, column + token.length};
  return token;
}

Token Lexer::make_without_extent(TokenType type) {
  Token token;
  token.type = type;
  token.level = static_cast<uint8_t>(level_);
  token.offset = static_cast<uint32_t>(at_ - base_);
  token.span = {line_, kNoColumn, line_, kNoColumn};
  return token;
}

Token Lexer::fail(LexFailure failure) {
  failure_ = failure;
  return make_without_extent(TokenType::Error);
}

// An error at at_, the place after the last character looked at: what CPython's tokenizer calls `cur`.
Token Lexer::fail_reported(std::string message) {
  std::string_view line(line_start_, std::strcspn(line_start_, "\n"));
  auto offset = static_cast<int32_t>(count_utf8({line_start_, static_cast<size_t>(at_ - line_start_)}));
  Diagnostic error;
  error.message = std::move(message);
  error.line = error.end_line = static_cast<int32_t>(line_);
  error.offset = error.end_offset = offset;
  error.text = line;
  error.has_text = true;
  reported_ = std::move(error);
  return fail(LexFailure::Reported);
}

Diagnostic Lexer::diagnostic(DiagnosticType type, std::string message, uint32_t line, int64_t offset,
                             uint32_t end_line, int64_t end_offset) const {
  std::string_view text = source_.line(line);
  // Of a line already left behind CPython has no newline any more, unless it reads the file again.
  // Of the current one it may have the lines before as well.
  if (source_.origin() == SourceText::Origin::String) {
    if (line < line_) {
      text = text.substr(0, text.size() - 1);
    } else if (line == line_ && buffer_start_ < line_start_) {
      text = {buffer_start_, static_cast<size_t>(text.data() + text.size() - buffer_start_)};
    }
  }
  auto in_characters = [&](int64_t bytes, uint32_t of_line) -> int32_t {
    if (expression_text_shift_) return static_cast<int32_t>(bytes - (of_line > 1 ? *expression_text_shift_ : 0));
    if (bytes <= 0) return static_cast<int32_t>(bytes);
    auto count = static_cast<size_t>(bytes);
    if (count > text.size()) return static_cast<int32_t>(count_utf8(text)) + 1;
    return static_cast<int32_t>(count_utf8(text.substr(0, count)));
  };
  Diagnostic error;
  error.type = type;
  error.message = std::move(message);
  error.line = static_cast<int32_t>(line);
  error.offset = in_characters(offset, line);
  error.end_line = static_cast<int32_t>(end_line);
  error.end_offset = in_characters(end_offset, end_line);
  error.text = text;
  error.has_text = true;
  return error;
}

Diagnostic Lexer::unclosed_bracket() const {
  return diagnostic(DiagnosticType::SyntaxError, std::string("'") + open_bracket() + "' was never closed",
                    open_bracket_line(), open_bracket_column() + 1, open_bracket_line(), 0);
}

Diagnostic Lexer::error() const {
  switch (failure_) {
    case LexFailure::Reported:
    case LexFailure::None:
      break;
    case LexFailure::EndOfFile:
      if (level_ > 0) return unclosed_bracket();
      return diagnostic(DiagnosticType::SyntaxError, "unexpected EOF while parsing", line_, column(), line_, -1);
    case LexFailure::BadDedent:
      return diagnostic(DiagnosticType::IndentationError,
                        "unindent does not match any outer indentation level", line_, column(), line_, -1);
    case LexFailure::MixedTabs:
      return diagnostic(DiagnosticType::TabError, "inconsistent use of tabs and spaces in indentation", line_, 1,
                        line_, 0);
    case LexFailure::TooManyIndents:
      return diagnostic(DiagnosticType::IndentationError, "too many levels of indentation", line_, 1, line_, 0);
    case LexFailure::BadContinuation:
      return diagnostic(DiagnosticType::SyntaxError, "unexpected character after line continuation character",
                        line_, at_ - (source_.origin() == SourceText::Origin::String ? buffer_start_ : line_start_),
                        line_, 0);
  }
  return reported_ ? *reported_ : Diagnostic{};
}

// A line counts only once a character of it is read.
void Lexer::begin_line(Buffer buffer) {
  if (at_ < end_) {
    ++line_;
    line_start_ = at_;
    if (buffer == Buffer::Restart) buffer_start_ = at_;
  }
}

// A backslash has been read; at_ is behind it. The next line goes on with this one.
bool Lexer::skip_continuation(Buffer buffer) {
  if (at_ >= end_ || *at_ != '\n') {
    if (at_ < end_) at_ += decode_utf8({at_, static_cast<size_t>(end_ - at_)}, 0).length;
    fail(LexFailure::BadContinuation);
    return false;
  }
  ++at_;
  if (at_ >= end_) {
    reached_end_ = true;
    fail(LexFailure::EndOfFile);
    return false;
  }
  begin_line(buffer);
  return true;
}

bool Lexer::set_indentation(int column, int alternate) {
  if (column == indents_[indent_]) {
    if (alternate != alternate_indents_[indent_]) {
      fail(LexFailure::MixedTabs);
      return false;
    }
    return true;
  }
  auto skip_line = [&] { at_ += std::strcspn(at_, "\n") + (at_ < end_ ? 1 : 0); };
  if (column > indents_[indent_]) {
    if (indent_ + 1 >= kMaxIndents) {
      skip_line();
      fail(LexFailure::TooManyIndents);
      return false;
    }
    if (alternate <= alternate_indents_[indent_]) {
      fail(LexFailure::MixedTabs);
      return false;
    }
    ++pending_indents_;
    ++indent_;
    indents_[indent_] = column;
    alternate_indents_[indent_] = alternate;
    return true;
  }
  while (indent_ > 0 && column < indents_[indent_]) {
    --pending_indents_;
    --indent_;
  }
  if (column != indents_[indent_]) {
    skip_line();
    fail(LexFailure::BadDedent);
    return false;
  }
  if (alternate != alternate_indents_[indent_]) {
    fail(LexFailure::MixedTabs);
    return false;
  }
  return true;
}

// Measures a line's indentation. `blank` lines (white space or a comment only) have none.
bool Lexer::read_indentation(bool& blank) {
  constexpr int kTabSize = 8;
  int column = 0;
  int alternate = 0;
  int continued_column = 0;
  begin_line(Buffer::Restart);
  for (;; ++at_) {
    char c = at_ < end_ ? *at_ : '\0';
    if (c == ' ') {
      ++column;
      ++alternate;
    } else if (c == '\t') {
      column = (column / kTabSize + 1) * kTabSize;
      ++alternate;
    } else if (c == '\f') {
      column = alternate = 0;
    } else if (c == '\\') {
      // The first of several physical lines decides about the indentation of the logical one.
      if (continued_column == 0) continued_column = column;
      ++at_;
      if (!skip_continuation(Buffer::Restart)) return false;
      --at_;
    } else {
      blank = c == '#' || c == '\n';
      break;
    }
  }
  if (blank || level_ > 0 || is_part_) return true;
  if (continued_column != 0) column = alternate = continued_column;
  return set_indentation(column, alternate);
}

Token Lexer::next() {
  for (;;) {
    bool blank = false;
    if (at_line_begin_) {
      at_line_begin_ = false;
      if (!read_indentation(blank)) return make_without_extent(TokenType::Error);
    }
    if (pending_indents_ < 0) {
      ++pending_indents_;
      return make_without_extent(TokenType::Dedent);
    }
    if (pending_indents_ > 0) {
      --pending_indents_;
      return make_without_extent(TokenType::Indent);
    }
    const char* start = nullptr;
    for (;;) {
      while (*at_ == ' ' || *at_ == '\t' || *at_ == '\f') ++at_;
      start = at_;
      if (*at_ == '#') at_ += std::strcspn(at_, "\n");
      if (at_ >= end_) {
        at_ = end_;
        if (is_part_ && level_ == 0) return make_without_extent(TokenType::EndMarker);
        reached_end_ = true;
        if (level_ > 0) return fail(LexFailure::EndOfFile);
        return make_without_extent(TokenType::EndMarker);
      }
      if (*at_ != '\\') break;
      ++at_;
      if (!skip_continuation(Buffer::Grow)) return make_without_extent(TokenType::Error);
    }
    char c = *at_;
    if (has_class(c, lexer::kNameStart)) return name_or_prefixed_string(start);
    if (c == '\n') {
      ++at_;
      at_line_begin_ = true;
      if (blank || level_ > 0 || is_part_) continue;
      Token token = make(TokenType::Newline, start);  // begins at the comment, if there is one
      token.length = 0;
      --token.span.end_col;
      return token;
    }
    if (is_digit(c) || (c == '.' && is_digit(at_[1]))) return number(start);
    if (c == '"' || c == '\'') return string(start, start, false, false);
    return punctuation(start);
  }
}

Token Lexer::name_or_prefixed_string(const char* start) {
  const char* at = start;
  if (has_class(*at, lexer::kStringPrefix)) {
    bool bytes = false, raw = false, unicode = false, format = false;
    for (;; ++at) {
      char c = static_cast<char>(*at | 32);
      if (static_cast<unsigned char>(*at) >= 128) break;
      if (c == 'b' && !(bytes || unicode || format)) {
        bytes = true;
      } else if (c == 'u' && !(bytes || unicode || raw || format)) {
        unicode = true;
      } else if (c == 'r' && !(raw || unicode)) {
        raw = true;
      } else if (c == 'f' && !(format || bytes || unicode)) {
        format = true;
      } else {
        break;
      }
      if (at[1] == '"' || at[1] == '\'') return string(start, at + 1, format, raw);
    }
  }
  bool ascii = true;
  while (has_class(*at, lexer::kNamePart)) {
    if (static_cast<unsigned char>(*at) >= 128) ascii = false;
    ++at;
  }
  if (at > end_) at = end_;
  if (!ascii && !verify_identifier(start, at)) return make_without_extent(TokenType::Error);
  at_ = at;
  return make(keyword_type({start, static_cast<size_t>(at - start)}), start);
}

bool Lexer::verify_identifier(const char* start, const char* end) {
  std::string_view text(start, static_cast<size_t>(end - start));
  for (size_t i = 0; i < text.size();) {
    Utf8Char c = decode_utf8(text, i);
    bool fine = i == 0 ? is_identifier_start(c.code) : is_identifier_continue(c.code);
    if (!fine) {
      at_ = start + i + c.length;
      if (is_printable(c.code)) {
        fail_reported("invalid character '" + std::string(text.substr(i, c.length)) + "' (" +
                      code_point_name(c.code) + ")");
      } else {
        fail_reported("invalid non-printable character " + code_point_name(c.code));
      }
      return false;
    }
    i += c.length;
  }
  return true;
}

Token Lexer::punctuation(const char* start) {
  using enum TokenType;
  char c = *at_++;
  char second = *at_;
  auto take = [&](int more, TokenType type) {
    at_ += more;
    return make(type, start);
  };
  auto with_equal = [&](TokenType alone, TokenType equal) {
    return second == '=' ? take(1, equal) : take(0, alone);
  };
  switch (c) {
    case '(':
    case '[':
    case '{':
      if (level_ >= kMaxBrackets) return fail_reported("too many nested parentheses");
      brackets_[level_++] = {c, line_, static_cast<uint32_t>(start - line_start_)};
      return make(c == '(' ? LeftParen : c == '[' ? LeftBracket : LeftBrace, start);
    case ')':
    case ']':
    case '}': {
      if (level_ == 0) return fail_reported(std::string("unmatched '") + c + "'");
      --level_;
      const Bracket& open = brackets_[level_];
      char wanted = open.character == '(' ? ')' : open.character == '[' ? ']' : '}';
      if (c != wanted) {
        std::string message = std::string("closing parenthesis '") + c + "' does not match opening parenthesis '" +
                              open.character + "'";
        if (open.line != line_) message += " on line " + std::to_string(open.line);
        return fail_reported(std::move(message));
      }
      return make(c == ')' ? RightParen : c == ']' ? RightBracket : RightBrace, start);
    }
    case ',': return make(Comma, start);
    case ';': return make(Semicolon, start);
    case '~': return make(Tilde, start);
    case ':': return with_equal(Colon, ColonEqual);
    case '=': return with_equal(Equal, EqualEqual);
    case '+': return with_equal(Plus, PlusEqual);
    case '-': return second == '>' ? take(1, Arrow) : with_equal(Minus, MinusEqual);
    case '%': return with_equal(Percent, PercentEqual);
    case '&': return with_equal(Ampersand, AmpersandEqual);
    case '|': return with_equal(Bar, BarEqual);
    case '^': return with_equal(Caret, CaretEqual);
    case '@': return with_equal(At, AtEqual);
    case '!':
      if (second == '=') return take(1, NotEqual);
      return make(Unknown, start);
    case '*':
      if (second == '*') return at_[1] == '=' ? take(2, DoubleStarEqual) : take(1, DoubleStar);
      return with_equal(Star, StarEqual);
    case '/':
      if (second == '/') return at_[1] == '=' ? take(2, DoubleSlashEqual) : take(1, DoubleSlash);
      return with_equal(Slash, SlashEqual);
    case '<':
      if (second == '<') return at_[1] == '=' ? take(2, LeftShiftEqual) : take(1, LeftShift);
      if (second == '>') return take(1, NotEqual);  // the parser refuses `<>`
      return with_equal(Less, LessEqual);
    case '>':
      if (second == '>') return at_[1] == '=' ? take(2, RightShiftEqual) : take(1, RightShift);
      return with_equal(Greater, GreaterEqual);
    case '.':
      if (second == '.' && at_[1] == '.') return take(2, Ellipsis);
      return make(Dot, start);
    default:
      if (!is_printable(static_cast<unsigned char>(c))) {
        return fail_reported("invalid non-printable character " + code_point_name(static_cast<unsigned char>(c)));
      }
      return make(Unknown, start);
  }
}

}  // namespace terrarium
