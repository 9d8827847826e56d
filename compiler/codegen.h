// The code generator: one function a construct, in the files codegen_*.cpp. What each emits follows CPython 3.11
// (order of evaluation, positions of instructions, lines a tracer sees), in the instructions of opcodes.def.
// Invariant: goes on after an error (Report keeps the first); a unit's code is assembled only without errors.
// Read next: compiler/emitter.h, docs/compiler.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/assemble.h"
#include "compiler/emitter.h"
#include "compiler/fold.h"
#include "compiler/future.h"
#include "compiler/report.h"
#include "compiler/symbols.h"
#include "parser/ast.h"

namespace terrarium::compiler {

// What a `return`, `break` or `continue` has to clean up on its way out, innermost last.
enum class CleanupKind : uint8_t {
  WhileLoop,
  ForLoop,              // the iterator is on the stack
  Try,                  // in the body of try/except: nothing to do
  Finally,              // in the body of try/finally: run the finally block
  FinallyEnd,           // in a finally block run by an exception
  With,
  AsyncWith,
  Handler,              // between the handlers: nothing to do
  HandlerBody,          // in an `except` body, with or without a name
  StarHandler,          // in `except*`: leaving is an error
  Value,                // a value to return is on the stack
};

struct Cleanup {
  CleanupKind kind;
  BlockId start = nowhere;              // loops: where `continue` goes
  BlockId exit = nowhere;               // loops: where `break` goes
  HandlerId outside = nowhere;          // the handler in effect when this is left
  const ast::Seq<ast::StmtNode*>* finally_body = nullptr;
  Span span;                            // With: of the statement
  std::string_view name;                // HandlerBody: the name to unbind, or empty
};

enum class UnitKind : uint8_t { Module, Class, Function, AsyncFunction, Lambda, Comprehension };

struct Unit {
  UnitKind kind = UnitKind::Module;
  const Scope* scope = nullptr;
  Emitter emitter;
  Frame frame;
  std::unique_ptr<CodeUnit> code;
  std::string_view class_name;  // for mangling
  std::vector<Cleanup> cleanups;
};

// State of one pattern while it is compiled (codegen_match.cpp).
struct PatternState {
  std::vector<std::string_view> captured;  // names whose values lie on the stack, the first on top
  std::vector<BlockId> fail_blocks;        // [n] pops n items and fails
  size_t on_top = 0;                       // items above the captured values
  bool irrefutable_allowed = false;
};

class Codegen {
 public:
  Codegen(const CompileOptions& options, const Future& future, SymbolTable& symbols, Report& report);

  std::unique_ptr<CodeUnit> module(const ast::ModNode* tree);

 private:
  using Expr = const ast::ExprNode*;
  using Stmt = const ast::StmtNode*;
  using Body = ast::Seq<ast::StmtNode*>;

  // ---- units (codegen.cpp)
  void enter(UnitKind kind, const void* node, std::string_view name, int32_t first_line);
  std::unique_ptr<CodeUnit> leave();
  std::string qualified_name(std::string_view name) const;
  Emitter& out() { return unit_->emitter; }
  bool in_function() const { return unit_->scope->kind == ScopeKind::Function; }
  bool in_async_function() const { return unit_->kind == UnitKind::AsyncFunction; }

  // ---- emitting (codegen.cpp)
  void emit(Opcode op, uint32_t operand = 0) { out().emit(op, operand); }
  void emit_jump(Opcode op, BlockId target) { out().emit_jump(op, target); }
  void emit_call(Opcode op, uint32_t argc, bool tail = false);
  void jump_without_line(BlockId target);
  void emit_named(Opcode op, std::string_view name);  // the name is mangled
  void load_constant(Constant constant) { out().load_constant(std::move(constant)); }
  void load_none() { load_constant(none_constant()); }
  void name(std::string_view name, ast::ExprContext context);
  void load_name(std::string_view id) { name(id, ast::ExprContext::Load); }
  void store_name(std::string_view id) { name(id, ast::ExprContext::Store); }
  void load_closure_cell(std::string_view mangled);
  enum class CellFrom : uint8_t { Own, Outside };
  uint32_t cell_index(std::string_view mangled, CellFrom first) const;
  void at(const Span& span) { out().at(span); }
  void at_nowhere() { out().at_nowhere(); }
  // Of an attribute that stands on another line than its object: the name alone.
  void at_attribute(const ast::Attribute* node);
  void delegate();  // the loop of `yield from` and `await`; receiver and None are on the stack
  bool reject_forbidden(std::string_view name, ast::ExprContext context);
  std::string_view mangled(std::string_view name) { return symbols_.mangled(unit_->class_name, name); }
  const Constant* constant_of(Expr expr) { return folder_.value_of(expr); }
  void error(std::string message) { report_.error(out().position(), std::move(message)); }
  void warn(std::string message) { report_.warning(out().position(), std::move(message)); }
  BlockId new_block() { return out().new_block(); }
  void place(BlockId block) { out().place(block); }
  bool too_deep();  // guards the recursion; a false answer is to be paid back with --depth_

