// Nesting and length: every input ends in a tree or an error, and a tree is never deeper than promised.
#include "tests/unit/parser_toys.h"

using namespace toys;

namespace {

std::string times(size_t count, std::string_view text) {
  std::string result;
  for (size_t i = 0; i < count; ++i) result += text;
  return result;
}

constexpr const char* kTooDeep = "RecursionError: maximum recursion depth exceeded during compilation None:None-None:None";
constexpr const char* kNoMemory = "MemoryError:  None:None-None:None";

}  // namespace

TEST_CASE("brackets nest up to 200 deep") {
  CHECK(error_of(times(200, "(") + times(200, ")")) == "ok");
  CHECK(error_of(times(201, "(")).starts_with("SyntaxError: too many nested parentheses 1:201"));
}

TEST_CASE("long chains") {
  CHECK(error_of("a" + times(1900, "+a")) == "ok");
  CHECK(error_of("a" + times(100000, "+a")) == kTooDeep);
  CHECK(error_of("a" + times(100000, ".a")) == kTooDeep);
  CHECK(error_of("a" + times(100000, "()")) == kTooDeep);
  CHECK(error_of("a" + times(100000, " and a")) == "ok");
  CHECK(error_of("a" + times(100000, " < a")) == "ok");
  CHECK(error_of(times(10000, "x = ") + "1") == "ok");
  CHECK(error_of("if a:\n b\n" + times(10000, "elif a:\n b\n")) == kTooDeep);
  CHECK(error_of("[" + times(100000, "1,") + "]") == "ok");
}

TEST_CASE("deep nesting without brackets") {
  CHECK(error_of(times(1900, "not ") + "a") == "ok");
  CHECK(error_of(times(5000, "-") + "a") == kTooDeep);
  CHECK(error_of(times(100000, "not ") + "a") == kNoMemory);
  CHECK(error_of(times(100000, "lambda: ") + "a") == kNoMemory);
  CHECK(error_of(times(100000, "a ** ") + "a") == kNoMemory);
  CHECK(error_of(times(100000, "a if b else ") + "c") == kNoMemory);
}

TEST_CASE("blocks nest up to 99 deep") {
  std::string source;
  for (size_t i = 0; i < 101; ++i) source += std::string(i, ' ') + "if a:\n";
  CHECK(error_of(source).starts_with("IndentationError: too many levels of indentation"));
}

TEST_CASE("the second pass stays fast in nested brackets") {
  CHECK(error_of(times(190, "{a: ") + "b c" + times(190, "}")).starts_with("SyntaxError"));
  CHECK(error_of(times(190, "f(a, ") + "b c" + times(190, ")")).starts_with("SyntaxError"));
  CHECK(error_of(times(190, "{")).starts_with("SyntaxError: '{' was never closed"));
  CHECK(error_of(times(140, "f\"{") + "1 2" + times(140, "}\"")).starts_with("SyntaxError"));
}

TEST_CASE("deep trees can be dumped") {
  CHECK(tree_of("a" + times(500, "+a")).starts_with("Module("));
}
