// Simple statements. In the first pass an expression is read once and then becomes what the token behind it
// says: a statement of its own, a target, something annotated.
#include "parser/grammar.h"

namespace terrarium::parser {

// statements := statement+
// statement  := compound_stmt | simple_stmts
bool Grammar::statements(Seq<StmtNode*>& result) {
  Items<StmtNode*> items(*this);
  while (!at(Type::EndMarker) && !at(Type::Dedent)) {
    size_t before = mark_;
    if (StmtNode* node = compound_statement(); node != nullptr) {
      items.push(node);
      continue;
    }
    mark_ = before;
    if (error_ || !simple_statements(items)) return false;
  }
  if (items.size() == 0 || error_) return false;
  result = items.take();
  return true;
}

// simple_stmts := ';'.simple_stmt+ [';'] NEWLINE
bool Grammar::simple_statements(Items<StmtNode*>& result) {
  do {
    StmtNode* node = simple_statement();
    if (node == nullptr) return false;
    result.push(node);
  } while (accept(Type::Semicolon) && !at(Type::Newline));
  return accept(Type::Newline);
}

// simple_stmt := assignment | star_expressions | return_stmt | import_stmt | raise_stmt | 'pass' | del_stmt
//              | yield_stmt | assert_stmt | 'break' | 'continue' | global_stmt | nonlocal_stmt
StmtNode* Grammar::simple_statement() {
  Span first = start();
  switch (type()) {
    case Type::Return: return return_stmt();
    case Type::Import: return import_name();
    case Type::From: return import_from();
    case Type::Raise: return raise_stmt();
    case Type::Del: return del_stmt();
    case Type::Assert: return assert_stmt();
    case Type::Global:
    case Type::Nonlocal: return global_or_nonlocal_stmt();
    case Type::Pass: ++mark_; return make<Pass>(first);
    case Type::Break: ++mark_; return make<Break>(first);
    case Type::Continue: ++mark_; return make<Continue>(first);
    default: break;
  }
  if (explaining_) {
    struct Found {
      StmtNode* node;
    };
    Found* found = memoised<Found>(Rule::SimpleStatement, [&]() -> Found* {
      StmtNode* node = simple_statement_by_alternatives();
      return node == nullptr ? nullptr : arena_.make<Found>(node);
    });
    return found == nullptr ? nullptr : found->node;
  }
  return expression_or_assignment();
}

StmtNode* Grammar::simple_statement_by_alternatives() {
  Span first = start();
  size_t before = mark_;
  if (StmtNode* node = assignment_by_alternatives(); node != nullptr || error_) return node;
  mark_ = before;
  ExprNode* value = star_expressions();
  if (error_) return nullptr;
  if (value == nullptr) {
    mark_ = before;
    value = yield_expr();
  }
  if (value == nullptr) return nullptr;
  auto* node = make<Expr>(since(first));
  node->value = value;
  return node;
}

StmtNode* Grammar::expression_or_assignment() {
  Span first = start();
  bool name_only = at(Type::Name);
  ExprNode* value = yield_or_star_expressions();
  if (value == nullptr) return nullptr;
  switch (type()) {
    case Type::Equal:
      return assignment(first, value);
    case Type::Colon: {
      bool simple = name_only && is<Name>(value);
      if (!is<Name>(value) && !is<Attribute>(value) && !is<Subscript>(value)) return nullptr;
      return annotated_assignment(first, value, simple);
    }
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
      if (!is<Name>(value) && !is<Attribute>(value) && !is<Subscript>(value)) return nullptr;
      return augmented_assignment(first, value);
    default: {
      auto* node = make<Expr>(since(first));
      node->value = value;
      return node;
    }
  }
}

// yield_expr | star_expressions
ExprNode* Grammar::yield_or_star_expressions() { return at(Type::Yield) ? yield_expr() : star_expressions(); }

// (star_targets '=')+ (yield_expr | star_expressions) !'='
// The first target has been read; the mark is at its '='.
StmtNode* Grammar::assignment(const Span& first, ExprNode* target) {
  Items<ExprNode*> targets(*this);
  ExprNode* value = target;
  while (accept(Type::Equal)) {
    if (!make_target(value, ExprContext::Store, true)) return nullptr;
    targets.push(value);
    value = yield_or_star_expressions();
    if (value == nullptr) return nullptr;
  }
  auto* node = make<Assign>(since(first));
  node->targets = targets.take();
  node->value = value;
  return node;
}

// target ':' expression ['=' (yield_expr | star_expressions)]
StmtNode* Grammar::annotated_assignment(const Span& first, ExprNode* target, int simple) {
  ++mark_;
  ExprNode* annotation = expression();
  if (annotation == nullptr) return nullptr;
  ExprNode* value = nullptr;
  size_t before = mark_;
  if (accept(Type::Equal)) {
    value = yield_or_star_expressions();
    if (value == nullptr) mark_ = before;
  }
  make_target(target, ExprContext::Store, false);
  auto* node = make<AnnAssign>(since(first));
  node->target = target;
  node->annotation = annotation;
  node->value = value;
  node->simple = simple;
  return node;
}

namespace {

// augassign := '+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//='
bool augmented_operator(TokenType type, Operator& op) {
  switch (type) {
    case TokenType::PlusEqual: op = Operator::Add; return true;
    case TokenType::MinusEqual: op = Operator::Sub; return true;
    case TokenType::StarEqual: op = Operator::Mult; return true;
    case TokenType::AtEqual: op = Operator::MatMult; return true;
    case TokenType::SlashEqual: op = Operator::Div; return true;
    case TokenType::PercentEqual: op = Operator::Mod; return true;
    case TokenType::AmpersandEqual: op = Operator::BitAnd; return true;
    case TokenType::BarEqual: op = Operator::BitOr; return true;
    case TokenType::CaretEqual: op = Operator::BitXor; return true;
    case TokenType::LeftShiftEqual: op = Operator::LShift; return true;
    case TokenType::RightShiftEqual: op = Operator::RShift; return true;
    case TokenType::DoubleStarEqual: op = Operator::Pow; return true;
    case TokenType::DoubleSlashEqual: op = Operator::FloorDiv; return true;
    default: return false;
  }
}

}  // namespace

// single_target augassign ~ (yield_expr | star_expressions)
StmtNode* Grammar::augmented_assignment(const Span& first, ExprNode* target) {
  auto* node = make<AugAssign>({});
  if (!augmented_operator(type(), node->op)) return nullptr;
  ++mark_;
  make_target(target, ExprContext::Store, false);
  node->target = target;
  node->value = yield_or_star_expressions();
  if (node->value == nullptr) return nullptr;
  node->span = since(first);
  return node;
}

// assignment := NAME ':' expression ['=' annotated_rhs]
//             | ('(' single_target ')' | single_subscript_attribute_target) ':' expression ['=' annotated_rhs]
//             | (star_targets '=')+ (yield_expr | star_expressions) !'='
//             | single_target augassign ~ (yield_expr | star_expressions)
//             | invalid_assignment
StmtNode* Grammar::assignment_by_alternatives() {
  Span first = start();
  size_t before = mark_;
  if (at(Type::Name) && second() == Type::Colon) {
    ExprNode* target = name_atom();
    if (StmtNode* node = annotated_assignment(first, target, 1); node != nullptr || error_) return node;
    mark_ = before;
  }
  ExprNode* target = nullptr;
  if (at(Type::LeftParen)) {
    ++mark_;
    target = single_target();
    if (target != nullptr && !accept(Type::RightParen)) target = nullptr;
    if (target == nullptr) mark_ = before;
  }
  if (target == nullptr && !error_) target = trailer_target();
  if (error_) return nullptr;
  if (target != nullptr && at(Type::Colon)) {
    if (StmtNode* node = annotated_assignment(first, target, 0); node != nullptr || error_) return node;
  }
  mark_ = before;
  Items<ExprNode*> targets(*this);
  for (;;) {
    size_t here = mark_;
    target = star_targets();
    if (error_) return nullptr;
    if (target == nullptr || !accept(Type::Equal)) {
      mark_ = here;
      break;
    }
    targets.push(target);
  }
  if (targets.size() > 0) {
    ExprNode* value = yield_or_star_expressions();
    if (error_) return nullptr;
    if (value != nullptr && !at(Type::Equal)) {
      auto* node = make<Assign>(since(first));
      node->targets = targets.take();
      node->value = value;
      return node;
    }
  }
  mark_ = before;
  target = single_target();
  if (error_) return nullptr;
  Operator ignored;
  if (target != nullptr && augmented_operator(type(), ignored)) return augmented_assignment(first, target);
  mark_ = before;
  invalid_assignment();
  return nullptr;
}

// return_stmt := 'return' [star_expressions]
StmtNode* Grammar::return_stmt() {
  Span first = start();
  size_t after = ++mark_;
  ExprNode* value = at(Type::Newline) ? nullptr : star_expressions();
  if (value == nullptr) mark_ = after;
  auto* node = make<Return>(since(first));
  node->value = value;
  return node;
}

// raise_stmt := 'raise' expression ['from' expression] | 'raise'
StmtNode* Grammar::raise_stmt() {
  Span first = start();
  size_t after = ++mark_;
  ExprNode* exception = at(Type::Newline) ? nullptr : expression();
  ExprNode* cause = nullptr;
  if (exception == nullptr) {
    mark_ = after;
  } else if (at(Type::From)) {
    after = mark_++;
    cause = expression();
    if (cause == nullptr) mark_ = after;
  }
  auto* node = make<Raise>(since(first));
  node->exc = exception;
  node->cause = cause;
  return node;
}

// global_stmt := 'global' ','.NAME+      nonlocal_stmt := 'nonlocal' ','.NAME+
StmtNode* Grammar::global_or_nonlocal_stmt() {
  Span first = start();
  bool global = at(Type::Global);
  ++mark_;
  Items<Identifier> names(*this);
  do {
    if (!at(Type::Name)) {
      if (names.size() == 0) return nullptr;
      --mark_;  // the ',' without a name behind it is not ours
      break;
    }
    names.push(identifier(tokens_[mark_++]));
  } while (accept(Type::Comma));
  if (global) {
    auto* node = make<Global>(since(first));
    node->names = names.take();
    return node;
  }
  auto* node = make<Nonlocal>(since(first));
  node->names = names.take();
  return node;
}

// del_stmt := 'del' del_targets &(';' | NEWLINE) | invalid_del_stmt
StmtNode* Grammar::del_stmt() {
  Span first = start();
  size_t before = mark_++;
  Items<ExprNode*> targets(*this);
  if (del_targets(targets) && (at(Type::Semicolon) || at(Type::Newline))) {
    auto* node = make<Delete>(since(first));
    node->targets = targets.take();
    return node;
  }
  mark_ = before;
  if (explaining_ && !error_) invalid_del_stmt();
  return nullptr;
}

// assert_stmt := 'assert' expression [',' expression]
StmtNode* Grammar::assert_stmt() {
  Span first = start();
  ++mark_;
  ExprNode* test = expression();
  if (test == nullptr) return nullptr;
  ExprNode* message = nullptr;
  if (at(Type::Comma)) {
    size_t before = mark_++;
    message = expression();
    if (message == nullptr) mark_ = before;
  }
  auto* node = make<Assert>(since(first));
  node->test = test;
  node->msg = message;
  return node;
}

// ---- imports ----

// dotted_name := NAME ('.' NAME)*
Identifier Grammar::dotted_name() {
  if (!at(Type::Name)) return {};
  std::string name(identifier(tokens_[mark_++]));
  while (at(Type::Dot) && second() == Type::Name) {
    ++mark_;
    name += '.';
    name += identifier(tokens_[mark_++]);
  }
  return arena_.copy(std::string_view(name));
}

// dotted_as_name      := dotted_name ['as' NAME]
// import_from_as_name := NAME ['as' NAME]
Alias* Grammar::alias(bool dotted) {
  if (!at(Type::Name)) return nullptr;
  Span first = start();
  Identifier name = dotted ? dotted_name() : identifier(tokens_[mark_++]);
  Identifier as_name{};
  if (at(Type::As) && second() == Type::Name) {
    ++mark_;
    as_name = identifier(tokens_[mark_++]);
  }
  auto* node = make<Alias>(since(first));
  node->name = name;
  node->asname = as_name;
  return node;
}

// import_name := 'import' ','.dotted_as_name+
StmtNode* Grammar::import_name() {
  Span first = start();
  ++mark_;
  Items<Alias*> names(*this);
  do {
    Alias* name = alias(true);
    if (name == nullptr) {
      if (names.size() == 0) return nullptr;
      --mark_;
      break;
    }
    names.push(name);
  } while (accept(Type::Comma));
  auto* node = make<Import>(since(first));
  node->names = names.take();
  return node;
}

// import_from := 'from' ('.' | '...')* dotted_name 'import' import_from_targets
//              | 'from' ('.' | '...')+ 'import' import_from_targets
StmtNode* Grammar::import_from() {
  Span first = start();
  ++mark_;
  int level = 0;
  for (;;) {
    if (accept(Type::Dot)) {
      level += 1;
    } else if (accept(Type::Ellipsis)) {
      level += 3;
    } else {
      break;
    }
  }
  Identifier module = dotted_name();
  if ((is_none(module) && level == 0) || !accept(Type::Import)) return nullptr;
  Items<Alias*> names(*this);
  if (!import_from_targets(names)) return nullptr;
  auto* node = make<ImportFrom>(since(first));
  node->module = module;
  node->names = names.take();
  node->level = level;
  return node;
}

// import_from_targets := '(' import_from_as_names [','] ')' | import_from_as_names !',' | '*'
//                      | invalid_import_from_targets
bool Grammar::import_from_targets(Items<Alias*>& names) {
  if (accept(Type::LeftParen)) {
    if (!import_from_as_names(names)) return false;
    accept(Type::Comma);
    return accept(Type::RightParen);
  }
  if (at(Type::Star)) {
    auto* star = make<Alias>(start());
    ++mark_;
    star->name = arena_.copy(std::string_view("*"));
    names.push(star);
    return true;
  }
  size_t before = mark_;
  if (import_from_as_names(names) && !at(Type::Comma)) return true;
  mark_ = before;
  if (explaining_) invalid_import_from_targets();
  return false;
}

// import_from_as_names := ','.import_from_as_name+
bool Grammar::import_from_as_names(Items<Alias*>& names) {
  do {
    Alias* name = alias(false);
    if (name == nullptr) {
      if (names.size() == 0) return false;
      --mark_;
      break;
    }
    names.push(name);
  } while (accept(Type::Comma));
  return true;
}

}  // namespace terrarium::parser
