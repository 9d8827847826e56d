// The symbol table: one Scope for a module, class, function, lambda or comprehension, and for each name in it
// where the name lives. Two passes: collecting uses and bindings (symbols.cpp), deciding (symbols_resolve.cpp).
// Invariant: after make_symbol_table every symbol has a NameScope; names are mangled.
// Read: docs.python.org/3.11/reference/executionmodel.html. Next: compiler/codegen.h.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/report.h"
#include "parser/ast.h"

namespace terrarium::compiler {

enum class ScopeKind : uint8_t { Module, Class, Function, Annotation };
enum class ComprehensionKind : uint8_t { None, List, Set, Dict, Generator };
// What the four kinds of comprehension have in common.
struct ComprehensionParts {
  ComprehensionKind kind;
  ast::Seq<ast::Comprehension*> generators;
  const ast::ExprNode* element;  // of a dict: the key
  const ast::ExprNode* value;    // of a dict
};
ComprehensionParts parts_of_comprehension(const ast::ExprNode* expr);

enum class NameScope : uint8_t { Unknown, Local, GlobalExplicit, GlobalImplicit, Free, Cell };

enum SymbolFlag : uint16_t {
  declared_global = 1,
  declared_nonlocal = 2,
  bound_here = 4,      // assigned, defined, deleted
  parameter = 8,
  imported = 16,
  annotated = 32,
  used = 64,
  loop_variable = 128,    // target of a comprehension's `for`
  passes_through = 256,   // class body: bound here, and free in a function inside
};

struct Symbol {
  std::string_view name;
  uint16_t flags = 0;
  NameScope scope = NameScope::Unknown;
};

struct Scope {
  ScopeKind kind = ScopeKind::Module;
  ComprehensionKind comprehension = ComprehensionKind::None;
  std::string_view name;
  Span span;
  Scope* parent = nullptr;
  std::vector<Scope*> children;
  std::vector<Symbol> symbols;  // in order of appearance
  std::unordered_map<std::string_view, uint32_t> index;
  std::vector<std::string_view> parameters;  // in order of the slots: positional, keyword-only, *args, **kwargs
  std::vector<std::pair<std::string_view, Span>> declarations;  // global and nonlocal statements

  bool nested = false;  // inside a function
  bool generator = false;
  bool coroutine = false;
  bool needs_class_cell = false;       // class body: a method uses super() or __class__
  bool in_loop_target = false;         // while collecting: inside a comprehension's target
  int iterable_depth = 0;              // while collecting: inside a comprehension's iterable

  bool is_comprehension() const { return comprehension != ComprehensionKind::None; }
  const Symbol* find(std::string_view mangled) const {
    auto at = index.find(mangled);
    return at == index.end() ? nullptr : &symbols[at->second];
  }
  uint16_t flags_of(std::string_view mangled) const {
    const Symbol* symbol = find(mangled);
    return symbol == nullptr ? 0 : symbol->flags;
  }
  NameScope scope_of(std::string_view mangled) const {
    const Symbol* symbol = find(mangled);
    return symbol == nullptr ? NameScope::Unknown : symbol->scope;
  }
  // Names that live in cells made here, and names whose cells come from outside; sorted.
  std::vector<std::string_view> cell_names() const;
  std::vector<std::string_view> free_names() const;
};

// Private names of a class body: __x in class C is _C__x. `class_name` may be empty.
std::string mangle(std::string_view class_name, std::string_view name);

class SymbolTable {
 public:
  Scope* scope_of(const void* node) const {
    auto found = by_node_.find(node);
    return found == by_node_.end() ? nullptr : found->second;
  }
  Scope* top() const { return top_; }
  // A view of the mangled name that lives as long as the table.
  std::string_view mangled(std::string_view class_name, std::string_view name);

 private:
  friend class SymbolCollector;
  std::deque<Scope> scopes_;
  std::deque<std::string> names_;
  std::unordered_map<const void*, Scope*> by_node_;
  Scope* top_ = nullptr;
};

std::unique_ptr<SymbolTable> make_symbol_table(const ast::ModNode* tree, bool future_annotations, Report& report);

// The second pass (symbols_resolve.cpp).
void resolve_names(Scope& top, Report& report);

}  // namespace terrarium::compiler
