// Known mistakes in statements and patterns; see invalid_expressions.cpp for how to read this.
#include "parser/grammar.h"

namespace terrarium::parser {

// ':' NEWLINE !INDENT
bool Grammar::missing_block(uint32_t line, const char* what) {
  if (!accept(Type::Colon) || !accept(Type::Newline) || at(Type::Indent) || error_) return false;
  raise(DiagnosticType::IndentationError,
        std::string("expected an indented block after ") + what + " on line " + std::to_string(line));
  return true;
}

// NEWLINE
bool Grammar::missing_colon() {
  if (!at(Type::Newline) || error_) return false;
  raise_syntax("expected ':'");
  return true;
}

// invalid_assignment := invalid_ann_assign_target ':' expression
//                     | star_named_expression ',' star_named_expressions* ':' expression
//                     | expression ':' expression
//                     | (star_targets '=')* star_expressions '='
//                     | (star_targets '=')* yield_expr '='
//                     | star_expressions augassign (yield_expr | star_expressions)
void Grammar::invalid_assignment() {
  size_t before = mark_;
  auto again = [&] {
    mark_ = before;
    return !error_;
  };
  ExprNode* target = invalid_annotation_target();
  if (target != nullptr && accept(Type::Colon) && expression() != nullptr) {
    raise_at(target->span, std::string("only single target (not ") + expression_name(target) + ") can be annotated");
  }
  if (!again()) return;
  target = star_named_expression();
  if (target != nullptr && accept(Type::Comma)) {
    for (bool more = true; more && !error_;) {
      Items<ExprNode*> items(*this);
      more = star_named_expressions(items);
    }
    if (!error_ && accept(Type::Colon) && expression() != nullptr) {
      raise_at(target->span, "only single target (not tuple) can be annotated");
    }
  }
  if (!again()) return;
  target = expression();
  if (target != nullptr && accept(Type::Colon) && expression() != nullptr) {
    raise_at(target->span, "illegal target for annotation");
  }
  if (!again()) return;
  size_t behind_targets = mark_;
  while (!error_ && star_targets() != nullptr && accept(Type::Equal)) behind_targets = mark_;
  mark_ = behind_targets;
  if (error_) return;
  target = star_expressions();
  if (target != nullptr && at(Type::Equal)) {
    raise_invalid_target(Targets::Star, target);
    mark_ = before;
    return;
  }
  mark_ = behind_targets;
  if (error_) return;
  target = yield_expr();
  if (target != nullptr && at(Type::Equal)) {
    raise_at(target->span, "assignment to yield expression not possible");
  }
  if (!again()) return;
  target = star_expressions();
  if (target != nullptr && !error_) {
    switch (type()) {
      case Type::PlusEqual:
      case Type::MinusEqual:
      case Type::StarEqual:
      case Type::SlashEqual:
      case Type::DoubleSlashEqual:
      case Type::PercentEqual:
      case Type::AtEqual:
      case Type::AmpersandEqual:
      case Type::BarEqual:
      case Type::CaretEqual:
      case Type::LeftShiftEqual:
      case Type::RightShiftEqual:
      case Type::DoubleStarEqual:
        ++mark_;
        if (yield_or_star_expressions() != nullptr) {
          raise_at(target->span, std::string("'") + expression_name(target) +
                                     "' is an illegal expression for augmented assignment");
        }
        break;
      default: break;
    }
  }
  mark_ = before;
}

// invalid_ann_assign_target := list | tuple | '(' invalid_ann_assign_target ')'
ExprNode* Grammar::invalid_annotation_target() {
  if (at(Type::LeftBracket)) return list();
  if (!at(Type::LeftParen)) return nullptr;
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  size_t before = mark_;
  if (ExprNode* node = tuple(); node != nullptr || error_) return node;
  mark_ = before + 1;
  ExprNode* node = invalid_annotation_target();
  return node != nullptr && accept(Type::RightParen) ? node : nullptr;
}

// invalid_del_stmt := 'del' star_expressions
void Grammar::invalid_del_stmt() {
  size_t before = mark_++;
  raise_invalid_target(Targets::Del, star_expressions());
  mark_ = before;
}

// invalid_import_from_targets := import_from_as_names ',' NEWLINE
void Grammar::invalid_import_from_targets() {
  size_t before = mark_;
  Items<Alias*> names(*this);
  if (import_from_as_names(names) && accept(Type::Comma) && at(Type::Newline)) {
    raise_syntax("trailing comma not allowed without surrounding parentheses");
  }
  mark_ = before;
}

// invalid_for_target := ['async'] 'for' star_expressions
void Grammar::invalid_for_target() {
  size_t before = mark_;
  accept(Type::Async);
  if (accept(Type::For)) raise_invalid_target(Targets::For, star_expressions());
  mark_ = before;
}

// invalid_with_item := expression 'as' expression &(',' | ')' | ':')
void Grammar::invalid_with_item() {
  size_t before = mark_;
  if (expression() != nullptr && accept(Type::As)) {
    ExprNode* target = expression();
    if (target != nullptr && (at(Type::Comma) || at(Type::RightParen) || at(Type::Colon))) {
      raise_invalid_target(Targets::Star, target);
    }
  }
  mark_ = before;
}

// 'with' ','.(expression ['as' star_target])+      or      'with' '(' ','.(expressions ['as' star_target])+ [','] ')'
bool Grammar::with_headers(bool parenthesised) {
  ++mark_;
  if (parenthesised && !accept(Type::LeftParen)) return false;
  size_t end = 0;
  do {
    ExprNode* value = parenthesised ? expressions() : expression();
    if (value == nullptr) break;
    end = mark_;
    if (accept(Type::As)) {
      if (star_target() == nullptr) mark_ = end;
      end = mark_;
    }
  } while (accept(Type::Comma));
  if (end == 0 || error_) return false;
  mark_ = end;
  if (!parenthesised) return true;
  accept(Type::Comma);
  return accept(Type::RightParen);
}

// invalid_with_stmt_indent := ['async'] 'with' headers ':' NEWLINE !INDENT
void Grammar::invalid_with_stmt_indent() {
  size_t before = mark_;
  uint32_t line = start().line;
  for (bool parenthesised : {false, true}) {
    mark_ = before;
    if (with_headers(parenthesised) && missing_block(line, "'with' statement")) return;
    if (error_) return;
  }
  mark_ = before;
}

// invalid_with_stmt := ['async'] 'with' headers NEWLINE
void Grammar::invalid_with_stmt() {
  size_t before = mark_;
  for (bool parenthesised : {false, true}) {
    mark_ = before;
    if (with_headers(parenthesised) && missing_colon()) return;
    if (error_) return;
  }
  mark_ = before;
}

// invalid_try_stmt := 'try' ':' NEWLINE !INDENT
//                   | 'try' ':' block !('except' | 'finally')
//                   | 'try' ':' block* except_block+ 'except' '*' expression ['as' NAME] ':'
//                   | 'try' ':' block* except_star_block+ 'except' [expression ['as' NAME]] ':'
void Grammar::invalid_try_stmt() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (missing_block(line, "'try' statement") || error_) return;
  mark_ = before + 1;
  if (accept(Type::Colon) && block() != nullptr && !at(Type::Except) && !at(Type::Finally)) {
    raise_syntax("expected 'except' or 'finally' block");
  }
  mark_ = before + 1;
  if (error_ || !accept(Type::Colon)) {
    mark_ = before;
    return;
  }
  size_t here = mark_;
  while (block() != nullptr) here = mark_;
  mark_ = here;
  if (error_ || !at(Type::Except)) {
    mark_ = before;
    return;
  }
  const char* message = "cannot have both 'except' and 'except*' on the same 'try'";
  bool star = second() == Type::Star;
  if (star) {
    // except_block+ comes first, with its checks, although it cannot match.
    except_block();
    if (error_) return;
    mark_ = here;
  }
  size_t handlers = 0;
  while (at(Type::Except) && (star ? except_star_block() : except_block()) != nullptr) {
    here = mark_;
    ++handlers;
  }
  mark_ = here;
  if (handlers > 0 && !error_ && at(Type::Except)) {
    Span except = start();
    ++mark_;
    Span mark = start();
    auto as_name = [&] {
      if (at(Type::As) && second() == Type::Name) mark_ += 2;
    };
    if (!star && accept(Type::Star)) {
      if (expression() != nullptr) {
        as_name();
        if (at(Type::Colon)) raise_at(cover(except, mark), message);
      }
    } else if (star) {
      size_t after = mark_;
      if (expression() != nullptr) {
        as_name();
      } else {
        mark_ = after;
      }
      if (!error_ && at(Type::Colon)) raise_at(except, message);
    }
  }
  mark_ = before;
}

