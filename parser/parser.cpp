// The entry: f-string rules in turn, the limit on the finished tree, and what a REPL wants to know.
#include "parser/parser.h"

#include "parser/grammar.h"
#include "parser/tree_depth.h"

namespace terrarium {

namespace {

// A REPL hands over lines that each end in '\n'; an empty one ends a block.
bool ends_with_blank_line(std::string_view text) {
  if (text.empty() || text.back() != '\n') return false;
  text.remove_suffix(1);
  size_t newline = text.rfind('\n');
  if (newline == std::string_view::npos) return false;
  return text.find_first_not_of(" \t\f", newline + 1) == std::string_view::npos;
}

bool has_block(const ast::ModNode* tree) {
  if (!ast::is<ast::Interactive>(tree)) return false;
  const auto& body = ast::as<ast::Interactive>(tree)->body;
  if (body.size() != 1) return false;
  switch (body[0]->kind) {
    case ast::StmtKind::FunctionDef:
    case ast::StmtKind::AsyncFunctionDef:
    case ast::StmtKind::ClassDef:
    case ast::StmtKind::For:
    case ast::StmtKind::AsyncFor:
    case ast::StmtKind::While:
    case ast::StmtKind::If:
    case ast::StmtKind::With:
    case ast::StmtKind::AsyncWith:
    case ast::StmtKind::Match:
    case ast::StmtKind::Try:
    case ast::StmtKind::TryStar:
      return true;
    default:
      return false;
  }
}

}  // namespace

ParseResult parse(const SourceText& source, Mode mode, Arena& arena) {
  ParseResult result;
  if (source.error()) {
    result.error = source.error();
    return result;
  }
  bool block_is_open = !ends_with_blank_line(source.text());
  parser::Grammar grammar(source, mode, arena, FStringRule::FirstQuote);
  result.tree = grammar.parse();
  if (result.tree != nullptr) {
    result.warnings = grammar.take_warnings();
  } else {
    result.error = grammar.error();
    result.incomplete = grammar.ran_out_of_text() &&
                        (mode != Mode::Single || block_is_open || grammar.ran_out_within_token_or_bracket());
    if (grammar.met_f_string()) {
      // Perhaps its f-strings are of the newer kind. If not, the errors stay those of 3.11.
      parser::Grammar newer(source, mode, arena, FStringRule::MatchBraces);
      if (ast::ModNode* tree = newer.parse(); tree != nullptr) {
        result.tree = tree;
        result.error.reset();
        result.incomplete = false;
        result.warnings = newer.take_warnings();
      }
    }
  }
  if (result.tree != nullptr) {
    if (parser::is_too_deep(result.tree)) {
      result.tree = nullptr;
      result.error = Diagnostic{.type = DiagnosticType::RecursionError,
                                .message = "maximum recursion depth exceeded during compilation",
                                .text = {}};
      return result;
    }
    if (mode == Mode::Single) result.incomplete = block_is_open && has_block(result.tree);
  }
  return result;
}

}  // namespace terrarium
