// The symbol table's first pass: walks the tree, makes a Scope for everything that has its own names, and notes
// how each name is used there. Finds the errors CPython's symbol table finds, in the same order.
// Read next: compiler/symbols.h, compiler/symbols_resolve.cpp.
#include "compiler/symbols.h"

#include <utility>

namespace terrarium::compiler {

using ast::Identifier;
using ast::Seq;

std::string mangle(std::string_view class_name, std::string_view name) {
  bool is_private = name.starts_with("__") && !name.ends_with("__") && name.find('.') == name.npos;
  size_t start = class_name.find_first_not_of('_');
  if (!is_private || start == class_name.npos) return std::string(name);
  return "_" + std::string(class_name.substr(start)) + std::string(name);
}

std::string_view SymbolTable::mangled(std::string_view class_name, std::string_view name) {
  if (class_name.empty() || !name.starts_with("__")) return name;
  std::string result = mangle(class_name, name);
  if (result == name) return name;
  return names_.emplace_back(std::move(result));
}

class SymbolCollector {
 public:
  SymbolCollector(SymbolTable& table, bool future_annotations, Report& report)
      : table_(table), future_annotations_(future_annotations), report_(report) {}

  void module(const ast::ModNode* tree);

 private:
  void enter(ScopeKind kind, std::string_view name, const void* node, const Span& span);
  void leave() { scope_ = scope_->parent; }
  void add(std::string_view name, uint16_t flag, const Span& span) { add_to(*scope_, name, flag, span); }
  void add_to(Scope& scope, std::string_view name, uint16_t flag, const Span& span);
  uint16_t flags_of(std::string_view name) { return scope_->flags_of(table_.mangled(class_name_, name)); }

  template <class T>
  void all(Seq<T*> nodes) {
    for (T* node : nodes) {
      if (node != nullptr) visit(node);
    }
  }
  void maybe(const ast::ExprNode* expr) {
    if (expr != nullptr) visit(expr);
  }
  void visit(const ast::StmtNode* stmt);
  void visit(const ast::ExprNode* expr);
  void visit(const ast::PatternNode* pattern);
  void visit(const ast::ExceptHandler* handler);
  void visit(const ast::Alias* alias);
  void visit(const ast::WithItem* item);
  void visit(const ast::MatchCase* match_case);
  void visit(const ast::Keyword* keyword) { visit(keyword->value); }

  template <class Function>
  void function(const Function* node, bool coroutine);
  void class_definition(const ast::ClassDef* node);
  void annotated_assignment(const ast::AnnAssign* node);
  void declaration(Seq<Identifier> names, const Span& span, bool global);
  void parameters(const ast::Arguments* args);
  void defaults(const ast::Arguments* args);
  void annotations(const ast::Arguments* args, const ast::ExprNode* returns, const void* node);
  void annotation(const ast::ExprNode* expr);
  void lambda(const ast::Lambda* node);
  void named_expression(const ast::NamedExpr* node);
  void bind_outside_comprehension(const ast::Name* target);
  void comprehension(const ast::ExprNode* node);
  void yield(const ast::ExprNode* node, const ast::ExprNode* value);
  void not_in_annotation(const char* what, const Span& span);

