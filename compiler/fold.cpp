// Which expressions are constants. The arithmetic is in compiler/fold_operators.cpp.
#include "compiler/fold.h"

namespace terrarium::compiler {

Constant to_constant(const ast::ConstantValue& value) {
  Constant out;
  switch (value.kind) {
    case ast::ConstantKind::None: out.kind = ConstantKind::None; break;
    case ast::ConstantKind::True: out.kind = ConstantKind::True; break;
    case ast::ConstantKind::False: out.kind = ConstantKind::False; break;
    case ast::ConstantKind::Ellipsis: out.kind = ConstantKind::Ellipsis; break;
    case ast::ConstantKind::Int:
      if (value.fits_int64) return int_constant(value.small);
      out.kind = ConstantKind::BigInt;
      out.base = value.base;
      out.text = value.text;
      break;
    case ast::ConstantKind::Float:
      out.kind = ConstantKind::Float;
      out.real = value.number;
      break;
    case ast::ConstantKind::Complex:
      out.kind = ConstantKind::Complex;
      out.imag = value.number;
      break;
    case ast::ConstantKind::Str:
      out.kind = ConstantKind::Str;
      out.text = value.text;
      break;
    case ast::ConstantKind::Bytes:
      out.kind = ConstantKind::Bytes;
      out.text = value.text;
      break;
  }
  return out;
}

Constant none_constant() { return {}; }

Constant int_constant(int64_t value) {
  Constant out;
  out.kind = ConstantKind::Int;
  out.integer = value;
  return out;
}

Constant str_constant(std::string_view text) {
  Constant out;
  out.kind = ConstantKind::Str;
  out.text = text;
  return out;
}

Constant tuple_constant(std::vector<Constant> items) {
  Constant out;
  out.kind = ConstantKind::Tuple;
  out.items = std::move(items);
  return out;
}

bool is_true(const Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::None: case ConstantKind::False: return false;
    case ConstantKind::Int: return constant.integer != 0;
    case ConstantKind::Float: return constant.real != 0;
    case ConstantKind::Complex: return constant.real != 0 || constant.imag != 0;
    case ConstantKind::Str: case ConstantKind::Bytes: return !constant.text.empty();
    case ConstantKind::Tuple: case ConstantKind::FrozenSet: return !constant.items.empty();
    default: return true;
  }
}

const Constant* Folder::value_of(const ast::ExprNode* expr) {
  switch (expr->kind) {
    case ast::ExprKind::Constant: case ast::ExprKind::BinOp: case ast::ExprKind::UnaryOp: case ast::ExprKind::Tuple:
    case ast::ExprKind::Subscript: case ast::ExprKind::Name:
      break;
    default:
      return nullptr;
  }
  if (expr->kind == ast::ExprKind::Name && as<ast::Name>(expr)->id != "__debug__") return nullptr;
  auto found = known_.find(expr);
  if (found != known_.end()) return found->second.get();
  std::optional<Constant> value = fold(expr);
  std::unique_ptr<Constant> kept;
  if (value) kept = std::make_unique<Constant>(std::move(*value));
  return known_.emplace(expr, std::move(kept)).first->second.get();
}

const Constant* Folder::iterated_value_of(const ast::ExprNode* expr) {
  if (expr->kind != ast::ExprKind::List && expr->kind != ast::ExprKind::Set) return value_of(expr);
  auto found = known_.find(expr);
  if (found != known_.end()) return found->second.get();
  std::unique_ptr<Constant> kept;
  bool list = expr->kind == ast::ExprKind::List;
  if (auto items = fold_items(list ? as<ast::List>(expr)->elts : as<ast::Set>(expr)->elts)) {
    kept = std::make_unique<Constant>(tuple_constant(std::move(*items)));
    if (!list) {
      kept->kind = ConstantKind::FrozenSet;
    }
  }
  return known_.emplace(expr, std::move(kept)).first->second.get();
}

std::optional<std::vector<Constant>> Folder::fold_items(ast::Seq<ast::ExprNode*> elts) {
  for (ast::ExprNode* elt : elts) {
    if (value_of(elt) == nullptr) return std::nullopt;
  }
  std::vector<Constant> items;
  items.reserve(elts.size());
  for (ast::ExprNode* elt : elts) items.push_back(*value_of(elt));
  return items;
}

std::optional<Constant> Folder::fold(const ast::ExprNode* expr) {
  switch (expr->kind) {
    case ast::ExprKind::Constant:
      return to_constant(as<ast::Constant>(expr)->value);
    case ast::ExprKind::Name: {
      if (as<ast::Name>(expr)->ctx != ast::ExprContext::Load) return std::nullopt;
      Constant out;
      out.kind = debug_ ? ConstantKind::True : ConstantKind::False;
      return out;
    }
    case ast::ExprKind::UnaryOp: {
      const Constant* operand = value_of(as<ast::UnaryOp>(expr)->operand);
      if (operand == nullptr) return std::nullopt;
      return fold_unary(as<ast::UnaryOp>(expr)->op, *operand);
    }
    case ast::ExprKind::BinOp: {
      const auto* node = as<ast::BinOp>(expr);
      const Constant* left = value_of(node->left);
      if (left == nullptr) return std::nullopt;
      const Constant* right = value_of(node->right);
      if (right == nullptr) return std::nullopt;
      return fold_binary(node->op, *left, *right);
    }
    case ast::ExprKind::Subscript: {
      const auto* node = as<ast::Subscript>(expr);
      if (node->ctx != ast::ExprContext::Load) return std::nullopt;
      const Constant* container = value_of(node->value);
      const Constant* key = value_of(node->slice);
      if (container == nullptr || key == nullptr) return std::nullopt;
      return fold_subscript(*container, *key);
    }
    case ast::ExprKind::Tuple: {
      if (as<ast::Tuple>(expr)->ctx != ast::ExprContext::Load) return std::nullopt;
      auto items = fold_items(as<ast::Tuple>(expr)->elts);
      if (!items) return std::nullopt;
      return tuple_constant(std::move(*items));
    }
    default:
      return std::nullopt;
  }
}

}  // namespace terrarium::compiler
