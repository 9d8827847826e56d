// What the parser's tests share: a text in, a tree's dump or an error's description out.
#pragma once

#include <string>
#include <string_view>

#include "parser/dump.h"
#include "parser/parser.h"
#include "tests/unit/catch.h"

namespace toys {

using namespace terrarium;

struct Parsed {
  SourceText source;
  Arena arena;
  ParseResult result;
  explicit Parsed(std::string_view text, Mode mode = Mode::Exec)
      : source(SourceText::from_string(text, "test.py")), result(parse(source, mode, arena)) {}
};

// "SyntaxError: message 1:2-1:3", or "ok".
inline std::string error_of(std::string_view text, Mode mode = Mode::Exec) {
  Parsed parsed(text, mode);
  if (!parsed.result.error) return "ok";
  const Diagnostic& error = *parsed.result.error;
  auto number = [](int32_t n) { return n == Diagnostic::kNone ? std::string("None") : std::to_string(n); };
  return std::string(diagnostic_type_name(error.type)) + ": " + error.message + " " + number(error.line) + ":" +
         number(error.offset) + "-" + number(error.end_line) + ":" + number(error.end_offset);
}

// The tree's dump without line breaks.
inline std::string tree_of(std::string_view text, Mode mode = Mode::Exec) {
  Parsed parsed(text, mode);
  if (parsed.result.tree == nullptr) return "! " + parsed.result.error->message;
  std::string dump = dump_ast(parsed.result.tree);
  std::string flat;
  for (size_t i = 0; i < dump.size(); ++i) {
    if (dump[i] != '\n') {
      flat += dump[i];
      continue;
    }
    while (i + 1 < dump.size() && dump[i + 1] == ' ') ++i;
    if (flat.back() == ',') flat += ' ';
  }
  return flat;
}

// The expression's part of it.
inline std::string expression_of(std::string_view text) {
  std::string tree = tree_of(text, Mode::Eval);
  constexpr std::string_view kFrame = "Expression(body=";
  return tree.starts_with(kFrame) ? tree.substr(kFrame.size(), tree.size() - kFrame.size() - 1) : tree;
}

}  // namespace toys
