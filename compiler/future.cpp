// Future statements stand before everything but the docstring. Read next: compiler/future.h.
#include "compiler/future.h"

namespace terrarium::compiler {

namespace {

// True when the feature exists. Most have been the rule for long and change nothing.
bool add_feature(std::string_view name, Future& future) {
  static constexpr std::string_view settled[] = {
      "nested_scopes", "generators", "division", "absolute_import", "with_statement",
      "print_function", "unicode_literals", "generator_stop"};
  for (std::string_view feature : settled) {
    if (name == feature) return true;
  }
  if (name == "annotations") {
    future.flags |= code_future_annotations;
    return true;
  }
  if (name == "barry_as_FLUFL") {
    future.flags |= code_future_barry_as_bdfl;
    return true;
  }
  return false;
}

bool is_text(const ast::StmtNode* stmt) {
  if (!ast::is<ast::Expr>(stmt)) return false;
  const ast::ExprNode* value = as<ast::Expr>(stmt)->value;
  return ast::is<ast::Constant>(value) && as<ast::Constant>(value)->value.kind == ast::ConstantKind::Str;
}

bool is_future_import(const ast::StmtNode* stmt) {
  if (!ast::is<ast::ImportFrom>(stmt)) return false;
  return as<ast::ImportFrom>(stmt)->module == "__future__";  // dots in front are not looked at
}

}  // namespace

Future find_future(const ast::ModNode* tree, uint32_t inherited, Report& report) {
  Future future;
  future.flags = inherited & code_future_mask;
  ast::Seq<ast::StmtNode*> body;
  if (tree->kind == ast::ModKind::Module) body = as<ast::Module>(tree)->body;
  if (tree->kind == ast::ModKind::Interactive) body = as<ast::Interactive>(tree)->body;
  bool first = true;
  uint32_t done_on_line = 0;  // where the first other statement stands
  for (const ast::StmtNode* stmt : body) {
    if (done_on_line != 0) {
      // The rest of that line is looked at here, later lines when they are compiled.
      if (stmt->span.line > done_on_line) break;
      if (is_future_import(stmt)) {
        Span before = stmt->span;
        --before.col;  // one less than elsewhere, as CPython has it
        report.error_at_start(before, "from __future__ imports must occur at the beginning of the file");
      }
      continue;
    }
    bool docstring = first && is_text(stmt);
    first = false;
    if (docstring) continue;
    if (!is_future_import(stmt)) {
      done_on_line = stmt->span.line;
      continue;
    }
    const auto* node = as<ast::ImportFrom>(stmt);
    for (const ast::Alias* alias : node->names) {
      if (alias->name == "braces") {
        report.error_at_start(stmt->span, "not a chance");
      } else if (!add_feature(alias->name, future)) {
        report.error_at_start(stmt->span, "future feature " + std::string(alias->name.substr(0, 100)) +
                                              " is not defined");
      }
    }
    future.last_line = stmt->span.line;
  }
  return future;
}

}  // namespace terrarium::compiler
