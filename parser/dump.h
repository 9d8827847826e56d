// A tree as text, in the notation of Python's ast.dump(tree, indent=2): golden files and the
// comparison with CPython (tests/tools/ast_diff.py) rest on it. Read next: parser/ast.h.
#pragma once

#include <string>

#include "parser/ast.h"

namespace terrarium {

enum class DumpPositions : uint8_t { No, Yes };  // include_attributes of ast.dump

std::string dump_ast(const ast::ModNode* tree, DumpPositions positions = DumpPositions::No);

}  // namespace terrarium
