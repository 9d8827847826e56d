// Statements but functions, classes, try, with and match, which have files of their own.
// Read next: compiler/codegen.h.
#include "compiler/codegen.h"
#include "compiler/unparse.h"

namespace terrarium::compiler {

using ast::ExprContext;
using ast::ExprKind;
using ast::StmtKind;

namespace {

// Whether a variable annotation stands in the statements or in blocks inside them.
bool has_annotation(ast::Seq<ast::StmtNode*> statements) {
  for (const ast::StmtNode* stmt : statements) {
    bool found = false;
    auto in_loop = [](const auto* node) { return has_annotation(node->body) || has_annotation(node->orelse); };
    auto in_try = [](const auto* node) {
      for (const ast::ExceptHandler* handler : node->handlers) {
        if (has_annotation(handler->body)) return true;
      }
      return has_annotation(node->body) || has_annotation(node->orelse) || has_annotation(node->finalbody);
    };
    switch (stmt->kind) {
      case StmtKind::AnnAssign: found = true; break;
      case StmtKind::For: found = in_loop(as<ast::For>(stmt)); break;
      case StmtKind::AsyncFor: found = in_loop(as<ast::AsyncFor>(stmt)); break;
      case StmtKind::While: found = in_loop(as<ast::While>(stmt)); break;
      case StmtKind::If: found = in_loop(as<ast::If>(stmt)); break;
      case StmtKind::With: found = has_annotation(as<ast::With>(stmt)->body); break;
      case StmtKind::AsyncWith: found = has_annotation(as<ast::AsyncWith>(stmt)->body); break;
      case StmtKind::Try: found = in_try(as<ast::Try>(stmt)); break;
      case StmtKind::TryStar: found = in_try(as<ast::TryStar>(stmt)); break;
      default: break;
    }
    if (found) return true;
  }
  return false;
}

bool is_docstring(const ast::StmtNode* stmt) {
  if (!ast::is<ast::Expr>(stmt)) return false;
  const ast::ExprNode* value = as<ast::Expr>(stmt)->value;
  return ast::is<ast::Constant>(value) && as<ast::Constant>(value)->value.kind == ast::ConstantKind::Str;
}

}  // namespace

void Codegen::body(Body statements) {
  for (Stmt stmt : statements) statement(stmt);
}

// Of a module or a class.
void Codegen::module_body(Body statements) {
  if (unit_->kind == UnitKind::Module && !statements.empty()) at(statements[0]->span);
  if (has_annotation(statements)) emit(Opcode::SETUP_ANNOTATIONS);
  bool first = true;
  for (Stmt stmt : statements) {
    if (first && options_.optimize < 2 && is_docstring(stmt)) {
      at(stmt->span);
      expression(as<ast::Expr>(stmt)->value);
      at_nowhere();
      store_name("__doc__");
    } else {
      statement(stmt);
    }
    first = false;
  }
}

void Codegen::statement(Stmt stmt) {
  if (too_deep()) return;
  at(stmt->span);
  statement_inner(stmt);
  --depth_;
}

void Codegen::statement_inner(Stmt stmt) {
  switch (stmt->kind) {
    case StmtKind::FunctionDef: function(as<ast::FunctionDef>(stmt), false); break;
    case StmtKind::AsyncFunctionDef: function(as<ast::AsyncFunctionDef>(stmt), true); break;
    case StmtKind::ClassDef: class_definition(as<ast::ClassDef>(stmt)); break;
    case StmtKind::Return: return_statement(as<ast::Return>(stmt)); break;
    case StmtKind::Delete:
      for (Expr target : as<ast::Delete>(stmt)->targets) expression(target);
      break;
    case StmtKind::Assign: assign(as<ast::Assign>(stmt)); break;
    case StmtKind::AugAssign: augmented_assign(as<ast::AugAssign>(stmt)); break;
    case StmtKind::AnnAssign: annotated_assign(as<ast::AnnAssign>(stmt)); break;
    case StmtKind::For: for_loop(as<ast::For>(stmt)); break;
    case StmtKind::AsyncFor: async_for_loop(as<ast::AsyncFor>(stmt)); break;
    case StmtKind::While: while_loop(as<ast::While>(stmt)); break;
    case StmtKind::If: if_statement(as<ast::If>(stmt)); break;
    case StmtKind::With: with(as<ast::With>(stmt)->items, 0, as<ast::With>(stmt)->body, stmt->span, false); break;
    case StmtKind::AsyncWith:
      with(as<ast::AsyncWith>(stmt)->items, 0, as<ast::AsyncWith>(stmt)->body, stmt->span, true);
      break;
    case StmtKind::Match: match(as<ast::Match>(stmt)); break;
    case StmtKind::Raise: {
      const auto* node = as<ast::Raise>(stmt);
      uint32_t count = 0;
      for (Expr part : {node->exc, node->cause}) {
        if (part == nullptr) break;
        expression(part);
        ++count;
      }
      emit(Opcode::RAISE_VARARGS, count);
      break;
    }
    case StmtKind::Try: {
      const auto* node = as<ast::Try>(stmt);
      try_statement({&node->body, node->handlers, &node->orelse, &node->finalbody, false});
      break;
    }
    case StmtKind::TryStar: {
      const auto* node = as<ast::TryStar>(stmt);
      try_statement({&node->body, node->handlers, &node->orelse, &node->finalbody, true});
      break;
    }
    case StmtKind::Assert: assert_statement(as<ast::Assert>(stmt)); break;
    case StmtKind::Import: import(as<ast::Import>(stmt)); break;
    case StmtKind::ImportFrom: import_from(as<ast::ImportFrom>(stmt)); break;
    case StmtKind::Global: case StmtKind::Nonlocal: break;
    case StmtKind::Expr: expression_statement(as<ast::Expr>(stmt)); break;
    case StmtKind::Pass: emit(Opcode::NOP); break;
    case StmtKind::Break: break_statement(); break;
    case StmtKind::Continue: continue_statement(); break;
  }
}

// ---- assignments

void Codegen::assign(const ast::Assign* node) {
  expression(node->value);
  for (size_t i = 0; i < node->targets.size(); ++i) {
    if (i + 1 < node->targets.size()) emit(Opcode::COPY, 1);
    expression(node->targets[i]);
  }
}

namespace {

Opcode inplace_opcode(ast::Operator op) {
  using ast::Operator;
  switch (op) {
    case Operator::Add: return Opcode::INPLACE_ADD;
    case Operator::Sub: return Opcode::INPLACE_SUBTRACT;
    case Operator::Mult: return Opcode::INPLACE_MULTIPLY;
    case Operator::MatMult: return Opcode::INPLACE_MATRIX_MULTIPLY;
    case Operator::Div: return Opcode::INPLACE_TRUE_DIVIDE;
    case Operator::Mod: return Opcode::INPLACE_MODULO;
    case Operator::Pow: return Opcode::INPLACE_POWER;
    case Operator::LShift: return Opcode::INPLACE_LSHIFT;
    case Operator::RShift: return Opcode::INPLACE_RSHIFT;
    case Operator::BitOr: return Opcode::INPLACE_OR;
    case Operator::BitXor: return Opcode::INPLACE_XOR;
    case Operator::BitAnd: return Opcode::INPLACE_AND;
    case Operator::FloorDiv: return Opcode::INPLACE_FLOOR_DIVIDE;
  }
  return Opcode::INPLACE_ADD;
}

}  // namespace

// The target's object and key are evaluated once, and kept on the stack under the value.
void Codegen::augmented_assign(const ast::AugAssign* node) {
  const Position statement_position = out().position();
  Expr target = node->target;
  at(target->span);
  switch (target->kind) {
    case ExprKind::Attribute: {
      const auto* attribute = as<ast::Attribute>(target);
      expression(attribute->value);
      emit(Opcode::COPY, 1);
      at_attribute(attribute);
      emit_named(Opcode::LOAD_ATTR, attribute->attr);
      break;
    }
    case ExprKind::Subscript:
      expression(as<ast::Subscript>(target)->value);
      expression(as<ast::Subscript>(target)->slice);
      emit(Opcode::COPY, 2);
      emit(Opcode::COPY, 2);
      emit(Opcode::BINARY_SUBSCR);
      break;
    case ExprKind::Name: load_name(as<ast::Name>(target)->id); break;
    default: break;
  }
  out().at(statement_position);
  expression(node->value);
  emit(inplace_opcode(node->op));
  at(target->span);
  switch (target->kind) {
    case ExprKind::Attribute:
      at_attribute(as<ast::Attribute>(target));
      emit(Opcode::SWAP, 2);
      if (!reject_forbidden(as<ast::Attribute>(target)->attr, ExprContext::Store)) {
        emit_named(Opcode::STORE_ATTR, as<ast::Attribute>(target)->attr);
      }
      break;
    case ExprKind::Subscript:
      emit(Opcode::SWAP, 3);
      emit(Opcode::SWAP, 2);
      emit(Opcode::STORE_SUBSCR);
      break;
    case ExprKind::Name: store_name(as<ast::Name>(target)->id); break;
    default: break;
  }
}

void Codegen::annotation_expression(Expr annotation) {
  if (future_.flags & code_future_annotations) {
    PositionScope keep(out());
    load_constant(str_constant(unparse(annotation)));
  } else {
    expression(annotation);
  }
}

void Codegen::annotated_assign(const ast::AnnAssign* node) {
  Expr target = node->target;
  if (node->value != nullptr) {
    expression(node->value);
    expression(target);
  }
  bool evaluated = unit_->kind == UnitKind::Module || unit_->kind == UnitKind::Class;
  auto evaluate_and_drop = [&](Expr expr) {
    expression(expr);
    emit(Opcode::POP_TOP);
  };
  switch (target->kind) {
    case ExprKind::Name: {
      std::string_view id = as<ast::Name>(target)->id;
      if (reject_forbidden(id, ExprContext::Store)) return;
      if (node->simple && evaluated) {
        annotation_expression(node->annotation);
        emit(Opcode::LOAD_NAME, out().name("__annotations__"));
        load_constant(str_constant(mangled(id)));
        emit(Opcode::STORE_SUBSCR);
      }
      break;
    }
    case ExprKind::Attribute:
      if (reject_forbidden(as<ast::Attribute>(target)->attr, ExprContext::Store)) return;
      if (node->value == nullptr) evaluate_and_drop(as<ast::Attribute>(target)->value);
      break;
    case ExprKind::Subscript:
      if (node->value == nullptr) {
        const auto* item = as<ast::Subscript>(target);
        evaluate_and_drop(item->value);
        auto check_bound = [&](Expr bound) {
          if (bound != nullptr) evaluate_and_drop(bound);
        };
        auto check_key = [&](Expr key) {
          if (!ast::is<ast::Slice>(key)) return evaluate_and_drop(key);
          check_bound(as<ast::Slice>(key)->lower);
          check_bound(as<ast::Slice>(key)->upper);
          check_bound(as<ast::Slice>(key)->step);
        };
        if (ast::is<ast::Tuple>(item->slice)) {
          for (Expr key : as<ast::Tuple>(item->slice)->elts) check_key(key);
        } else {
          check_key(item->slice);
        }
      }
      break;
    default: break;
  }
  if (!node->simple && evaluated && !(future_.flags & code_future_annotations)) evaluate_and_drop(node->annotation);
}

// ---- small statements

void Codegen::expression_statement(const ast::Expr* node) {
  if (interactive_ && units_.size() == 1) {
    expression(node->value);
    emit(Opcode::PRINT_EXPR);
    return;
  }
  if (constant_of(node->value) != nullptr) {
    emit(Opcode::NOP);
    return;
  }
  expression(node->value);
  at_nowhere();
  emit(Opcode::POP_TOP);
}

void Codegen::assert_statement(const ast::Assert* node) {
  if (ast::is<ast::Tuple>(node->test) && !as<ast::Tuple>(node->test)->elts.empty()) {
    warn("assertion is always true, perhaps remove parentheses?");
  }
  if (options_.optimize > 0) return;
  BlockId end = new_block();
  jump_if(node->test, end, true);
  emit(Opcode::LOAD_ASSERTION_ERROR);
  if (node->msg != nullptr) {
    expression(node->msg);  // stands where self would: AssertionError(msg)
    emit_call(Opcode::CALL, 0);
  }
  emit(Opcode::RAISE_VARARGS, 1);
  place(end);
}

void Codegen::import(const ast::Import* node) {
  for (const ast::Alias* alias : node->names) {
    load_constant(int_constant(0));
    load_none();
    emit_named(Opcode::IMPORT_NAME, alias->name);
    if (!ast::is_none(alias->asname)) {
      import_as(alias->name, alias->asname);
    } else {
      store_name(alias->name.substr(0, alias->name.find('.')));
    }
  }
}

// import a.b.c as d: __import__ returns a; b and c are taken from it.
void Codegen::import_as(std::string_view name, std::string_view asname) {
  size_t dot = name.find('.');
  if (dot == name.npos) return store_name(asname);
  while (dot != name.npos) {
    name.remove_prefix(dot + 1);
    dot = name.find('.');
    emit_named(Opcode::IMPORT_FROM, name.substr(0, dot));
    if (dot == name.npos) break;
    emit(Opcode::SWAP, 2);
    emit(Opcode::POP_TOP);
  }
  store_name(asname);
  emit(Opcode::POP_TOP);
}

void Codegen::import_from(const ast::ImportFrom* node) {
  std::vector<Constant> names;
  for (const ast::Alias* alias : node->names) names.push_back(str_constant(alias->name));
  load_constant(int_constant(node->level));
  load_constant(tuple_constant(std::move(names)));
  if (node->module == "__future__" && node->span.line > future_.last_line) {
    error("from __future__ imports must occur at the beginning of the file");
  }
  emit_named(Opcode::IMPORT_NAME, ast::is_none(node->module) ? std::string_view() : node->module);
  for (const ast::Alias* alias : node->names) {
    if (alias->name == "*") return emit(Opcode::IMPORT_STAR);
    emit_named(Opcode::IMPORT_FROM, alias->name);
    store_name(ast::is_none(alias->asname) ? alias->name : alias->asname);
  }
  emit(Opcode::POP_TOP);
}

// ---- control flow

// A chain of elif is a chain of If nodes; it is walked, not recursed into.
void Codegen::if_statement(const ast::If* node) {
  BlockId end = new_block();
  for (;;) {
    BlockId next = node->orelse.empty() ? end : new_block();
    jump_if(node->test, next, false);
    body(node->body);
    if (node->orelse.empty()) break;
    jump_without_line(end);
    place(next);
    if (node->orelse.size() != 1 || !ast::is<ast::If>(node->orelse[0])) {
      body(node->orelse);
      break;
    }
    node = as<ast::If>(node->orelse[0]);
    at(node->span);
  }
  place(end);
}

// The test stands at the top and again at the bottom, so that a round takes one jump.
void Codegen::while_loop(const ast::While* node) {
  BlockId loop = new_block(), inside = new_block(), otherwise = new_block(), end = new_block();
  place(loop);
  push({CleanupKind::WhileLoop, loop, end, out().handler(), nullptr, {}, {}});
  jump_if(node->test, otherwise, false);
  place(inside);
  body(node->body);
  at(node->span);
  jump_if(node->test, inside, true);
  pop();
  place(otherwise);
  body(node->orelse);
  place(end);
}

void Codegen::for_loop(const ast::For* node) {
  BlockId start = new_block(), exhausted = new_block(), end = new_block();
  push({CleanupKind::ForLoop, start, end, out().handler(), nullptr, {}, {}});
  iterated(node->iter);
  emit(Opcode::GET_ITER);
  place(start);
  emit_jump(Opcode::FOR_ITER, exhausted);
  expression(node->target);
  body(node->body);
  at_nowhere();
  emit_jump(Opcode::JUMP, start);
  pop();
  place(exhausted);
  body(node->orelse);
  place(end);
}

void Codegen::async_for_loop(const ast::AsyncFor* node) {
  if (!in_async_function()) error("'async for' outside async function");
  BlockId start = new_block(), done = new_block(), end = new_block();
  expression(node->iter);
  emit(Opcode::GET_AITER);
  place(start);
  push({CleanupKind::ForLoop, start, end, out().handler(), nullptr, {}, {}});
  HandlerId outside = out().protect(done, false);
  emit(Opcode::GET_ANEXT);
  load_none();
  delegate();
  out().set_handler(outside);
  expression(node->target);
  body(node->body);
  at_nowhere();
  emit_jump(Opcode::JUMP, start);
  pop();
  place(done);
  at(node->iter->span);
  emit(Opcode::END_ASYNC_FOR);
  body(node->orelse);
  place(end);
}

void Codegen::return_statement(const ast::Return* node) {
  if (!in_function()) error("'return' outside function");
  if (node->value != nullptr && unit_->scope->coroutine && unit_->scope->generator) {
    error("'return' with value in async generator");
  }
  Expr value = node->value;
  bool constant = value != nullptr && constant_of(value) != nullptr;
  if (value != nullptr && !constant && only_loops_around()) return return_expression(value);

  // NOPs keep the lines of the value and of the statement visible.
  if (constant) {
    at(value->span);
    emit(Opcode::NOP);
  } else if (value != nullptr) {
    expression(value);
  }
  if (value == nullptr || value->span.line != node->span.line) {
    at(node->span);
    emit(Opcode::NOP);
  }
  HandlerId handler = out().handler();
  if (!only_loops_around()) unwind(value != nullptr && !constant, false);
  if (value == nullptr) {
    load_none();
  } else if (constant) {
    load_constant(*constant_of(value));
  }
  emit(Opcode::RETURN_VALUE);
  out().set_handler(handler);
}

void Codegen::break_statement() {
  emit(Opcode::NOP);
  HandlerId handler = out().handler();
  int loop = unwind(false, true);
  if (loop < 0) return error("'break' outside loop");
  const Cleanup cleanup = unit_->cleanups[static_cast<size_t>(loop)];
  unwind_one(cleanup, false);
  emit_jump(Opcode::JUMP, cleanup.exit);
  out().set_handler(handler);
}

void Codegen::continue_statement() {
  emit(Opcode::NOP);
  HandlerId handler = out().handler();
  int loop = unwind(false, true);
  if (loop < 0) return error("'continue' not properly in loop");
  emit_jump(Opcode::JUMP, unit_->cleanups[static_cast<size_t>(loop)].start);
  out().set_handler(handler);
}

}  // namespace terrarium::compiler
