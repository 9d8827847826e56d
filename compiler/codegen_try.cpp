// try/except/else/finally, except*, with and async with. Handlers are reached through the exception table only;
// the code they protect has no instruction for it. Stack pictures in comments: bottom left.
// Read next: compiler/codegen_cleanup.cpp, docs/compiler.md.
#include "compiler/codegen.h"

namespace terrarium::compiler {

void Codegen::try_statement(const TryParts& parts) {
  emit(Opcode::NOP);  // the line of `try:` stays visible
  if (!parts.finally->empty()) {
    try_finally(parts);
  } else if (parts.star) {
    try_star(parts);
  } else {
    try_except(parts);
  }
}

// The finally block is compiled once for the normal way out, once for exceptions, and once for each
// return, break or continue that leaves the body.
void Codegen::try_finally(const TryParts& parts) {
  BlockId raised = new_block(), cleanup = new_block(), exit = new_block();
  HandlerId outside = out().protect(raised, false);
  push({CleanupKind::Finally, nowhere, nowhere, outside, parts.finally, {}, {}});
  if (parts.handlers.empty()) {
    body(*parts.body);
  } else if (parts.star) {
    try_star(parts);
  } else {
    try_except(parts);
  }
  pop();
  out().set_handler(outside);
  body(*parts.finally);
  jump_without_line(exit);

  place(raised);  // [exception]
  at_nowhere();
  push({CleanupKind::FinallyEnd, nowhere, nowhere, outside, nullptr, {}, {}});
  emit(Opcode::PUSH_EXC_INFO);
  out().protect(cleanup, true, 1);
  body(*parts.finally);
  emit(Opcode::RERAISE, 0);
  pop();
  out().set_handler(outside);
  place(cleanup);
  at_nowhere();
  reraise_after_cleanup();
  place(exit);
}

void Codegen::try_except(const TryParts& parts) {
  BlockId raised = new_block(), cleanup = new_block(), end = new_block();
  HandlerId outside = out().protect(raised, false);
  push({CleanupKind::Try, nowhere, nowhere, outside, nullptr, {}, {}});
  body(*parts.body);
  pop();
  out().set_handler(outside);
  body(*parts.orelse);
  jump_without_line(end);

  place(raised);  // [exception]
  at_nowhere();
  emit(Opcode::PUSH_EXC_INFO);  // [previous, exception]
  out().protect(cleanup, true, 1);
  HandlerId in_handler = out().handler();
  push({CleanupKind::Handler, nowhere, nowhere, outside, nullptr, {}, {}});
  for (size_t i = 0; i < parts.handlers.size(); ++i) {
    const ast::ExceptHandler* handler = parts.handlers[i];
    at(handler->span);
    if (handler->type == nullptr && i + 1 < parts.handlers.size()) error("default 'except:' must be last");
    BlockId next = new_block();
    if (handler->type != nullptr) {
      expression(handler->type);
      emit(Opcode::CHECK_EXC_MATCH);
      emit_jump(Opcode::POP_JUMP_IF_FALSE, next);
    }
    if (ast::is_none(handler->name)) {
      emit(Opcode::POP_TOP);
      push({CleanupKind::HandlerBody, nowhere, nowhere, outside, nullptr, {}, {}});
      body(handler->body);
      pop();
      at_nowhere();
      out().set_handler(outside);
      emit(Opcode::POP_EXCEPT);
      emit_jump(Opcode::JUMP, end);
    } else {
      // As if the body stood in try: ... finally: name = None; del name
      BlockId body_raised = new_block();
      store_name(handler->name);
      out().protect(body_raised, true);
      push({CleanupKind::HandlerBody, nowhere, nowhere, outside, nullptr, {}, handler->name});
      place(new_block());  // a NOP at its start is not taken for the line of the store
      body(handler->body);
      pop();
      at_nowhere();
      out().set_handler(outside);
      emit(Opcode::POP_EXCEPT);
      unbind(handler->name);
      emit_jump(Opcode::JUMP, end);
      out().set_handler(in_handler);
      place(body_raised);  // [previous, lasti, exception]
      at_nowhere();
      unbind(handler->name);
      emit(Opcode::RERAISE, 1);
    }
    out().set_handler(in_handler);
    place(next);
  }
  at_nowhere();
  pop();
  emit(Opcode::RERAISE, 0);
  out().set_handler(outside);
  place(cleanup);
  reraise_after_cleanup();
  place(end);
}

// PEP 654. While handlers run the stack is [previous, original, raised, rest]: the exception as it came, the list
// of what handlers raised, and what no handler has taken yet (None: nothing is left).
void Codegen::try_star(const TryParts& parts) {
  BlockId raised = new_block(), orelse = new_block(), end = new_block(), cleanup = new_block();
  BlockId reraise_star = new_block(), reraise = new_block();
  HandlerId outside = out().protect(raised, false);
  push({CleanupKind::Try, nowhere, nowhere, outside, nullptr, {}, {}});
  body(*parts.body);
  pop();
  out().set_handler(outside);
  jump_without_line(orelse);

  place(raised);  // [exception]
  at_nowhere();
  emit(Opcode::PUSH_EXC_INFO);
  out().protect(cleanup, true, 1);
  HandlerId in_handler = out().handler();
  push({CleanupKind::StarHandler, nowhere, nowhere, outside, nullptr, {}, {}});
  for (size_t i = 0; i < parts.handlers.size(); ++i) {
    const ast::ExceptHandler* handler = parts.handlers[i];
    at(handler->span);
    if (i == 0) {
      emit(Opcode::COPY, 1);
      emit(Opcode::BUILD_LIST, 0);
      emit(Opcode::SWAP, 2);
    }
    BlockId next = new_block(), no_match = new_block(), done = new_block(), body_raised = new_block();
    if (handler->type != nullptr) {
      expression(handler->type);
      emit(Opcode::CHECK_EG_MATCH);  // [..., rest, match]
      emit(Opcode::COPY, 1);
      emit_jump(Opcode::POP_JUMP_IF_NONE, no_match);
    }
    if (ast::is_none(handler->name)) {
      emit(Opcode::POP_TOP);
    } else {
      store_name(handler->name);
    }
    out().protect(body_raised, true);
    push({CleanupKind::HandlerBody, nowhere, nowhere, outside, nullptr, {},
          ast::is_none(handler->name) ? std::string_view() : handler->name});
    place(new_block());
    body(handler->body);
    pop();
    at_nowhere();
    out().set_handler(in_handler);
    if (!ast::is_none(handler->name)) unbind(handler->name);
    emit_jump(Opcode::JUMP, next);

    place(body_raised);  // [previous, original, raised, rest, lasti, exception]
    at_nowhere();
    if (!ast::is_none(handler->name)) unbind(handler->name);
    emit(Opcode::LIST_APPEND, 3);
    emit(Opcode::POP_TOP);
    emit_jump(Opcode::JUMP, done);
    place(next);
    emit(Opcode::NOP);
    emit_jump(Opcode::JUMP, done);
    place(no_match);
    emit(Opcode::POP_TOP);
    place(done);
    if (i + 1 == parts.handlers.size()) {
      emit(Opcode::LIST_APPEND, 1);
      emit_jump(Opcode::JUMP, reraise_star);
    }
  }
  pop();
  place(reraise_star);
  emit(Opcode::PREP_RERAISE_STAR);
  emit(Opcode::COPY, 1);
  emit_jump(Opcode::POP_JUMP_IF_NOT_NONE, reraise);
  emit(Opcode::POP_TOP);
  out().set_handler(outside);
  emit(Opcode::POP_EXCEPT);
  emit_jump(Opcode::JUMP, end);
  place(reraise);
  emit(Opcode::SWAP, 2);
  emit(Opcode::POP_EXCEPT);
  emit(Opcode::RERAISE, 0);
  place(cleanup);
  reraise_after_cleanup();
  place(orelse);
  body(*parts.orelse);
  place(end);
}

// ---- with

void Codegen::with(ast::Seq<ast::WithItem*> items, size_t index, Body statements, const Span& span, bool async) {
  if (async && !in_async_function()) error("'async with' outside async function");
  const ast::WithItem* item = items[index];
  BlockId raised = new_block(), exit = new_block(), cleanup = new_block();
  expression(item->context_expr);
  if (async) {
    emit(Opcode::BEFORE_ASYNC_WITH);
    emit(Opcode::GET_AWAITABLE, 1);
    load_none();
    delegate();
  } else {
    emit(Opcode::BEFORE_WITH);
  }
  // [exit, result]: only exit is kept for the handler.
  HandlerId outside = out().protect(raised, true, 1);
  push({async ? CleanupKind::AsyncWith : CleanupKind::With, nowhere, nowhere, outside, nullptr, span, {}});
  if (item->optional_vars != nullptr) {
    expression(item->optional_vars);
  } else {
    emit(Opcode::POP_TOP);
  }
  if (index + 1 < items.size()) {
    with(items, index + 1, statements, span, async);
  } else {
    body(statements);
  }
  pop();
  out().set_handler(outside);

  at(span);
  call_exit_with_none();
  if (async) {
    emit(Opcode::GET_AWAITABLE, 2);
    load_none();
    delegate();
  }
  emit(Opcode::POP_TOP);
  emit_jump(Opcode::JUMP, exit);

  place(raised);  // [exit, lasti, exception]
  emit(Opcode::PUSH_EXC_INFO);
  out().protect(cleanup, true, 1);
  emit(Opcode::WITH_EXCEPT_START);
  if (async) {
    emit(Opcode::GET_AWAITABLE, 2);
    load_none();
    delegate();
  }
  finish_with_exception(cleanup, outside);
  place(exit);
}

// [exit, lasti, previous, exception, result]: a true result swallows the exception.
void Codegen::finish_with_exception(BlockId cleanup, HandlerId outside) {
  BlockId swallowed = new_block();
  HandlerId in_handler = out().handler();
  emit_jump(Opcode::POP_JUMP_IF_TRUE, swallowed);
  emit(Opcode::RERAISE, 2);
  place(cleanup);
  {
    PositionScope keep(out());
    at_nowhere();
    out().set_handler(outside);
    reraise_after_cleanup();
  }
  out().set_handler(in_handler);
  place(swallowed);
  emit(Opcode::POP_TOP);
  out().set_handler(outside);
  emit(Opcode::POP_EXCEPT);
  emit(Opcode::POP_TOP);
  emit(Opcode::POP_TOP);
}

}  // namespace terrarium::compiler
