// What a REPL asks: is this all, or does it go on?
#include "tests/unit/parser_toys.h"

using namespace toys;

namespace {

std::string state_of(std::string_view text) {
  Parsed parsed(text, Mode::Single);
  if (parsed.result.incomplete) return "more";
  return parsed.result.tree != nullptr ? "whole" : "wrong";
}

}  // namespace

TEST_CASE("a simple statement is whole at its line's end") {
  CHECK(state_of("x = 1\n") == "whole");
  CHECK(state_of("x; y\n") == "whole");
  CHECK(state_of("# nothing\n") == "whole");
  CHECK(state_of("x = 1 +\n") == "wrong");
  CHECK(state_of("x y\n") == "wrong");
}

TEST_CASE("a block goes on until an empty line") {
  CHECK(state_of("if x:\n") == "more");
  CHECK(state_of("if x:\n  y\n") == "more");
  CHECK(state_of("if x:\n  y\n\n") == "whole");
  CHECK(state_of("if x: y\n") == "more");
  CHECK(state_of("if x:\n\n") == "wrong");
  CHECK(state_of("@a\n") == "more");
  CHECK(state_of("try:\n  x\n") == "more");
  CHECK(state_of("if x:\n  if y:\n") == "more");
  CHECK(state_of("if x:\n  try:\n    y\n") == "more");
  CHECK(state_of("class A:\n  @a\n") == "more");
  CHECK(state_of("if x:\n  if y:\n\n") == "wrong");
  CHECK(state_of("try:\n  x\n\n") == "wrong");
  CHECK(state_of("if x:\n  y z\n") == "wrong");
}

TEST_CASE("brackets, long strings and backslashes go on over empty lines") {
  CHECK(state_of("f(a,\n\n") == "more");
  CHECK(state_of("'''a\n\n") == "more");
  CHECK(state_of("f'''{a}\n") == "more");
  CHECK(state_of("x = \\\n") == "more");
  CHECK(state_of("'a\\\n") == "more");
  CHECK(state_of("'a\n") == "wrong");
  CHECK(state_of("(a]\n") == "wrong");
}
