// The symbol table's second pass: decides for every name of every scope whether it is local, a cell, free or
// global. Sets go down (what enclosing functions bind, what they declare global) and up (what is free below).
#include <algorithm>
#include <unordered_set>

#include "compiler/symbols.h"

namespace terrarium::compiler {

namespace {

using Names = std::unordered_set<std::string_view>;

constexpr uint16_t any_binding = bound_here | parameter | imported;

class Resolver {
 public:
  explicit Resolver(Report& report) : report_(report) {}

  // `bound`: names that enclosing functions bind and that no function in between declares global (nullptr at
  // module level); `free`: receives what is free in this scope and below.
  void resolve(Scope& scope, const Names* bound, Names& free);

 private:
  struct Own {  // what the scope's own names add
    Names local;
    Names free;
    Names global;
  };

  NameScope decide(const Scope& scope, const Symbol& symbol, const Names* bound, Own& own);
  void declaration_error(const Scope& scope, std::string_view name, std::string message);

  Report& report_;
};

void Resolver::declaration_error(const Scope& scope, std::string_view name, std::string message) {
  for (const auto& [declared, span] : scope.declarations) {
    if (declared == name) return report_.error(span, std::move(message));
  }
  report_.error(scope.span, std::move(message));
}

NameScope Resolver::decide(const Scope& scope, const Symbol& symbol, const Names* bound, Own& own) {
  std::string_view name = symbol.name;
  if (symbol.flags & declared_global) {
    if (symbol.flags & declared_nonlocal) {
      declaration_error(scope, name, "name '" + std::string(name) + "' is nonlocal and global");
    }
    own.global.insert(name);
    return NameScope::GlobalExplicit;
  }
  if (symbol.flags & declared_nonlocal) {
    if (bound == nullptr) {
      declaration_error(scope, name, "nonlocal declaration not allowed at module level");
    } else if (!bound->contains(name)) {
      declaration_error(scope, name, "no binding for nonlocal '" + std::string(name) + "' found");
    }
    own.free.insert(name);
    return NameScope::Free;
  }
  if (symbol.flags & any_binding) {
    own.local.insert(name);
    return NameScope::Local;
  }
  if (bound != nullptr && bound->contains(name)) {
    own.free.insert(name);
    return NameScope::Free;
  }
  return NameScope::GlobalImplicit;
}

void Resolver::resolve(Scope& scope, const Names* bound, Names& free) {
  Own own;
  for (Symbol& symbol : scope.symbols) symbol.scope = decide(scope, symbol, bound, own);

  // What the scopes inside see. The names of a class body are not visible to them.
  Names inner_bound;
  if (bound != nullptr) inner_bound = *bound;
  if (scope.kind == ScopeKind::Class) {
    inner_bound.insert("__class__");
  } else {
    for (std::string_view name : own.global) inner_bound.erase(name);
    if (scope.kind == ScopeKind::Function) inner_bound.insert(own.local.begin(), own.local.end());
  }
  Names free_below;
  for (Scope* child : scope.children) resolve(*child, &inner_bound, free_below);

  if (scope.kind == ScopeKind::Function) {
    for (Symbol& symbol : scope.symbols) {
      if (symbol.scope == NameScope::Local && free_below.erase(symbol.name) != 0) symbol.scope = NameScope::Cell;
    }
  } else if (scope.kind == ScopeKind::Class) {
    if (free_below.erase("__class__") != 0) scope.needs_class_cell = true;
  }
  for (std::string_view name : free_below) {
    auto at = scope.index.find(name);
    if (at != scope.index.end()) {
      Symbol& symbol = scope.symbols[at->second];
      if (scope.kind == ScopeKind::Class && (symbol.flags & (any_binding | declared_global))) {
        symbol.flags |= passes_through;
      }
    } else if (bound != nullptr && bound->contains(name)) {
      scope.index.emplace(name, static_cast<uint32_t>(scope.symbols.size()));
      scope.symbols.push_back({name, 0, NameScope::Free});
    }
    free.insert(name);
  }
  // Not before: a class's own cell for __class__ does not stand for a __class__ that it uses itself.
  free.insert(own.free.begin(), own.free.end());
}

std::vector<std::string_view> sorted(std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::vector<std::string_view> Scope::cell_names() const {
  std::vector<std::string_view> names;
  for (const Symbol& symbol : symbols) {
    if (symbol.scope == NameScope::Cell) names.push_back(symbol.name);
  }
  if (needs_class_cell) names.push_back("__class__");
  return sorted(std::move(names));
}

std::vector<std::string_view> Scope::free_names() const {
  std::vector<std::string_view> names;
  for (const Symbol& symbol : symbols) {
    if (symbol.scope == NameScope::Free || (symbol.flags & passes_through)) names.push_back(symbol.name);
  }
  return sorted(std::move(names));
}

void resolve_names(Scope& top, Report& report) {
  Names free;
  Resolver(report).resolve(top, nullptr, free);
}

}  // namespace terrarium::compiler
