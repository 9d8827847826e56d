// Constant folding: the value of an expression that is known before the program runs, as CPython's optimiser
// decides it (no huge results, nothing that would raise). The tree itself is left as it was.
// Read next: compiler/codegen.h, which asks before it emits code for an operator.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "bytecode/code_unit.h"
#include "parser/ast.h"

namespace terrarium::compiler {

Constant to_constant(const ast::ConstantValue& value);
Constant none_constant();
Constant int_constant(int64_t value);
Constant str_constant(std::string_view text);
Constant tuple_constant(std::vector<Constant> items);
bool is_true(const Constant& constant);

// Operators on constants (compiler/fold_operators.cpp); nothing when the result is not to be a constant.
std::optional<Constant> fold_binary(ast::Operator op, const Constant& a, const Constant& b);
std::optional<Constant> fold_unary(ast::UnaryOperator op, const Constant& operand);
std::optional<Constant> fold_subscript(const Constant& container, const Constant& key);

class Folder {
 public:
  // `debug` is the value of __debug__.
  explicit Folder(bool debug) : debug_(debug) {}

  // The expression's value, or nullptr. Asked twice, it answers from memory. The pointer stays valid.
  const Constant* value_of(const ast::ExprNode* expr);
  // A display that is only looked through (`in`, `for ... in`) as a constant: list as tuple, set as frozenset.
  const Constant* iterated_value_of(const ast::ExprNode* expr);

 private:
  std::optional<Constant> fold(const ast::ExprNode* expr);
  std::optional<std::vector<Constant>> fold_items(ast::Seq<ast::ExprNode*> elts);

  bool debug_;
  std::unordered_map<const ast::ExprNode*, std::unique_ptr<Constant>> known_;
};

}  // namespace terrarium::compiler
