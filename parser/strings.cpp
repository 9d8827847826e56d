// String literals: adjacent ones joined, escapes resolved, f-strings taken apart. The expression in a field is
// parsed in place, so that its nodes have their true positions. If that fails, it is parsed again as a text of
// its own, "(expression)", because that is where CPython 3.11's errors have their positions.
#include <utility>

#include "lexer/fstring.h"
#include "lexer/literal.h"
#include "parser/grammar.h"

namespace terrarium::parser {

namespace {

constexpr int kMaxFStringNesting = 150;

}  // namespace

class StringJoiner {
 public:
  StringJoiner(Grammar& grammar, size_t first, size_t end)
      : grammar_(grammar), first_(first), end_(end), values_(grammar) {
    span_ = cover(grammar.tokens_[first].span, grammar.tokens_[end - 1].span);
  }

  ExprNode* join() {
    bool bytes = false;
    for (size_t i = first_; i < end_; ++i) {
      Token token = grammar_.tokens_[i];
      std::string_view text = grammar_.lexer_.text_of(token);
      StringParts parts = split_string(text);
      if (i == first_) u_prefix_ = text[0] == 'u';
      std::string_view body = text.substr(parts.body_begin, parts.body_end - parts.body_begin);
      if (parts.bytes && !is_ascii(body)) {
        return grammar_.raise_syntax("bytes can only contain ASCII literal characters");
      }
      if (end_ - first_ == 1 && !parts.format && (parts.raw || body.find('\\') == std::string_view::npos)) {
        return constant(parts.bytes, body);
      }
      size_t before = text_.size();
      if (!parts.format && !append(body, parts, token.span.line)) return nullptr;
      if (i != first_ && parts.bytes != bytes) {
        text_.resize(before);
        return grammar_.raise_syntax("cannot mix bytes and nonbytes literals");
      }
      bytes = parts.bytes;
      if (parts.format) {
        is_format_ = true;
        FStringReader reader(grammar_.source_.text(), token.offset + parts.body_begin, token.offset + parts.body_end,
                             parts.raw, grammar_.rule_);
        if (!read(reader, 0, token, parts, values_)) return nullptr;
      }
    }
    if (!is_format_) return constant(bytes, text_);
    flush(values_);
    auto* node = grammar_.make<JoinedStr>(span_);
    node->values = values_.take();
    return node;
  }

 private:
  using Values = Grammar::Items<ExprNode*>;

  static bool is_ascii(std::string_view text) {
    for (char c : text) {
      if (static_cast<unsigned char>(c) >= 128) return false;
    }
    return true;
  }

  ExprNode* constant(bool bytes, std::string_view text) {
    auto* node = grammar_.make<Constant>(span_);
    node->value.kind = bytes ? ConstantKind::Bytes : ConstantKind::Str;
    node->value.u_prefix = u_prefix_ && !bytes;
    node->value.text = grammar_.arena_.copy(text);
    return node;
  }

  bool append(std::string_view body, const StringParts& parts, uint32_t line) {
    if (parts.raw) {
      text_ += body;
      return true;
    }
    EscapeResult result = parts.bytes ? decode_bytes_escapes(body, text_) : decode_str_escapes(body, text_);
    if (!result.error.empty()) {
      grammar_.raise_syntax(std::move(result.error));
      return false;
    }
    if (!result.invalid_escape.empty()) warn(std::move(result.invalid_escape), line);
    return true;
  }

  void warn(std::string message, uint32_t line) {
    if (grammar_.second_pass_) return;
    Diagnostic warning;
    warning.type = DiagnosticType::DeprecationWarning;
    warning.message = std::move(message);
    warning.line = static_cast<int32_t>(line);
    grammar_.warnings_.push_back(std::move(warning));
  }

  // The literal text so far becomes a value.
  void flush(Values& values) {
    if (text_.empty()) return;
    values.push(constant(false, text_));
    text_.clear();
  }

  bool read(FStringReader& reader, int depth, const Token& token, const StringParts& parts, Values& values) {
    auto fail = [&] {
      grammar_.raise_syntax(reader.error());
      return false;
    };
    std::string_view source = grammar_.source_.text();
    for (;;) {
      FStringReader::Literal literal;
      if (!reader.literal(depth, literal)) return fail();
      if (literal.escaped_brace) warn("invalid escape sequence '\\{'", token.span.line);
      StringParts plain = parts;
      plain.bytes = false;
      if (!append(source.substr(literal.begin, literal.end - literal.begin), plain, token.span.line)) return false;
      if (literal.brace_follows) continue;
      if (reader.at_end()) return true;
      FStringReader::Field field;
      if (!reader.open_field(depth, field)) return fail();
      ExprNode* value = expression(field, token);
      if (value == nullptr) return false;
      if (!reader.after_expression(field)) return fail();
      if (field.shows_text) text_ += source.substr(field.begin, field.text_end - field.begin);
      flush(values);
      ExprNode* format = nullptr;
      if (field.has_format) {
        Values inner(grammar_);
        if (!read(reader, depth + 1, token, parts, inner)) return false;
        // A format spec and its last text have the extent of their own token, the rest that of all tokens joined.
        Span whole = std::exchange(span_, token.span);
        flush(inner);
        auto* joined = grammar_.make<JoinedStr>(span_);
        joined->values = inner.take();
        format = joined;
        span_ = whole;
      }
      if (!reader.finish_field()) return fail();
      auto* node = grammar_.make<FormattedValue>(span_);
      node->value = value;
      node->conversion = field.conversion;
      if (field.shows_text && format == nullptr && field.conversion == -1) node->conversion = 'r';
      node->format_spec = format;
      values.push(node);
    }
  }

