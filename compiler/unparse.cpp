// Expressions as text. Each level of the grammar is a number; an operand that binds less tightly than its place
// allows gets parentheses.
// Read next: compiler/unparse.h.
#include "compiler/unparse.h"

#include "bytecode/code_unit.h"
#include "compiler/fold.h"

namespace terrarium::compiler {

namespace {

using ast::ExprKind;

enum Level { level_tuple, level_test, level_or, level_and, level_not, level_compare, level_bit_or, level_bit_xor,
             level_bit_and, level_shift, level_sum, level_term, level_factor, level_power, level_await, level_atom };

Level above(Level level) { return static_cast<Level>(level + 1); }

class Unparser {
 public:
  std::string take() { return std::move(out_); }

  void expression(const ast::ExprNode* expr, Level level);

 private:
  class Parentheses {
   public:
    Parentheses(Unparser& to, bool wanted) : to_(to), wanted_(wanted) {
      if (wanted_) to_.out_ += '(';
    }
    ~Parentheses() {
      if (wanted_) to_.out_ += ')';
    }
    Parentheses(const Parentheses&) = delete;
    Parentheses& operator=(const Parentheses&) = delete;

   private:
    Unparser& to_;
    bool wanted_;
  };

  void separator(bool& first) {
    if (!first) out_ += ", ";
    first = false;
  }
  void items(ast::Seq<ast::ExprNode*> elts) {
    bool first = true;
    for (const ast::ExprNode* elt : elts) {
      separator(first);
      expression(elt, level_test);
    }
  }
  void binary(const ast::BinOp* node, Level level);
  void unary(const ast::UnaryOp* node, Level level);
  void compare(const ast::Compare* node);
  void lambda(const ast::Lambda* node);
  void arguments(const ast::Arguments* args);
  void comprehension(ast::Seq<ast::Comprehension*> generators);
  void call(const ast::Call* node);
  void constant(const ast::Constant* node);
  void dict(const ast::Dict* node);
  void subscript_slice(const ast::Slice* node);
  void joined(const ast::JoinedStr* node);
  static void field(const ast::ExprNode* part, std::string& text);

