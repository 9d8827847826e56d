// Targets of assignment, `for`, `with` and `del`. What may be assigned to is a subset of the expressions, so a
// target is parsed as a primary and then turned into a target by its shape.
#include "parser/grammar.h"

namespace terrarium::parser {

// Sets the context of `expression` and its parts. False if it has not the shape of a target; then some
// contexts may have been changed already (the parse fails anyway).
bool Grammar::make_target(ExprNode* expression, ExprContext context, bool starred_allowed) {
  // Nodes of the second pass are shared by several readings; nobody looks at their contexts.
  ExprContext ignored = context;
  auto set = [&](ExprContext& ctx) { (second_pass_ ? ignored : ctx) = context; };
  switch (expression->kind) {
    case ExprKind::Name: set(as<Name>(expression)->ctx); return true;
    case ExprKind::Attribute: set(as<Attribute>(expression)->ctx); return true;
    case ExprKind::Subscript: set(as<Subscript>(expression)->ctx); return true;
    case ExprKind::Starred: {
      auto* starred = as<Starred>(expression);
      if (!starred_allowed || is<Starred>(starred->value)) return false;
      set(starred->ctx);
      return make_target(starred->value, context, false);
    }
    case ExprKind::Tuple:
    case ExprKind::List: {
      bool is_tuple = expression->kind == ExprKind::Tuple;
      set(is_tuple ? as<Tuple>(expression)->ctx : as<List>(expression)->ctx);
      bool starred = context == ExprContext::Store;
      for (ExprNode* element : is_tuple ? as<Tuple>(expression)->elts : as<List>(expression)->elts) {
        if (!make_target(element, context, starred)) return false;
      }
      return true;
    }
    default: return false;
  }
}

// star_targets := star_target !',' | star_target (',' star_target)* [',']
ExprNode* Grammar::star_targets() {
  Span first = start();
  ExprNode* element = star_target();
  if (element == nullptr || !at(Type::Comma)) return element;
  Items<ExprNode*> items(*this);
  items.push(element);
  while (accept(Type::Comma)) {
    size_t after = mark_;
    element = star_target();
    if (element == nullptr) {
      mark_ = after;
      break;
    }
    items.push(element);
  }
  if (error_) return nullptr;
  ExprNode* node = tuple_of(since(first), items);
  as<Tuple>(node)->ctx = ExprContext::Store;
  return node;
}

// star_target := '*' (!'*' star_target) | target_with_star_atom
// target_with_star_atom := t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead | star_atom
// star_atom := NAME | '(' target_with_star_atom ')' | '(' [star_targets] ')' | '[' [star_targets] ']'
ExprNode* Grammar::star_target() {
  return memoised<ExprNode>(Rule::StarTarget, [&]() -> ExprNode* {
    if (at(Type::Star)) {
      Span first = start();
      ++mark_;
      if (at(Type::Star)) return nullptr;
      ExprNode* value = star_target();
      if (value == nullptr) return nullptr;
      auto* node = make<Starred>(since(first));
      node->value = value;
      node->ctx = ExprContext::Store;
      return node;
    }
    ExprNode* node = primary();
    return node != nullptr && make_target(node, ExprContext::Store, false) ? node : nullptr;
  });
}

// single_subscript_attribute_target := t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead
ExprNode* Grammar::trailer_target() {
  Span first = start();
  ExprNode* node = primary();
  if (node == nullptr || (!is<Attribute>(node) && !is<Subscript>(node))) return nullptr;
  // `(a.b)` is an atom: the node begins behind the token that the primary begins with.
  return node->span.line == first.line && node->span.col == first.col ? node : nullptr;
}

// single_target := single_subscript_attribute_target | NAME | '(' single_target ')'
ExprNode* Grammar::single_target() {
  size_t before = mark_;
  if (ExprNode* node = trailer_target(); node != nullptr || error_) return node;
  mark_ = before;
  if (at(Type::Name)) return name_atom();
  if (!accept(Type::LeftParen)) return nullptr;
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  ExprNode* node = single_target();
  return node != nullptr && accept(Type::RightParen) ? node : nullptr;
}

// del_targets := ','.del_target+ [',']
// del_target  := t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead
//              | NAME | '(' del_target ')' | '(' [del_targets] ')' | '[' [del_targets] ']'
bool Grammar::del_targets(Items<ExprNode*>& items) {
  do {
    size_t before = mark_;
    ExprNode* node = primary();
    if (error_) return false;
    if (node == nullptr || !make_target(node, ExprContext::Del, false)) {
      mark_ = before;
      break;
    }
    items.push(node);
  } while (accept(Type::Comma));
  return items.size() > 0;
}

}  // namespace terrarium::parser
