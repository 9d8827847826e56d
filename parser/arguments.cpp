// Calls: what stands between the parentheses. As with displays (atoms.cpp), the first pass decides by the
// next token, the second goes through the grammar's alternatives.
#include "parser/grammar.h"

namespace terrarium::parser {

// The trailers of a call: genexp | '(' [arguments] ')'. The mark is at the '('.
ExprNode* Grammar::call(const Span& first, ExprNode* function) {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  size_t before = mark_;
  Call* arguments_found = nullptr;
  if (!explaining_) {
    Span open = start();
    ++mark_;
    if (at(Type::RightParen)) {
      ++mark_;
      auto* node = make<Call>(since(first));
      node->func = function;
      return node;
    }
    arguments_found = arguments_fast(ArgumentsOf::Call);
    if (arguments_found == nullptr || !accept(Type::RightParen)) return nullptr;
    // A lone generator expression takes the call's parentheses as its own.
    if (arguments_found->args.size() == 1 && is<GeneratorExp>(arguments_found->args[0]) &&
        arguments_found->args[0]->span.line == 0) {
      arguments_found->args[0]->span = since(open);
    }
  } else {
    ExprNode* generator = genexp();
    if (error_) return nullptr;
    if (generator != nullptr) {
      auto* node = make<Call>(since(first));
      node->func = function;
      Items<ExprNode*> items(*this);
      items.push(generator);
      node->args = items.take();
      return node;
    }
    mark_ = before + 1;
    arguments_found = arguments();
    if (arguments_found == nullptr) mark_ = before + 1;
    if (error_ || !accept(Type::RightParen)) return nullptr;
  }
  auto* node = make<Call>(since(first));
  node->func = function;
  if (arguments_found != nullptr) {
    node->args = arguments_found->args;
    node->keywords = arguments_found->keywords;
  }
  return node;
}

// The first pass's `arguments`. In a call, also a generator expression without parentheses of its own (its
// span is left empty for the caller to fill).
Call* Grammar::arguments_fast(ArgumentsOf what) {
  Items<ExprNode*> positional(*this);
  Items<Keyword*> keywords(*this);
  enum { kPositional, kKeywords, kDoubleStars } state = kPositional;
  while (!at(Type::RightParen)) {
    Type next = type();
    if (next == Type::Star) {
      if (state == kDoubleStars) return nullptr;
      ExprNode* value = starred_expression();
      if (value == nullptr) return nullptr;
      positional.push(value);
    } else if (next == Type::DoubleStar || (next == Type::Name && second() == Type::Equal)) {
      if (!kwarg(next == Type::DoubleStar ? Type::DoubleStar : Type::Star, positional, keywords)) return nullptr;
      state = next == Type::DoubleStar || state == kDoubleStars ? kDoubleStars : kKeywords;
    } else {
      if (state != kPositional) return nullptr;
      ExprNode* value = walrus_or_expression();
      if (value == nullptr || at(Type::Equal)) return nullptr;
      if (what == ArgumentsOf::Call && positional.size() == 0 && (at(Type::For) || at(Type::Async))) {
        Clauses* clauses = for_if_clauses();
        if (clauses == nullptr || !at(Type::RightParen)) return nullptr;
        auto* node = make<GeneratorExp>({});
        node->elt = value;
        node->generators = clauses->items;
        value = node;
      }
      positional.push(value);
    }
    if (!accept(Type::Comma)) break;
  }
  auto* result = make<Call>({});
  result->args = positional.take();
  result->keywords = keywords.take();
  return result;
}

// arguments := args [','] &')' | invalid_arguments
Call* Grammar::arguments() {
  return memoised<Call>(Rule::Arguments, [&]() -> Call* {
    size_t before = mark_;
    Call* result = args();
    if (error_) return nullptr;
    if (result != nullptr) {
      accept(Type::Comma);
      if (at(Type::RightParen)) return result;
    }
    mark_ = before;
    invalid_arguments();
    return nullptr;
  });
}

// args := ','.(starred_expression | (assignment_expression | expression !':=') !'=')+ [',' kwargs] | kwargs
Call* Grammar::args() {
  return memoised<Call>(Rule::Args, [&]() -> Call* {
    Span first = start();
    Items<ExprNode*> positional(*this);
    Items<Keyword*> keywords(*this);
    do {
      size_t before = mark_;
      ExprNode* value = at(Type::Star) ? starred_expression() : walrus_or_expression();
      if (error_) return nullptr;
      if (value == nullptr || (!is<Starred>(value) && at(Type::Equal))) {
        mark_ = before;
        break;
      }
      positional.push(value);
    } while (accept(Type::Comma));
    bool any = positional.size() > 0;
    // Behind a separator without a value the mark is after the ','; the optional part begins with it.
    if (any && tokens_[mark_ - 1].type == Type::Comma) {
      size_t comma = mark_ - 1;
      if (!kwargs(positional, keywords)) mark_ = comma;
    } else if (!any && !kwargs(positional, keywords)) {
      return nullptr;
    }
    if (error_) return nullptr;
    auto* result = make<Call>(since(first));
    result->args = positional.take();
    result->keywords = keywords.take();
    return result;
  }, Kept::Apart);
}

// kwargs := ','.kwarg_or_starred+ ',' ','.kwarg_or_double_starred+
//         | ','.kwarg_or_starred+ | ','.kwarg_or_double_starred+
bool Grammar::kwargs(Items<ExprNode*>& positional, Items<Keyword*>& keywords) {
  size_t had = positional.size() + keywords.size();
  size_t end = mark_;
  for (Type star : {Type::Star, Type::DoubleStar}) {
    do {
      size_t before = mark_;
      if (!kwarg(star, positional, keywords)) {
        mark_ = before;
        break;
      }
      end = mark_;
    } while (accept(Type::Comma));
    if (error_) return false;
    bool any = positional.size() + keywords.size() > had;
    if (star == Type::Star && any && tokens_[mark_ - 1].type != Type::Comma) break;
  }
  mark_ = end;
  return positional.size() + keywords.size() > had;
}

// kwarg_or_starred        := invalid_kwarg | NAME '=' expression | starred_expression
// kwarg_or_double_starred := invalid_kwarg | NAME '=' expression | '**' expression
bool Grammar::kwarg(Type star, Items<ExprNode*>& positional, Items<Keyword*>& keywords) {
  if (explaining_) {
    invalid_kwarg();
    if (error_) return false;
  }
  Span first = start();
  Identifier name{};
  if (at(Type::Name)) {
    if (second() != Type::Equal) return false;
    name = identifier(peek());
    mark_ += 2;
  } else if (star == Type::Star) {
    ExprNode* value = starred_expression();
    if (value == nullptr) return false;
    positional.push(value);
    return true;
  } else if (!accept(Type::DoubleStar)) {
    return false;
  }
  ExprNode* value = expression();
  if (value == nullptr) return false;
  auto* node = make<Keyword>(since(first));
  node->arg = name;
  node->value = value;
  keywords.push(node);
  return true;
}

// starred_expression := '*' expression
ExprNode* Grammar::starred_expression() {
  if (!at(Type::Star)) return nullptr;
  Span first = start();
  ++mark_;
  ExprNode* value = expression();
  if (value == nullptr) return nullptr;
  auto* node = make<Starred>(since(first));
  node->value = value;
  return node;
}

}  // namespace terrarium::parser