  // ---- statements (codegen_statements.cpp)
  void body(Body statements);
  void module_body(Body statements);
  void statement(Stmt stmt);
  void statement_inner(Stmt stmt);
  void assign(const ast::Assign* node);
  void augmented_assign(const ast::AugAssign* node);
  void annotated_assign(const ast::AnnAssign* node);
  void annotation_expression(Expr annotation);
  void expression_statement(const ast::Expr* node);
  void assert_statement(const ast::Assert* node);
  void import(const ast::Import* node);
  void import_as(std::string_view name, std::string_view asname);
  void import_from(const ast::ImportFrom* node);
  void if_statement(const ast::If* node);
  void while_loop(const ast::While* node);
  void for_loop(const ast::For* node);
  void async_for_loop(const ast::AsyncFor* node);
  void return_statement(const ast::Return* node);
  void break_statement();
  void continue_statement();

  // ---- leaving blocks (codegen_cleanup.cpp)
  void push(Cleanup cleanup);
  void pop() { unit_->cleanups.pop_back(); }
  // Cleans up everything (for `return`), or down to the innermost loop, whose index it returns (or -1).
  int unwind(bool keep_value, bool to_loop);
  void unwind_one(const Cleanup& cleanup, bool keep_value);
  bool only_loops_around() const;
  void unbind(std::string_view name);  // name = None; del name
  void reraise_after_cleanup();        // COPY 3, POP_EXCEPT, RERAISE 1

  // ---- try and with (codegen_try.cpp)
  struct TryParts {
    const Body* body;
    ast::Seq<ast::ExceptHandler*> handlers;
    const Body* orelse;
    const Body* finally;
    bool star;
  };
  void try_statement(const TryParts& parts);
  void try_finally(const TryParts& parts);
  void try_except(const TryParts& parts);
  void try_star(const TryParts& parts);
  void with(ast::Seq<ast::WithItem*> items, size_t index, Body statements, const Span& span, bool async);
  void call_exit_with_none();
  void finish_with_exception(BlockId cleanup, HandlerId outside);

  // ---- functions and classes (codegen_functions.cpp)
  template <class Function>
  void function(const Function* node, bool async);
  void class_definition(const ast::ClassDef* node);
  void lambda(const ast::Lambda* node);
  uint32_t function_defaults_of(const ast::Arguments* args);
  uint32_t keyword_defaults_of(const ast::Arguments* args);
  uint32_t annotations_of(const ast::Arguments* args, Expr returns);
  void annotation_item(const ast::Arg* arg, uint32_t& count);
  void check_parameters(const ast::Arguments* args);
  void set_parameters(const ast::Arguments* args);
  void make_closure(std::unique_ptr<CodeUnit> code, uint32_t flags);
  void decorators(ast::Seq<ast::ExprNode*> list);
  void apply_decorators(ast::Seq<ast::ExprNode*> list);
  std::unique_ptr<CodeUnit> class_body(const ast::ClassDef* node, int32_t first_line);

  // ---- comprehensions (codegen_comprehensions.cpp)
  void comprehension(Expr expr);
  static std::string_view comprehension_name(ComprehensionKind kind);
  void comprehension_loop(const ComprehensionParts& parts, size_t index, uint32_t depth);
  void comprehension_async_loop(const ComprehensionParts& parts, size_t index, uint32_t depth);
  void comprehension_inside(const ComprehensionParts& parts, size_t index, uint32_t depth, BlockId skip);

