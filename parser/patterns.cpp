// match statements and patterns (PEP 634). "match", "case" and "_" are names everywhere else, so match_stmt is
// tried first and given up when the tokens do not fit.
#include "parser/grammar.h"

namespace terrarium::parser {

namespace {

// Can the token behind the word `match` begin a subject? Saves trying for `match = 1` and `match.group()`.
bool begins_subject(TokenType type) {
  switch (type) {
    case TokenType::Name:
    case TokenType::Number:
    case TokenType::String:
    case TokenType::LeftParen:
    case TokenType::LeftBracket:
    case TokenType::LeftBrace:
    case TokenType::Minus:
    case TokenType::Plus:
    case TokenType::Tilde:
    case TokenType::Star:
    case TokenType::Ellipsis:
    case TokenType::Not:
    case TokenType::Lambda:
    case TokenType::Await:
    case TokenType::None:
    case TokenType::True:
    case TokenType::False:
      return true;
    default:
      return false;
  }
}

}  // namespace

// match_stmt := "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT | invalid_match_stmt
StmtNode* Grammar::match_stmt() {
  if (!begins_subject(second())) return nullptr;
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  Span first = start();
  size_t before = mark_++;
  ExprNode* subject = subject_expr();
  if (subject != nullptr && accept(Type::Colon) && accept(Type::Newline) && accept(Type::Indent)) {
    Items<MatchCase*> cases(*this);
    while (at_soft_keyword("case")) {
      size_t here = mark_;
      MatchCase* one = case_block();
      if (one == nullptr) {
        mark_ = here;
        break;
      }
      cases.push(one);
    }
    if (error_) return nullptr;
    if (cases.size() > 0 && accept(Type::Dedent)) {
      auto* node = make<Match>(since(first));
      node->subject = subject;
      node->cases = cases.take();
      return node;
    }
  }
  mark_ = before;
  if (explaining_ && !error_) invalid_match_stmt();
  return nullptr;
}

// subject_expr := star_named_expression ',' [star_named_expressions] | named_expression
ExprNode* Grammar::subject_expr() {
  Span first = start();
  size_t before = mark_;
  ExprNode* subject = star_named_expression();
  if (subject != nullptr && accept(Type::Comma)) {
    Items<ExprNode*> items(*this);
    items.push(subject);
    star_named_expressions(items);
    return error_ ? nullptr : tuple_of(since(first), items);
  }
  if (error_) return nullptr;
  mark_ = before;
  return named_expression();
}

// case_block := invalid_case_block | "case" patterns [guard] ':' block
// guard      := 'if' named_expression
MatchCase* Grammar::case_block() {
  Span first = start();
  if (explaining_) {
    invalid_case_block();
    if (error_) return nullptr;
  }
  ++mark_;
  PatternNode* found = patterns();
  if (found == nullptr) return nullptr;
  ExprNode* guard = nullptr;
  if (accept(Type::If)) {
    guard = named_expression();
    if (guard == nullptr) return nullptr;
  }
  if (!accept(Type::Colon)) return nullptr;
  Block* body = block();
  if (body == nullptr) return nullptr;
  auto* node = make<MatchCase>(since(first));
  node->pattern = found;
  node->guard = guard;
  node->body = body->body;
  return node;
}

// patterns := open_sequence_pattern | pattern
// open_sequence_pattern := maybe_star_pattern ',' [maybe_sequence_pattern]
PatternNode* Grammar::patterns() {
  Span first = start();
  size_t before = mark_;
  Items<PatternNode*> items(*this);
  bool comma = false;
  if (sequence_items(items, comma) && comma) {
    auto* node = make<MatchSequence>(since(first));
    node->patterns = items.take();
    return node;
  }
  if (error_) return nullptr;
  mark_ = before;
  return pattern();
}

// maybe_sequence_pattern := ','.maybe_star_pattern+ [',']      `comma` tells whether there was any ','
bool Grammar::sequence_items(Items<PatternNode*>& items, bool& comma) {
  do {
    size_t before = mark_;
    PatternNode* item = maybe_star_pattern();
    if (item == nullptr) {
      mark_ = before;
      break;
    }
    items.push(item);
    if (at(Type::Comma)) comma = true;
  } while (accept(Type::Comma));
  return items.size() > 0 && !error_;
}

// maybe_star_pattern := star_pattern | pattern      star_pattern := '*' (capture_target | "_")
PatternNode* Grammar::maybe_star_pattern() {
  if (!at(Type::Star)) return pattern();
  Span first = start();
  ++mark_;
  Identifier name{};
  if (at_soft_keyword("_")) {
    ++mark_;
  } else if (!capture_target(name)) {
    return nullptr;
  }
  auto* node = make<MatchStar>(since(first));
  node->name = name;
  return node;
}

// capture_target := !"_" NAME !('.' | '(' | '=')
bool Grammar::capture_target(Identifier& name) {
  if (!at(Type::Name) || at_soft_keyword("_")) return false;
  Type next = second();
  if (next == Type::Dot || next == Type::LeftParen || next == Type::Equal) return false;
  name = identifier(tokens_[mark_++]);
  return true;
}

// pattern    := as_pattern | or_pattern
// as_pattern := or_pattern 'as' capture_target | invalid_as_pattern
PatternNode* Grammar::pattern() {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  Span first = start();
  size_t before = mark_;
  PatternNode* found = or_pattern();
  if (found == nullptr) return nullptr;
  if (!at(Type::As)) return found;
  size_t after = mark_++;
  Identifier name{};
  if (capture_target(name)) {
    auto* node = make<MatchAs>(since(first));
    node->pattern = found;
    node->name = name;
    return node;
  }
  if (explaining_) {
    mark_ = before;
    invalid_as_pattern();
    if (error_) return nullptr;
  }
  mark_ = after;
  return found;
}

// or_pattern := '|'.closed_pattern+
PatternNode* Grammar::or_pattern() {
  Span first = start();
  PatternNode* found = closed_pattern();
  if (found == nullptr || !at(Type::Bar)) return found;
  Items<PatternNode*> items(*this);
  items.push(found);
  while (at(Type::Bar)) {
    size_t before = mark_++;
    found = closed_pattern();
    if (found == nullptr) {
      mark_ = before;
      break;
    }
    items.push(found);
  }
  if (error_) return nullptr;
  if (items.size() == 1) return items[0];
  auto* node = make<MatchOr>(since(first));
  node->patterns = items.take();
  return node;
}

// closed_pattern := literal_pattern | capture_pattern | wildcard_pattern | value_pattern | group_pattern
//                 | sequence_pattern | mapping_pattern | class_pattern
PatternNode* Grammar::closed_pattern() {
  return memoised<PatternNode>(Rule::ClosedPattern, [&]() -> PatternNode* {
    switch (type()) {
      case Type::Name: return name_pattern();
      case Type::LeftParen:
      case Type::LeftBracket: return parenthesised_pattern();
      case Type::LeftBrace: return mapping_pattern();
      default: return literal_pattern();
    }
  });
}

// literal_pattern := signed_number !('+' | '-') | complex_number | strings | 'None' | 'True' | 'False'
PatternNode* Grammar::literal_pattern() {
  Span first = start();
  auto singleton = [&](ConstantKind kind) {
    ++mark_;
    auto* node = make<MatchSingleton>(first);
    node->value.kind = kind;
    return node;
  };
  ExprNode* value = nullptr;
  switch (type()) {
    case Type::None: return singleton(ConstantKind::None);
    case Type::True: return singleton(ConstantKind::True);
    case Type::False: return singleton(ConstantKind::False);
    case Type::String: value = strings(); break;
    case Type::Number:
    case Type::Minus: value = complex_or_number(); break;
    default: return nullptr;
  }
  if (value == nullptr) return nullptr;
  auto* node = make<MatchValue>(since(first));
  node->value = value;
  return node;
}

// signed_number := NUMBER | '-' NUMBER
ExprNode* Grammar::signed_number() {
  Span first = start();
  bool negative = accept(Type::Minus);
  if (!at(Type::Number)) return nullptr;
  ExprNode* value = number();
  if (value == nullptr || !negative) return value;
  auto* node = make<UnaryOp>(since(first));
  node->op = UnaryOperator::USub;
  node->operand = value;
  return node;
}

// signed_number !('+' | '-')      complex_number := signed_real_number ('+' | '-') imaginary_number
ExprNode* Grammar::complex_or_number() {
  Span first = start();
  ExprNode* real = signed_number();
  if (real == nullptr || (!at(Type::Plus) && !at(Type::Minus))) return real;
  auto is_imaginary = [](ExprNode* number) {
    return as<Constant>(number)->value.kind == ConstantKind::Complex;
  };
  ExprNode* digits = is<UnaryOp>(real) ? as<UnaryOp>(real)->operand : real;
  if (is_imaginary(digits)) return raise_at(digits->span, "real number required in complex literal");
  Operator op = at(Type::Plus) ? Operator::Add : Operator::Sub;
  ++mark_;
  if (!at(Type::Number)) return nullptr;
  ExprNode* imaginary = number();
  if (imaginary == nullptr) return nullptr;
  if (!is_imaginary(imaginary)) return raise_at(imaginary->span, "imaginary number required in complex literal");
  auto* node = make<BinOp>(since(first));
  node->left = real;
  node->op = op;
  node->right = imaginary;
  return node;
}

// capture_pattern | wildcard_pattern | value_pattern | class_pattern: what begins with a name.
PatternNode* Grammar::name_pattern() {
  Span first = start();
  Identifier name{};
  if (at_soft_keyword("_")) {
    ++mark_;
    return make<MatchAs>(first);
  }
  if (capture_target(name)) {
    auto* node = make<MatchAs>(first);
    node->name = name;
    return node;
  }
  ExprNode* value = name_or_attr();
  if (at(Type::LeftParen)) return class_pattern(first, value);
  // value_pattern := attr !('.' | '(' | '=')
  if (!is<Attribute>(value) || at(Type::Equal) || at(Type::Dot)) return nullptr;
  auto* node = make<MatchValue>(since(first));
  node->value = value;
  return node;
}

// name_or_attr := NAME ('.' NAME)*
ExprNode* Grammar::name_or_attr() {
  if (!at(Type::Name)) return nullptr;
  Span first = start();
  ExprNode* value = name_atom();
  while (at(Type::Dot) && second() == Type::Name) {
    ++mark_;
    Identifier name = identifier(tokens_[mark_++]);
    auto* node = make<Attribute>(since(first));
    node->value = value;
    node->attr = name;
    value = node;
  }
  return value;
}

// group_pattern    := '(' pattern ')'
// sequence_pattern := '[' [maybe_sequence_pattern] ']' | '(' [open_sequence_pattern] ')'
PatternNode* Grammar::parenthesised_pattern() {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  Span first = start();
  bool round = at(Type::LeftParen);
  Type close = round ? Type::RightParen : Type::RightBracket;
  size_t after = ++mark_;
  Items<PatternNode*> items(*this);
  if (!at(close)) {
    if (round && !at(Type::Star)) {
      PatternNode* inner = pattern();
      if (inner != nullptr && accept(close)) return inner;
      if (error_) return nullptr;
      mark_ = after;
    }
    bool comma = false;
    if (!sequence_items(items, comma) || (round && !comma)) return nullptr;
  }
  if (!accept(close)) return nullptr;
  auto* node = make<MatchSequence>(since(first));
  node->patterns = items.take();
  return node;
}

// mapping_pattern := '{' [','.key_value_pattern+] [','] [double_star_pattern [',']] '}'
// key_value_pattern := (literal_expr | attr) ':' pattern      double_star_pattern := '**' capture_target
PatternNode* Grammar::mapping_pattern() {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  Span first = start();
  ++mark_;
  Items<ExprNode*> keys(*this);
  Items<PatternNode*> values(*this);
  Identifier rest{};
  while (!at(Type::RightBrace)) {
    if (accept(Type::DoubleStar)) {
      if (!capture_target(rest)) return nullptr;
      accept(Type::Comma);
      break;
    }
    ExprNode* key = mapping_key();
    if (key == nullptr || !accept(Type::Colon)) return nullptr;
    PatternNode* value = pattern();
    if (value == nullptr) return nullptr;
    keys.push(key);
    values.push(value);
    if (!accept(Type::Comma)) break;
  }
  if (!accept(Type::RightBrace)) return nullptr;
  auto* node = make<MatchMapping>(since(first));
  node->keys = keys.take();
  node->patterns = values.take();
  node->rest = rest;
  return node;
}

// literal_expr := signed_number !('+' | '-') | complex_number | strings | 'None' | 'True' | 'False'
// attr         := name_or_attr '.' NAME
ExprNode* Grammar::mapping_key() {
  switch (type()) {
    case Type::None: return constant(ConstantKind::None);
    case Type::True: return constant(ConstantKind::True);
    case Type::False: return constant(ConstantKind::False);
    case Type::String: return strings();
    case Type::Number:
    case Type::Minus: return complex_or_number();
    case Type::Name: {
      ExprNode* key = name_or_attr();
      return is<Attribute>(key) ? key : nullptr;
    }
    default: return nullptr;
  }
}

// class_pattern := name_or_attr '(' [positional_patterns] [','] [keyword_patterns] [','] ')' | invalid_class_pattern
// positional_patterns := ','.pattern+      keyword_patterns := ','.(NAME '=' pattern)+
PatternNode* Grammar::class_pattern(const Span& first, ExprNode* cls) {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  size_t before = mark_++;
  Items<PatternNode*> positional(*this);
  Items<Identifier> names(*this);
  Items<PatternNode*> values(*this);
  bool fine = true;
  while (fine && !at(Type::RightParen)) {
    Identifier name{};
    if (at(Type::Name) && second() == Type::Equal) {
      name = identifier(peek());
      mark_ += 2;
    } else if (names.size() > 0) {
      fine = false;
      break;
    }
    PatternNode* value = pattern();
    if (value == nullptr) {
      fine = false;
      break;
    }
    if (is_none(name)) {
      positional.push(value);
    } else {
      names.push(name);
      values.push(value);
    }
    if (!accept(Type::Comma)) break;
  }
  if (fine && accept(Type::RightParen)) {
    auto* node = make<MatchClass>(since(first));
    node->cls = cls;
    node->patterns = positional.take();
    node->kwd_attrs = names.take();
    node->kwd_patterns = values.take();
    return node;
  }
  mark_ = before;
  if (explaining_ && !error_) invalid_class_pattern();
  return nullptr;
}

}  // namespace terrarium::parser
