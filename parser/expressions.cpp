// Expressions, from star_expressions down to powers. Operators with two operands climb precedences in a
// loop, so that a long sum costs no machine stack; a tree that gets too deep is refused later (limits.cpp).
#include "parser/grammar.h"

namespace terrarium::parser {

// star_expressions := star_expression (',' star_expression)* [',']
ExprNode* Grammar::star_expressions() {
  Span first = start();
  ExprNode* element = star_expression();
  if (element == nullptr || !at(Type::Comma)) return element;
  Items<ExprNode*> items(*this);
  items.push(element);
  while (accept(Type::Comma)) {
    size_t after = mark_;
    element = star_expression();
    if (element == nullptr) {
      mark_ = after;
      break;
    }
    items.push(element);
  }
  return tuple_of(since(first), items);
}

ExprNode* Grammar::tuple_of(const Span& span, const Items<ExprNode*>& items) {
  auto* node = make<Tuple>(span);
  node->elts = const_cast<Items<ExprNode*>&>(items).take();
  return node;
}

// star_expression := '*' bitwise_or | expression
ExprNode* Grammar::star_expression() {
  return memoised<ExprNode>(Rule::StarExpression, [&]() -> ExprNode* {
    if (!at(Type::Star)) return expression();
    Span first = start();
    ++mark_;
    ExprNode* value = bitwise_or();
    if (value == nullptr) return nullptr;
    auto* node = make<Starred>(since(first));
    node->value = value;
    return node;
  });
}

// star_named_expression := '*' bitwise_or | named_expression
ExprNode* Grammar::star_named_expression() {
  if (!at(Type::Star)) return named_expression();
  return star_expression();
}

// star_named_expressions := ','.star_named_expression+ [',']
bool Grammar::star_named_expressions(Items<ExprNode*>& items) {
  do {
    size_t before = mark_;
    ExprNode* element = star_named_expression();
    if (element == nullptr) {
      mark_ = before;
      return items.size() > 0;
    }
    items.push(element);
  } while (accept(Type::Comma));
  return true;
}

// assignment_expression := NAME ':=' ~ expression
ExprNode* Grammar::assignment_expression() {
  if (!at(Type::Name) || second() != Type::ColonEqual) return nullptr;
  Span first = start();
  ExprNode* target = name_atom();
  ++mark_;
  ExprNode* value = expression();
  if (value == nullptr) return nullptr;
  as<Name>(target)->ctx = ExprContext::Store;
  auto* node = make<NamedExpr>(since(first));
  node->target = target;
  node->value = value;
  return node;
}

// named_expression := assignment_expression | invalid_named_expression | expression !':='
ExprNode* Grammar::named_expression() {
  if (!explaining_) return walrus_or_expression();
  return memoised<ExprNode>(Rule::NamedExpression, [&]() -> ExprNode* {
    size_t before = mark_;
    if (at(Type::Name) && second() == Type::ColonEqual) return assignment_expression();
    mark_ = before;
    invalid_named_expression();
    if (error_) return nullptr;
    ExprNode* node = expression();
    return node != nullptr && !at(Type::ColonEqual) ? node : nullptr;
  });
}

// assignment_expression | expression !':='
ExprNode* Grammar::walrus_or_expression() {
  if (at(Type::Name) && second() == Type::ColonEqual) return assignment_expression();
  ExprNode* node = expression();
  return node != nullptr && !at(Type::ColonEqual) ? node : nullptr;
}

// expressions := expression (',' expression)* [',']
ExprNode* Grammar::expressions() {
  Span first = start();
  ExprNode* element = expression();
  if (element == nullptr || !at(Type::Comma)) return element;
  Items<ExprNode*> items(*this);
  items.push(element);
  while (accept(Type::Comma)) {
    size_t after = mark_;
    element = expression();
    if (element == nullptr) {
      mark_ = after;
      break;
    }
    items.push(element);
  }
  return tuple_of(since(first), items);
}

// yield_expr := 'yield' 'from' expression | 'yield' [star_expressions]
ExprNode* Grammar::yield_expr() {
  if (!at(Type::Yield)) return nullptr;
  Span first = start();
  ++mark_;
  size_t after = mark_;
  if (accept(Type::From)) {
    if (ExprNode* value = expression(); value != nullptr) {
      auto* node = make<YieldFrom>(since(first));
      node->value = value;
      return node;
    }
    mark_ = after;
  }
  ExprNode* value = star_expressions();
  if (value == nullptr) mark_ = after;
  if (error_) return nullptr;
  auto* node = make<Yield>(since(first));
  node->value = value;
  return node;
}

// expression := invalid_expression | invalid_legacy_expression
//             | disjunction 'if' disjunction 'else' expression | disjunction | lambdef
ExprNode* Grammar::expression() {
  return memoised<ExprNode>(Rule::Expression, [&] { return expression_uncached(); });
}

ExprNode* Grammar::expression_uncached() {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  if (explaining_) {
    invalid_expression();
    if (error_) return nullptr;
    invalid_legacy_expression();
    if (error_) return nullptr;
  }
  if (at(Type::Lambda)) return lambdef();
  Span first = start();
  ExprNode* body = disjunction();
  if (body == nullptr || !at(Type::If)) return body;
  size_t after_body = mark_;
  ++mark_;
  ExprNode* test = disjunction();
  ExprNode* orelse = test != nullptr && accept(Type::Else) ? expression() : nullptr;
  if (orelse == nullptr) {
    mark_ = after_body;
    return body;
  }
  auto* node = make<IfExp>(since(first));
  node->test = test;
  node->body = body;
  node->orelse = orelse;
  return node;
}

// disjunction := conjunction ('or' conjunction)*
ExprNode* Grammar::disjunction() {
  return memoised<ExprNode>(Rule::Disjunction, [&]() -> ExprNode* {
    Span first = start();
    ExprNode* value = conjunction();
    if (value == nullptr || !at(Type::Or)) return value;
    Items<ExprNode*> values(*this);
    values.push(value);
    while (at(Type::Or)) {
      size_t before = mark_++;
      value = conjunction();
      if (value == nullptr) {
        mark_ = before;
        break;
      }
      values.push(value);
    }
    if (values.size() == 1) return values[0];
    auto* node = make<BoolOp>(since(first));
    node->op = BoolOperator::Or;
    node->values = values.take();
    return node;
  });
}

// conjunction := inversion ('and' inversion)*
ExprNode* Grammar::conjunction() {
  return memoised<ExprNode>(Rule::Conjunction, [&]() -> ExprNode* {
    Span first = start();
    ExprNode* value = inversion();
    if (value == nullptr || !at(Type::And)) return value;
    Items<ExprNode*> values(*this);
    values.push(value);
    while (at(Type::And)) {
      size_t before = mark_++;
      value = inversion();
      if (value == nullptr) {
        mark_ = before;
        break;
      }
      values.push(value);
    }
    if (values.size() == 1) return values[0];
    auto* node = make<BoolOp>(since(first));
    node->op = BoolOperator::And;
    node->values = values.take();
    return node;
  });
}

namespace {

// CPython's parser stack holds 6000 calls; a chain of prefix operators needs one for each.
constexpr size_t kMaxPrefixOperators = 5900;

}  // namespace

// inversion := 'not' inversion | comparison
ExprNode* Grammar::inversion() {
  if (!at(Type::Not)) return comparison();
  size_t first = mark_;
  while (accept(Type::Not)) {
  }
  size_t end = mark_;
  if (end - first > kMaxPrefixOperators) {
    return raise_diagnostic({.type = DiagnosticType::MemoryError, .message = {}, .text = {}});
  }
  ExprNode* operand = comparison();
  if (operand == nullptr) return nullptr;
  Span last = last_span();
  for (size_t i = end; i-- > first;) {
    auto* node = make<UnaryOp>(cover(tokens_[i].span, last));
    node->op = UnaryOperator::Not;
    node->operand = operand;
    operand = node;
  }
  return operand;
}

// compare_op := '==' | '!=' | '<=' | '<' | '>=' | '>' | 'not' 'in' | 'in' | 'is' 'not' | 'is'
bool Grammar::comparison_operator(CmpOperator& op) {
  switch (type()) {
    case Type::EqualEqual: op = CmpOperator::Eq; break;
    case Type::NotEqual:
      // `<>` is a token, but not an operator of the language.
      if (lexer_.text_of(peek()) == "<>") return false;
      op = CmpOperator::NotEq;
      break;
    case Type::LessEqual: op = CmpOperator::LtE; break;
    case Type::Less: op = CmpOperator::Lt; break;
    case Type::GreaterEqual: op = CmpOperator::GtE; break;
    case Type::Greater: op = CmpOperator::Gt; break;
    case Type::In: op = CmpOperator::In; break;
    case Type::Not:
      if (second() != Type::In) return false;
      ++mark_;
      op = CmpOperator::NotIn;
      break;
    case Type::Is:
      op = CmpOperator::Is;
      if (second() == Type::Not) {
        ++mark_;
        op = CmpOperator::IsNot;
      }
      break;
    default: return false;
  }
  ++mark_;
  return true;
}

// comparison := bitwise_or (compare_op bitwise_or)*
ExprNode* Grammar::comparison() {
  Span first = start();
  ExprNode* left = bitwise_or();
  if (left == nullptr) return nullptr;
  size_t before = mark_;
  CmpOperator op;
  if (!comparison_operator(op)) return left;
  Items<CmpOperator> ops(*this);
  Items<ExprNode*> comparators(*this);
  do {
    ExprNode* right = bitwise_or();
    if (right == nullptr) {
      mark_ = before;
      break;
    }
    ops.push(op);
    comparators.push(right);
    before = mark_;
  } while (comparison_operator(op));
  if (ops.size() == 0) return left;
  auto* node = make<Compare>(since(first));
  node->left = left;
  node->ops = ops.take();
  node->comparators = comparators.take();
  return node;
}

namespace {

struct BinaryOperator {
  int precedence = 0;  // 0: no binary operator
  Operator op = Operator::Add;
};

BinaryOperator binary_operator(Type type) {
  switch (type) {
    case Type::Bar: return {1, Operator::BitOr};
    case Type::Caret: return {2, Operator::BitXor};
    case Type::Ampersand: return {3, Operator::BitAnd};
    case Type::LeftShift: return {4, Operator::LShift};
    case Type::RightShift: return {4, Operator::RShift};
    case Type::Plus: return {5, Operator::Add};
    case Type::Minus: return {5, Operator::Sub};
    case Type::Star: return {6, Operator::Mult};
    case Type::Slash: return {6, Operator::Div};
    case Type::DoubleSlash: return {6, Operator::FloorDiv};
    case Type::Percent: return {6, Operator::Mod};
    case Type::At: return {6, Operator::MatMult};
    default: return {};
  }
}

}  // namespace

ExprNode* Grammar::bitwise_or() {
  return memoised<ExprNode>(Rule::BitwiseOr, [&] { return binary(1); });
}

// bitwise_or  := bitwise_xor ('|' bitwise_xor)*
// bitwise_xor := bitwise_and ('^' bitwise_and)*
// bitwise_and := shift ('&' shift)*
// shift       := sum (('<<' | '>>') sum)*
// sum         := term (('+' | '-') term)*
// term        := factor (('*' | '/' | '//' | '%' | '@') factor)*
// In one function: operators of precedence `lowest` and higher.
ExprNode* Grammar::binary(int lowest) {
  Span first = start();
  ExprNode* left = factor();
  while (left != nullptr) {
    BinaryOperator found = binary_operator(type());
    if (found.precedence < lowest || found.precedence == 0) break;
    size_t before = mark_++;
    ExprNode* right = binary(found.precedence + 1);
    if (right == nullptr) {
      mark_ = before;
      break;
    }
    auto* node = make<BinOp>(since(first));
    node->left = left;
    node->op = found.op;
    node->right = right;
    left = node;
  }
  return left;
}

// factor := ('+' | '-' | '~') factor | power
ExprNode* Grammar::factor() {
  Type sign = type();
  if (sign != Type::Minus && sign != Type::Plus && sign != Type::Tilde) return power();
  size_t first = mark_;
  while (at(Type::Minus) || at(Type::Plus) || at(Type::Tilde)) ++mark_;
  size_t end = mark_;
  if (end - first > kMaxPrefixOperators) {
    return raise_diagnostic({.type = DiagnosticType::MemoryError, .message = {}, .text = {}});
  }
  ExprNode* operand = power();
  if (operand == nullptr) return nullptr;
  Span last = last_span();
  for (size_t i = end; i-- > first;) {
    auto* node = make<UnaryOp>(cover(tokens_[i].span, last));
    node->op = tokens_[i].type == Type::Minus  ? UnaryOperator::USub
               : tokens_[i].type == Type::Plus ? UnaryOperator::UAdd
                                               : UnaryOperator::Invert;
    node->operand = operand;
    operand = node;
  }
  return operand;
}

// power := await_primary ['**' factor]
ExprNode* Grammar::power() {
  Span first = start();
  ExprNode* base = await_primary();
  if (base == nullptr || !at(Type::DoubleStar)) return base;
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  size_t before = mark_++;
  ExprNode* exponent = factor();
  if (exponent == nullptr) {
    mark_ = before;
    return base;
  }
  auto* node = make<BinOp>(since(first));
  node->left = base;
  node->op = Operator::Pow;
  node->right = exponent;
  return node;
}

// await_primary := 'await' primary | primary
ExprNode* Grammar::await_primary() {
  if (!at(Type::Await)) return primary();
  Span first = start();
  ++mark_;
  ExprNode* value = primary();
  if (value == nullptr) return nullptr;
  auto* node = make<Await>(since(first));
  node->value = value;
  return node;
}

// lambdef := 'lambda' [lambda_params] ':' expression
ExprNode* Grammar::lambdef() {
  return memoised<ExprNode>(Rule::Lambdef, [&]() -> ExprNode* {
    Span first = start();
    ++mark_;
    Arguments* arguments = parameters(Type::Colon);
    if (arguments == nullptr || !accept(Type::Colon)) return nullptr;
    ExprNode* body = expression();
    if (body == nullptr) return nullptr;
    auto* node = make<Lambda>(since(first));
    node->args = arguments;
    node->body = body;
    return node;
  }, Kept::Apart);
}

}  // namespace terrarium::parser
