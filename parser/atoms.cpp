// Atoms, and what may follow them: attributes, subscripts, calls (whose arguments are in arguments.cpp).
// Displays and parentheses exist twice: once decided by what comes next, once as the grammar's ordered
// alternatives, which the second pass walks through because its checks hang on them.
#include "parser/grammar.h"

#include "lexer/literal.h"

namespace terrarium::parser {

// primary := primary '.' NAME | primary genexp | primary '(' [arguments] ')' | primary '[' slices ']' | atom
ExprNode* Grammar::primary() {
  return memoised<ExprNode>(Rule::Primary, [&] { return primary_uncached(); });
}

ExprNode* Grammar::primary_uncached() {
  Span first = start();
  ExprNode* value = atom();
  while (value != nullptr) {
    size_t before = mark_;
    ExprNode* longer = nullptr;
    switch (type()) {
      case Type::Dot:
        ++mark_;
        if (at(Type::Name)) {
          Identifier name = identifier(tokens_[mark_++]);
          auto* node = make<Attribute>(since(first));
          node->value = value;
          node->attr = name;
          longer = node;
        }
        break;
      case Type::LeftParen:
        longer = call(first, value);
        break;
      case Type::LeftBracket: {
        Nesting nesting(*this);
        if (!nesting.fine()) return nullptr;
        if (explaining_ && (genexp() != nullptr || error_)) return nullptr;
        mark_ = before + 1;
        ExprNode* index = slices();
        if (index != nullptr && accept(Type::RightBracket)) {
          auto* node = make<Subscript>(since(first));
          node->value = value;
          node->slice = index;
          longer = node;
        }
        break;
      }
      case Type::LeftBrace:
        // No trailer; but the checks of genexp look at all three brackets.
        if (explaining_) genexp();
        break;
      default:
        return value;
    }
    if (longer == nullptr) {
      mark_ = before;
      return error_ ? nullptr : value;
    }
    value = longer;
  }
  return nullptr;
}

// slices := slice !',' | ','.(slice | starred_expression)+ [',']
ExprNode* Grammar::slices() {
  Span first = start();
  size_t before = mark_;
  ExprNode* element = slice();
  if (element != nullptr && !at(Type::Comma)) return element;
  mark_ = before;
  Items<ExprNode*> items(*this);
  do {
    before = mark_;
    element = slice();
    if (element == nullptr) {
      mark_ = before;
      element = starred_expression();
    }
    if (element == nullptr) {
      mark_ = before;
      break;
    }
    items.push(element);
  } while (accept(Type::Comma));
  return items.size() == 0 ? nullptr : tuple_of(since(first), items);
}

// slice := [expression] ':' [expression] [':' [expression]] | named_expression
ExprNode* Grammar::slice() {
  Span first = start();
  size_t before = mark_;
  ExprNode* lower = at(Type::Colon) ? nullptr : expression();
  if (lower == nullptr) mark_ = before;
  if (!at(Type::Colon)) {
    if (lower == nullptr || at(Type::ColonEqual) || explaining_) {
      mark_ = before;
      return named_expression();
    }
    return lower;
  }
  auto optional = [&]() -> ExprNode* {
    size_t here = mark_;
    ExprNode* value = at(Type::Colon) || at(Type::RightBracket) || at(Type::Comma) ? nullptr : expression();
    if (value == nullptr) mark_ = here;
    return value;
  };
  ++mark_;
  ExprNode* upper = optional();
  ExprNode* step = accept(Type::Colon) ? optional() : nullptr;
  auto* node = make<Slice>(since(first));
  node->lower = lower;
  node->upper = upper;
  node->step = step;
  return node;
}

// atom := NAME | 'True' | 'False' | 'None' | strings | NUMBER | (tuple | group | genexp)
//       | (list | listcomp) | (dict | set | dictcomp | setcomp) | '...'
ExprNode* Grammar::atom() {
  switch (type()) {
    case Type::Name: return name_atom();
    case Type::True: return constant(ConstantKind::True);
    case Type::False: return constant(ConstantKind::False);
    case Type::None: return constant(ConstantKind::None);
    case Type::Ellipsis: return constant(ConstantKind::Ellipsis);
    case Type::String: return strings();
    case Type::Number: return number();
    case Type::LeftParen:
    case Type::LeftBracket:
    case Type::LeftBrace:
      return memoised<ExprNode>(Rule::Atom, [&] { return bracket_atom(); }, Kept::Apart);
    default: return nullptr;
  }
}

ExprNode* Grammar::bracket_atom() {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  if (explaining_) {
    if (at(Type::LeftParen)) return parenthesised_by_alternatives();
    return at(Type::LeftBracket) ? bracketed_by_alternatives() : braced_by_alternatives();
  }
  size_t before = mark_;
  if (!failed_atoms_.empty() && failed_atoms_.contains(before)) return nullptr;
  ExprNode* node = at(Type::LeftParen) ? parenthesised() : at(Type::LeftBracket) ? bracketed() : braced();
  if (node == nullptr && !error_) {
    if (tokens_[before].type == Type::LeftBrace) {
      // The one check that CPython makes in the first pass too, so that it wins over all others.
      mark_ = before + 1;
      invalid_double_starred_kvpairs();
    }
    failed_atoms_.insert(before);
  }
  return node;
}

ExprNode* Grammar::name_atom() {
  auto* node = make<Name>(start());
  node->id = identifier(tokens_[mark_++]);
  return node;
}

ExprNode* Grammar::constant(ConstantKind kind) {
  auto* node = make<Constant>(start());
  node->value.kind = kind;
  ++mark_;
  return node;
}

ExprNode* Grammar::number() {
  constexpr size_t kMaxDigits = 4300;  // sys.int_info.default_max_str_digits
  Span span = start();
  NumberValue number = read_number(lexer_.text_of(peek()), arena_);
  ++mark_;
  if (number.kind == NumberKind::Int && number.base == 10 && number.digits.size() > kMaxDigits) {
    return raise_diagnostic(lexer_.diagnostic(
        DiagnosticType::SyntaxError,
        "Exceeds the limit (4300 digits) for integer string conversion: value has " +
            std::to_string(number.digits.size()) +
            " digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge "
            "integer literals to avoid decimal conversion limits.",
        span.line, 0, span.end_line, 0));
  }
  auto* node = make<Constant>(span);
  node->value.kind = number.kind == NumberKind::Int     ? ConstantKind::Int
                     : number.kind == NumberKind::Float ? ConstantKind::Float
                                                        : ConstantKind::Complex;
  node->value.base = number.base;
  node->value.fits_int64 = number.fits_int64;
  node->value.small = number.small;
  node->value.number = number.number;
  node->value.text = number.digits;
  return node;
}

// ---- decided by the next token ----

// '(' ')' | '(' yield_expr ')' | '(' star_named_expression (',' ... | for_if_clauses | nothing) ')'
ExprNode* Grammar::parenthesised() {
  Span first = start();
  ++mark_;
  if (accept(Type::RightParen)) {
    auto* node = make<Tuple>(since(first));
    node->parenthesised = true;
    return node;
  }
  if (at(Type::Yield)) {
    ExprNode* value = yield_expr();
    if (value == nullptr || !accept(Type::RightParen)) return nullptr;
    value->parenthesised = true;
    return value;
  }
  ExprNode* element = star_named_expression();
  if (element == nullptr) return nullptr;
  if (at(Type::Comma)) {
    Items<ExprNode*> items(*this);
    items.push(element);
    ++mark_;
    star_named_expressions(items);
    if (!accept(Type::RightParen)) return nullptr;
    ExprNode* node = tuple_of(since(first), items);
    node->parenthesised = true;
    return node;
  }
  if ((at(Type::For) || at(Type::Async)) && !is<Starred>(element)) {
    Clauses* clauses = for_if_clauses();
    if (clauses == nullptr || !accept(Type::RightParen)) return nullptr;
    auto* node = make<GeneratorExp>(since(first));
    node->elt = element;
    node->generators = clauses->items;
    return node;
  }
  if (is<Starred>(element) || !accept(Type::RightParen)) return nullptr;
  element->parenthesised = true;
  return element;
}

// '[' ']' | '[' star_named_expression (for_if_clauses | [',' star_named_expressions]) ']'
ExprNode* Grammar::bracketed() {
  Span first = start();
  ++mark_;
  Items<ExprNode*> items(*this);
  if (!at(Type::RightBracket)) {
    ExprNode* element = star_named_expression();
    if (element == nullptr) return nullptr;
    if ((at(Type::For) || at(Type::Async)) && !is<Starred>(element)) {
      Clauses* clauses = for_if_clauses();
      if (clauses == nullptr || !accept(Type::RightBracket)) return nullptr;
      auto* node = make<ListComp>(since(first));
      node->elt = element;
      node->generators = clauses->items;
      return node;
    }
    items.push(element);
    if (accept(Type::Comma)) star_named_expressions(items);
  }
  if (!accept(Type::RightBracket)) return nullptr;
  auto* node = make<List>(since(first));
  node->elts = items.take();
  return node;
}

// dict | set | dictcomp | setcomp
ExprNode* Grammar::braced() {
  Span first = start();
  ++mark_;
  if (accept(Type::RightBrace)) return make<Dict>(since(first));
  bool is_dict = at(Type::DoubleStar);
  ExprNode* key = nullptr;
  ExprNode* value = nullptr;
  if (!is_dict) {
    key = star_named_expression();
    if (key == nullptr) return nullptr;
    is_dict = at(Type::Colon) && !is<Starred>(key) && (key->parenthesised || !is<NamedExpr>(key));
  }
  if (!is_dict) {
    if ((at(Type::For) || at(Type::Async)) && !is<Starred>(key)) {
      Clauses* clauses = for_if_clauses();
      if (clauses == nullptr || !accept(Type::RightBrace)) return nullptr;
      auto* node = make<SetComp>(since(first));
      node->elt = key;
      node->generators = clauses->items;
      return node;
    }
    Items<ExprNode*> items(*this);
    items.push(key);
    if (accept(Type::Comma)) star_named_expressions(items);
    if (!accept(Type::RightBrace)) return nullptr;
    auto* node = make<Set>(since(first));
    node->elts = items.take();
    return node;
  }
  if (key != nullptr) {
    ++mark_;
    value = expression();
    if (value == nullptr) return nullptr;
    if (at(Type::For) || at(Type::Async)) {
      Clauses* clauses = for_if_clauses();
      if (clauses == nullptr || !accept(Type::RightBrace)) return nullptr;
      auto* node = make<DictComp>(since(first));
      node->key = key;
      node->value = value;
      node->generators = clauses->items;
      return node;
    }
  } else if (!double_starred_kvpair(key, value)) {
    return nullptr;
  }
  Items<ExprNode*> keys(*this);
  Items<ExprNode*> values(*this);
  keys.push(key);
  values.push(value);
  while (accept(Type::Comma) && !at(Type::RightBrace)) {
    if (!double_starred_kvpair(key, value)) return nullptr;
    keys.push(key);
    values.push(value);
  }
  if (!accept(Type::RightBrace)) return nullptr;
  auto* node = make<Dict>(since(first));
  node->keys = keys.take();
  node->values = values.take();
  return node;
}

// double_starred_kvpair := '**' bitwise_or | kvpair
bool Grammar::double_starred_kvpair(ExprNode*& key, ExprNode*& value) {
  if (!accept(Type::DoubleStar)) return kvpair(key, value);
  key = nullptr;
  value = bitwise_or();
  return value != nullptr;
}

// kvpair := expression ':' expression
bool Grammar::kvpair(ExprNode*& key, ExprNode*& value) {
  key = expression();
  if (key == nullptr || !accept(Type::Colon)) return false;
  value = expression();
  return value != nullptr;
}

// for_if_clauses := for_if_clause+
Grammar::Clauses* Grammar::for_if_clauses() {
  return memoised<Clauses>(Rule::ForIfClauses, [&]() -> Clauses* {
    Items<Comprehension*> items(*this);
    while (at(Type::For) || at(Type::Async)) {
      size_t before = mark_;
      Comprehension* clause = for_if_clause();
      if (clause == nullptr) {
        mark_ = before;
        break;
      }
      items.push(clause);
    }
    if (items.size() == 0 || error_) return nullptr;
    auto* clauses = arena_.make<Clauses>();
    clauses->items = items.take();
    return clauses;
  }, Kept::Apart);
}

// for_if_clause := ['async'] 'for' star_targets 'in' ~ disjunction ('if' disjunction)* | invalid_for_target
Comprehension* Grammar::for_if_clause() {
  Span first = start();
  size_t before = mark_;
  bool is_async = accept(Type::Async);
  if (accept(Type::For)) {
    ExprNode* target = star_targets();
    if (target != nullptr && accept(Type::In)) {
      ExprNode* iterable = disjunction();
      if (iterable == nullptr) return nullptr;
      Items<ExprNode*> conditions(*this);
      while (at(Type::If)) {
        size_t here = mark_++;
        ExprNode* condition = disjunction();
        if (condition == nullptr) {
          mark_ = here;
          break;
        }
        conditions.push(condition);
      }
      auto* node = make<Comprehension>(since(first));
      node->target = target;
      node->iter = iterable;
      node->ifs = conditions.take();
      node->is_async = is_async;
      return node;
    }
  }
  if (explaining_) {
    mark_ = before;
    invalid_for_target();
  }
  return nullptr;
}

// ---- as ordered alternatives, for the second pass ----

ExprNode* Grammar::parenthesised_by_alternatives() {
  size_t before = mark_;
  if (ExprNode* node = tuple(); node != nullptr || error_) return node;
  mark_ = before;
  if (ExprNode* node = group(); node != nullptr || error_) return node;
  mark_ = before;
  return genexp();
}

ExprNode* Grammar::bracketed_by_alternatives() {
  size_t before = mark_;
  if (ExprNode* node = list(); node != nullptr || error_) return node;
  mark_ = before;
  return listcomp();
}

ExprNode* Grammar::braced_by_alternatives() {
  size_t before = mark_;
  if (ExprNode* node = dict(); node != nullptr || error_) return node;
  mark_ = before;
  if (ExprNode* node = set(); node != nullptr || error_) return node;
  mark_ = before;
  if (ExprNode* node = dictcomp(); node != nullptr || error_) return node;
  mark_ = before;
  return setcomp();
}

// tuple := '(' [star_named_expression ',' [star_named_expressions]] ')'
ExprNode* Grammar::tuple() {
  if (!at(Type::LeftParen)) return nullptr;
  Span first = start();
  size_t after = ++mark_;
  Items<ExprNode*> items(*this);
  ExprNode* element = star_named_expression();
  if (element != nullptr && accept(Type::Comma)) {
    items.push(element);
    star_named_expressions(items);
  } else {
    mark_ = after;
  }
  if (error_ || !accept(Type::RightParen)) return nullptr;
  ExprNode* node = tuple_of(since(first), items);
  node->parenthesised = true;
  return node;
}

// group := '(' (yield_expr | named_expression) ')' | invalid_group
ExprNode* Grammar::group() {
  if (!at(Type::LeftParen)) return nullptr;
  size_t before = mark_++;
  ExprNode* value = at(Type::Yield) ? yield_expr() : named_expression();
  if (value != nullptr && accept(Type::RightParen)) {
    value->parenthesised = true;
    return value;
  }
  mark_ = before;
  if (!error_) invalid_group();
  return nullptr;
}

// genexp := '(' (assignment_expression | expression !':=') for_if_clauses ')' | invalid_comprehension
ExprNode* Grammar::genexp() {
  return memoised<ExprNode>(Rule::Genexp, [&]() -> ExprNode* {
    Span first = start();
    size_t before = mark_;
    ExprNode* element = accept(Type::LeftParen) ? walrus_or_expression() : nullptr;
    Clauses* clauses = element != nullptr ? for_if_clauses() : nullptr;
    if (clauses != nullptr && accept(Type::RightParen)) {
      auto* node = make<GeneratorExp>(since(first));
      node->elt = element;
      node->generators = clauses->items;
      return node;
    }
    mark_ = before;
    if (!error_ && explaining_) invalid_comprehension();
    return nullptr;
  }, Kept::Apart);
}

// list := '[' [star_named_expressions] ']'
ExprNode* Grammar::list() {
  if (!at(Type::LeftBracket)) return nullptr;
  Span first = start();
  ++mark_;
  Items<ExprNode*> items(*this);
  star_named_expressions(items);
  if (error_ || !accept(Type::RightBracket)) return nullptr;
  auto* node = make<List>(since(first));
  node->elts = items.take();
  return node;
}

// listcomp := '[' named_expression for_if_clauses ']' | invalid_comprehension
ExprNode* Grammar::listcomp() {
  Span first = start();
  size_t before = mark_++;
  ExprNode* element = named_expression();
  Clauses* clauses = element != nullptr ? for_if_clauses() : nullptr;
  if (clauses != nullptr && accept(Type::RightBracket)) {
    auto* node = make<ListComp>(since(first));
    node->elt = element;
    node->generators = clauses->items;
    return node;
  }
  mark_ = before;
  if (!error_) invalid_comprehension();
  return nullptr;
}

// dict := '{' [double_starred_kvpairs] '}' | '{' invalid_double_starred_kvpairs '}'
// double_starred_kvpairs := ','.double_starred_kvpair+ [',']
ExprNode* Grammar::dict() {
  Span first = start();
  size_t after = ++mark_;
  Items<ExprNode*> keys(*this);
  Items<ExprNode*> values(*this);
  do {
    size_t before = mark_;
    ExprNode* key = nullptr;
    ExprNode* value = nullptr;
    if (!double_starred_kvpair(key, value)) {
      mark_ = before;
      break;
    }
    keys.push(key);
    values.push(value);
  } while (accept(Type::Comma));
  if (!error_ && accept(Type::RightBrace)) {
    auto* node = make<Dict>(since(first));
    node->keys = keys.take();
    node->values = values.take();
    return node;
  }
  mark_ = after;
  if (!error_) invalid_double_starred_kvpairs();
  return nullptr;
}

// set := '{' star_named_expressions '}'
ExprNode* Grammar::set() {
  Span first = start();
  ++mark_;
  Items<ExprNode*> items(*this);
  if (!star_named_expressions(items) || error_ || !accept(Type::RightBrace)) return nullptr;
  auto* node = make<Set>(since(first));
  node->elts = items.take();
  return node;
}

// dictcomp := '{' kvpair for_if_clauses '}' | invalid_dict_comprehension
ExprNode* Grammar::dictcomp() {
  Span first = start();
  size_t before = mark_++;
  ExprNode* key = nullptr;
  ExprNode* value = nullptr;
  Clauses* clauses = kvpair(key, value) ? for_if_clauses() : nullptr;
  if (clauses != nullptr && accept(Type::RightBrace)) {
    auto* node = make<DictComp>(since(first));
    node->key = key;
    node->value = value;
    node->generators = clauses->items;
    return node;
  }
  mark_ = before;
  if (!error_) invalid_dict_comprehension();
  return nullptr;
}

// setcomp := '{' named_expression for_if_clauses '}' | invalid_comprehension
ExprNode* Grammar::setcomp() {
  Span first = start();
  size_t before = mark_++;
  ExprNode* element = named_expression();
  Clauses* clauses = element != nullptr ? for_if_clauses() : nullptr;
  if (clauses != nullptr && accept(Type::RightBrace)) {
    auto* node = make<SetComp>(since(first));
    node->elt = element;
    node->generators = clauses->items;
    return node;
  }
  mark_ = before;
  if (!error_) invalid_comprehension();
  return nullptr;
}

}  // namespace terrarium::parser