  SymbolTable& table_;
  bool future_annotations_;
  Report& report_;
  Scope* scope_ = nullptr;
  std::string_view class_name_;  // of the innermost class around, for mangling
  int depth_ = 0;
};

void SymbolCollector::module(const ast::ModNode* tree) {
  enter(ScopeKind::Module, "top", tree, tree->span);
  table_.top_ = scope_;
  switch (tree->kind) {
    case ast::ModKind::Module: all(as<ast::Module>(tree)->body); break;
    case ast::ModKind::Interactive: all(as<ast::Interactive>(tree)->body); break;
    case ast::ModKind::Expression: visit(as<ast::Expression>(tree)->body); break;
  }
}

void SymbolCollector::enter(ScopeKind kind, std::string_view name, const void* node, const Span& span) {
  Scope& scope = table_.scopes_.emplace_back();
  scope.kind = kind;
  scope.name = name;
  scope.span = span;
  scope.parent = scope_;
  if (scope_ != nullptr) {
    scope.nested = scope_->nested || scope_->kind == ScopeKind::Function;
    scope.iterable_depth = scope_->iterable_depth;
    // Annotations that stay text have no effect on the scopes around them.
    if (kind != ScopeKind::Annotation) scope_->children.push_back(&scope);
  }
  if (kind != ScopeKind::Annotation) table_.by_node_[node] = &scope;
  scope_ = &scope;
}

void SymbolCollector::add_to(Scope& scope, std::string_view name, uint16_t flag, const Span& span) {
  name = table_.mangled(class_name_, name);
  auto [at, added] = scope.index.try_emplace(name, static_cast<uint32_t>(scope.symbols.size()));
  if (added) scope.symbols.push_back({name});
  Symbol& symbol = scope.symbols[at->second];
  if (flag & symbol.flags & parameter) {
    report_.error(span, "duplicate argument '" + std::string(name) + "' in function definition");
  }
  symbol.flags |= flag;
  if (scope.in_loop_target) {
    if (symbol.flags & (declared_global | declared_nonlocal)) {
      report_.error(span, "comprehension inner loop cannot rebind assignment expression target '" +
                              std::string(name) + "'");
    }
    symbol.flags |= loop_variable;
  }
  if (flag & parameter) scope.parameters.push_back(name);
  if ((flag & declared_global) && &scope != table_.top_) {
    Scope& top = *table_.top_;
    auto [top_at, top_added] = top.index.try_emplace(name, static_cast<uint32_t>(top.symbols.size()));
    if (top_added) top.symbols.push_back({name});
    top.symbols[top_at->second].flags |= declared_global;
  }
}

void SymbolCollector::visit(const ast::StmtNode* stmt) {
  using ast::StmtKind;
  if (++depth_ > max_tree_depth) {
    report_.too_deep();
    --depth_;
    return;
  }
  switch (stmt->kind) {
    case StmtKind::FunctionDef: function(as<ast::FunctionDef>(stmt), false); break;
    case StmtKind::AsyncFunctionDef: function(as<ast::AsyncFunctionDef>(stmt), true); break;
    case StmtKind::ClassDef: class_definition(as<ast::ClassDef>(stmt)); break;
    case StmtKind::Return: maybe(as<ast::Return>(stmt)->value); break;
    case StmtKind::Delete: all(as<ast::Delete>(stmt)->targets); break;
    case StmtKind::Assign:
      all(as<ast::Assign>(stmt)->targets);
      visit(as<ast::Assign>(stmt)->value);
      break;
    case StmtKind::AugAssign:
      visit(as<ast::AugAssign>(stmt)->target);
      visit(as<ast::AugAssign>(stmt)->value);
      break;
    case StmtKind::AnnAssign: annotated_assignment(as<ast::AnnAssign>(stmt)); break;
    case StmtKind::For: {
      const auto* node = as<ast::For>(stmt);
      visit(node->target);
      visit(node->iter);
      all(node->body);
      all(node->orelse);
      break;
    }
    case StmtKind::AsyncFor: {
      const auto* node = as<ast::AsyncFor>(stmt);
      visit(node->target);
      visit(node->iter);
      all(node->body);
      all(node->orelse);
      break;
    }
    case StmtKind::While: {
      const auto* node = as<ast::While>(stmt);
      visit(node->test);
      all(node->body);
      all(node->orelse);
      break;
    }
    case StmtKind::If: {
      const auto* node = as<ast::If>(stmt);
      visit(node->test);
      all(node->body);
      all(node->orelse);
      break;
    }
    case StmtKind::With:
      all(as<ast::With>(stmt)->items);
      all(as<ast::With>(stmt)->body);
      break;
    case StmtKind::AsyncWith:
      all(as<ast::AsyncWith>(stmt)->items);
      all(as<ast::AsyncWith>(stmt)->body);
      break;
    case StmtKind::Match:
      visit(as<ast::Match>(stmt)->subject);
      all(as<ast::Match>(stmt)->cases);
      break;
    case StmtKind::Raise:
      maybe(as<ast::Raise>(stmt)->exc);
      maybe(as<ast::Raise>(stmt)->cause);
      break;
    case StmtKind::Try: {
      const auto* node = as<ast::Try>(stmt);
      all(node->body);
      all(node->orelse);
      all(node->handlers);
      all(node->finalbody);
      break;
    }
    case StmtKind::TryStar: {
      const auto* node = as<ast::TryStar>(stmt);
      all(node->body);
      all(node->orelse);
      all(node->handlers);
      all(node->finalbody);
      break;
    }
    case StmtKind::Assert:
      visit(as<ast::Assert>(stmt)->test);
      maybe(as<ast::Assert>(stmt)->msg);
      break;
    case StmtKind::Import: all(as<ast::Import>(stmt)->names); break;
    case StmtKind::ImportFrom: all(as<ast::ImportFrom>(stmt)->names); break;
    case StmtKind::Global: declaration(as<ast::Global>(stmt)->names, stmt->span, true); break;
    case StmtKind::Nonlocal: declaration(as<ast::Nonlocal>(stmt)->names, stmt->span, false); break;
    case StmtKind::Expr: visit(as<ast::Expr>(stmt)->value); break;
    case StmtKind::Pass: case StmtKind::Break: case StmtKind::Continue: break;
  }
  --depth_;
}

void SymbolCollector::visit(const ast::ExprNode* expr) {
  using ast::ExprKind;
  if (++depth_ > max_tree_depth) {
    report_.too_deep();
    --depth_;
    return;
  }
  switch (expr->kind) {
    case ExprKind::NamedExpr: named_expression(as<ast::NamedExpr>(expr)); break;
    case ExprKind::BoolOp: all(as<ast::BoolOp>(expr)->values); break;
    case ExprKind::BinOp:
      visit(as<ast::BinOp>(expr)->left);
      visit(as<ast::BinOp>(expr)->right);
      break;
    case ExprKind::UnaryOp: visit(as<ast::UnaryOp>(expr)->operand); break;
    case ExprKind::Lambda: lambda(as<ast::Lambda>(expr)); break;
    case ExprKind::IfExp:
      visit(as<ast::IfExp>(expr)->test);
      visit(as<ast::IfExp>(expr)->body);
      visit(as<ast::IfExp>(expr)->orelse);
      break;
    case ExprKind::Dict:
      all(as<ast::Dict>(expr)->keys);
      all(as<ast::Dict>(expr)->values);
      break;
    case ExprKind::Set: all(as<ast::Set>(expr)->elts); break;
    case ExprKind::ListComp:
    case ExprKind::SetComp:
    case ExprKind::DictComp:
    case ExprKind::GeneratorExp: comprehension(expr); break;
    case ExprKind::Await:
      not_in_annotation("await expression", expr->span);
      visit(as<ast::Await>(expr)->value);
      scope_->coroutine = true;
      break;
    case ExprKind::Yield: yield(expr, as<ast::Yield>(expr)->value); break;
    case ExprKind::YieldFrom: yield(expr, as<ast::YieldFrom>(expr)->value); break;
    case ExprKind::Compare:
      visit(as<ast::Compare>(expr)->left);
      all(as<ast::Compare>(expr)->comparators);
      break;
    case ExprKind::Call:
      visit(as<ast::Call>(expr)->func);
      all(as<ast::Call>(expr)->args);
      all(as<ast::Call>(expr)->keywords);
      break;
    case ExprKind::FormattedValue:
      visit(as<ast::FormattedValue>(expr)->value);
      maybe(as<ast::FormattedValue>(expr)->format_spec);
      break;
    case ExprKind::JoinedStr: all(as<ast::JoinedStr>(expr)->values); break;
    case ExprKind::Constant: break;
    case ExprKind::Attribute: visit(as<ast::Attribute>(expr)->value); break;
    case ExprKind::Subscript:
      visit(as<ast::Subscript>(expr)->value);
      visit(as<ast::Subscript>(expr)->slice);
      break;
    case ExprKind::Starred: visit(as<ast::Starred>(expr)->value); break;
    case ExprKind::Slice:
      maybe(as<ast::Slice>(expr)->lower);
      maybe(as<ast::Slice>(expr)->upper);
      maybe(as<ast::Slice>(expr)->step);
      break;
    case ExprKind::Name: {
      const auto* name = as<ast::Name>(expr);
      bool load = name->ctx == ast::ExprContext::Load;
      add(name->id, load ? used : bound_here, expr->span);
      // super() without arguments needs the class it stands in.
      if (load && scope_->kind == ScopeKind::Function && name->id == "super") add("__class__", used, expr->span);
      break;
    }
    case ExprKind::List: all(as<ast::List>(expr)->elts); break;
    case ExprKind::Tuple: all(as<ast::Tuple>(expr)->elts); break;
  }
  --depth_;
}

void SymbolCollector::visit(const ast::PatternNode* pattern) {
  using ast::PatternKind;
  switch (pattern->kind) {
    case PatternKind::MatchValue: visit(as<ast::MatchValue>(pattern)->value); break;
    case PatternKind::MatchSingleton: break;
    case PatternKind::MatchSequence: all(as<ast::MatchSequence>(pattern)->patterns); break;
    case PatternKind::MatchMapping: {
      const auto* node = as<ast::MatchMapping>(pattern);
      all(node->keys);
      all(node->patterns);
      if (!ast::is_none(node->rest)) add(node->rest, bound_here, pattern->span);
      break;
    }
    case PatternKind::MatchClass: {
      const auto* node = as<ast::MatchClass>(pattern);
      visit(node->cls);
      all(node->patterns);
      all(node->kwd_patterns);
      break;
    }
    case PatternKind::MatchStar: {
      Identifier name = as<ast::MatchStar>(pattern)->name;
      if (!ast::is_none(name)) add(name, bound_here, pattern->span);
      break;
    }
    case PatternKind::MatchAs: {
      const auto* node = as<ast::MatchAs>(pattern);
      if (node->pattern != nullptr) visit(node->pattern);
      if (!ast::is_none(node->name)) add(node->name, bound_here, pattern->span);
      break;
    }
    case PatternKind::MatchOr: all(as<ast::MatchOr>(pattern)->patterns); break;
  }
}

void SymbolCollector::visit(const ast::ExceptHandler* handler) {
  maybe(handler->type);
  if (!ast::is_none(handler->name)) add(handler->name, bound_here, handler->span);
  all(handler->body);
}

void SymbolCollector::visit(const ast::Alias* alias) {
  if (alias->name == "*") {
    if (scope_->kind != ScopeKind::Module) report_.error(alias->span, "import * only allowed at module level");
    return;
  }
  Identifier name = ast::is_none(alias->asname) ? alias->name.substr(0, alias->name.find('.')) : alias->asname;
  add(name, imported, alias->span);
}

void SymbolCollector::visit(const ast::WithItem* item) {
  visit(item->context_expr);
  maybe(item->optional_vars);
}

void SymbolCollector::visit(const ast::MatchCase* match_case) {
  visit(match_case->pattern);
  maybe(match_case->guard);
  all(match_case->body);
}

template <class Function>
void SymbolCollector::function(const Function* node, bool coroutine) {
  add(node->name, bound_here, node->span);
  defaults(node->args);
  annotations(node->args, node->returns, node);
  all(node->decorator_list);
  enter(ScopeKind::Function, node->name, node, node->span);
  scope_->coroutine = coroutine;
  parameters(node->args);
  all(node->body);
  leave();
}

void SymbolCollector::class_definition(const ast::ClassDef* node) {
  add(node->name, bound_here, node->span);
  all(node->bases);
  all(node->keywords);
  all(node->decorator_list);
  enter(ScopeKind::Class, node->name, node, node->span);
  std::string_view outer = std::exchange(class_name_, node->name);
  all(node->body);
  class_name_ = outer;
  leave();
}

void SymbolCollector::annotated_assignment(const ast::AnnAssign* node) {
  if (const auto* name = ast::is<ast::Name>(node->target) ? as<ast::Name>(node->target) : nullptr) {
    uint16_t flags = flags_of(name->id);
    if ((flags & (declared_global | declared_nonlocal)) && scope_ != table_.top_ && node->simple) {
      report_.error(node->span, "annotated name '" + std::string(name->id) + "' can't be " +
                                    (flags & declared_global ? "global" : "nonlocal"));
    }
    if (node->simple) {
      add(name->id, annotated | bound_here, name->span);
    } else if (node->value != nullptr) {
      add(name->id, bound_here, name->span);
    }
  } else {
    visit(node->target);
  }
  annotation(node->annotation);
  maybe(node->value);
}

void SymbolCollector::declaration(Seq<Identifier> names, const Span& span, bool global) {
  const std::string word = global ? "global" : "nonlocal";
  for (Identifier name : names) {
    uint16_t flags = flags_of(name);
    std::string subject = "name '" + std::string(name) + "' is ";
    if (flags & parameter) {
      report_.error(span, subject + "parameter and " + word);
    } else if (flags & used) {
      report_.error(span, subject + "used prior to " + word + " declaration");
    } else if (flags & annotated) {
      report_.error(span, "annotated name '" + std::string(name) + "' can't be " + word);
    } else if (flags & bound_here) {
      report_.error(span, subject + "assigned to before " + word + " declaration");
    }
    add(name, global ? declared_global : declared_nonlocal, span);
    scope_->declarations.emplace_back(table_.mangled(class_name_, name), span);
  }
}

void SymbolCollector::parameters(const ast::Arguments* args) {
  auto one = [&](const ast::Arg* arg) { add(arg->arg, parameter | bound_here, arg->span); };
  for (const ast::Arg* arg : args->posonlyargs) one(arg);
  for (const ast::Arg* arg : args->args) one(arg);
  for (const ast::Arg* arg : args->kwonlyargs) one(arg);
  if (args->vararg != nullptr) one(args->vararg);
  if (args->kwarg != nullptr) one(args->kwarg);
}

void SymbolCollector::defaults(const ast::Arguments* args) {
  all(args->defaults);
  all(args->kw_defaults);
}

void SymbolCollector::annotations(const ast::Arguments* args, const ast::ExprNode* returns, const void* node) {
  if (future_annotations_) enter(ScopeKind::Annotation, "_annotation", node, {});
  auto one = [&](const ast::Arg* arg) {
    if (arg != nullptr) maybe(arg->annotation);
  };
  for (const ast::Arg* arg : args->posonlyargs) one(arg);
  for (const ast::Arg* arg : args->args) one(arg);
  one(args->vararg);
  one(args->kwarg);
  for (const ast::Arg* arg : args->kwonlyargs) one(arg);
  if (future_annotations_) leave();
  if (returns != nullptr) annotation(returns);
}

void SymbolCollector::annotation(const ast::ExprNode* expr) {
  if (future_annotations_) enter(ScopeKind::Annotation, "_annotation", expr, expr->span);
  visit(expr);
  if (future_annotations_) leave();
}

void SymbolCollector::lambda(const ast::Lambda* node) {
  defaults(node->args);
  enter(ScopeKind::Function, "lambda", node, node->span);
  parameters(node->args);
  visit(node->body);
  leave();
}

void SymbolCollector::not_in_annotation(const char* what, const Span& span) {
  if (scope_->kind != ScopeKind::Annotation) return;
  report_.error(span, "'" + std::string(what) + "' can not be used within an annotation");
}

void SymbolCollector::named_expression(const ast::NamedExpr* node) {
  not_in_annotation("named expression", node->span);
  if (scope_->iterable_depth > 0) {
    report_.error(node->span, "assignment expression cannot be used in a comprehension iterable expression");
  }
  if (scope_->is_comprehension() && ast::is<ast::Name>(node->target)) {
    bind_outside_comprehension(as<ast::Name>(node->target));
  }
  visit(node->value);
  visit(node->target);
}

// PEP 572: `:=` in a comprehension binds in the function or module around it.
void SymbolCollector::bind_outside_comprehension(const ast::Name* target) {
  for (Scope* outer = scope_; outer != nullptr; outer = outer->parent) {
    if (outer->is_comprehension()) {
      if (outer->flags_of(target->id) & loop_variable) {
        report_.error(target->span, "assignment expression cannot rebind comprehension iteration variable '" +
                                        std::string(target->id) + "'");
        return;
      }
      continue;
    }
    switch (outer->kind) {
      case ScopeKind::Function: {
        bool global = outer->flags_of(table_.mangled(class_name_, target->id)) & declared_global;
        add(target->id, global ? declared_global : declared_nonlocal, target->span);
        scope_->declarations.emplace_back(table_.mangled(class_name_, target->id), target->span);
        add_to(*outer, target->id, bound_here, target->span);
        return;
      }
      case ScopeKind::Module:
        add(target->id, declared_global, target->span);
        scope_->declarations.emplace_back(table_.mangled(class_name_, target->id), target->span);
        add_to(*outer, target->id, declared_global, target->span);
        return;
      case ScopeKind::Class:
        report_.error(target->span, "assignment expression within a comprehension cannot be used in a class body");
        return;
      case ScopeKind::Annotation: return;
    }
  }
}

void SymbolCollector::comprehension(const ast::ExprNode* node) {
  static constexpr std::string_view names[] = {"", "listcomp", "setcomp", "dictcomp", "genexpr"};
  const auto [kind, generators, element, value] = parts_of_comprehension(node);
  const ast::Comprehension* first = generators[0];
  // The first iterable is evaluated outside and passed in as a parameter.
  ++scope_->iterable_depth;
  visit(first->iter);
  --scope_->iterable_depth;

  enter(ScopeKind::Function, names[static_cast<int>(kind)], node, node->span);
  scope_->comprehension = kind;
  add(".0", parameter | bound_here, node->span);
  for (const ast::Comprehension* generator : generators) {
    if (generator->is_async) scope_->coroutine = true;
    scope_->in_loop_target = true;
    visit(generator->target);
    scope_->in_loop_target = false;
    if (generator != first) {
      ++scope_->iterable_depth;
      visit(generator->iter);
      --scope_->iterable_depth;
    }
    all(generator->ifs);
  }
  maybe(value);
  visit(element);
  scope_->generator = kind == ComprehensionKind::Generator;
  bool awaits = scope_->coroutine && !scope_->generator;
  leave();
  if (awaits) scope_->coroutine = true;
}

void SymbolCollector::yield(const ast::ExprNode* node, const ast::ExprNode* value) {
  static constexpr const char* places[] = {"", "list comprehension", "set comprehension", "dict comprehension",
                                           "generator expression"};
  not_in_annotation("yield expression", node->span);
  maybe(value);
  scope_->generator = true;
  if (scope_->is_comprehension()) {
    report_.error(node->span, std::string("'yield' inside ") + places[static_cast<int>(scope_->comprehension)]);
  }
}

ComprehensionParts parts_of_comprehension(const ast::ExprNode* expr) {
  using ast::ExprKind;
  auto with_element = [](ComprehensionKind kind, const auto* node) {
    return ComprehensionParts{kind, node->generators, node->elt, nullptr};
  };
  switch (expr->kind) {
    case ExprKind::ListComp: return with_element(ComprehensionKind::List, as<ast::ListComp>(expr));
    case ExprKind::SetComp: return with_element(ComprehensionKind::Set, as<ast::SetComp>(expr));
    case ExprKind::GeneratorExp: return with_element(ComprehensionKind::Generator, as<ast::GeneratorExp>(expr));
    default: break;
  }
  const auto* node = as<ast::DictComp>(expr);
  return {ComprehensionKind::Dict, node->generators, node->key, node->value};
}

std::unique_ptr<SymbolTable> make_symbol_table(const ast::ModNode* tree, bool future_annotations, Report& report) {
  auto table = std::make_unique<SymbolTable>();
  SymbolCollector(*table, future_annotations, report).module(tree);
  if (!report.failed()) resolve_names(*table->top(), report);
  return table;
}

}  // namespace terrarium::compiler
