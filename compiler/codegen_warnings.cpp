// SyntaxWarnings about code that is legal and surely wrong. Read next: compiler/codegen.h.
#include "compiler/codegen.h"

namespace terrarium::compiler {

using ast::ExprKind;

namespace {

const char* type_of(const Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::None: return "NoneType";
    case ConstantKind::True: case ConstantKind::False: return "bool";
    case ConstantKind::Ellipsis: return "ellipsis";
    case ConstantKind::Int: case ConstantKind::BigInt: return "int";
    case ConstantKind::Float: return "float";
    case ConstantKind::Complex: return "complex";
    case ConstantKind::Str: return "str";
    case ConstantKind::Bytes: return "bytes";
    case ConstantKind::Tuple: return "tuple";
    case ConstantKind::FrozenSet: return "frozenset";
    case ConstantKind::Code: return "code";
  }
  return "";
}

// The type an expression is sure to have, or nullptr.
const char* type_of(const ast::ExprNode* expr, const Constant* constant) {
  if (constant != nullptr) return type_of(*constant);
  switch (expr->kind) {
    case ExprKind::Tuple: return "tuple";
    case ExprKind::List: case ExprKind::ListComp: return "list";
    case ExprKind::Dict: case ExprKind::DictComp: return "dict";
    case ExprKind::Set: case ExprKind::SetComp: return "set";
    case ExprKind::GeneratorExp: return "generator";
    case ExprKind::Lambda: return "function";
    case ExprKind::JoinedStr: case ExprKind::FormattedValue: return "str";
    default: return nullptr;
  }
}

}  // namespace

void Codegen::warn_about_call(Expr callee) {
  const char* type = type_of(callee, constant_of(callee));
  if (type == nullptr || callee->kind == ExprKind::Lambda) return;
  warn("'" + std::string(type) + "' object is not callable; perhaps you missed a comma?");
}

void Codegen::warn_about_subscript(Expr container) {
  const Constant* constant = constant_of(container);
  if (constant != nullptr) {
    switch (constant->kind) {
      case ConstantKind::None: case ConstantKind::Ellipsis: case ConstantKind::Int: case ConstantKind::BigInt:
      case ConstantKind::True: case ConstantKind::False: case ConstantKind::Float: case ConstantKind::Complex: case ConstantKind::FrozenSet: break;
      default: return;
    }
  } else {
    switch (container->kind) {
      case ExprKind::Set: case ExprKind::SetComp: case ExprKind::GeneratorExp: case ExprKind::Lambda: break;
      default: return;
    }
  }
  warn("'" + std::string(type_of(container, constant)) + "' object is not subscriptable; perhaps you missed a comma?");
}

void Codegen::warn_about_index(Expr container, Expr index) {
  const Constant* key = constant_of(index);
  const char* index_type = type_of(index, key);
  if (index_type == nullptr) return;
  if (key != nullptr && (key->kind == ConstantKind::Int || key->kind == ConstantKind::BigInt ||
                         key->kind == ConstantKind::True || key->kind == ConstantKind::False)) {
    return;
  }
  const Constant* constant = constant_of(container);
  if (constant != nullptr) {
    if (constant->kind != ConstantKind::Str && constant->kind != ConstantKind::Bytes &&
        constant->kind != ConstantKind::Tuple) {
      return;
    }
  } else {
    switch (container->kind) {
      case ExprKind::Tuple: case ExprKind::List: case ExprKind::ListComp: case ExprKind::JoinedStr:
      case ExprKind::FormattedValue: break;
      default: return;
    }
  }
  warn(std::string(type_of(container, constant)) + " indices must be integers or slices, not " + index_type +
       "; perhaps you missed a comma?");
}

void Codegen::warn_about_is(const ast::Compare* node) {
  auto is_literal = [&](Expr expr) {
    const Constant* constant = constant_of(expr);
    if (constant == nullptr) return false;
    return constant->kind != ConstantKind::None && constant->kind != ConstantKind::True &&
           constant->kind != ConstantKind::False && constant->kind != ConstantKind::Ellipsis;
  };
  bool left = is_literal(node->left);
  for (size_t i = 0; i < node->ops.size(); ++i) {
    bool right = is_literal(node->comparators[i]);
    if (left || right) {
      if (node->ops[i] == ast::CmpOperator::Is) return warn("\"is\" with a literal. Did you mean \"==\"?");
      if (node->ops[i] == ast::CmpOperator::IsNot) return warn("\"is not\" with a literal. Did you mean \"!=\"?");
    }
    left = right;
  }
}

}  // namespace terrarium::compiler
