// Expressions: operators, names, attributes, subscripts, conditions; and the same in tail position.
// Read next: compiler/codegen_calls.cpp, compiler/codegen_displays.cpp.
#include "compiler/codegen.h"

namespace terrarium::compiler {

using ast::ExprContext;
using ast::ExprKind;

void Codegen::expression(Expr expr) {
  if (too_deep()) return;
  PositionScope keep(out());
  at(expr->span);
  if (const Constant* value = constant_of(expr)) {
    load_constant(*value);
  } else {
    expression_inner(expr);
  }
  --depth_;
}

void Codegen::expression_inner(Expr expr) {
  switch (expr->kind) {
    case ExprKind::BoolOp: bool_op(as<ast::BoolOp>(expr)); break;
    case ExprKind::NamedExpr:
      expression(as<ast::NamedExpr>(expr)->value);
      emit(Opcode::COPY, 1);
      expression(as<ast::NamedExpr>(expr)->target);
      break;
    case ExprKind::BinOp: binary(as<ast::BinOp>(expr)); break;
    case ExprKind::UnaryOp: unary(as<ast::UnaryOp>(expr)); break;
    case ExprKind::Lambda: lambda(as<ast::Lambda>(expr)); break;
    case ExprKind::IfExp: {
      const auto* node = as<ast::IfExp>(expr);
      BlockId otherwise = new_block(), end = new_block();
      jump_if(node->test, otherwise, false);
      expression(node->body);
      jump_without_line(end);
      place(otherwise);
      expression(node->orelse);
      place(end);
      break;
    }
    case ExprKind::Dict: dict(as<ast::Dict>(expr)); break;
    case ExprKind::Set: set(as<ast::Set>(expr)); break;
    case ExprKind::ListComp:
    case ExprKind::SetComp:
    case ExprKind::DictComp:
    case ExprKind::GeneratorExp: comprehension(expr); break;
    case ExprKind::Await: await(as<ast::Await>(expr)); break;
    case ExprKind::Yield: yield(as<ast::Yield>(expr)); break;
    case ExprKind::YieldFrom: yield_from(as<ast::YieldFrom>(expr)); break;
    case ExprKind::Compare: compare(as<ast::Compare>(expr)); break;
    case ExprKind::Call: call(as<ast::Call>(expr), false); break;
    case ExprKind::FormattedValue: formatted_value(as<ast::FormattedValue>(expr)); break;
    case ExprKind::JoinedStr: joined_string(as<ast::JoinedStr>(expr)); break;
    case ExprKind::Constant: break;  // has a value
    case ExprKind::Attribute: attribute(as<ast::Attribute>(expr)); break;
    case ExprKind::Subscript: subscript(as<ast::Subscript>(expr)); break;
    case ExprKind::Starred: starred(as<ast::Starred>(expr)); break;
    case ExprKind::Name: name(as<ast::Name>(expr)->id, as<ast::Name>(expr)->ctx); break;
    case ExprKind::List: list(as<ast::List>(expr)); break;
    case ExprKind::Tuple: tuple(as<ast::Tuple>(expr)); break;
    case ExprKind::Slice: slice(as<ast::Slice>(expr)); break;
  }
}

// ---- tail position

bool Codegen::tail_calls_allowed() const {
  bool plain = unit_->kind == UnitKind::Function || unit_->kind == UnitKind::Lambda;
  return plain && !unit_->scope->generator && !unit_->scope->coroutine && only_loops_around();
}

// The current position is the return's. A call in tail position is followed by RETURN_VALUE.
void Codegen::return_expression(Expr expr) {
  if (too_deep()) return;
  bool split = tail_calls_allowed() && constant_of(expr) == nullptr;
  if (split && expr->kind == ExprKind::IfExp) {
    const auto* node = as<ast::IfExp>(expr);
    BlockId otherwise = new_block();
    {
      PositionScope keep(out());
      at(expr->span);
      jump_if(node->test, otherwise, false);
    }
    return_expression(node->body);
    place(otherwise);
    return_expression(node->orelse);
  } else if (split && expr->kind == ExprKind::BoolOp) {
    const auto* node = as<ast::BoolOp>(expr);
    BlockId end = new_block();
    Opcode jump = node->op == ast::BoolOperator::And ? Opcode::JUMP_IF_FALSE_OR_POP : Opcode::JUMP_IF_TRUE_OR_POP;
    for (size_t i = 0; i + 1 < node->values.size(); ++i) {
      PositionScope keep(out());
      at(expr->span);
      expression(node->values[i]);
      emit_jump(jump, end);
    }
    return_expression(node->values.back());
    place(end);
    emit(Opcode::RETURN_VALUE);
  } else if (split && expr->kind == ExprKind::Call) {
    {
      PositionScope keep(out());
      at(expr->span);
      call(as<ast::Call>(expr), true);
    }
    emit(Opcode::RETURN_VALUE);
  } else {
    expression(expr);
    emit(Opcode::RETURN_VALUE);
  }
  --depth_;
}

// ---- conditions

// Evaluates and goes to `target` when the truth is `condition`, else on to what follows.
void Codegen::jump_if(Expr expr, BlockId target, bool condition) {
  if (too_deep()) return;
  switch (expr->kind) {
    case ExprKind::UnaryOp:
      if (as<ast::UnaryOp>(expr)->op != ast::UnaryOperator::Not || constant_of(expr) != nullptr) break;
      jump_if(as<ast::UnaryOp>(expr)->operand, target, !condition);
      --depth_;
      return;
    case ExprKind::BoolOp: {
      const auto* node = as<ast::BoolOp>(expr);
      // An `or` is true with its first true value, an `and` false with its first false one.
      bool deciding = node->op == ast::BoolOperator::Or;
      BlockId after = new_block();
      BlockId decided = deciding == condition ? target : after;
      for (size_t i = 0; i + 1 < node->values.size(); ++i) jump_if(node->values[i], decided, deciding);
      jump_if(node->values.back(), target, condition);
      place(after);
      --depth_;
      return;
    }
    case ExprKind::IfExp: {
      const auto* node = as<ast::IfExp>(expr);
      BlockId otherwise = new_block(), end = new_block();
      jump_if(node->test, otherwise, false);
      jump_if(node->body, target, condition);
      jump_without_line(end);
      place(otherwise);
      jump_if(node->orelse, target, condition);
      place(end);
      --depth_;
      return;
    }
    case ExprKind::Compare:
      at(expr->span);  // and stays: a failed assertion is raised from here
      jump_if_compare(as<ast::Compare>(expr), target, condition);
      --depth_;
      return;
    default: break;
  }
  expression(expr);
  emit_jump(condition ? Opcode::POP_JUMP_IF_TRUE : Opcode::POP_JUMP_IF_FALSE, target);
  --depth_;
}

void Codegen::jump_if_compare(const ast::Compare* node, BlockId target, bool condition) {
  using ast::CmpOperator;
  warn_about_is(node);
  size_t last = node->ops.size() - 1;
  expression(node->left);
  if (last == 0) {
    bool is = node->ops[0] == CmpOperator::Is, is_not = node->ops[0] == CmpOperator::IsNot;
    const Constant* right = constant_of(node->comparators[0]);
    if ((is || is_not) && right != nullptr && right->kind == ConstantKind::None) {
      emit_jump(is == condition ? Opcode::POP_JUMP_IF_NONE : Opcode::POP_JUMP_IF_NOT_NONE, target);
      return;
    }
    comparator(node, 0);
    compare_op(node->ops[0]);
    emit_jump(condition ? Opcode::POP_JUMP_IF_TRUE : Opcode::POP_JUMP_IF_FALSE, target);
    return;
  }
  BlockId cleanup = new_block(), end = new_block();
  compare_chain(node, Opcode::POP_JUMP_IF_FALSE, cleanup);
  emit_jump(condition ? Opcode::POP_JUMP_IF_TRUE : Opcode::POP_JUMP_IF_FALSE, target);
  jump_without_line(end);
  place(cleanup);
  emit(Opcode::POP_TOP);
  if (!condition) jump_without_line(target);
  place(end);
}

void Codegen::bool_op(const ast::BoolOp* node) {
  BlockId end = new_block();
  Opcode jump = node->op == ast::BoolOperator::And ? Opcode::JUMP_IF_FALSE_OR_POP : Opcode::JUMP_IF_TRUE_OR_POP;
  for (size_t i = 0; i + 1 < node->values.size(); ++i) {
    expression(node->values[i]);
    emit_jump(jump, end);
  }
  expression(node->values.back());
  place(end);
}

// ---- comparisons

void Codegen::compare_op(ast::CmpOperator op, bool negated) {
  using ast::CmpOperator;
  switch (op) {
    case CmpOperator::Eq: return emit(Opcode::COMPARE_EQ);
    case CmpOperator::NotEq: return emit(Opcode::COMPARE_NE);
    case CmpOperator::Lt: return emit(Opcode::COMPARE_LT);
    case CmpOperator::LtE: return emit(Opcode::COMPARE_LE);
    case CmpOperator::Gt: return emit(Opcode::COMPARE_GT);
    case CmpOperator::GtE: return emit(Opcode::COMPARE_GE);
    case CmpOperator::Is: return emit(Opcode::IS_OP, negated ? 1 : 0);
    case CmpOperator::IsNot: return emit(Opcode::IS_OP, negated ? 0 : 1);
    case CmpOperator::In: return emit(Opcode::CONTAINS_OP, negated ? 1 : 0);
    case CmpOperator::NotIn: return emit(Opcode::CONTAINS_OP, negated ? 0 : 1);
  }
}

// The right side of one operator. What the last `in` looks through may be a constant.
void Codegen::comparator(const ast::Compare* node, size_t index) {
  bool contains = node->ops[index] == ast::CmpOperator::In || node->ops[index] == ast::CmpOperator::NotIn;
  if (contains && index + 1 == node->ops.size()) {
    iterated(node->comparators[index]);
  } else {
    expression(node->comparators[index]);
  }
}

// a < b < c behind the first operand: each middle one is kept for the next comparison; jumps when one of them but the
// last is false, with the operand still on the stack.
void Codegen::compare_chain(const ast::Compare* node, Opcode jump, BlockId cleanup) {
  size_t last = node->ops.size() - 1;
  for (size_t i = 0; i < last; ++i) {
    comparator(node, i);
    emit(Opcode::SWAP, 2);
    emit(Opcode::COPY, 2);
    compare_op(node->ops[i]);
    emit_jump(jump, cleanup);
  }
  comparator(node, last);
  compare_op(node->ops[last]);
}

void Codegen::iterated(Expr expr) {
  const Constant* value = folder_.iterated_value_of(expr);
  bool list_of_items = ast::is<ast::List>(expr) && !as<ast::List>(expr)->elts.empty();
  if (list_of_items) {
    for (Expr elt : as<ast::List>(expr)->elts) list_of_items = list_of_items && !ast::is<ast::Starred>(elt);
  }
  if (value == nullptr && !list_of_items) return expression(expr);
  PositionScope keep(out());
  at(expr->span);
  if (value != nullptr) {
    load_constant(*value);
  } else {
    display(as<ast::List>(expr)->elts, Display::Tuple);
  }
}

void Codegen::compare(const ast::Compare* node) {
  warn_about_is(node);
  size_t last = node->ops.size() - 1;
  expression(node->left);
  if (last == 0) {
    comparator(node, 0);
    compare_op(node->ops[0]);
    return;
  }
  BlockId cleanup = new_block(), end = new_block();
  compare_chain(node, Opcode::JUMP_IF_FALSE_OR_POP, cleanup);
  jump_without_line(end);
  place(cleanup);
  emit(Opcode::SWAP, 2);
  emit(Opcode::POP_TOP);
  place(end);
}

// ---- operators

void Codegen::binary(const ast::BinOp* node) {
  using ast::Operator;
  if (node->op == Operator::Mod && format_as_joined(node)) return;
  expression(node->left);
  expression(node->right);
  switch (node->op) {
    case Operator::Add: return emit(Opcode::BINARY_ADD);
    case Operator::Sub: return emit(Opcode::BINARY_SUBTRACT);
    case Operator::Mult: return emit(Opcode::BINARY_MULTIPLY);
    case Operator::MatMult: return emit(Opcode::BINARY_MATRIX_MULTIPLY);
    case Operator::Div: return emit(Opcode::BINARY_TRUE_DIVIDE);
    case Operator::Mod: return emit(Opcode::BINARY_MODULO);
    case Operator::Pow: return emit(Opcode::BINARY_POWER);
    case Operator::LShift: return emit(Opcode::BINARY_LSHIFT);
    case Operator::RShift: return emit(Opcode::BINARY_RSHIFT);
    case Operator::BitOr: return emit(Opcode::BINARY_OR);
    case Operator::BitXor: return emit(Opcode::BINARY_XOR);
    case Operator::BitAnd: return emit(Opcode::BINARY_AND);
    case Operator::FloorDiv: return emit(Opcode::BINARY_FLOOR_DIVIDE);
  }
}

void Codegen::unary(const ast::UnaryOp* node) {
  using ast::UnaryOperator;
  if (node->op == UnaryOperator::Not && ast::is<ast::Compare>(node->operand)) {
    // not a is b, not a in b: one operator
    const auto* inner = as<ast::Compare>(node->operand);
    if (inner->ops.size() == 1 && inner->ops[0] >= ast::CmpOperator::Is) {
      at(inner->span);
      warn_about_is(inner);
      expression(inner->left);
      comparator(inner, 0);
      return compare_op(inner->ops[0], true);
    }
  }
  expression(node->operand);
  switch (node->op) {
    case UnaryOperator::Invert: return emit(Opcode::UNARY_INVERT);
    case UnaryOperator::Not: return emit(Opcode::UNARY_NOT);
    case UnaryOperator::UAdd: return emit(Opcode::UNARY_POSITIVE);
    case UnaryOperator::USub: return emit(Opcode::UNARY_NEGATIVE);
  }
}

// ---- attributes, items

void Codegen::attribute(const ast::Attribute* node) {
  expression(node->value);
  at_attribute(node);
  switch (node->ctx) {
    case ExprContext::Load: emit_named(Opcode::LOAD_ATTR, node->attr); break;
    case ExprContext::Store:
      if (!reject_forbidden(node->attr, ExprContext::Store)) emit_named(Opcode::STORE_ATTR, node->attr);
      break;
    case ExprContext::Del: emit_named(Opcode::DELETE_ATTR, node->attr); break;
  }
}

void Codegen::subscript(const ast::Subscript* node) {
  if (node->ctx == ExprContext::Load) {
    warn_about_subscript(node->value);
    warn_about_index(node->value, node->slice);
  }
  expression(node->value);
  expression(node->slice);
  switch (node->ctx) {
    case ExprContext::Load: emit(Opcode::BINARY_SUBSCR); break;
    case ExprContext::Store: emit(Opcode::STORE_SUBSCR); break;
    case ExprContext::Del: emit(Opcode::DELETE_SUBSCR); break;
  }
}

void Codegen::slice(const ast::Slice* node) {
  for (Expr bound : {node->lower, node->upper}) {
    if (bound != nullptr) {
      expression(bound);
    } else {
      load_none();
    }
  }
  if (node->step != nullptr) expression(node->step);
  emit(Opcode::BUILD_SLICE, node->step != nullptr ? 3 : 2);
}

void Codegen::starred(const ast::Starred* node) {
  error(node->ctx == ExprContext::Store ? "starred assignment target must be in a list or tuple"
                                        : "can't use starred expression here");
}

// ---- yield and await

void Codegen::yield_value() {
  if (unit_->scope->generator && unit_->scope->coroutine) emit(Opcode::ASYNC_GEN_WRAP);
  emit(Opcode::YIELD_VALUE, 0);
}

void Codegen::yield(const ast::Yield* node) {
  if (!in_function()) error("'yield' outside function");
  if (node->value != nullptr) {
    expression(node->value);
  } else {
    load_none();
  }
  yield_value();
}

void Codegen::yield_from(const ast::YieldFrom* node) {
  if (!in_function()) error("'yield' outside function");
  if (in_async_function()) error("'yield from' inside async function");
  expression(node->value);
  emit(Opcode::GET_YIELD_FROM_ITER);
  load_none();
  delegate();
}

void Codegen::await(const ast::Await* node) {
  if (!in_function()) error("'await' outside function");
  if (!in_async_function() && unit_->kind != UnitKind::Comprehension) error("'await' outside async function");
  expression(node->value);
  emit(Opcode::GET_AWAITABLE, 0);
  load_none();
  delegate();
}

}  // namespace terrarium::compiler
