// The limit that lets everyone walk a tree recursively.
#pragma once

#include "parser/ast.h"

namespace terrarium::parser {

bool is_too_deep(const ast::ModNode* tree);  // deeper than kMaxTreeDepth

}  // namespace terrarium::parser
