// Where symbol table and code generator leave errors and warnings. The first error wins; work goes on
// after it (its result is thrown away), so that no caller has to check.
// Columns are byte columns + 1, as CPython's own compiler reports them. Read next: compiler/compiler.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/compiler.h"

namespace terrarium::compiler {

inline Position position_of(const Span& span) {
  return {static_cast<int32_t>(span.line), static_cast<int32_t>(span.end_line), static_cast<int32_t>(span.col),
          static_cast<int32_t>(span.end_col)};
}

class Report {
 public:
  explicit Report(const CompileOptions& options) : options_(options) {}

  void error(const Span& span, std::string message) {
    if (!error_) error_ = make(DiagnosticType::SyntaxError, position_of(span), std::move(message));
  }
  void error(const Position& position, std::string message) {
    if (!error_) error_ = make(DiagnosticType::SyntaxError, position, std::move(message));
  }
  // An error that has a start but no end, as future statements have it.
  void error_at_start(const Span& span, std::string message) {
    if (error_) return;
    error(span, std::move(message));
    error_->end_line = error_->line;
    error_->end_offset = Diagnostic::kNone;
  }
  void too_deep() {
    if (error_) return;
    error_.emplace();
    error_->type = DiagnosticType::RecursionError;
    error_->message = "maximum recursion depth exceeded during compilation";
  }
  void warning(const Position& position, std::string message) {
    if (!error_) warnings_.push_back(make(DiagnosticType::SyntaxWarning, position, std::move(message)));
  }
  bool failed() const { return error_.has_value(); }

  std::optional<Diagnostic> take_error() { return std::move(error_); }
  std::vector<Diagnostic> take_warnings() { return std::move(warnings_); }

 private:
  Diagnostic make(DiagnosticType type, const Position& position, std::string message) const {
    Diagnostic out;
    out.type = type;
    out.message = std::move(message);
    out.line = position.line;
    out.offset = position.col + 1;
    out.end_line = position.end_line;
    out.end_offset = position.end_col + 1;
    if (options_.source != nullptr && position.line >= 1 &&
        static_cast<uint32_t>(position.line) <= options_.source->line_count()) {
      out.text = options_.source->line(static_cast<uint32_t>(position.line));
      out.has_text = true;
    }
    return out;
  }

  const CompileOptions& options_;
  std::optional<Diagnostic> error_;
  std::vector<Diagnostic> warnings_;
};

// Source nesting that symbol table and code generator accept, counted in statements and expressions.
inline constexpr int max_tree_depth = 6000;

// 'name' as Python's %R shows an identifier in an error text.
inline std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

}  // namespace terrarium::compiler