  ExprNode* expression(const FStringReader::Field& field, const Token& token) {
    if (grammar_.f_string_depth_ >= kMaxFStringNesting) {
      return grammar_.raise_syntax("f-string: too many nested f-strings");
    }
    Grammar::Nesting nesting(grammar_);
    if (!nesting.fine()) return nullptr;
    std::string_view source = grammar_.source_.text();
    Lexer::Part part{field.begin, field.end, token.span.line, token.offset - token.span.col};
    for (size_t i = token.offset; i < field.begin; ++i) {
      if (source[i] == '\n') {
        ++part.line;
        part.line_start = i + 1;
      }
    }
    {
      Grammar inner(Grammar::PartOf{}, grammar_, part);
      auto brace_column = static_cast<uint32_t>(field.brace - part.line_start);
      if (ExprNode* node = inner.field_expression({part.line, brace_column, part.line, brace_column + 1});
          node != nullptr && !inner.error_) {
        if (!grammar_.second_pass_) {
          for (Diagnostic& warning : inner.take_warnings()) grammar_.warnings_.push_back(std::move(warning));
        }
        return node;
      }
      // The parser around a field that is itself within a field will see to the error.
      if (grammar_.is_field_) return grammar_.raise_syntax("f-string: invalid syntax");
    }
    return explain(field, token, part);
  }

  // Where CPython thinks the expression begins. It takes that off every column, also off those that never had it
  // added: the ones that are not in the expression's first line.
  int64_t expression_column(const FStringReader::Field& field, const Token& token, const Lexer::Part& part) const {
    bool same_line = part.line == token.span.line;
    int64_t column = same_line ? token.span.col : 0;
    std::string_view source = grammar_.source_.text();
    size_t behind_brace = source.find_first_not_of(" \t\f", field.begin);
    if (behind_brace != std::string_view::npos && source[behind_brace] == '\n') return column;
    return column + static_cast<int64_t>(field.brace - (same_line ? token.offset : part.line_start));
  }

  std::nullptr_t explain(const FStringReader::Field& field, const Token& token, const Lexer::Part& part) {
    std::string_view source = grammar_.source_.text();
    std::string text = "(" + std::string(source.substr(field.begin, field.end - field.begin)) + ")";
    SourceText own = SourceText::from_string(text, grammar_.source_.filename());
    Grammar again(own, Mode::Eval, grammar_.arena_, grammar_.rule_);
    again.is_f_string_part_ = true;
    again.nesting_ = grammar_.nesting_;
    again.stack_base_ = grammar_.stack_base_;
    again.f_string_depth_ = grammar_.f_string_depth_ + 1;
    again.lexer_.count_as_expression_text(expression_column(field, token, part));
    again.parse();
    if (!again.error_) return grammar_.raise_syntax("f-string: invalid syntax");
    Diagnostic error = *again.error_;
    if (!error.is_syntax_error()) return grammar_.raise_diagnostic(std::move(error));
    // One prefix is enough: an error in an f-string within has its own.
    grammar_.field_explained_ = true;
    if (again.lexer_.failure() != LexFailure::Reported && !again.field_explained_) error.message = "f-string: " + error.message;
    auto below = static_cast<int32_t>(part.line) - 1;
    error.line += below;
    error.end_line += below;
    return grammar_.raise_diagnostic(std::move(error));
  }

  Grammar& grammar_;
  size_t first_;
  size_t end_;
  Span span_;
  bool u_prefix_ = false;
  bool is_format_ = false;
  std::string text_;
  Values values_;
};

// strings := STRING+
ExprNode* Grammar::strings() {
  return memoised<ExprNode>(Rule::Strings, [&]() -> ExprNode* {
    size_t first = mark_;
    while (accept(Type::String)) {
    }
    if (error_) return nullptr;
    return StringJoiner(*this, first, mark_).join();
  });
}

// The whole of an f-string's field, read as if in parentheses: `open` is where the left one would be.
// yield_expr | star_named_expression (',' ... | for_if_clauses | nothing)
ExprNode* Grammar::field_expression(const Span& open) {
  if (at(Type::Yield)) {
    ExprNode* value = yield_expr();
    return value != nullptr && at(Type::EndMarker) ? value : nullptr;
  }
  ExprNode* element = star_named_expression();
  if (element == nullptr) return nullptr;
  auto closed = [&] {
    const Token& end = peek();
    Span span = open;
    span.end_line = lexer_.line();
    span.end_col = lexer_.column() + 1;
    return end.type == Type::EndMarker ? span : Span{};
  };
  if (at(Type::Comma)) {
    Items<ExprNode*> items(*this);
    items.push(element);
    ++mark_;
    star_named_expressions(items);
    if (!at(Type::EndMarker)) return nullptr;
    ExprNode* node = tuple_of(closed(), items);
    node->parenthesised = true;
    return node;
  }
  if (is<Starred>(element)) return nullptr;
  if (at(Type::For) || at(Type::Async)) {
    Clauses* clauses = for_if_clauses();
    if (clauses == nullptr || !at(Type::EndMarker)) return nullptr;
    auto* node = make<GeneratorExp>(closed());
    node->elt = element;
    node->generators = clauses->items;
    return node;
  }
  return at(Type::EndMarker) ? element : nullptr;
}

}  // namespace terrarium::parser
