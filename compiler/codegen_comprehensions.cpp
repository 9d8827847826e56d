// Comprehensions and generator expressions: a function of its own whose one parameter (.0) is the iterator of
// the first `for`, called at once where it stands.
// Read next: compiler/codegen_expressions.cpp.
#include "compiler/codegen.h"

namespace terrarium::compiler {

std::string_view Codegen::comprehension_name(ComprehensionKind kind) {
  switch (kind) {
    case ComprehensionKind::List: return "<listcomp>";
    case ComprehensionKind::Set: return "<setcomp>";
    case ComprehensionKind::Dict: return "<dictcomp>";
    default: return "<genexpr>";
  }
}

void Codegen::comprehension(Expr expr) {
  const ComprehensionParts parts = parts_of_comprehension(expr);
  const bool generator = parts.kind == ComprehensionKind::Generator;
  const ast::Comprehension* first = parts.generators[0];
  const bool awaits = symbols_.scope_of(expr)->coroutine && !generator;
  if (awaits && unit_->kind != UnitKind::AsyncFunction && unit_->kind != UnitKind::Comprehension) {
    error("asynchronous comprehension outside of an asynchronous function");
  }
  enter(UnitKind::Comprehension, expr, comprehension_name(parts.kind), static_cast<int32_t>(expr->span.line));
  unit_->code->argcount = 1;
  at(expr->span);
  if (!generator) {
    static constexpr Opcode build[] = {Opcode::NOP, Opcode::BUILD_LIST, Opcode::BUILD_SET, Opcode::BUILD_MAP};
    emit(build[static_cast<int>(parts.kind)], 0);
  }
  comprehension_loop(parts, 0, 0);
  if (!generator) emit(Opcode::RETURN_VALUE);
  make_closure(leave(), 0);

  iterated(first->iter);
  emit(first->is_async ? Opcode::GET_AITER : Opcode::GET_ITER);
  emit_call(Opcode::CALL, 0);  // the iterator stands where self would
  if (awaits) {
    emit(Opcode::GET_AWAITABLE, 0);
    load_none();
    delegate();
  }
}

void Codegen::comprehension_loop(const ComprehensionParts& parts, size_t index, uint32_t depth) {
  const ast::Comprehension* generator = parts.generators[index];
  if (generator->is_async) return comprehension_async_loop(parts, index, depth);
  BlockId start = new_block(), skip = new_block(), exhausted = new_block();
  bool loops = true;
  if (index == 0) {
    emit(Opcode::LOAD_FAST, 0);
  } else {
    // `for y in [f(x)]` is an assignment.
    ast::Seq<ast::ExprNode*> elts;
    if (ast::is<ast::List>(generator->iter)) elts = as<ast::List>(generator->iter)->elts;
    if (ast::is<ast::Tuple>(generator->iter)) elts = as<ast::Tuple>(generator->iter)->elts;
    if (elts.size() == 1 && !ast::is<ast::Starred>(elts[0])) {
      expression(elts[0]);
      loops = false;
    } else {
      iterated(generator->iter);
      emit(Opcode::GET_ITER);
    }
  }
  if (loops) {
    ++depth;
    place(start);
    emit_jump(Opcode::FOR_ITER, exhausted);
  }
  expression(generator->target);
  comprehension_inside(parts, index, depth, skip);
  place(skip);
  if (loops) {
    emit_jump(Opcode::JUMP, start);
    place(exhausted);
  }
}

void Codegen::comprehension_async_loop(const ComprehensionParts& parts, size_t index, uint32_t depth) {
  const ast::Comprehension* generator = parts.generators[index];
  BlockId start = new_block(), skip = new_block(), done = new_block();
  if (index == 0) {
    emit(Opcode::LOAD_FAST, 0);
  } else {
    iterated(generator->iter);
    emit(Opcode::GET_AITER);
  }
  place(start);
  push({CleanupKind::WhileLoop, start, done, out().handler(), nullptr, {}, {}});  // counts as a nested block
  HandlerId outside = out().protect(done, false);
  emit(Opcode::GET_ANEXT);
  load_none();
  delegate();
  out().set_handler(outside);
  expression(generator->target);
  comprehension_inside(parts, index, depth + 1, skip);
  place(skip);
  emit_jump(Opcode::JUMP, start);
  pop();
  place(done);
  emit(Opcode::END_ASYNC_FOR);
}

// The conditions of one `for`, then the next `for` or the element.
void Codegen::comprehension_inside(const ComprehensionParts& parts, size_t index, uint32_t depth, BlockId skip) {
  for (Expr condition : parts.generators[index]->ifs) jump_if(condition, skip, false);
  if (index + 1 < parts.generators.size()) return comprehension_loop(parts, index + 1, depth);
  expression(parts.element);
  switch (parts.kind) {
    case ComprehensionKind::List: emit(Opcode::LIST_APPEND, depth + 1); break;
    case ComprehensionKind::Set: emit(Opcode::SET_ADD, depth + 1); break;
    case ComprehensionKind::Dict:
      expression(parts.value);
      emit(Opcode::MAP_ADD, depth + 1);
      break;
    default:
      yield_value();
      emit(Opcode::POP_TOP);
      break;
  }
}

}  // namespace terrarium::compiler
