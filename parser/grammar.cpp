// The machinery under the rules: tokens on demand, raising, nesting limits, and the two passes.
// The first pass is fast and only says yes or no. If it says no, the second pass goes through the
// source again in the order of the alternatives of CPython's grammar, looking for known mistakes.
#include "parser/grammar.h"

#include <cstring>

#include "support/unicode.h"

namespace terrarium::parser {

namespace {

// CPython's parser gives up (MemoryError) at 6000 calls, two a level; the bytes keep 8 MB of machine stack safe.
constexpr int kMaxNesting = 2985;
constexpr uintptr_t kMaxStackBytes = 3 * 1024 * 1024;

uintptr_t stack_place() { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }

Lexer::Options lexer_options(FStringRule rule, Mode mode) {
  Lexer::Options options;
  options.f_string_rule = rule;
  options.imply_final_newline = mode != Mode::Eval;
  return options;
}

}  // namespace

Grammar::Grammar(const SourceText& source, Mode mode, Arena& arena, FStringRule rule)
    : source_(source),
      arena_(arena),
      mode_(mode),
      rule_(rule),
      lexer_(source, lexer_options(rule, mode)),
      stack_base_(stack_place()) {
  tokens_.reserve(source.text().size() / 4 + 16);
}

Grammar::Grammar(PartOf, Grammar& outer, Lexer::Part part)
    : source_(outer.source_),
      arena_(outer.arena_),
      mode_(Mode::Eval),
      rule_(outer.rule_),
      lexer_(outer.source_, lexer_options(outer.rule_, Mode::Eval), part),
      nesting_(outer.nesting_),
      f_string_depth_(outer.f_string_depth_ + 1),
      stack_base_(outer.stack_base_),
      is_field_(true) {}

void Grammar::fill() {
  if (lexer_.failure() != LexFailure::None) {
    // Nothing comes after an error; one more of its kind keeps every rule from going on.
    tokens_.push_back(tokens_.back());
    return;
  }
  Token token = lexer_.next();
  if (mode_ == Mode::Single && token.type == Type::EndMarker && parsing_started_) {
    token.type = Type::Newline;
    parsing_started_ = false;
  } else {
    parsing_started_ = true;
  }
  tokens_.push_back(token);
  if (token.type == Type::Error) raise_diagnostic(lexer_.error());
}

std::vector<Diagnostic> Grammar::take_warnings() {
  std::vector<Diagnostic> all = lexer_.warnings();
  all.insert(all.end(), std::make_move_iterator(warnings_.begin()), std::make_move_iterator(warnings_.end()));
  warnings_.clear();
  return all;
}

Span Grammar::last_span() const {
  size_t last = mark_;
  while (last > 0) {
    Type type = tokens_[--last].type;
    if (type != Type::Newline && type != Type::Indent && type != Type::Dedent && type != Type::EndMarker) break;
  }
  return tokens_[last].span;
}

Identifier Grammar::identifier(const Token& token) {
  std::string_view text = lexer_.text_of(token);
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 128) {
      std::string normal;
      if (normalise_nfkc(text, normal)) return arena_.copy(std::string_view(normal));
      break;
    }
  }
  return arena_.copy(text);
}

Grammar::Nesting::Nesting(Grammar& grammar) : grammar_(grammar) {
  bool deep = ++grammar_.nesting_ > kMaxNesting || grammar_.stack_base_ - stack_place() > kMaxStackBytes;
  if (deep) grammar_.raise_diagnostic({.type = DiagnosticType::MemoryError, .message = {}, .text = {}});
  fine_ = !deep && !grammar_.error_;
}

// ---- raising ----

std::nullptr_t Grammar::raise_diagnostic(Diagnostic error) {
  if (error_) return nullptr;
  error_ = std::move(error);
  return nullptr;
}

std::nullptr_t Grammar::raise(DiagnosticType type, std::string message) {
  if (error_) return nullptr;
  if (tokens_.empty()) return raise_diagnostic(lexer_.diagnostic(type, std::move(message), 0, 0, 0, -1));
  const Span& span = tokens_.back().span;
  const SourceText& source = lexer_.source();
  // CPython has let go of a file's last line by the time it finds the end.
  bool line_gone = source.origin() == SourceText::Origin::File && lexer_.position() >= source.text().size();
  int64_t offset = span.col != kNoColumn ? int64_t{span.col} + 1 : line_gone ? 0 : lexer_.column();
  int64_t end_offset = span.end_col == kNoColumn ? -1 : int64_t{span.end_col} + 1;
  return raise_diagnostic(lexer_.diagnostic(type, std::move(message), span.line, offset, span.end_line, end_offset));
}

std::nullptr_t Grammar::raise_at(const Span& span, std::string message) {
  if (error_) return nullptr;
  // A token without extent has column -1, so its offset is 0.
  auto offset = static_cast<int32_t>(span.col + 1);
  auto end_offset = static_cast<int32_t>(span.end_col + 1);
  return raise_diagnostic(lexer_.diagnostic(DiagnosticType::SyntaxError, std::move(message), span.line, offset,
                                            span.end_line, end_offset));
}

