// Known mistakes in expressions: what the second pass looks for and how it is told. Each function has the rule
// it recognises above it. A rule that matches but has nothing to say ends its function all the same: the
// alternatives after it are not tried (as in CPython, whose messages we owe).
#include "parser/grammar.h"

namespace terrarium::parser {

const char* expression_name(const ExprNode* expression) {
  switch (expression->kind) {
    case ExprKind::Attribute: return "attribute";
    case ExprKind::Subscript: return "subscript";
    case ExprKind::Starred: return "starred";
    case ExprKind::Name: return "name";
    case ExprKind::List: return "list";
    case ExprKind::Tuple: return "tuple";
    case ExprKind::Lambda: return "lambda";
    case ExprKind::Call: return "function call";
    case ExprKind::BoolOp:
    case ExprKind::BinOp:
    case ExprKind::UnaryOp: return "expression";
    case ExprKind::GeneratorExp: return "generator expression";
    case ExprKind::Yield:
    case ExprKind::YieldFrom: return "yield expression";
    case ExprKind::Await: return "await expression";
    case ExprKind::ListComp: return "list comprehension";
    case ExprKind::SetComp: return "set comprehension";
    case ExprKind::DictComp: return "dict comprehension";
    case ExprKind::Dict: return "dict literal";
    case ExprKind::Set: return "set display";
    case ExprKind::JoinedStr:
    case ExprKind::FormattedValue: return "f-string expression";
    case ExprKind::Compare: return "comparison";
    case ExprKind::IfExp: return "conditional expression";
    case ExprKind::NamedExpr: return "named expression";
    case ExprKind::Slice: return "slice";
    case ExprKind::Constant:
      switch (as<Constant>(expression)->value.kind) {
        case ConstantKind::None: return "None";
        case ConstantKind::True: return "True";
        case ConstantKind::False: return "False";
        case ConstantKind::Ellipsis: return "ellipsis";
        default: return "literal";
      }
  }
  return "expression";
}

namespace {

// The part of `expression` that cannot be a target; nullptr when all of it can.
ExprNode* find_invalid_target(ExprNode* expression, Targets targets) {
  switch (expression->kind) {
    case ExprKind::List:
    case ExprKind::Tuple: {
      bool is_list = expression->kind == ExprKind::List;
      for (ExprNode* element : is_list ? as<List>(expression)->elts : as<Tuple>(expression)->elts) {
        if (ExprNode* found = find_invalid_target(element, targets); found != nullptr) return found;
      }
      return nullptr;
    }
    case ExprKind::Starred:
      if (targets == Targets::Del) return expression;
      return find_invalid_target(as<Starred>(expression)->value, targets);
    case ExprKind::Compare:
      // The `x in y` of `for x in y` has been read as a comparison.
      if (targets == Targets::For) {
        auto* compare = as<Compare>(expression);
        return compare->ops[0] == CmpOperator::In ? find_invalid_target(compare->left, targets) : nullptr;
      }
      return expression;
    case ExprKind::Name:
    case ExprKind::Subscript:
    case ExprKind::Attribute: return nullptr;
    default: return expression;
  }
}

const Span& last_item_span(const Comprehension* clause) {
  return clause->ifs.empty() ? clause->iter->span : clause->ifs.back()->span;
}

// CPython compares as many characters as the name has, so that `c` passes for `case`.
bool is_taken_for_soft_keyword(std::string_view name) {
  for (std::string_view keyword : {"_", "case", "match"}) {
    if (keyword.starts_with(name)) return true;
  }
  return false;
}

// `print x` and `exec x` have a message of their own.
bool is_legacy_name(const ExprNode* expression) {
  if (!is<Name>(expression)) return false;
  Identifier id = as<Name>(expression)->id;
  return id == "print" || id == "exec";
}

}  // namespace

std::nullptr_t Grammar::raise_invalid_target(Targets targets, ExprNode* expression) {
  ExprNode* found = expression == nullptr ? nullptr : find_invalid_target(expression, targets);
  if (found == nullptr) return nullptr;
  const char* verb = targets == Targets::Del ? "cannot delete " : "cannot assign to ";
  return raise_at(found->span, std::string(verb) + expression_name(found));
}

// expression, with no checks under it
ExprNode* Grammar::expression_without_invalid() {
  bool explained = explaining_;
  explaining_ = false;
  ExprNode* node = expression_uncached();
  explaining_ = explained;
  return node;
}

// invalid_expression := !(NAME STRING | SOFT_KEYWORD) disjunction expression_without_invalid
//                     | disjunction 'if' disjunction !('else' | ':')
void Grammar::invalid_expression() {
  size_t before = mark_;
  bool skip = at(Type::Name) && (second() == Type::String || is_taken_for_soft_keyword(lexer_.text_of(peek())));
  if (!skip && !error_) {
    ExprNode* left = disjunction();
    ExprNode* right = left != nullptr && !error_ ? expression_without_invalid() : nullptr;
    if (right != nullptr && !error_) {
      bool in_brackets = tokens_[mark_ - 1].level > 0;
      if (!is_legacy_name(left) && in_brackets) {
        raise_at(cover(left->span, right->span), "invalid syntax. Perhaps you forgot a comma?");
      }
      mark_ = before;
      return;
    }
  }
  mark_ = before;
  if (error_) return;
  ExprNode* body = disjunction();
  if (body != nullptr && accept(Type::If)) {
    ExprNode* test = disjunction();
    if (test != nullptr && !at(Type::Else) && !at(Type::Colon) && !error_) {
      raise_at(cover(body->span, test->span), "expected 'else' after 'if' expression");
    }
  }
  mark_ = before;
}

// invalid_legacy_expression := NAME !'(' star_expressions
void Grammar::invalid_legacy_expression() {
  if (!at(Type::Name)) return;
  size_t before = mark_;
  ExprNode* name = name_atom();
  if (!at(Type::LeftParen) && is_legacy_name(name)) {
    ExprNode* rest = star_expressions();
    if (rest != nullptr) {
      std::string id(as<Name>(name)->id);
      raise_at(cover(name->span, rest->span),
               "Missing parentheses in call to '" + id + "'. Did you mean " + id + "(...)?");
    }
  } else if (!at(Type::LeftParen)) {
    star_expressions();  // says nothing, but reads as far as CPython does
  }
  mark_ = before;
}

void Grammar::invalid_named_expression() {
  memoised<ExprNode>(Rule::InvalidNamedExpression, [&]() -> ExprNode* {
    invalid_named_expression_uncached();
    return nullptr;
  });
}

// invalid_named_expression := expression ':=' expression
//                           | NAME '=' bitwise_or !('=' | ':=')
//                           | !(list | tuple | genexp | 'True' | 'None' | 'False')
//                             bitwise_or '=' bitwise_or !('=' | ':=')
void Grammar::invalid_named_expression_uncached() {
  size_t before = mark_;
  auto another_equal = [&] { return at(Type::Equal) || at(Type::ColonEqual); };
  ExprNode* target = expression();
  if (target != nullptr && accept(Type::ColonEqual) && expression() != nullptr) {
    raise_at(target->span, std::string("cannot use assignment expressions with ") + expression_name(target));
  }
  mark_ = before;
  if (error_) return;
  if (at(Type::Name) && second() == Type::Equal) {
    Span name = start();
    mark_ += 2;
    ExprNode* value = bitwise_or();
    if (value != nullptr && !another_equal() && !error_) {
      raise_at(cover(name, value->span), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    mark_ = before;
    if (error_) return;
  }
  bool excluded = at(Type::True) || at(Type::None) || at(Type::False);
  if (at(Type::LeftBracket)) excluded = list() != nullptr;
  if (at(Type::LeftParen)) {
    excluded = tuple() != nullptr;
    mark_ = before;
    if (!excluded && !error_) excluded = genexp() != nullptr;
  }
  mark_ = before;
  if (excluded || error_) return;
  ExprNode* left = bitwise_or();
  if (left != nullptr && accept(Type::Equal) && bitwise_or() != nullptr && !another_equal() && !error_) {
    raise_at(left->span, std::string("cannot assign to ") + expression_name(left) +
                             " here. Maybe you meant '==' instead of '='?");
  }
  mark_ = before;
}

// invalid_group := '(' starred_expression ')' | '(' '**' expression ')'
void Grammar::invalid_group() {
  size_t before = mark_;
  if (!accept(Type::LeftParen)) return;
  Span first = start();
  if (at(Type::Star)) {
    ExprNode* value = starred_expression();
    if (value != nullptr && at(Type::RightParen)) raise_at(value->span, "cannot use starred expression here");
  } else if (accept(Type::DoubleStar)) {
    if (expression() != nullptr && at(Type::RightParen)) {
      raise_at(first, "cannot use double starred expression here");
    }
  }
  mark_ = before;
}

// invalid_comprehension := ('[' | '(' | '{') starred_expression for_if_clauses
//                        | ('[' | '{') star_named_expression ',' star_named_expressions for_if_clauses
//                        | ('[' | '{') star_named_expression ',' for_if_clauses
void Grammar::invalid_comprehension() {
  size_t before = mark_;
  bool round = at(Type::LeftParen);
  ++mark_;
  if (at(Type::Star)) {
    ExprNode* value = starred_expression();
    if (value != nullptr && for_if_clauses() != nullptr) {
      raise_at(value->span, "iterable unpacking cannot be used in comprehension");
    }
  }
  const char* message = "did you forget parentheses around the comprehension target?";
  mark_ = before + 1;
  if (!round && !error_) {
    ExprNode* element = star_named_expression();
    if (element != nullptr && at(Type::Comma)) {
      Span comma = start();
      size_t after = ++mark_;
      Items<ExprNode*> items(*this);
      if (star_named_expressions(items) && !error_ && for_if_clauses() != nullptr) {
        raise_at(cover(element->span, items.back()->span), message);
      }
      mark_ = after;
      if (!error_ && for_if_clauses() != nullptr) raise_at(cover(element->span, comma), message);
    }
  }
  mark_ = before;
}

// invalid_dict_comprehension := '{' '**' bitwise_or for_if_clauses '}'
void Grammar::invalid_dict_comprehension() {
  size_t before = mark_++;
  Span stars = start();
  if (accept(Type::DoubleStar) && bitwise_or() != nullptr && for_if_clauses() != nullptr &&
      at(Type::RightBrace)) {
    raise_at(stars, "dict unpacking cannot be used in dict comprehension");
  }
  mark_ = before;
}

// invalid_double_starred_kvpairs := ','.double_starred_kvpair+ ',' invalid_kvpair
//                                 | expression ':' '*' bitwise_or
//                                 | expression ':' &('}' | ',')
void Grammar::invalid_double_starred_kvpairs() {
  size_t before = mark_;
  size_t count = 0;
  for (;;) {
    size_t here = mark_;
    ExprNode* key = nullptr;
    ExprNode* value = nullptr;
    if (!double_starred_kvpair(key, value)) {
      mark_ = here;
      break;
    }
    ++count;
    if (!accept(Type::Comma)) break;
  }
  if (!error_ && count > 0 && tokens_[mark_ - 1].type == Type::Comma) invalid_kvpair();
  mark_ = before;
  if (error_) return;
  if (expression() != nullptr && at(Type::Colon)) {
    Span colon = start();
    ++mark_;
    Span star = start();
    if (accept(Type::Star)) {
      if (bitwise_or() != nullptr) raise_from(star, "cannot use a starred expression in a dictionary value");
    } else if (at(Type::RightBrace) || at(Type::Comma)) {
      raise_at(colon, "expression expected after dictionary key and ':'");
    }
  }
  mark_ = before;
}

// invalid_kvpair := expression !':' | expression ':' '*' bitwise_or | expression ':' &('}' | ',')
void Grammar::invalid_kvpair() {
  size_t before = mark_;
  ExprNode* key = expression();
  if (key != nullptr && !error_) {
    if (!at(Type::Colon)) {
      if (!error_) {
        const Span& span = key->span;
        raise_diagnostic(lexer_.diagnostic(DiagnosticType::SyntaxError, "':' expected after dictionary key",
                                           span.line, span.end_col, span.end_line, 0));
      }
      return;
    }
    Span colon = start();
    ++mark_;
    Span star = start();
    if (accept(Type::Star)) {
      if (bitwise_or() != nullptr) raise_from(star, "cannot use a starred expression in a dictionary value");
    } else if (at(Type::RightBrace) || at(Type::Comma)) {
      raise_at(colon, "expression expected after dictionary key and ':'");
    }
  }
  mark_ = before;
}

// invalid_arguments := args ',' '*'
//                    | expression for_if_clauses ',' [args | expression for_if_clauses]
//                    | NAME '=' expression for_if_clauses
//                    | args for_if_clauses
//                    | args ',' expression for_if_clauses
//                    | args ',' args
void Grammar::invalid_arguments() {
  const char* generator = "Generator expression must be parenthesized";
  size_t before = mark_;
  auto again = [&] {
    mark_ = before;
    return !error_;
  };
  Call* first = args();
  if (first != nullptr && accept(Type::Comma) && at(Type::Star)) {
    raise_at(first->span, "iterable argument unpacking follows keyword argument unpacking");
  }
  if (!again()) return;
  if (ExprNode* element = expression(); element != nullptr && !error_) {
    Clauses* clauses = for_if_clauses();
    if (clauses != nullptr && accept(Type::Comma)) {
      size_t after = mark_;
      if (args() == nullptr && !error_) {
        mark_ = after;
        if (expression() != nullptr) for_if_clauses();
      }
      raise_at(cover(element->span, last_item_span(clauses->items.back())), generator);
    }
  }
  if (!again()) return;
  if (at(Type::Name) && second() == Type::Equal) {
    Span name = start();
    ++mark_;
    Span equal = start();
    ++mark_;
    if (expression() != nullptr && for_if_clauses() != nullptr) {
      raise_at(cover(name, equal), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
  }
  if (!again()) return;
  first = args();
  if (first == nullptr || error_) return;
  size_t after_args = mark_;
  if (Clauses* clauses = for_if_clauses(); clauses != nullptr) {
    if (first->args.size() > 1) {
      raise_at(cover(first->args.back()->span, last_item_span(clauses->items.back())), generator);
    }
    mark_ = before;
    return;
  }
  mark_ = after_args;
  if (error_ || !accept(Type::Comma)) return;
  size_t after_comma = mark_;
  ExprNode* element = expression();
  if (Clauses* clauses = element != nullptr ? for_if_clauses() : nullptr; clauses != nullptr) {
    raise_at(cover(element->span, last_item_span(clauses->items.back())), generator);
    return;
  }
  mark_ = after_comma;
  if (!error_ && args() != nullptr) {
    bool unpacking = false;
    for (Keyword* keyword : first->keywords) unpacking = unpacking || is_none(keyword->arg);
    raise_syntax(unpacking ? "positional argument follows keyword argument unpacking"
                           : "positional argument follows keyword argument");
  }
  mark_ = before;
}

// invalid_kwarg := ('True' | 'False' | 'None') '='
//                | NAME '=' expression for_if_clauses
//                | !(NAME '=') expression '='
void Grammar::invalid_kwarg() {
  size_t before = mark_;
  Span first = start();
  if (at(Type::True) || at(Type::False) || at(Type::None)) {
    const char* name = token_text(type());
    ++mark_;
    if (at(Type::Equal)) {
      raise_at(cover(first, start()), std::string("cannot assign to ") + name);
      return;
    }
    mark_ = before;
  }
  if (at(Type::Name) && second() == Type::Equal) {
    ++mark_;
    Span equal = start();
    ++mark_;
    if (expression() != nullptr && for_if_clauses() != nullptr) {
      raise_at(cover(first, equal), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    mark_ = before;
    return;
  }
  ExprNode* value = expression();
  if (value != nullptr && at(Type::Equal)) {
    raise_at(cover(value->span, start()), "expression cannot contain assignment, perhaps you meant \"==\"?");
  }
  mark_ = before;
}

}  // namespace terrarium::parser
