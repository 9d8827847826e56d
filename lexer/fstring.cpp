// Two scanners live here: the one that finds where an f-string ends when quotes may nest, and the
// reader that walks through one whose end is known. The reader's checks, and their order, are 3.11's.
#include "lexer/fstring.h"

#include "lexer/chars.h"
#include "lexer/literal.h"

namespace terrarium {

using lexer::has_class;

namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr int kMaxNesting = 150;  // f-strings within f-strings, as in CPython 3.12

// Finds ends by matching braces and quotes. All functions take and return positions in the text;
// kNone means that there is no end.
class BraceMatcher {
 public:
  explicit BraceMatcher(std::string_view text) : text_(text) {}

  // `at` is at an opening quote; returns the position behind the closing one.
  size_t string_end(size_t at, bool format, bool raw, int depth) const {
    if (depth > kMaxNesting) return kNone;
    char quote = text_[at];
    bool triple = text_.substr(at, 3) == std::string(3, quote);
    at += triple ? 3 : 1;
    while (at < text_.size()) {
      char c = text_[at];
      if (closes(at, quote, triple)) return at + (triple ? 3 : 1);
      if (c == '\n' && !triple) return kNone;
      if (c == '\\') {
        at = skip_escape(at, format && !raw);
      } else if (c == '{' && format) {
        if (at + 1 < text_.size() && text_[at + 1] == '{') {
          at += 2;
        } else {
          at = field_end(at + 1, quote, triple, raw, depth + 1);
          if (at == kNone) return kNone;
        }
      } else {
        ++at;
      }
    }
    return kNone;
  }

 private:
  bool closes(size_t at, char quote, bool triple) const {
    if (text_[at] != quote) return false;
    return !triple || text_.substr(at, 3) == std::string(3, quote);
  }

  size_t skip_escape(size_t at, bool names) const {
    if (names && text_.substr(at, 3) == "\\N{") {
      size_t close = text_.find('}', at);
      if (close != kNone) return close + 1;
    }
    return at + 2;
  }

  // `at` is behind the '{'; returns the position behind its '}'.
  size_t field_end(size_t at, char quote, bool triple, bool raw, int depth) const {
    if (depth > kMaxNesting) return kNone;
    int open = 0;
    while (at < text_.size()) {
      char c = text_[at];
      if (has_class(c, lexer::kNamePart)) {
        size_t start = at;
        while (at < text_.size() && has_class(text_[at], lexer::kNamePart)) ++at;
        if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) {
          std::string_view prefix = text_.substr(start, at - start);
          bool is_prefix = prefix.size() <= 2;
          at = string_end(at, is_prefix && prefix.find_first_of("fF") != kNone,
                          is_prefix && prefix.find_first_of("rR") != kNone, depth + 1);
        }
      } else if (c == '"' || c == '\'') {
        at = string_end(at, false, false, depth + 1);
      } else if (c == '(' || c == '[' || c == '{') {
        ++open;
        ++at;
      } else if (c == ')' || c == ']' || c == '}') {
        if (open == 0) return c == '}' ? at + 1 : kNone;
        --open;
        ++at;
      } else if (c == '#') {
        at = text_.find('\n', at);
      } else if (c == ':' && open == 0) {
        return format_end(at + 1, quote, triple, raw, depth);
      } else if (c == '!' && at + 1 < text_.size() && text_[at + 1] == '=') {
        at += 2;
      } else {
        ++at;
      }
      if (at == kNone) return kNone;
    }
    return kNone;
  }

  size_t format_end(size_t at, char quote, bool triple, bool raw, int depth) const {
    while (at < text_.size()) {
      char c = text_[at];
      if (c == '}') return at + 1;
      if (closes(at, quote, triple) || (c == '\n' && !triple)) return kNone;
      if (c == '\\') {
        at = skip_escape(at, !raw);
      } else if (c == '{') {
        at = field_end(at + 1, quote, triple, raw, depth + 1);
        if (at == kNone) return kNone;
      } else {
        ++at;
      }
    }
    return kNone;
  }

  std::string_view text_;
};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

size_t f_string_length(std::string_view text, bool raw) {
  size_t end = BraceMatcher(text).string_end(0, true, raw, 0);
  return end == kNone ? 0 : end;
}

bool FStringReader::fail(std::string message) {
  error_ = std::move(message);
  return false;
}

bool FStringReader::literal(int depth, Literal& result) {
  result = {};
  result.begin = at_;
  while (at_ < end_) {
    char c = text_[at_++];
    if (!raw_ && c == '\\' && at_ < end_) {
      c = text_[at_++];
      if (c == 'N') {
        if (at_ < end_ && text_[at_++] == '{') {
          while (at_ < end_ && text_[at_++] != '}') {
          }
        }
        continue;
      }
      if (c == '{') result.escaped_brace = true;
    }
    if (c != '{' && c != '}') continue;
    if (depth == 0) {
      if (at_ < end_ && text_[at_] == c) {
        result.end = at_++;
        result.brace_follows = true;
        return true;
      }
      if (c == '}') return fail("f-string: single '}' is not allowed");
    }
    --at_;
    break;
  }
  result.end = at_;
  return true;
}