std::nullptr_t Grammar::raise_from(const Span& span, std::string message) {
  if (error_) return nullptr;
  return raise_diagnostic(lexer_.diagnostic(DiagnosticType::SyntaxError, std::move(message), span.line,
                                            int64_t{span.col} + 1, lexer_.line(), lexer_.column()));
}

bool Grammar::expect_forced(Type wanted) {
  if (error_) return false;
  if (accept(wanted)) return true;
  if (!error_) raise_at(peek().span, std::string("expected '") + token_text(wanted) + "'");
  return false;
}

// ---- the passes ----

// file := [statements] ENDMARKER
// interactive := compound_stmt NEWLINE | simple_stmts | NEWLINE      (a comment alone does nothing, too)
// eval := expressions NEWLINE* ENDMARKER
// fstring := star_expressions
ModNode* Grammar::parse_once() {
  Span everything{1, 0, 1, 0};
  if (is_f_string_part_ || mode_ == Mode::Eval) {
    ExprNode* body = is_f_string_part_ ? star_expressions() : expressions();
    if (body == nullptr) return nullptr;
    while (!is_f_string_part_ && accept(Type::Newline)) {
    }
    if (!is_f_string_part_ && !at(Type::EndMarker)) return nullptr;
    auto* tree = make<Expression>(everything);
    tree->body = body;
    return tree;
  }
  if (mode_ == Mode::Single) {
    Items<StmtNode*> body(*this);
    size_t begin = mark_;
    bool only_comment = at(Type::EndMarker) && source_.text().find('#') != std::string_view::npos;
    if (only_comment || accept(Type::Newline)) {
      body.push(make<Pass>(tokens_[begin].span));
    } else if (StmtNode* compound = compound_statement(); compound != nullptr) {
      if (!accept(Type::Newline)) return nullptr;
      body.push(compound);
    } else {
      mark_ = begin;
      if (!simple_statements(body)) return nullptr;
    }
    auto* tree = make<Interactive>(everything);
    tree->body = body.take();
    return tree;
  }
  auto* tree = make<Module>(everything);
  if (!at(Type::EndMarker) && !statements(tree->body)) return nullptr;
  return at(Type::EndMarker) ? tree : nullptr;
}

ModNode* Grammar::parse() {
  if (ModNode* tree = parse_once(); tree != nullptr && !error_) {
    if (mode_ == Mode::Single && has_more_statements()) {
      return raise_syntax("multiple statements found while compiling a single statement");
    }
    return tree;
  }
  // At the end of the text the blocks that are open end too: a dedent there may be what was not expected.
  bool dedents_at_end = !tokens_.empty() && tokens_.back().type == Type::Dedent && lexer_.position() >= lexer_.source().text().size();
  ran_out_of_text_ = lexer_.reached_end() || dedents_at_end;
  if (error_ && !error_->is_syntax_error()) return nullptr;
  size_t last = tokens_.size() - 1;
  if (!error_) {
    second_pass_ = explaining_ = true;
    mark_ = 0;
    parse_once();
  }
  report_failure(last);
  return nullptr;
}

void Grammar::report_failure(size_t last_of_first_pass) {
  if (error_) {
    if (lexer_.failure() == LexFailure::None && error_->is_syntax_error()) check_rest_of_source();
    return;
  }
  const Token& last = tokens_[last_of_first_pass];
  if (last.type == Type::Indent || last.type == Type::Dedent) {
    raise(DiagnosticType::IndentationError,
          last.type == Type::Indent ? "unexpected indent" : "unexpected unindent");
    return;
  }
  raise_at(last.span, "invalid syntax");
  check_rest_of_source();
}

// A mistake of the tokenizer's further down, or a bracket left open further up, explains more than
// what the parser found.
void Grammar::check_rest_of_source() {
  if (lexer_.reached_end()) return;
  uint32_t line = tokens_.back().span.line;
  for (;;) {
    Token token = lexer_.next();
    if (token.type == Type::EndMarker) return;
    if (token.type == Type::Error) break;
  }
  if (lexer_.failure() == LexFailure::Reported) {
    error_ = lexer_.error();
  } else if (lexer_.level() > 0 && line > lexer_.open_bracket_line()) {
    error_ = lexer_.unclosed_bracket();
  }
}

// Mode::Single: is there anything but white space and comments after the statement?
bool Grammar::has_more_statements() {
  std::string_view text = source_.text();
  size_t at = tokens_.empty() ? 0 : lexer_.position();
  while (at < text.size()) {
    char c = text[at];
    if (c == '#') {
      at = text.find('\n', at);
      if (at == std::string_view::npos) return false;
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\f') {
      return true;
    } else {
      ++at;
    }
  }
  return false;
}

}  // namespace terrarium::parser
