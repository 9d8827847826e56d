// Names of the nodes, read off the table.
#include "parser/ast.h"

namespace terrarium::ast {

const char* kind_name(ModKind kind) {
  static constexpr const char* kNames[] = {
#define MOD(name, fields) #name,
#include "parser/nodes.def"
  };
  return kNames[static_cast<int>(kind)];
}

const char* kind_name(StmtKind kind) {
  static constexpr const char* kNames[] = {
#define STMT(name, fields) #name,
#include "parser/nodes.def"
  };
  return kNames[static_cast<int>(kind)];
}

const char* kind_name(ExprKind kind) {
  static constexpr const char* kNames[] = {
#define EXPR(name, fields) #name,
#include "parser/nodes.def"
  };
  return kNames[static_cast<int>(kind)];
}

const char* kind_name(PatternKind kind) {
  static constexpr const char* kNames[] = {
#define PATTERN(name, fields) #name,
#include "parser/nodes.def"
  };
  return kNames[static_cast<int>(kind)];
}

}  // namespace terrarium::ast
