// Statements with blocks. The checks named invalid_... only run in the second pass and stand where
// CPython's grammar has them, because the first mistake found in that order is the one reported.
#include "parser/grammar.h"

namespace terrarium::parser {

// compound_stmt := function_def | if_stmt | class_def | with_stmt | for_stmt | try_stmt | while_stmt | match_stmt
StmtNode* Grammar::compound_statement() {
  if (error_) return nullptr;
  Span first = start();
  switch (type()) {
    case Type::If: return if_stmt(Type::If);
    case Type::Def: return function_def(first, false, {});
    case Type::Class: return class_def(first, {});
    case Type::For: return for_stmt(first, false);
    case Type::While: return while_stmt();
    case Type::With: return with_stmt(first, false);
    case Type::Try: return try_stmt();
    case Type::At: return decorated();
    case Type::Async: return async_stmt();
    case Type::Name: return at_soft_keyword("match") ? match_stmt() : nullptr;
    default: return nullptr;
  }
}

// block := NEWLINE INDENT statements DEDENT | simple_stmts | invalid_block
Grammar::Block* Grammar::block() {
  return memoised<Block>(Rule::Block, [&] { return block_uncached(); });
}

Grammar::Block* Grammar::block_uncached() {
  Nesting nesting(*this);
  if (!nesting.fine()) return nullptr;
  auto* result = arena_.make<Block>();
  if (!accept(Type::Newline)) {
    Items<StmtNode*> items(*this);
    if (!simple_statements(items)) return nullptr;
    result->body = items.take();
    return result;
  }
  if (!at(Type::Indent)) {
    // invalid_block := NEWLINE !INDENT
    if (explaining_ && !error_) raise(DiagnosticType::IndentationError, "expected an indented block");
    return nullptr;
  }
  ++mark_;
  if (!statements(result->body) || !accept(Type::Dedent)) return nullptr;
  return result;
}

// if_stmt   := invalid_if_stmt | 'if' named_expression ':' block (elif_stmt | [else_block])
// elif_stmt := invalid_elif_stmt | 'elif' named_expression ':' block (elif_stmt | [else_block])
// A chain is read in a loop: a thousand branches must not need a thousand calls.
StmtNode* Grammar::if_stmt(Type keyword) {
  Items<If*> chain(*this);
  Seq<StmtNode*> orelse;
  for (;;) {
    Span first = start();
    if (explaining_) {
      invalid_header(keyword == Type::If ? "if" : "elif");
      if (error_) return nullptr;
    }
    ++mark_;
    ExprNode* test = named_expression();
    if (test == nullptr || !accept(Type::Colon)) return nullptr;
    Block* body = block();
    if (body == nullptr) return nullptr;
    auto* node = make<If>(first);
    node->test = test;
    node->body = body->body;
    chain.push(node);
    if (!at(Type::Elif)) break;
    keyword = Type::Elif;
  }
  if (at(Type::Else) && !else_block(orelse)) return nullptr;
  for (size_t i = chain.size(); i-- > 0;) {
    If* node = chain[i];
    node->orelse = orelse;
    node->span = since(node->span);
    if (i > 0) {
      StmtNode* only = node;
      orelse = arena_.copy(&only, 1);
    }
  }
  return chain[0];
}

// else_block := invalid_else_stmt | 'else' &&':' block
bool Grammar::else_block(Seq<StmtNode*>& result) {
  if (explaining_) {
    invalid_bare_header("'else' statement");
    if (error_) return false;
  }
  ++mark_;
  if (!expect_forced(Type::Colon)) return false;
  Block* body = block();
  if (body == nullptr) return false;
  result = body->body;
  return true;
}

// while_stmt := invalid_while_stmt | 'while' named_expression ':' block [else_block]
StmtNode* Grammar::while_stmt() {
  Span first = start();
  if (explaining_) {
    invalid_header("while");
    if (error_) return nullptr;
  }
  ++mark_;
  ExprNode* test = named_expression();
  if (test == nullptr || !accept(Type::Colon)) return nullptr;
  Block* body = block();
  if (body == nullptr) return nullptr;
  Seq<StmtNode*> orelse;
  if (at(Type::Else) && !else_block(orelse)) return nullptr;
  auto* node = make<While>(since(first));
  node->test = test;
  node->body = body->body;
  node->orelse = orelse;
  return node;
}

// for_stmt := invalid_for_stmt | ['async'] 'for' star_targets 'in' ~ star_expressions ':' block [else_block]
//           | invalid_for_target
// `first` is where the statement begins: at 'async', if there is one. The mark is at the 'for'.
StmtNode* Grammar::for_stmt(const Span& first, bool is_async) {
  size_t before = mark_;
  if (explaining_) {
    invalid_for_stmt();
    if (error_) return nullptr;
  }
  ++mark_;
  ExprNode* target = star_targets();
  if (target == nullptr || !accept(Type::In)) {
    mark_ = before;
    if (explaining_ && !error_) invalid_for_target();
    return nullptr;
  }
  ExprNode* iterable = star_expressions();
  if (iterable == nullptr || !accept(Type::Colon)) return nullptr;
  Block* body = block();
  if (body == nullptr) return nullptr;
  Seq<StmtNode*> orelse;
  if (at(Type::Else) && !else_block(orelse)) return nullptr;
  auto fill = [&](auto* node) {
    node->target = target;
    node->iter = iterable;
    node->body = body->body;
    node->orelse = orelse;
    return node;
  };
  Span span = since(first);
  if (is_async) return fill(make<AsyncFor>(span));
  return fill(make<For>(span));
}

// with_stmt := invalid_with_stmt_indent | ['async'] 'with' '(' ','.with_item+ [','] ')' ':' block
//            | ['async'] 'with' ','.with_item+ ':' block | invalid_with_stmt
StmtNode* Grammar::with_stmt(const Span& first, bool is_async) {
  size_t before = mark_;
  if (explaining_) {
    invalid_with_stmt_indent();
    if (error_) return nullptr;
  }
  Seq<WithItem*> items;
  Block* body = nullptr;
  for (bool parenthesised : {true, false}) {
    mark_ = before + 1;
    if (parenthesised && !at(Type::LeftParen)) continue;
    if (with_items(items, parenthesised) && accept(Type::Colon)) {
      body = block();
      // What is wrong within the block does not get right by reading the parentheses otherwise.
      if (body != nullptr || !second_pass_) break;
    }
    if (error_) return nullptr;
  }
  if (body == nullptr) {
    mark_ = before;
    if (explaining_ && !error_) invalid_with_stmt();
    return nullptr;
  }
  auto fill = [&](auto* node) {
    node->items = items;
    node->body = body->body;
    return node;
  };
  Span span = since(first);
  if (is_async) return fill(make<AsyncWith>(span));
  return fill(make<With>(span));
}

bool Grammar::with_items(Seq<WithItem*>& result, bool parenthesised) {
  if (parenthesised) ++mark_;
  Items<WithItem*> items(*this);
  do {
    size_t before = mark_;
    WithItem* item = with_item();
    if (item == nullptr) {
      if (items.size() == 0 || error_) return false;
      mark_ = parenthesised ? before : before - 1;
      break;
    }
    items.push(item);
  } while (accept(Type::Comma));
  if (parenthesised && !accept(Type::RightParen)) return false;
  result = items.take();
  return true;
}

// with_item := expression 'as' star_target &(',' | ')' | ':') | invalid_with_item | expression
WithItem* Grammar::with_item() {
  Span first = start();
  size_t before = mark_;
  ExprNode* value = expression();
  if (value == nullptr) return nullptr;
  size_t after = mark_;
  ExprNode* target = accept(Type::As) ? star_target() : nullptr;
  if (target != nullptr && !at(Type::Comma) && !at(Type::RightParen) && !at(Type::Colon)) target = nullptr;
  if (target == nullptr) {
    if (error_) return nullptr;
    if (explaining_) {
      mark_ = before;
      invalid_with_item();
      if (error_) return nullptr;
    }
    mark_ = after;
  }
  auto* node = make<WithItem>(since(first));
  node->context_expr = value;
  node->optional_vars = target;
  return node;
}

// The statements that begin with 'async': def, with, for.
StmtNode* Grammar::async_stmt() {
  Span first = start();
  ++mark_;
  switch (type()) {
    case Type::Def: return function_def(first, true, {});
    case Type::With: return with_stmt(first, true);
    case Type::For: return for_stmt(first, true);
    default: return nullptr;
  }
}

// decorators := ('@' named_expression NEWLINE)+
StmtNode* Grammar::decorated() {
  Items<ExprNode*> items(*this);
  while (accept(Type::At)) {
    ExprNode* decorator = named_expression();
    if (decorator == nullptr || !accept(Type::Newline)) return nullptr;
    items.push(decorator);
  }
  Seq<ExprNode*> decorators = items.take();
  Span first = start();
  if (at(Type::Class)) return class_def(first, decorators);
  bool is_async = accept(Type::Async);
  return at(Type::Def) ? function_def(first, is_async, decorators) : nullptr;
}

// function_def_raw := invalid_def_raw
//                   | ['async'] 'def' NAME &&'(' [params] ')' ['->' expression] &&':' block
StmtNode* Grammar::function_def(const Span& first, bool is_async, Seq<ExprNode*> decorators) {
  if (explaining_) {
    invalid_def();
    if (error_) return nullptr;
  }
  ++mark_;
  if (!at(Type::Name)) return nullptr;
  Identifier name = identifier(tokens_[mark_++]);
  if (!expect_forced(Type::LeftParen)) return nullptr;
  Arguments* arguments = parameters(Type::RightParen);
  if (arguments == nullptr || !accept(Type::RightParen)) return nullptr;
  ExprNode* returns = nullptr;
  size_t before = mark_;
  if (accept(Type::Arrow)) {
    returns = expression();
    if (returns == nullptr) mark_ = before;
  }
  if (!expect_forced(Type::Colon)) return nullptr;
  Block* body = block();
  if (body == nullptr) return nullptr;
  auto fill = [&](auto* node) {
    node->name = name;
    node->args = arguments;
    node->body = body->body;
    node->decorator_list = decorators;
    node->returns = returns;
    return node;
  };
  Span span = since(first);
  if (is_async) return fill(make<AsyncFunctionDef>(span));
  return fill(make<FunctionDef>(span));
}

// class_def_raw := invalid_class_def_raw | 'class' NAME ['(' [arguments] ')'] ':' block
StmtNode* Grammar::class_def(const Span& first, Seq<ExprNode*> decorators) {
  if (explaining_) {
    invalid_class_def();
    if (error_) return nullptr;
  }
  ++mark_;
  if (!at(Type::Name)) return nullptr;
  Identifier name = identifier(tokens_[mark_++]);
  Call* bases = nullptr;
  if (accept(Type::LeftParen)) {
    if (!at(Type::RightParen)) {
      bases = explaining_ ? arguments() : arguments_fast(ArgumentsOf::Class);
      if (bases == nullptr) return nullptr;
    }
    if (!accept(Type::RightParen)) return nullptr;
  }
  if (!accept(Type::Colon)) return nullptr;
  Block* body = block();
  if (body == nullptr) return nullptr;
  auto* node = make<ClassDef>(since(first));
  node->name = name;
  if (bases != nullptr) {
    node->bases = bases->args;
    node->keywords = bases->keywords;
  }
  node->body = body->body;
  node->decorator_list = decorators;
  return node;
}

// try_stmt := invalid_try_stmt | 'try' &&':' block finally_block
//           | 'try' &&':' block except_block+ [else_block] [finally_block]
//           | 'try' &&':' block except_star_block+ [else_block] [finally_block]
StmtNode* Grammar::try_stmt() {
  Span first = start();
  if (explaining_) {
    invalid_try_stmt();
    if (error_) return nullptr;
  }
  ++mark_;
  if (!expect_forced(Type::Colon)) return nullptr;
  Block* body = block();
  if (body == nullptr) return nullptr;
  Items<ExceptHandler*> handlers(*this);
  Seq<StmtNode*> orelse;
  Seq<StmtNode*> finalbody;
  bool star = false;
  if (!at(Type::Finally)) {
    if (!at(Type::Except)) return nullptr;
    size_t before = mark_;
    star = second() == Type::Star;
    if (star && explaining_) {
      // The alternative without stars comes first, and so do its checks.
      except_block();
      if (error_) return nullptr;
      mark_ = before;
    }
    while (at(Type::Except)) {
      before = mark_;
      ExceptHandler* handler = star ? except_star_block() : except_block();
      if (handler == nullptr) {
        mark_ = before;
        break;
      }
      handlers.push(handler);
    }
    if (handlers.size() == 0 || error_) return nullptr;
    if (at(Type::Else) && !else_block(orelse)) return nullptr;
  }
  if (at(Type::Finally) && !finally_block(finalbody)) return nullptr;
  auto fill = [&](auto* node) {
    node->body = body->body;
    node->handlers = handlers.take();
    node->orelse = orelse;
    node->finalbody = finalbody;
    return node;
  };
  Span span = since(first);
  if (star) return fill(make<TryStar>(span));
  return fill(make<Try>(span));
}

// except_block := invalid_except_stmt_indent | 'except' expression ['as' NAME] ':' block
//               | 'except' ':' block | invalid_except_stmt
ExceptHandler* Grammar::except_block() {
  Span first = start();
  size_t before = mark_;
  if (explaining_) {
    invalid_except_stmt_indent();
    if (error_) return nullptr;
  }
  ++mark_;
  ExprNode* exception = nullptr;
  Identifier name{};
  bool fine = true;
  if (!at(Type::Colon)) {
    exception = expression();
    fine = exception != nullptr;
    if (fine && at(Type::As) && second() == Type::Name) {
      ++mark_;
      name = identifier(tokens_[mark_++]);
    }
  }
  if (fine && accept(Type::Colon)) {
    if (Block* body = block(); body != nullptr) {
      auto* node = make<ExceptHandler>(since(first));
      node->type = exception;
      node->name = name;
      node->body = body->body;
      return node;
    }
  }
  mark_ = before;
  if (explaining_ && !error_) invalid_except_stmt();
  return nullptr;
}

// except_star_block := invalid_except_star_stmt_indent | 'except' '*' expression ['as' NAME] ':' block
//                    | invalid_except_stmt
ExceptHandler* Grammar::except_star_block() {
  Span first = start();
  size_t before = mark_;
  if (explaining_) {
    invalid_except_star_stmt_indent();
    if (error_) return nullptr;
  }
  ++mark_;
  if (accept(Type::Star)) {
    ExprNode* exception = expression();
    Identifier name{};
    if (exception != nullptr && at(Type::As) && second() == Type::Name) {
      ++mark_;
      name = identifier(tokens_[mark_++]);
    }
    if (exception != nullptr && accept(Type::Colon)) {
      if (Block* body = block(); body != nullptr) {
        auto* node = make<ExceptHandler>(since(first));
        node->type = exception;
        node->name = name;
        node->body = body->body;
        return node;
      }
    }
  }
  mark_ = before;
  if (explaining_ && !error_) invalid_except_stmt();
  return nullptr;
}

// finally_block := invalid_finally_stmt | 'finally' &&':' block
bool Grammar::finally_block(Seq<StmtNode*>& result) {
  if (explaining_) {
    invalid_bare_header("'finally' statement");
    if (error_) return false;
  }
  ++mark_;
  if (!expect_forced(Type::Colon)) return false;
  Block* body = block();
  if (body == nullptr) return false;
  result = body->body;
  return true;
}

}  // namespace terrarium::parser