// invalid_except_stmt_indent := 'except' expression ['as' NAME] ':' NEWLINE !INDENT | 'except' ':' NEWLINE !INDENT
void Grammar::invalid_except_stmt_indent() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (!at(Type::Colon)) {
    if (expression() == nullptr) {
      mark_ = before;
      return;
    }
    if (at(Type::As) && second() == Type::Name) mark_ += 2;
  }
  if (!error_) missing_block(line, "'except' statement");
  mark_ = before;
}

// invalid_except_star_stmt_indent := 'except' '*' expression ['as' NAME] ':' NEWLINE !INDENT
void Grammar::invalid_except_star_stmt_indent() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (accept(Type::Star) && expression() != nullptr) {
    if (at(Type::As) && second() == Type::Name) mark_ += 2;
    missing_block(line, "'except*' statement");
  }
  mark_ = before;
}

// invalid_except_stmt := 'except' ['*'] expression ',' expressions ['as' NAME] ':'
//                      | 'except' ['*'] expression ['as' NAME] NEWLINE
//                      | 'except' NEWLINE
//                      | 'except' '*' (NEWLINE | ':')
void Grammar::invalid_except_stmt() {
  size_t before = mark_++;
  bool star = accept(Type::Star);
  ExprNode* exception = expression();
  if (exception != nullptr && !error_) {
    size_t after = mark_;
    auto as_name = [&] {
      if (at(Type::As) && second() == Type::Name) mark_ += 2;
    };
    if (accept(Type::Comma) && expressions() != nullptr) {
      as_name();
      if (at(Type::Colon)) raise_from(exception->span, "multiple exception types must be parenthesized");
    }
    mark_ = after;
    if (!error_) {
      as_name();
      missing_colon();
    }
  } else if (!error_) {
    mark_ = before + 1;
    if (!star) {
      missing_colon();
    } else {
      ++mark_;
      if (at(Type::Newline) || at(Type::Colon)) raise_syntax("expected one or more exception types");
    }
  }
  mark_ = before;
}

