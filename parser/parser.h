// Text to tree. One call parses one source text; the tree lives in the caller's arena.
// Errors are values, equal to CPython 3.11's in type, text and position; nothing is thrown.
// Read next: parser/ast.h for the tree, parser/grammar.h for how it is made, docs/parser.md.
#pragma once

#include <optional>
#include <vector>

#include "parser/ast.h"
#include "support/arena.h"
#include "support/diagnostic.h"
#include "support/source.h"

namespace terrarium {

enum class Mode : uint8_t { Exec, Eval, Single };

struct ParseResult {
  ast::ModNode* tree = nullptr;    // Module, Expression or Interactive by mode; nullptr on error
  std::optional<Diagnostic> error;  // what Python raises
  std::vector<Diagnostic> warnings;  // of invalid escapes and `1if`; the others are the compiler's
  // REPL: with more lines it could still become right. With an error, or, in Mode::Single, with a tree that
  // ends in a block which no empty line has ended yet. The REPL hands over its lines so far, each with its
  // '\n', and skips what is blank or only a comment.
  bool incomplete = false;
};

// A tree deeper than this is refused (RecursionError or MemoryError), so that those who
// walk it recursively need no guard of their own.
inline constexpr int kMaxTreeDepth = 2991;

ParseResult parse(const SourceText& source, Mode mode, Arena& arena);

}  // namespace terrarium
