// Parameters of `def` (end: ')') and `lambda` (end: ':'): the same grammar, but a lambda's have no annotations.
#include "parser/grammar.h"

namespace terrarium::parser {

// params        := invalid_parameters | parameters
// lambda_params := invalid_lambda_parameters | lambda_parameters
// An empty list is fine here. The mark is left at what should be `end`.
Arguments* Grammar::parameters(Type end) {
  size_t before = mark_;
  Span first = start();
  if (explaining_ && !at(end)) {
    invalid_parameters(end);
    if (error_) return nullptr;
    mark_ = before;
  }
  auto* result = make<Arguments>(first);
  if (!at(end) && !parameter_list(end, *result)) {
    // Without parameters, for the rule that goes on behind an optional list that did not match.
    if (error_) return nullptr;
    mark_ = before;
    return make<Arguments>(first);
  }
  return result;
}

// parameters := (param_no_default | param_with_default)* with at most one '/', then [star_etc]
// star_etc   := invalid_star_etc | '*' param_no_default param_maybe_default* [kwds]
//             | '*' param_no_default_star_annotation param_maybe_default* [kwds]
//             | '*' ',' param_maybe_default+ [kwds] | kwds
// kwds       := invalid_kwds | '**' param_no_default
bool Grammar::parameter_list(Type end, Arguments& result) {
  Items<Arg*> positional_only(*this);
  Items<Arg*> positional(*this);
  Items<Arg*> keyword_only(*this);
  Items<ExprNode*> defaults(*this);
  Items<ExprNode*> keyword_defaults(*this);
  bool seen_slash = false;
  bool seen_star = false;
  bool closed = false;  // '**' comes last
  while (!at(end) && !closed) {
    switch (type()) {
      case Type::Slash: {
        if (seen_slash || seen_star || positional.size() == 0) return false;
        seen_slash = true;
        for (size_t i = 0; i < positional.size(); ++i) positional_only.push(positional[i]);
        positional.shrink(0);
        ++mark_;
        break;
      }
      case Type::Star: {
        if (seen_star) return false;
        if (explaining_) {
          invalid_star_etc(end);
          if (error_) return false;
        }
        seen_star = true;
        ++mark_;
        if (at(Type::Comma)) {
          if (second() != Type::Name) return false;
        } else {
          result.vararg = parameter(end, true);
          if (result.vararg == nullptr) return false;
        }
        break;
      }
      case Type::DoubleStar:
        if (explaining_) {
          invalid_kwds(end);
          if (error_) return false;
        }
        ++mark_;
        result.kwarg = parameter(end);
        if (result.kwarg == nullptr) return false;
        closed = true;
        break;
      case Type::Name: {
        Arg* arg = parameter(end);
        if (arg == nullptr) return false;
        ExprNode* value = nullptr;
        if (at(Type::Equal) && !default_value(value)) return false;
        if (seen_star) {
          keyword_only.push(arg);
          keyword_defaults.push(value);
        } else {
          if (value == nullptr && defaults.size() > 0) return false;
          positional.push(arg);
          if (value != nullptr) defaults.push(value);
        }
        break;
      }
      default: return false;
    }
    if (!parameter_end(end)) return false;
  }
  result.posonlyargs = positional_only.take();
  result.args = positional.take();
  result.kwonlyargs = keyword_only.take();
  result.kw_defaults = keyword_defaults.take();
  result.defaults = defaults.take();
  return true;
}

// A parameter is followed by ',' or by the end, which is left standing.
bool Grammar::parameter_end(Type end) { return accept(Type::Comma) || at(end); }

// param := NAME [':' expression]      lambda: NAME      after '*': NAME [':' star_expression]
Arg* Grammar::parameter(Type end, bool star_annotation) {
  if (!at(Type::Name)) return nullptr;
  Span first = start();
  Identifier name = identifier(tokens_[mark_++]);
  ExprNode* annotation = nullptr;
  size_t before = mark_;
  if (end == Type::RightParen && accept(Type::Colon)) {
    annotation = star_annotation ? star_expression() : expression();
    if (annotation == nullptr) mark_ = before;
  }
  auto* node = make<Arg>(since(first));
  node->arg = name;
  node->annotation = annotation;
  return node;
}

// default := '=' expression | invalid_default
// invalid_default := '=' &(')' | ',')
bool Grammar::default_value(ExprNode*& value) {
  Span equal = start();
  if (!accept(Type::Equal)) return false;
  size_t after = mark_;
  value = expression();
  if (value != nullptr) return true;
  mark_ = after;
  if (explaining_ && (at(Type::RightParen) || at(Type::Comma))) {
    raise_at(equal, "expected default value expression");
  }
  return false;
}

// ---- the pieces that the checks of the second pass are made of ----

// param_no_default := param (',' | &end)
bool Grammar::param_no_default(Type end, Arg** result) {
  size_t before = mark_;
  Arg* arg = parameter(end);
  if (arg != nullptr && parameter_end(end)) {
    if (result != nullptr) *result = arg;
    return true;
  }
  mark_ = before;
  return false;
}

// param_with_default := param default (',' | &end)
bool Grammar::param_with_default(Type end) {
  size_t before = mark_;
  ExprNode* value = nullptr;
  if (parameter(end) != nullptr && default_value(value) && parameter_end(end)) return true;
  mark_ = before;
  return false;
}

// param_maybe_default := param [default] (',' | &end)
bool Grammar::param_maybe_default(Type end) {
  size_t before = mark_;
  if (parameter(end) != nullptr) {
    ExprNode* value = nullptr;
    size_t after = mark_;
    if (!default_value(value)) mark_ = after;
    if (!error_ && parameter_end(end)) return true;
  }
  mark_ = before;
  return false;
}

// slash_no_default   := param_no_default+ '/' (',' | &end)
// slash_with_default := param_no_default* param_with_default+ '/' (',' | &end)
// Either of them.
bool Grammar::slash(Type end) {
  size_t before = mark_;
  bool any = false;
  while (param_no_default(end)) any = true;
  while (!error_ && param_with_default(end)) any = true;
  if (!error_ && any && accept(Type::Slash) && parameter_end(end)) return true;
  mark_ = before;
  return false;
}

// invalid_parameters :=
//     param_no_default* (slash_with_default | param_with_default+) param_no_default
//   | param_no_default* '(' param_no_default+ [','] ')'      (a lambda's: ','.NAME+)
//   | '/' ','
//   | slash param_maybe_default* '/'
//   | [slash] param_maybe_default* '*' (',' | param_no_default) param_maybe_default* '/'
//   | param_maybe_default+ '/' '*'
void Grammar::invalid_parameters(Type end) {
  size_t before = mark_;
  auto again = [&] {
    mark_ = before;
    return !error_;
  };
  auto many = [&](bool (Grammar::*piece)(Type)) {
    size_t count = 0;
    while (!error_ && (this->*piece)(end)) ++count;
    return count;
  };
  bool lambda = end == Type::Colon;
  while (param_no_default(end)) {
  }
  // The helper's first alternative wants defaults and then '/'; its second only defaults.
  size_t here = mark_;
  bool defaults = many(&Grammar::param_with_default) > 0;
  if (!error_ && defaults) {
    size_t behind_defaults = mark_;
    if (!(accept(Type::Slash) && parameter_end(end))) mark_ = behind_defaults;
    Arg* late = nullptr;
    if (param_no_default(end, &late)) {
      raise_at(late->span, "non-default argument follows default argument");
      return;
    }
  }
  mark_ = here;
  if (error_) return;
  if (at(Type::LeftParen)) {
    Span open = start();
    ++mark_;
    size_t count = 0;
    if (lambda) {
      while (accept(Type::Name)) {
        ++count;
        if (!accept(Type::Comma)) break;
      }
    } else {
      while (param_no_default(end)) ++count;
    }
    if (count > 0) {
      accept(Type::Comma);
      if (at(Type::RightParen)) {
        raise_at(cover(open, start()), lambda ? "Lambda expression parameters cannot be parenthesized"
                                              : "Function parameters cannot be parenthesized");
        return;
      }
    }
  }
  if (!again()) return;
  if (at(Type::Slash) && second() == Type::Comma) {
    raise_at(start(), "at least one argument must precede /");
    return;
  }
  if (slash(end)) {
    many(&Grammar::param_maybe_default);
    if (!error_ && at(Type::Slash)) {
      raise_at(start(), "/ may appear only once");
      return;
    }
  }
  if (!again()) return;
  slash(end);
  many(&Grammar::param_maybe_default);
  if (!error_ && accept(Type::Star) && (accept(Type::Comma) || param_no_default(end))) {
    many(&Grammar::param_maybe_default);
    if (!error_ && at(Type::Slash)) {
      raise_at(start(), "/ must be ahead of *");
      return;
    }
  }
  if (!again()) return;
  if (many(&Grammar::param_maybe_default) > 0 && !error_ && accept(Type::Slash) && at(Type::Star)) {
    raise_at(start(), "expected comma between / and *");
    return;
  }
  mark_ = before;
}

// invalid_star_etc :=
//     '*' (end | ',' (end | '**'))
//   | '*' param '='
//   | '*' (param_no_default | ',') param_maybe_default* '*' (param_no_default | ',')
void Grammar::invalid_star_etc(Type end) {
  size_t before = mark_;
  Span star = start();
  ++mark_;
  if (at(end) || (at(Type::Comma) && (second() == end || second() == Type::DoubleStar))) {
    if (end == Type::Colon) {
      if (accept(Type::Comma)) peek();
      raise_syntax("named arguments must follow bare *");
    } else {
      raise_at(star, "named arguments must follow bare *");
    }
    return;
  }
  if (parameter(end) != nullptr && at(Type::Equal)) {
    raise_at(start(), "var-positional argument cannot have default value");
    return;
  }
  mark_ = before + 1;
  if (!error_ && (param_no_default(end) || accept(Type::Comma))) {
    while (!error_ && param_maybe_default(end)) {
    }
    Span second_star = start();
    if (!error_ && accept(Type::Star) && (param_no_default(end) || at(Type::Comma))) {
      raise_at(second_star, "* argument may appear only once");
      return;
    }
  }
  mark_ = before;
}

// invalid_kwds := '**' param '=' | '**' param ',' param | '**' param ',' ('*' | '**' | '/')
void Grammar::invalid_kwds(Type end) {
  size_t before = mark_++;
  if (parameter(end) != nullptr) {
    if (at(Type::Equal)) {
      raise_at(start(), "var-keyword argument cannot have default value");
      return;
    }
    if (accept(Type::Comma)) {
      const char* message = "arguments cannot follow var-keyword argument";
      size_t after = mark_;
      if (Arg* late = parameter(end); late != nullptr) {
        raise_at(late->span, message);
        return;
      }
      mark_ = after;
      if (!error_ && (at(Type::Star) || at(Type::DoubleStar) || at(Type::Slash))) {
        raise_at(start(), message);
        return;
      }
    }
  }
  mark_ = before;
}

}  // namespace terrarium::parser
