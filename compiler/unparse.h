// An expression as text, as `from __future__ import annotations` stores it: ast.unparse's style, with
// parentheses only where the grammar needs them. Read next: docs.python.org/3.11/library/ast.html.
#pragma once

#include <string>

#include "parser/ast.h"

namespace terrarium::compiler {

std::string unparse(const ast::ExprNode* expr);

}  // namespace terrarium::compiler
