// The code generator's frame: units (one per module, function, class body, comprehension), names, positions,
// and the entry point compile().
// Read next: compiler/codegen.h.
#include "compiler/codegen.h"

#include <algorithm>
#include <utility>

namespace terrarium::compiler {

using ast::ExprContext;

Codegen::Codegen(const CompileOptions& options, const Future& future, SymbolTable& symbols, Report& report)
    : options_(options), future_(future), symbols_(symbols), report_(report), folder_(options.optimize == 0) {}

std::unique_ptr<CodeUnit> Codegen::module(const ast::ModNode* tree) {
  enter(UnitKind::Module, tree, "<module>", 1);
  switch (tree->kind) {
    case ast::ModKind::Module: module_body(as<ast::Module>(tree)->body); break;
    case ast::ModKind::Interactive: {
      interactive_ = true;
      Body statements = as<ast::Interactive>(tree)->body;
      body(statements);
      break;
    }
    case ast::ModKind::Expression:
      expression(as<ast::Expression>(tree)->body);
      at_nowhere();
      emit(Opcode::RETURN_VALUE);
      break;
  }
  return leave();
}

// ---- units

void Codegen::enter(UnitKind kind, const void* node, std::string_view name, int32_t first_line) {
  auto unit = std::make_unique<Unit>();
  unit->kind = kind;
  unit->scope = symbols_.scope_of(node);
  if (unit_ != nullptr) unit->class_name = unit_->class_name;
  unit->code = std::make_unique<CodeUnit>();
  unit->code->name = name;
  unit->code->qualname = qualified_name(name);
  if (kind == UnitKind::Function || kind == UnitKind::AsyncFunction || kind == UnitKind::Class) {
    bool top = units_.size() <= 1;
    if (!top && unit_->scope->scope_of(mangled(name)) == NameScope::GlobalExplicit) unit->code->qualname = name;
  }
  unit->code->filename = options_.filename;
  unit->code->firstlineno = first_line;
  for (std::string_view parameter_name : unit->scope->parameters) unit->emitter.local(parameter_name);
  for (std::string_view cell : unit->scope->cell_names()) unit->frame.cells.emplace_back(cell);
  for (std::string_view free : unit->scope->free_names()) unit->frame.frees.emplace_back(free);
  units_.push_back(std::move(unit));
  unit_ = units_.back().get();
}

// PEP 3155. Called while the enclosing unit is still the current one.
std::string Codegen::qualified_name(std::string_view name) const {
  if (units_.size() <= 1) return std::string(name);
  std::string base = unit_->code->qualname;
  if (unit_->kind == UnitKind::Function || unit_->kind == UnitKind::AsyncFunction ||
      unit_->kind == UnitKind::Lambda) {
    base += ".<locals>";
  }
  return base + "." + std::string(name);
}

std::unique_ptr<CodeUnit> Codegen::leave() {
  at_nowhere();
  load_none();
  emit(Opcode::RETURN_VALUE);

  CodeUnit& code = *unit_->code;
  const Scope& scope = *unit_->scope;
  code.flags |= future_.flags;
  if (scope.kind == ScopeKind::Function) {
    code.flags |= code_new_locals | code_optimized;
    if (scope.nested) code.flags |= code_nested;
    if (scope.generator && scope.coroutine) {
      code.flags |= code_async_generator;
    } else if (scope.generator) {
      code.flags |= code_generator;
    } else if (scope.coroutine) {
      code.flags |= code_coroutine;
    }
  }
  if (!report_.failed() && !assemble(unit_->emitter, unit_->frame, code)) {
    error("too many instructions, names or constants in one code block");
  }
  std::unique_ptr<CodeUnit> done = std::move(unit_->code);
  units_.pop_back();
  unit_ = units_.empty() ? nullptr : units_.back().get();
  return done;
}

bool Codegen::too_deep() {
  if (++depth_ <= max_tree_depth) return false;
  report_.too_deep();
  --depth_;
  return true;
}

// ---- positions

void Codegen::at_attribute(const ast::Attribute* node) {
  Position position = out().position();
  int32_t line = static_cast<int32_t>(node->span.end_line);
  if (position.line == line) return;
  position.line = line;
  // Columns are bytes, but the name's length counts characters, as in CPython.
  int32_t length = 0;
  for (char c : node->attr) length += (c & 0xc0) != 0x80;
  int32_t end = static_cast<int32_t>(node->span.end_col);
  position.col = length <= end ? end - length : -1;
  if (length > end) position.end_col = -1;
  out().at(position);
}

// ---- emitting

void Codegen::emit_call(Opcode op, uint32_t argc, bool tail) {
  if (argc > max_b16) out().too_many = true;
  out().emit_pair(op, tail ? uint32_t{call_tail} : 0, argc & max_b16);
}

void Codegen::jump_without_line(BlockId target) {
  PositionScope keep(out());
  at_nowhere();
  emit_jump(Opcode::JUMP, target);
}

void Codegen::emit_named(Opcode op, std::string_view name) { emit(op, out().name(mangled(name))); }

// A class body may have a cell of its own and a free variable of the same name (__class__).
uint32_t Codegen::cell_index(std::string_view mangled, CellFrom first) const {
  const Frame& frame = unit_->frame;
  auto find = [&](const std::vector<std::string>& names) {
    auto at = std::lower_bound(names.begin(), names.end(), mangled);
    return at != names.end() && *at == mangled ? static_cast<int64_t>(at - names.begin()) : -1;
  };
  int64_t own = find(frame.cells), outside = find(frame.frees);
  if (own >= 0 && (first == CellFrom::Own || outside < 0)) return static_cast<uint32_t>(own);
  return static_cast<uint32_t>(frame.cells.size()) + static_cast<uint32_t>(std::max<int64_t>(outside, 0));
}

void Codegen::load_closure_cell(std::string_view name) {
  bool outside = unit_->scope->scope_of(name) == NameScope::Free;
  bool own_class = unit_->kind == UnitKind::Class && name == "__class__";
  emit(Opcode::LOAD_CLOSURE, cell_index(name, outside && !own_class ? CellFrom::Outside : CellFrom::Own));
}

bool Codegen::reject_forbidden(std::string_view name, ExprContext context) {
  if (name != "__debug__" || context == ExprContext::Load) return false;
  error(context == ExprContext::Store ? "cannot assign to __debug__" : "cannot delete __debug__");
  return true;
}

void Codegen::name(std::string_view id, ExprContext context) {
  if (reject_forbidden(id, context)) return;
  std::string_view name = mangled(id);
  size_t action = static_cast<size_t>(context);
  NameScope scope = unit_->scope->scope_of(name);
  switch (scope) {
    case NameScope::Cell: case NameScope::Free: {
      static constexpr Opcode ops[] = {Opcode::LOAD_DEREF, Opcode::STORE_DEREF, Opcode::DELETE_DEREF};
      bool through_class = context == ExprContext::Load && unit_->scope->kind == ScopeKind::Class;
      emit(through_class ? Opcode::LOAD_CLASSDEREF : ops[action],
           cell_index(name, scope == NameScope::Free ? CellFrom::Outside : CellFrom::Own));
      return;
    }
    case NameScope::Local:
      if (in_function()) {
        static constexpr Opcode ops[] = {Opcode::LOAD_FAST, Opcode::STORE_FAST, Opcode::DELETE_FAST};
        emit(ops[action], out().local(name));
        return;
      }
      break;
    case NameScope::GlobalImplicit:
      if (!in_function()) break;
      [[fallthrough]];
    case NameScope::GlobalExplicit: {
      static constexpr Opcode ops[] = {Opcode::LOAD_GLOBAL, Opcode::STORE_GLOBAL, Opcode::DELETE_GLOBAL};
      uint32_t index = out().name(name);
      emit(ops[action], context == ExprContext::Load ? index << 1 : index);
      return;
    }
    case NameScope::Unknown: break;
  }
  static constexpr Opcode ops[] = {Opcode::LOAD_NAME, Opcode::STORE_NAME, Opcode::DELETE_NAME};
  emit(ops[action], out().name(name));
}

void Codegen::delegate() {
  BlockId start = new_block(), exit = new_block();
  place(start);
  emit_jump(Opcode::SEND, exit);
  emit(Opcode::YIELD_VALUE, 1);
  emit_jump(Opcode::JUMP, start);
  place(exit);
}

}  // namespace terrarium::compiler

namespace terrarium {

CompileResult compile(const ast::ModNode* tree, const CompileOptions& options) {
  compiler::Report report(options);
  CompileResult result;
  compiler::Future future = compiler::find_future(tree, options.future_flags, report);
  auto symbols = compiler::make_symbol_table(tree, (future.flags & code_future_annotations) != 0, report);
  if (!report.failed()) {
    result.code = compiler::Codegen(options, future, *symbols, report).module(tree);
  }
  if (report.failed()) result.code.reset();
  result.error = report.take_error();
  result.warnings = report.take_warnings();
  return result;
}

}  // namespace terrarium