  std::string out_;
};

void Unparser::binary(const ast::BinOp* node, Level level) {
  struct Row {
    const char* text;
    Level level;
  };
  static constexpr Row rows[] = {  // in the order of ast::Operator
      {" + ", level_sum}, {" - ", level_sum}, {" * ", level_term}, {" @ ", level_term}, {" / ", level_term},
      {" % ", level_term}, {" ** ", level_power}, {" << ", level_shift}, {" >> ", level_shift},
      {" | ", level_bit_or}, {" ^ ", level_bit_xor}, {" & ", level_bit_and}, {" // ", level_term}};
  const Row& row = rows[static_cast<int>(node->op)];
  bool to_right = node->op == ast::Operator::Pow;
  Parentheses around(*this, level > row.level);
  expression(node->left, to_right ? above(row.level) : row.level);
  out_ += row.text;
  expression(node->right, to_right ? row.level : above(row.level));
}

void Unparser::unary(const ast::UnaryOp* node, Level level) {
  static constexpr const char* texts[] = {"~", "not ", "+", "-"};
  Level own = node->op == ast::UnaryOperator::Not ? level_not : level_factor;
  Parentheses around(*this, level > own);
  out_ += texts[static_cast<int>(node->op)];
  expression(node->operand, own);
}

void Unparser::compare(const ast::Compare* node) {
  static constexpr const char* texts[] = {" == ", " != ", " < ", " <= ", " > ", " >= ", " is ", " is not ", " in ",
                                          " not in "};
  expression(node->left, above(level_compare));
  for (size_t i = 0; i < node->ops.size(); ++i) {
    out_ += texts[static_cast<int>(node->ops[i])];
    expression(node->comparators[i], above(level_compare));
  }
}

void Unparser::arguments(const ast::Arguments* args) {
  bool first = true;
  const size_t positional = args->posonlyargs.size() + args->args.size();
  for (size_t i = 0; i < positional; ++i) {
    separator(first);
    bool only = i < args->posonlyargs.size();
    out_ += (only ? args->posonlyargs[i] : args->args[i - args->posonlyargs.size()])->arg;
    if (i + args->defaults.size() >= positional) {
      out_ += '=';
      expression(args->defaults[i + args->defaults.size() - positional], level_test);
    }
    if (i + 1 == args->posonlyargs.size()) out_ += ", /";
  }
  if (args->vararg != nullptr || !args->kwonlyargs.empty()) {
    separator(first);
    out_ += '*';
    if (args->vararg != nullptr) out_ += args->vararg->arg;
  }
  for (size_t i = 0; i < args->kwonlyargs.size(); ++i) {
    separator(first);
    out_ += args->kwonlyargs[i]->arg;
    if (args->kw_defaults[i] != nullptr) {
      out_ += '=';
      expression(args->kw_defaults[i], level_test);
    }
  }
  if (args->kwarg != nullptr) {
    separator(first);
    out_ += "**";
    out_ += args->kwarg->arg;
  }
}

void Unparser::lambda(const ast::Lambda* node) {
  bool positional = !node->args->posonlyargs.empty() || !node->args->args.empty();
  out_ += positional ? "lambda " : "lambda";
  arguments(node->args);
  out_ += ": ";
  expression(node->body, level_test);
}

void Unparser::comprehension(ast::Seq<ast::Comprehension*> generators) {
  for (const ast::Comprehension* generator : generators) {
    out_ += generator->is_async ? " async for " : " for ";
    expression(generator->target, level_tuple);
    out_ += " in ";
    expression(generator->iter, above(level_test));
    for (const ast::ExprNode* condition : generator->ifs) {
      out_ += " if ";
      expression(condition, above(level_test));
    }
  }
}

void Unparser::call(const ast::Call* node) {
  expression(node->func, level_atom);
  if (node->args.size() == 1 && node->keywords.empty() && ast::is<ast::GeneratorExp>(node->args[0])) {
    expression(node->args[0], level_test);
    return;
  }
  out_ += '(';
  bool first = true;
  for (const ast::ExprNode* arg : node->args) {
    separator(first);
    expression(arg, level_test);
  }
  for (const ast::Keyword* keyword : node->keywords) {
    separator(first);
    if (ast::is_none(keyword->arg)) {
      out_ += "**";
    } else {
      out_ += keyword->arg;
      out_ += '=';
    }
    expression(keyword->value, level_test);
  }
  out_ += ')';
}

void replace_infinity(std::string& text) {
  for (size_t at = text.find("inf"); at != text.npos; at = text.find("inf", at)) text.replace(at, 3, "1e309");
}

void Unparser::constant(const ast::Constant* node) {
  switch (node->value.kind) {
    case ast::ConstantKind::Ellipsis: out_ += "..."; return;
    case ast::ConstantKind::Float: case ast::ConstantKind::Complex: {
      std::string text = constant_repr(to_constant(node->value));
      replace_infinity(text);
      out_ += text;
      return;
    }
    case ast::ConstantKind::Str:
      if (node->value.u_prefix) out_ += 'u';
      break;
    default: break;
  }
  out_ += constant_repr(to_constant(node->value));
}

void Unparser::dict(const ast::Dict* node) {
  out_ += '{';
  bool first = true;
  for (size_t i = 0; i < node->values.size(); ++i) {
    separator(first);
    if (node->keys[i] == nullptr) {
      out_ += "**";
      expression(node->values[i], level_bit_or);
    } else {
      expression(node->keys[i], level_test);
      out_ += ": ";
      expression(node->values[i], level_test);
    }
  }
  out_ += '}';
}

void Unparser::subscript_slice(const ast::Slice* node) {
  if (node->lower != nullptr) expression(node->lower, level_test);
  out_ += ':';
  if (node->upper != nullptr) expression(node->upper, level_test);
  if (node->step != nullptr) {
    out_ += ':';
    expression(node->step, level_test);
  }
}

// One part of an f-string as it stands between the quotes, not yet escaped.
void Unparser::field(const ast::ExprNode* part, std::string& text) {
  switch (part->kind) {
    case ExprKind::Constant:
      for (char c : as<ast::Constant>(part)->value.text) {
        if (c == '{' || c == '}') text += c;
        text += c;
      }
      return;
    case ExprKind::JoinedStr:
      for (const ast::ExprNode* value : as<ast::JoinedStr>(part)->values) field(value, text);
      return;
    case ExprKind::FormattedValue: {
      const auto* node = as<ast::FormattedValue>(part);
      Unparser nested;
      nested.expression(node->value, above(level_test));
      std::string inner = nested.take();
      text += inner.starts_with('{') ? "{ " : "{";
      text += inner;
      if (node->conversion > 0) {
        text += '!';
        text += static_cast<char>(node->conversion);
      }
      if (node->format_spec != nullptr) {
        text += ':';
        field(node->format_spec, text);
      }
      text += '}';
      return;
    }
    default: return;
  }
}

void Unparser::joined(const ast::JoinedStr* node) {
  std::string text;
  for (const ast::ExprNode* value : node->values) field(value, text);
  out_ += 'f';
  out_ += constant_repr(str_constant(text));
}

void Unparser::expression(const ast::ExprNode* expr, Level level) {
  switch (expr->kind) {
    case ExprKind::BoolOp: {
      const auto* node = as<ast::BoolOp>(expr);
      bool both = node->op == ast::BoolOperator::And;
      Level own = both ? level_and : level_or;
      Parentheses around(*this, level > own);
      for (size_t i = 0; i < node->values.size(); ++i) {
        if (i > 0) out_ += both ? " and " : " or ";
        expression(node->values[i], above(own));
      }
      break;
    }
    case ExprKind::NamedExpr: {
      const auto* node = as<ast::NamedExpr>(expr);
      Parentheses around(*this, level > level_tuple);
      expression(node->target, level_atom);
      out_ += " := ";
      expression(node->value, level_atom);
      break;
    }
    case ExprKind::BinOp: binary(as<ast::BinOp>(expr), level); break;
    case ExprKind::UnaryOp: unary(as<ast::UnaryOp>(expr), level); break;
    case ExprKind::Lambda: {
      Parentheses around(*this, level > level_test);
      lambda(as<ast::Lambda>(expr));
      break;
    }
    case ExprKind::IfExp: {
      const auto* node = as<ast::IfExp>(expr);
      Parentheses around(*this, level > level_test);
      expression(node->body, above(level_test));
      out_ += " if ";
      expression(node->test, above(level_test));
      out_ += " else ";
      expression(node->orelse, level_test);
      break;
    }
    case ExprKind::Dict: dict(as<ast::Dict>(expr)); break;
    case ExprKind::Set:
      out_ += '{';
      items(as<ast::Set>(expr)->elts);
      out_ += '}';
      break;
    case ExprKind::ListComp:
      out_ += '[';
      expression(as<ast::ListComp>(expr)->elt, level_test);
      comprehension(as<ast::ListComp>(expr)->generators);
      out_ += ']';
      break;
    case ExprKind::SetComp:
      out_ += '{';
      expression(as<ast::SetComp>(expr)->elt, level_test);
      comprehension(as<ast::SetComp>(expr)->generators);
      out_ += '}';
      break;
    case ExprKind::DictComp:
      out_ += '{';
      expression(as<ast::DictComp>(expr)->key, level_test);
      out_ += ": ";
      expression(as<ast::DictComp>(expr)->value, level_test);
      comprehension(as<ast::DictComp>(expr)->generators);
      out_ += '}';
      break;
    case ExprKind::GeneratorExp:
      out_ += '(';
      expression(as<ast::GeneratorExp>(expr)->elt, level_test);
      comprehension(as<ast::GeneratorExp>(expr)->generators);
      out_ += ')';
      break;
    case ExprKind::Await: {
      Parentheses around(*this, level > level_await);
      out_ += "await ";
      expression(as<ast::Await>(expr)->value, level_atom);
      break;
    }
    case ExprKind::Yield:
      out_ += "(yield";
      if (as<ast::Yield>(expr)->value != nullptr) {
        out_ += ' ';
        expression(as<ast::Yield>(expr)->value, level_test);
      }
      out_ += ')';
      break;
    case ExprKind::YieldFrom:
      out_ += "(yield from ";
      expression(as<ast::YieldFrom>(expr)->value, level_test);
      out_ += ')';
      break;
    case ExprKind::Compare: {
      Parentheses around(*this, level > level_compare);
      compare(as<ast::Compare>(expr));
      break;
    }
    case ExprKind::Call: call(as<ast::Call>(expr)); break;
    case ExprKind::FormattedValue: {
      std::string text;
      field(expr, text);
      out_ += 'f';
      out_ += constant_repr(str_constant(text));
      break;
    }
    case ExprKind::JoinedStr: joined(as<ast::JoinedStr>(expr)); break;
    case ExprKind::Constant: constant(as<ast::Constant>(expr)); break;
    case ExprKind::Attribute: {
      const auto* node = as<ast::Attribute>(expr);
      expression(node->value, level_atom);
      bool number = ast::is<ast::Constant>(node->value) &&
                    as<ast::Constant>(node->value)->value.kind == ast::ConstantKind::Int;
      out_ += number ? " ." : ".";
      out_ += node->attr;
      break;
    }
    case ExprKind::Subscript:
      expression(as<ast::Subscript>(expr)->value, level_atom);
      out_ += '[';
      expression(as<ast::Subscript>(expr)->slice, level_tuple);
      out_ += ']';
      break;
    case ExprKind::Starred:
      out_ += '*';
      expression(as<ast::Starred>(expr)->value, level_bit_or);
      break;
    case ExprKind::Name: out_ += as<ast::Name>(expr)->id; break;
    case ExprKind::List:
      out_ += '[';
      items(as<ast::List>(expr)->elts);
      out_ += ']';
      break;
    case ExprKind::Tuple: {
      const auto& elts = as<ast::Tuple>(expr)->elts;
      Parentheses around(*this, level > level_tuple || elts.empty());
      items(elts);
      if (elts.size() == 1) out_ += ',';
      break;
    }
    case ExprKind::Slice: subscript_slice(as<ast::Slice>(expr)); break;
  }
}

}  // namespace

std::string unparse(const ast::ExprNode* expr) {
  Unparser unparser;
  unparser.expression(expr, level_test);
  return unparser.take();
}

}  // namespace terrarium::compiler
