// Errors. The long list is tests/data/syntax_errors.txt, compared with CPython by tests/tools/ast_diff.py; here is
// one of every kind, with the place.
#include "tests/unit/parser_toys.h"

using namespace toys;

TEST_CASE("the generic error stands at the token that fits nowhere") {
  CHECK(error_of("x = 5 6") == "SyntaxError: invalid syntax 1:7-1:8");
  CHECK(error_of("a.1") == "SyntaxError: invalid syntax 1:2-1:4");
  CHECK(error_of("é é") == "SyntaxError: invalid syntax 1:3-1:4");
}

TEST_CASE("known mistakes in expressions") {
  CHECK(error_of("f(a b)") == "SyntaxError: invalid syntax. Perhaps you forgot a comma? 1:3-1:6");
  CHECK(error_of("print 1") ==
        "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)? 1:1-1:8");
  CHECK(error_of("(x if y)") == "SyntaxError: expected 'else' after 'if' expression 1:2-1:8");
  CHECK(error_of("f(a=1, b)") == "SyntaxError: positional argument follows keyword argument 1:9-1:10");
  CHECK(error_of("f(a.b=1)") ==
        "SyntaxError: expression cannot contain assignment, perhaps you meant \"==\"? 1:3-1:7");
  CHECK(error_of("f(c, a for a in b)") == "SyntaxError: Generator expression must be parenthesized 1:6-1:18");
  CHECK(error_of("[a, b for a in c]") ==
        "SyntaxError: did you forget parentheses around the comprehension target? 1:2-1:6");
  CHECK(error_of("{1: 2, 3}") == "SyntaxError: ':' expected after dictionary key 1:8-1:0");
}

TEST_CASE("targets that are none") {
  CHECK(error_of("f() = 1") ==
        "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='? 1:1-1:4");
  CHECK(error_of("(a, b + 1) = 2") == "SyntaxError: cannot assign to expression 1:5-1:10");
  CHECK(error_of("del f()") == "SyntaxError: cannot delete function call 1:5-1:8");
  CHECK(error_of("for 1 in x: pass") == "SyntaxError: cannot assign to literal 1:5-1:6");
  CHECK(error_of("a, b: int") == "SyntaxError: only single target (not tuple) can be annotated 1:1-1:2");
  CHECK(error_of("(a, b) += 1") == "SyntaxError: 'tuple' is an illegal expression for augmented assignment 1:1-1:7");
  CHECK(error_of("if x = 1: pass") ==
        "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='? 1:4-1:9");
}

TEST_CASE("blocks") {
  CHECK(error_of("if x\n  y") == "SyntaxError: expected ':' 1:5-1:5");
  CHECK(error_of("if x:\ny") ==
        "IndentationError: expected an indented block after 'if' statement on line 1 2:1-2:2");
  CHECK(error_of("  x") == "IndentationError: unexpected indent 1:2-1:-1");
  CHECK(error_of("if x:\n  y\n z\n") ==
        "IndentationError: unindent does not match any outer indentation level 3:3-3:-1");
  CHECK(error_of("if x:\n\ty\n        z\n") ==
        "TabError: inconsistent use of tabs and spaces in indentation 3:1-3:0");
  CHECK(error_of("try:\n  x\ny\n") == "SyntaxError: expected 'except' or 'finally' block 3:1-3:2");
}

TEST_CASE("what is open is found first") {
  CHECK(error_of("x = [1,\ny = 2\n") == "SyntaxError: '[' was never closed 1:5-1:0");
  CHECK(error_of("a b\nx = 'abc\n") == "SyntaxError: unterminated string literal (detected at line 2) 2:5-2:5");
}

TEST_CASE("parameters") {
  CHECK(error_of("def f(a=1, b): pass") == "SyntaxError: non-default argument follows default argument 1:12-1:13");
  CHECK(error_of("def f(*): pass") == "SyntaxError: named arguments must follow bare * 1:7-1:8");
  CHECK(error_of("lambda *: 1") == "SyntaxError: named arguments must follow bare * 1:9-1:10");
  CHECK(error_of("def f((a)): pass") == "SyntaxError: Function parameters cannot be parenthesized 1:7-1:10");
}

TEST_CASE("f-strings: errors stand in the expression's own text") {
  CHECK(error_of("x = f'{a b}'") ==
        "SyntaxError: f-string: invalid syntax. Perhaps you forgot a comma? 1:2-1:5");
  CHECK(Parsed("x = f'{a b}'").result.error->text == "(a b)\n");
  CHECK(error_of("f'{'") == "SyntaxError: f-string: expecting '}' 1:5-1:5");
  CHECK(error_of("f'}'") == "SyntaxError: f-string: single '}' is not allowed 1:5-1:5");
  CHECK(error_of("f'{a!x}'") ==
        "SyntaxError: f-string: invalid conversion character: expected 's', 'r', or 'a' 1:9-1:9");
}

TEST_CASE("patterns") {
  CHECK(error_of("match x:\n case 1+1: pass") ==
        "SyntaxError: imaginary number required in complex literal 2:9-2:10");
  CHECK(error_of("match x:\n case A(b=1, c): pass") ==
        "SyntaxError: positional patterns follow keyword patterns 2:14-2:15");
}

TEST_CASE("modes") {
  CHECK(error_of("a = 1", Mode::Eval) == "SyntaxError: invalid syntax 1:3-1:4");
  CHECK(error_of("x\ny\n", Mode::Single) ==
        "SyntaxError: multiple statements found while compiling a single statement 1:2-1:2");
  CHECK(error_of("", Mode::Eval) == "SyntaxError: invalid syntax 0:0-0:0");
}
