// `from __future__ import ...`: which features a module asks for, and up to which line it may.
// Read: docs.python.org/3.11/reference/simple_stmts.html#future-statements.
#pragma once

#include "compiler/report.h"
#include "parser/ast.h"

namespace terrarium::compiler {

struct Future {
  uint32_t flags = 0;      // code_future_*
  uint32_t last_line = 0;  // of the last future statement; 0: there is none
};

Future find_future(const ast::ModNode* tree, uint32_t inherited, Report& report);

}  // namespace terrarium::compiler
