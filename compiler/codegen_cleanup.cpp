// Leaving blocks by return, break and continue: what each enclosing statement wants done first.
// Invariant: clean-up code of a statement runs under the handler that is in effect outside that statement.
// Read next: compiler/codegen_try.cpp.
#include "compiler/codegen.h"

namespace terrarium::compiler {

void Codegen::push(Cleanup cleanup) {
  constexpr size_t max_nested_blocks = 20;  // CPython's limit
  if (unit_->cleanups.size() >= max_nested_blocks) error("too many statically nested blocks");
  unit_->cleanups.push_back(cleanup);
}

bool Codegen::only_loops_around() const {
  for (const Cleanup& cleanup : unit_->cleanups) {
    if (cleanup.kind != CleanupKind::WhileLoop && cleanup.kind != CleanupKind::ForLoop) return false;
  }
  return true;
}

int Codegen::unwind(bool keep_value, bool to_loop) {
  const std::vector<Cleanup> all = unit_->cleanups;
  int loop = -1;
  while (!unit_->cleanups.empty()) {
    const Cleanup top = unit_->cleanups.back();
    if (top.kind == CleanupKind::StarHandler) {
      error("'break', 'continue' and 'return' cannot appear in an except* block");
      break;
    }
    if (to_loop && (top.kind == CleanupKind::WhileLoop || top.kind == CleanupKind::ForLoop)) {
      loop = static_cast<int>(unit_->cleanups.size()) - 1;
      break;
    }
    // A finally block may itself return or break: it sees only what is around its own statement.
    unit_->cleanups.pop_back();
    unwind_one(top, keep_value);
  }
  unit_->cleanups = all;
  return loop;
}

void Codegen::unwind_one(const Cleanup& cleanup, bool keep_value) {
  auto drop_below_value = [&] {
    if (keep_value) emit(Opcode::SWAP, 2);
    emit(Opcode::POP_TOP);
  };
  switch (cleanup.kind) {
    case CleanupKind::WhileLoop: case CleanupKind::Handler: case CleanupKind::StarHandler: break;
    case CleanupKind::Try: out().set_handler(cleanup.outside); break;
    case CleanupKind::ForLoop: case CleanupKind::Value: drop_below_value(); break;
    case CleanupKind::Finally:
      out().set_handler(cleanup.outside);
      if (keep_value) push({CleanupKind::Value, nowhere, nowhere, cleanup.outside, nullptr, {}, {}});
      body(*cleanup.finally_body);
      if (keep_value) pop();
      at_nowhere();
      break;
    case CleanupKind::FinallyEnd:
      drop_below_value();
      if (keep_value) emit(Opcode::SWAP, 2);
      out().set_handler(cleanup.outside);
      emit(Opcode::POP_EXCEPT);
      break;
    case CleanupKind::With: case CleanupKind::AsyncWith:
      at(cleanup.span);
      out().set_handler(cleanup.outside);
      if (keep_value) emit(Opcode::SWAP, 2);
      call_exit_with_none();
      if (cleanup.kind == CleanupKind::AsyncWith) {
        emit(Opcode::GET_AWAITABLE, 2);
        load_none();
        delegate();
      }
      emit(Opcode::POP_TOP);
      at_nowhere();
      break;
    case CleanupKind::HandlerBody:
      out().set_handler(cleanup.outside);
      if (keep_value) emit(Opcode::SWAP, 2);
      emit(Opcode::POP_EXCEPT);
      if (!cleanup.name.empty()) unbind(cleanup.name);
      break;
  }
}

void Codegen::unbind(std::string_view id) {
  load_none();
  store_name(id);
  name(id, ast::ExprContext::Del);
}

// An exception inside a handler: [previous, lasti, exception].
void Codegen::reraise_after_cleanup() {
  emit(Opcode::COPY, 3);
  emit(Opcode::POP_EXCEPT);
  emit(Opcode::RERAISE, 1);
}

// exit(None, None, None); the first None stands where self would.
void Codegen::call_exit_with_none() {
  load_none();
  load_none();
  load_none();
  emit_call(Opcode::CALL, 2);
}

}  // namespace terrarium::compiler