// Moves at_ to the character that ends the expression.
bool FStringReader::skip_expression() {
  char open[Lexer::kMaxBrackets];
  int depth = 0;
  char quote = 0;
  bool triple = false;
  for (; at_ < end_; ++at_) {
    char c = text_[at_];
    char next = at_ + 1 < end_ ? text_[at_ + 1] : '\0';
    if (c == '\\' && (rule_ == FStringRule::FirstQuote || next != '\n')) {
      return fail("f-string expression part cannot include a backslash");
    }
    bool tripled = at_ + 2 < end_ && next == c && text_[at_ + 2] == c;
    if (quote != 0) {
      if (c == quote && (!triple || tripled)) {
        at_ += triple ? 2 : 0;
        quote = 0;
      }
      continue;
    }
    if (c == '\'' || c == '"') {
      if (rule_ == FStringRule::MatchBraces) {
        size_t prefix = at_;
        while (prefix > 0 && has_class(text_[prefix - 1], lexer::kNamePart)) --prefix;
        std::string_view letters = text_.substr(prefix, at_ - prefix);
        bool is_prefix = letters.size() <= 2;
        size_t end = BraceMatcher(text_.substr(0, end_))
                         .string_end(at_, is_prefix && letters.find_first_of("fF") != kNone,
                                     is_prefix && letters.find_first_of("rR") != kNone, 0);
        if (end == kNone) return fail("f-string: unterminated string");
        at_ = end - 1;
        continue;
      }
      quote = c;
      triple = tripled;
      if (tripled) at_ += 2;
      continue;
    }
    if (c == '(' || c == '[' || c == '{') {
      if (depth >= Lexer::kMaxBrackets) return fail("f-string: too many nested parenthesis");
      open[depth++] = c;
      continue;
    }
    if (c == '#') {
      size_t newline = text_.find('\n', at_);
      if (rule_ == FStringRule::FirstQuote || newline >= end_) {
        return fail("f-string expression part cannot include '#'");
      }
      at_ = newline;
      continue;
    }
    if (depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=' || c == '>' || c == '<')) {
      if (next == '=' && c != ':' && c != '}') {
        ++at_;
        continue;
      }
      if (c == '>' || c == '<') continue;
      return true;
    }
    if (c == ')' || c == ']' || c == '}') {
      if (depth == 0) return fail(std::string("f-string: unmatched '") + c + "'");
      char opening = open[--depth];
      char wanted = opening == '(' ? ')' : opening == '[' ? ']' : '}';
      if (c != wanted) {
        return fail(std::string("f-string: closing parenthesis '") + c +
                    "' does not match opening parenthesis '" + opening + "'");
      }
    }
  }
  if (quote != 0) return fail("f-string: unterminated string");
  if (depth > 0) return fail(std::string("f-string: unmatched '") + open[depth - 1] + "'");
  return fail("f-string: expecting '}'");
}

bool FStringReader::open_field(int depth, Field& field) {
  field = {};
  field.brace = at_;
  if (depth >= 2) return fail("f-string: expressions nested too deeply");
  field.begin = ++at_;
  if (!skip_expression()) return false;
  field.end = at_;
  bool blank = true;
  for (size_t i = field.begin; i < field.end; ++i) blank = blank && is_space(text_[i]) && text_[i] != '\v';
  if (blank) {
    if (text_[at_] == '}') return fail("f-string: empty expression not allowed");
    return fail(std::string("f-string: expression required before '") + text_[at_] + "'");
  }
  return true;
}

bool FStringReader::after_expression(Field& field) {
  const char* unfinished = "f-string: expecting '}'";
  if (text_[at_] == '=') {
    ++at_;
    while (at_ < end_ && is_space(text_[at_])) ++at_;
    if (at_ >= end_) return fail(unfinished);
    field.shows_text = true;
    field.text_end = at_;
  }
  if (text_[at_] == '!') {
    if (++at_ >= end_) return fail(unfinished);
    field.conversion = static_cast<unsigned char>(text_[at_++]);
    if (field.conversion != 's' && field.conversion != 'r' && field.conversion != 'a') {
      return fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    if (at_ >= end_) return fail(unfinished);
  }
  if (text_[at_] == ':') {
    if (++at_ >= end_) return fail(unfinished);
    field.has_format = true;
  }
  return true;
}

bool FStringReader::finish_field() {
  if (at_ >= end_ || text_[at_] != '}') return fail("f-string: expecting '}'");
  ++at_;
  return true;
}

}  // namespace terrarium
