// Tree to code unit: symbol table, constant folding, code generation, the marks of tail calls.
// Invariant: knows no heap object and no VM state; errors and warnings are values equal to CPython 3.11's.
// Recursion follows the tree, whose depth the parser bounds; a guard of its own refuses deeper ones.
// Read next: compiler/symbols.h, compiler/codegen.h, docs/compiler.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytecode/code_unit.h"
#include "parser/ast.h"
#include "support/diagnostic.h"
#include "support/source.h"

namespace terrarium {

struct CompileOptions {
  std::string filename;
  // Quoted in errors. CPython reads the line again from the file, so text that is not from a file
  // (exec, -c) is not quoted: nullptr.
  const SourceText* source = nullptr;
  int optimize = 0;           // 1: no assert, __debug__ is False; 2: no docstrings either
  uint32_t future_flags = 0;  // code_future_* that the source inherits from the code that compiles it
};

struct CompileResult {
  std::unique_ptr<CodeUnit> code;    // nullptr on error
  std::optional<Diagnostic> error;   // what Python raises
  std::vector<Diagnostic> warnings;  // SyntaxWarning, in order of appearance
};

// Module, Interactive (expression statements are echoed) and Expression (the unit returns the value).
CompileResult compile(const ast::ModNode* tree, const CompileOptions& options);

}  // namespace terrarium