// invalid_if_stmt    := 'if' named_expression NEWLINE | 'if' named_expression ':' NEWLINE !INDENT
// invalid_elif_stmt, invalid_while_stmt: the same with their words
void Grammar::invalid_header(const char* name) {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (named_expression() != nullptr && !missing_colon()) {
    missing_block(line, (std::string("'") + name + "' statement").c_str());
  }
  mark_ = before;
}

// invalid_else_stmt := 'else' ':' NEWLINE !INDENT      invalid_finally_stmt := 'finally' ':' NEWLINE !INDENT
void Grammar::invalid_bare_header(const char* what) {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  missing_block(line, what);
  mark_ = before;
}

// invalid_for_stmt := ['async'] 'for' star_targets 'in' star_expressions NEWLINE
//                   | ['async'] 'for' star_targets 'in' star_expressions ':' NEWLINE !INDENT
void Grammar::invalid_for_stmt() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (star_targets() != nullptr && accept(Type::In) && star_expressions() != nullptr && !missing_colon()) {
    missing_block(line, "'for' statement");
  }
  mark_ = before;
}

// invalid_def_raw := ['async'] 'def' NAME '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT
void Grammar::invalid_def() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (accept(Type::Name) && accept(Type::LeftParen) && parameters(Type::RightParen) != nullptr &&
      accept(Type::RightParen)) {
    size_t here = mark_;
    if (accept(Type::Arrow) && expression() == nullptr) mark_ = here;
    if (!error_) missing_block(line, "function definition");
  }
  mark_ = before;
}

// invalid_class_def_raw := 'class' NAME ['(' [arguments] ')'] NEWLINE
//                        | 'class' NAME ['(' [arguments] ')'] ':' NEWLINE !INDENT
void Grammar::invalid_class_def() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (accept(Type::Name)) {
    size_t here = mark_;
    if (accept(Type::LeftParen)) {
      size_t inside = mark_;
      if (arguments() == nullptr) mark_ = inside;
      if (error_ || !accept(Type::RightParen)) mark_ = here;
    }
    if (!error_ && !missing_colon()) missing_block(line, "class definition");
  }
  mark_ = before;
}

// invalid_match_stmt := "match" subject_expr NEWLINE | "match" subject_expr ':' NEWLINE !INDENT
void Grammar::invalid_match_stmt() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (subject_expr() != nullptr && !missing_colon()) missing_block(line, "'match' statement");
  mark_ = before;
}

// invalid_case_block := "case" patterns [guard] NEWLINE | "case" patterns [guard] ':' NEWLINE !INDENT
void Grammar::invalid_case_block() {
  size_t before = mark_;
  uint32_t line = start().line;
  ++mark_;
  if (patterns() != nullptr) {
    size_t here = mark_;
    if (accept(Type::If) && named_expression() == nullptr) mark_ = here;
    if (!error_ && !missing_colon()) missing_block(line, "'case' statement");
  }
  mark_ = before;
}

// invalid_as_pattern := or_pattern 'as' "_" | or_pattern 'as' !NAME expression
void Grammar::invalid_as_pattern() {
  size_t before = mark_;
  if (or_pattern() != nullptr && accept(Type::As)) {
    if (at_soft_keyword("_")) {
      raise_at(start(), "cannot use '_' as a target");
    } else if (!at(Type::Name)) {
      if (ExprNode* target = expression(); target != nullptr) raise_at(target->span, "invalid pattern target");
    }
  }
  mark_ = before;
}

// invalid_class_pattern := '(' [positional_patterns ','] keyword_patterns ',' positional_patterns
// The mark is at the '('.
void Grammar::invalid_class_pattern() {
  size_t before = mark_++;
  // A keyword begins with NAME '=', which no pattern does: reading patterns one by one tells them apart.
  bool keywords = false;
  Items<PatternNode*> late(*this);
  for (;;) {
    if (at(Type::Name) && second() == Type::Equal) {
      if (late.size() > 0) break;
      mark_ += 2;
      keywords = true;
      if (pattern() == nullptr) break;
    } else {
      PatternNode* found = pattern();
      if (found == nullptr) break;
      if (keywords) late.push(found);
    }
    if (!accept(Type::Comma)) break;
  }
  if (late.size() > 0) {
    error_.reset();  // what stopped the list of patterns says less
    raise_at(cover(late[0]->span, late.back()->span), "positional patterns follow keyword patterns");
  }
  mark_ = before;
}

}  // namespace terrarium::parser
