// Functions, classes, lambdas: what is evaluated where they are defined (decorators, defaults, annotations),
// and the units of their bodies.
// Read next: compiler/codegen_comprehensions.cpp.
#include "compiler/codegen.h"
#include "compiler/unparse.h"

namespace terrarium::compiler {

namespace {

const ast::ConstantValue* docstring_of(ast::Seq<ast::StmtNode*> body) {
  if (body.empty() || !ast::is<ast::Expr>(body[0])) return nullptr;
  const ast::ExprNode* value = as<ast::Expr>(body[0])->value;
  if (!ast::is<ast::Constant>(value)) return nullptr;
  const ast::ConstantValue& constant = as<ast::Constant>(value)->value;
  return constant.kind == ast::ConstantKind::Str ? &constant : nullptr;
}

template <class Node>
int32_t first_line_of(const Node* node) {
  const Span& span = node->decorator_list.empty() ? node->span : node->decorator_list[0]->span;
  return static_cast<int32_t>(span.line);
}

}  // namespace

template <class Function>
void Codegen::function(const Function* node, bool async) {
  check_parameters(node->args);
  decorators(node->decorator_list);
  int32_t first_line = first_line_of(node);
  uint32_t flags = function_defaults_of(node->args) | keyword_defaults_of(node->args);
  flags |= annotations_of(node->args, node->returns);

  enter(async ? UnitKind::AsyncFunction : UnitKind::Function, node, node->name, first_line);
  const ast::ConstantValue* docstring = options_.optimize < 2 ? docstring_of(node->body) : nullptr;
  out().constant(docstring != nullptr ? to_constant(*docstring) : none_constant());
  set_parameters(node->args);
  at({static_cast<uint32_t>(first_line), 0, static_cast<uint32_t>(first_line), 0});
  Body statements = node->body;
  body(docstring != nullptr ? statements.subspan(1) : statements);
  make_closure(leave(), flags);
  apply_decorators(node->decorator_list);
  store_name(node->name);
}

template void Codegen::function(const ast::FunctionDef*, bool);
template void Codegen::function(const ast::AsyncFunctionDef*, bool);

void Codegen::lambda(const ast::Lambda* node) {
  check_parameters(node->args);
  uint32_t flags = function_defaults_of(node->args) | keyword_defaults_of(node->args);
  enter(UnitKind::Lambda, node, "<lambda>", static_cast<int32_t>(node->span.line));
  out().constant(none_constant());  // no docstring
  set_parameters(node->args);
  at(node->span);
  return_expression(node->body);
  make_closure(leave(), flags);
}

void Codegen::class_definition(const ast::ClassDef* node) {
  decorators(node->decorator_list);
  std::unique_ptr<CodeUnit> code = class_body(node, first_line_of(node));
  emit(Opcode::LOAD_BUILD_CLASS);
  emit(Opcode::PUSH_NULL);
  make_closure(std::move(code), 0);
  load_constant(str_constant(node->name));
  call_arguments(2, node->bases, node->keywords, false);
  apply_decorators(node->decorator_list);
  store_name(node->name);
}

std::unique_ptr<CodeUnit> Codegen::class_body(const ast::ClassDef* node, int32_t first_line) {
  enter(UnitKind::Class, node, node->name, first_line);
  unit_->class_name = node->name;
  at({static_cast<uint32_t>(first_line), 0, static_cast<uint32_t>(first_line), 0});
  load_name("__name__");
  store_name("__module__");
  load_constant(str_constant(unit_->code->qualname));
  store_name("__qualname__");
  module_body(node->body);
  at_nowhere();
  if (unit_->scope->needs_class_cell) {
    // type.__new__ puts the class into this cell.
    load_closure_cell("__class__");
    emit(Opcode::COPY, 1);
    emit(Opcode::STORE_NAME, out().name("__classcell__"));
    emit(Opcode::RETURN_VALUE);
  }
  return leave();
}

void Codegen::make_closure(std::unique_ptr<CodeUnit> code, uint32_t flags) {
  std::vector<std::string> frees = code->freevars();
  for (const std::string& free : frees) load_closure_cell(free);
  if (!frees.empty()) {
    emit(Opcode::BUILD_TUPLE, static_cast<uint32_t>(frees.size()));
    flags |= function_closure;
  }
  Constant constant;
  constant.kind = ConstantKind::Code;
  constant.code = std::move(code);
  load_constant(std::move(constant));
  emit(Opcode::MAKE_FUNCTION, flags);
}

// ---- parameters

void Codegen::check_parameters(const ast::Arguments* args) {
  auto check = [&](const ast::Arg* arg) {
    if (arg != nullptr) reject_forbidden(arg->arg, ast::ExprContext::Store);
  };
  for (const ast::Arg* arg : args->posonlyargs) check(arg);
  for (const ast::Arg* arg : args->args) check(arg);
  check(args->vararg);
  for (const ast::Arg* arg : args->kwonlyargs) check(arg);
  check(args->kwarg);
}

void Codegen::set_parameters(const ast::Arguments* args) {
  CodeUnit& code = *unit_->code;
  code.posonlyargcount = static_cast<uint32_t>(args->posonlyargs.size());
  code.argcount = static_cast<uint32_t>(args->posonlyargs.size() + args->args.size());
  code.kwonlyargcount = static_cast<uint32_t>(args->kwonlyargs.size());
  if (args->vararg != nullptr) code.flags |= code_varargs;
  if (args->kwarg != nullptr) code.flags |= code_varkeywords;
}

uint32_t Codegen::function_defaults_of(const ast::Arguments* args) {
  if (args->defaults.empty()) return 0;
  bool all_constant = true;
  for (Expr value : args->defaults) all_constant = all_constant && constant_of(value) != nullptr;
  if (all_constant) {
    std::vector<Constant> values;
    for (Expr value : args->defaults) {
      PositionScope keep(out());
      at(value->span);
      emit(Opcode::NOP);
      values.push_back(*constant_of(value));
    }
    load_constant(tuple_constant(std::move(values)));
  } else {
    for (Expr value : args->defaults) expression(value);
    emit(Opcode::BUILD_TUPLE, static_cast<uint32_t>(args->defaults.size()));
  }
  return function_defaults;
}

uint32_t Codegen::keyword_defaults_of(const ast::Arguments* args) {
  std::vector<Constant> names;
  for (size_t i = 0; i < args->kwonlyargs.size(); ++i) {
    if (args->kw_defaults[i] == nullptr) continue;
    names.push_back(str_constant(mangled(args->kwonlyargs[i]->arg)));
    expression(args->kw_defaults[i]);
  }
  if (names.empty()) return 0;
  uint32_t count = static_cast<uint32_t>(names.size());
  load_constant(tuple_constant(std::move(names)));
  emit(Opcode::BUILD_CONST_KEY_MAP, count);
  return function_keyword_defaults;
}

void Codegen::annotation_item(const ast::Arg* arg, uint32_t& count) {
  if (arg == nullptr || arg->annotation == nullptr) return;
  load_constant(str_constant(mangled(arg->arg)));
  bool as_text = (future_.flags & code_future_annotations) != 0;
  if (!as_text && ast::is<ast::Starred>(arg->annotation)) {
    // *args: *Ts means [annotation] = [*Ts]
    expression(as<ast::Starred>(arg->annotation)->value);
    emit(Opcode::UNPACK_SEQUENCE, 1);
  } else {
    annotation_expression(arg->annotation);
  }
  count += 2;
}

uint32_t Codegen::annotations_of(const ast::Arguments* args, Expr returns) {
  uint32_t count = 0;
  for (const ast::Arg* arg : args->args) annotation_item(arg, count);
  for (const ast::Arg* arg : args->posonlyargs) annotation_item(arg, count);
  annotation_item(args->vararg, count);
  for (const ast::Arg* arg : args->kwonlyargs) annotation_item(arg, count);
  annotation_item(args->kwarg, count);
  if (returns != nullptr) {
    load_constant(str_constant("return"));
    annotation_expression(returns);
    count += 2;
  }
  if (count == 0) return 0;
  emit(Opcode::BUILD_TUPLE, count);
  return function_annotations;
}

// ---- decorators

void Codegen::decorators(ast::Seq<ast::ExprNode*> list) {
  for (Expr decorator : list) expression(decorator);
}

// [decorator, function]: the function stands where self would.
void Codegen::apply_decorators(ast::Seq<ast::ExprNode*> list) {
  PositionScope keep(out());
  for (size_t i = list.size(); i-- > 0;) {
    at(list[i]->span);
    emit_call(Opcode::CALL, 0);
  }
}

}  // namespace terrarium::compiler