  // ---- expressions (codegen_expressions.cpp)
  void expression(Expr expr);
  void expression_inner(Expr expr);
  void return_expression(Expr expr);  // in tail position; emits the return too
  bool tail_calls_allowed() const;
  void jump_if(Expr expr, BlockId target, bool condition);
  void jump_if_compare(const ast::Compare* node, BlockId target, bool condition);
  void bool_op(const ast::BoolOp* node);
  void compare(const ast::Compare* node);
  void compare_op(ast::CmpOperator op, bool negated = false);
  void comparator(const ast::Compare* node, size_t index);
  void compare_chain(const ast::Compare* node, Opcode jump, BlockId cleanup);
  void iterated(Expr expr);  // a display that is only looked through
  void binary(const ast::BinOp* node);
  bool format_as_joined(const ast::BinOp* node);
  void unary(const ast::UnaryOp* node);
  void attribute(const ast::Attribute* node);
  void subscript(const ast::Subscript* node);
  void slice(const ast::Slice* node);
  void starred(const ast::Starred* node);
  void yield_value();
  void yield(const ast::Yield* node);
  void yield_from(const ast::YieldFrom* node);
  void await(const ast::Await* node);

  // ---- displays, unpacking, strings (codegen_displays.cpp)
  enum class Display : uint8_t { List, Set, Tuple };
  void display(ast::Seq<ast::ExprNode*> elts, Display kind, uint32_t pushed = 0);
  void unpack_targets(ast::Seq<ast::ExprNode*> elts);
  void tuple(const ast::Tuple* node);
  void list(const ast::List* node);
  void set(const ast::Set* node);
  void dict(const ast::Dict* node);
  void dict_run(const ast::Dict* node, size_t begin, size_t end);
  void joined_string(const ast::JoinedStr* node);
  void formatted_value(const ast::FormattedValue* node);

  // ---- calls (codegen_calls.cpp)
  void call(const ast::Call* node, bool tail);
  bool method_call(const ast::Call* node, bool tail);
  void call_arguments(uint32_t pushed, ast::Seq<ast::ExprNode*> args, ast::Seq<ast::Keyword*> keywords, bool tail);
  void call_unpacked(uint32_t pushed, ast::Seq<ast::ExprNode*> args, ast::Seq<ast::Keyword*> keywords, bool tail);
  void check_keywords(ast::Seq<ast::Keyword*> keywords);
  void load_keyword_names(ast::Seq<ast::Keyword*> keywords);
  void keyword_run(ast::Seq<ast::Keyword*> keywords, size_t begin, size_t end);

  // ---- match (codegen_match.cpp)
  void match(const ast::Match* node);
  void pattern(const ast::PatternNode* node, PatternState& state);
  void sub_pattern(const ast::PatternNode* node, PatternState& state);
  void pattern_value(const ast::MatchValue* node, PatternState& state);
  void pattern_singleton(const ast::MatchSingleton* node, PatternState& state);
  void pattern_sequence(const ast::MatchSequence* node, PatternState& state);
  void pattern_sequence_items(const ast::MatchSequence* node, size_t star, PatternState& state);
  void pattern_sequence_unpack(const ast::MatchSequence* node, PatternState& state);
  void pattern_mapping(const ast::MatchMapping* node, PatternState& state);
  void pattern_class(const ast::MatchClass* node, PatternState& state);
  void pattern_as(const ast::MatchAs* node, PatternState& state);
  void pattern_or(const ast::MatchOr* node, PatternState& state);
  void capture(ast::Identifier name, PatternState& state);
  void fail_if_false(PatternState& state) { jump_to_fail(Opcode::POP_JUMP_IF_FALSE, state); }
  void jump_to_fail(Opcode op, PatternState& state);
  BlockId fail_block(PatternState& state, size_t pops);
  void place_fail_blocks(PatternState& state);
  void rotate(size_t count);
  void compare_length(size_t length, Opcode op, PatternState& state);

  // ---- warnings (codegen_warnings.cpp)
  void warn_about_call(Expr callee);
  void warn_about_subscript(Expr container);
  void warn_about_index(Expr container, Expr index);
  void warn_about_is(const ast::Compare* node);

  const CompileOptions& options_;
  const Future& future_;
  SymbolTable& symbols_;
  Report& report_;
  Folder folder_;
  std::vector<std::unique_ptr<Unit>> units_;  // outermost first
  Unit* unit_ = nullptr;                      // the last of them
  bool interactive_ = false;
  int depth_ = 0;
};

// Restores the position in effect when it goes.
class PositionScope {
 public:
  explicit PositionScope(Emitter& emitter) : emitter_(emitter), saved_(emitter.position()) {}
  ~PositionScope() { emitter_.at(saved_); }
  PositionScope(const PositionScope&) = delete;
  PositionScope& operator=(const PositionScope&) = delete;

 private:
  Emitter& emitter_;
  Position saved_;
};

}  // namespace terrarium::compiler
