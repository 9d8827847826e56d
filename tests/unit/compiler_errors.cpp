// SyntaxErrors of symbol table and code generator: text and place as CPython 3.11 gives them
// (lineno, offset, end_lineno, end_offset; -1 is None). Every expectation comes from CPython.
#include "tests/unit/compiler_toys.h"

using namespace terrarium;

namespace {

struct Row {
  const char* source;
  const char* message;
  int line, offset, end_line, end_offset;
};

const Row rows[] = {
    {"def f(a,a): pass",
     "duplicate argument 'a' in function definition", 1, 9, 1, 10},
    {"def f(a): global a",
     "name 'a' is parameter and global", 1, 11, 1, 19},
    {"def f(a): nonlocal a",
     "name 'a' is parameter and nonlocal", 1, 11, 1, 21},
    {"x=1\nglobal x",
     "name 'x' is assigned to before global declaration", 2, 1, 2, 9},
    {"def f():\n  x=1\n  global x",
     "name 'x' is assigned to before global declaration", 3, 3, 3, 11},
    {"def f():\n  print(x)\n  global x",
     "name 'x' is used prior to global declaration", 3, 3, 3, 11},
    {"def f():\n  print(x)\n  nonlocal x",
     "name 'x' is used prior to nonlocal declaration", 3, 3, 3, 13},
    {"def f():\n  x:int=1\n  global x",
     "annotated name 'x' can't be global", 3, 3, 3, 11},
    {"def f():\n  global x\n  x:int=1",
     "annotated name 'x' can't be global", 3, 3, 3, 10},
    {"nonlocal x",
     "nonlocal declaration not allowed at module level", 1, 1, 1, 11},
    {"def f():\n  nonlocal x",
     "no binding for nonlocal 'x' found", 2, 3, 2, 13},
    {"def f():\n  global x\n  nonlocal x",
     "name 'x' is nonlocal and global", 2, 3, 2, 11},
    {"def f():\n  from a import *",
     "import * only allowed at module level", 2, 17, 2, 18},
    {"class A:\n  from a import *",
     "import * only allowed at module level", 2, 17, 2, 18},
    {"def f():\n  def g():\n    from a import   *",
     "import * only allowed at module level", 3, 21, 3, 22},
    {"[x:=1 for x in y]",
     "assignment expression cannot rebind comprehension iteration variable 'x'", 1, 2, 1, 3},
    {"[[x:=1 for z in y] for x in y]",
     "assignment expression cannot rebind comprehension iteration variable 'x'", 1, 3, 1, 4},
    {"[(y:=1) for x in (y:=2)]",
     "assignment expression cannot be used in a comprehension iterable expression", 1, 19, 1, 23},
    {"[1 for x in (y:=2)]",
     "assignment expression cannot be used in a comprehension iterable expression", 1, 14, 1, 18},
    {"class A:\n  [y:=1 for x in z]",
     "assignment expression within a comprehension cannot be used in a class body", 2, 4, 2, 5},
    {"[(j:=3) for i in z for j in z]",
     "assignment expression cannot rebind comprehension iteration variable 'j'", 1, 3, 1, 4},
    {"[(yield 1) for x in z]",
     "'yield' inside list comprehension", 1, 3, 1, 10},
    {"def f():\n  [(yield 1) for x in z]",
     "'yield' inside list comprehension", 2, 5, 2, 12},
    {"def f():\n  {(yield 1) for x in z}",
     "'yield' inside set comprehension", 2, 5, 2, 12},
    {"def f():\n  {1:(yield 1) for x in z}",
     "'yield' inside dict comprehension", 2, 7, 2, 14},
    {"def f():\n  return ((yield 1) for x in z)",
     "'yield' inside generator expression", 2, 12, 2, 19},
    {"def f():\n  return (i for x in (yield 2) for y in (yield from 3))",
     "'yield' inside generator expression", 2, 42, 2, 54},
    {"yield 1",
     "'yield' outside function", 1, 1, 1, 8},
    {"x = yield",
     "'yield' outside function", 1, 5, 1, 10},
    {"class A:\n  yield",
     "'yield' outside function", 2, 3, 2, 8},
    {"return 1",
     "'return' outside function", 1, 1, 1, 9},
    {"break",
     "'break' outside loop", 1, 1, 1, 6},
    {"continue",
     "'continue' not properly in loop", 1, 1, 1, 9},
    {"def f():\n  break",
     "'break' outside loop", 2, 3, 2, 8},
    {"if 1:\n  continue",
     "'continue' not properly in loop", 2, 3, 2, 11},
    {"for x in y:\n  def f(): break",
     "'break' outside loop", 2, 12, 2, 17},
    {"def f(): await x",
     "'await' outside async function", 1, 10, 1, 17},
    {"async def f():\n  def g(): await x",
     "'await' outside async function", 2, 12, 2, 19},
    {"async def f():\n  yield from x",
     "'yield from' inside async function", 2, 3, 2, 15},
    {"async def f():\n  yield 1\n  return 2",
     "'return' with value in async generator", 3, 3, 3, 11},
    {"async def f():\n  return 2\n  yield 1",
     "'return' with value in async generator", 2, 3, 2, 11},
    {"def f():\n  async with x: pass",
     "'async with' outside async function", 2, 3, 2, 21},
    {"def f():\n  async for x in y: pass",
     "'async for' outside async function", 2, 3, 2, 25},
    {"async with x: pass",
     "'async with' outside async function", 1, 1, 1, 19},
    {"def f(): [x async for x in y]",
     "asynchronous comprehension outside of an asynchronous function", 1, 10, 1, 30},
    {"[x async for x in y]",
     "asynchronous comprehension outside of an asynchronous function", 1, 1, 1, 21},
    {"[await x for x in y]",
     "asynchronous comprehension outside of an asynchronous function", 1, 1, 1, 21},
    {"x = [y async for y in z]",
     "asynchronous comprehension outside of an asynchronous function", 1, 5, 1, 25},
    {"__debug__ = 1",
     "cannot assign to __debug__", 1, 1, 1, 10},
    {"def f(__debug__): pass",
     "cannot assign to __debug__", 1, 1, 1, 23},
    {"def __debug__(): pass",
     "cannot assign to __debug__", 1, 1, 1, 22},
    {"class __debug__: pass",
     "cannot assign to __debug__", 1, 1, 1, 22},
    {"del __debug__",
     "cannot delete __debug__", 1, 5, 1, 14},
    {"*a, *b = c",
     "multiple starred expressions in assignment", 1, 1, 1, 7},
    {"a, *b, c, *d = e",
     "multiple starred expressions in assignment", 1, 1, 1, 13},
    {"*a = b",
     "starred assignment target must be in a list or tuple", 1, 1, 1, 3},
    {"x = *a",
     "can't use starred expression here", 1, 5, 1, 7},
    {"*a",
     "can't use starred expression here", 1, 1, 1, 3},
    {"print(*a); *b",
     "can't use starred expression here", 1, 12, 1, 14},
    {"f(a=1, b=2, a=3)",
     "keyword argument repeated: a", 1, 13, 1, 16},
    {"class A(x=1, x=2): pass",
     "keyword argument repeated: x", 1, 14, 1, 17},
    {"from __future__ import foo",
     "future feature foo is not defined", 1, 1, 1, Diagnostic::kNone},
    {"from __future__ import braces",
     "not a chance", 1, 1, 1, Diagnostic::kNone},
    {"x=1\nfrom __future__ import division",
     "from __future__ imports must occur at the beginning of the file", 2, 1, 2, 32},
    {"def f():\n  from __future__ import division",
     "from __future__ imports must occur at the beginning of the file", 2, 3, 2, 34},
    {"\"doc\"\n\"doc2\"\nfrom __future__ import division",
     "from __future__ imports must occur at the beginning of the file", 3, 1, 3, 32},
    {"from __future__ import *",
     "future feature * is not defined", 1, 1, 1, Diagnostic::kNone},
    {"match x:\n  case _: pass\n  case 1: pass",
     "wildcard makes remaining patterns unreachable", 2, 8, 2, 9},
    {"match x:\n  case y: pass\n  case 1: pass",
     "name capture 'y' makes remaining patterns unreachable", 2, 8, 2, 9},
    {"match x:\n  case (y|1): pass",
     "name capture 'y' makes remaining patterns unreachable", 2, 9, 2, 10},
    {"match x:\n  case 1|_|2: pass",
     "wildcard makes remaining patterns unreachable", 2, 10, 2, 11},
    {"match x:\n  case [a,a]: pass",
     "multiple assignments to name 'a' in pattern", 2, 11, 2, 12},
    {"match x:\n  case (a,1)|(b,2): pass",
     "alternative patterns bind different names", 2, 17, 2, 18},
    {"match x:\n  case (a,b)|(b,c): pass",
     "alternative patterns bind different names", 2, 17, 2, 18},
    {"match x:\n  case {1:a, 1:b}: pass",
     "mapping pattern checks duplicate key (1)", 2, 8, 2, 18},
    {"match x:\n  case {\"a\":a, \"a\":b}: pass",
     "mapping pattern checks duplicate key ('a')", 2, 8, 2, 22},
    {"match x:\n  case {-1:a, -1:b}: pass",
     "mapping pattern checks duplicate key (-1)", 2, 8, 2, 20},
    {"match x:\n  case A(x=1, x=2): pass",
     "attribute name repeated in class pattern: x", 2, 17, 2, 18},
    {"match x:\n  case [*a, *b]: pass",
     "multiple starred names in sequence pattern", 2, 8, 2, 16},
    {"match x:\n  case {'a':rest, **rest}: pass",
     "multiple assignments to name 'rest' in pattern", 2, 13, 2, 17},
    {"match x:\n  case a as a: pass",
     "multiple assignments to name 'a' in pattern", 2, 8, 2, 9},
    {"try: pass\nexcept: pass\nexcept E: pass",
     "default 'except:' must be last", 2, 1, 2, 13},
    {"for x in y:\n  try: pass\n  except* E: break",
     "'break', 'continue' and 'return' cannot appear in an except* block", 3, 14, 3, 19},
    {"for x in y:\n  try: pass\n  except* E: continue",
     "'break', 'continue' and 'return' cannot appear in an except* block", 3, 14, 3, 22},
    {"def f():\n  try: pass\n  except* E: return",
     "'break', 'continue' and 'return' cannot appear in an except* block", 3, 14, 3, 20},
    {"from __future__ import annotations\ndef f(): x: (yield) = 1",
     "'yield expression' can not be used within an annotation", 2, 14, 2, 19},
    {"from __future__ import annotations\ndef f(x: (yield)): pass",
     "'yield expression' can not be used within an annotation", 2, 11, 2, 16},
    {"from __future__ import annotations\ndef f(x: (y:=1)): pass",
     "'named expression' can not be used within an annotation", 2, 11, 2, 15},
    {"from __future__ import annotations\nx: (await z) = 1",
     "'await expression' can not be used within an annotation", 2, 5, 2, 12},
    {"def f():\n  def g(): nonlocal x\n  global x",
     "no binding for nonlocal 'x' found", 2, 12, 2, 22},
    {"def f(*, a, a): pass",
     "duplicate argument 'a' in function definition", 1, 13, 1, 14},
    {"def f(a, *a): pass",
     "duplicate argument 'a' in function definition", 1, 11, 1, 12},
    {"def f(a, /, b, **a): pass",
     "duplicate argument 'a' in function definition", 1, 18, 1, 19},
    {"def f():\n  global x\n  def g():\n    nonlocal x",
     "no binding for nonlocal 'x' found", 4, 5, 4, 15},
    {"x: int; global x",
     "annotated name 'x' can't be global", 1, 9, 1, 17},
    {"def f():\n  for x in y: pass\n  nonlocal x",
     "name 'x' is assigned to before nonlocal declaration", 3, 3, 3, 13},
    {"class A:\n  x=1\n  nonlocal x",
     "name 'x' is assigned to before nonlocal declaration", 3, 3, 3, 13},
    {"def f():\n  class x: pass\n  global x",
     "name 'x' is assigned to before global declaration", 3, 3, 3, 11},
    {"async def f(): lambda: await x",
     "'await' outside async function", 1, 24, 1, 31},
    {"for *a in b: pass",
     "starred assignment target must be in a list or tuple", 1, 5, 1, 7},
    {"with x as *a: pass",
     "starred assignment target must be in a list or tuple", 1, 11, 1, 13},
    {"*(a,) = 1",
     "starred assignment target must be in a list or tuple", 1, 1, 1, 6},
    {"while 1:\n  class A:\n    break",
     "'break' outside loop", 3, 5, 3, 10},
    {"nonlocal __x",
     "nonlocal declaration not allowed at module level", 1, 1, 1, 13},
    {"def f():\n  (x, global_) = 1\n  global x, y, global_",
     "name 'x' is assigned to before global declaration", 3, 3, 3, 23},
    {"def f():\n  x = 1\n  def g():\n    print(x)\n    nonlocal x",
     "name 'x' is used prior to nonlocal declaration", 5, 5, 5, 15},
    {"lambda: [x := 1 for x in y]",
     "assignment expression cannot rebind comprehension iteration variable 'x'", 1, 10, 1, 11},
    {"x=1; from __future__ import division",
     "from __future__ imports must occur at the beginning of the file", 1, 5, 1, Diagnostic::kNone},
    {"from .__future__ import x",
     "future feature x is not defined", 1, 1, 1, Diagnostic::kNone},
    {"class A: nonlocal x",
     "no binding for nonlocal 'x' found", 1, 10, 1, 20},
    {"def f(x):\n  def g():\n    nonlocal x\n    def h(x): nonlocal x",
     "name 'x' is parameter and nonlocal", 4, 15, 4, 25},
    {"[i+1 for i in (i := range(5))]",
     "assignment expression cannot be used in a comprehension iterable expression", 1, 16, 1, 29},
    {"[i+1 for i in (j := range(5))]",
     "assignment expression cannot be used in a comprehension iterable expression", 1, 16, 1, 29},
    {"class A:\n  x = [(y := 1) for z in w]",
     "assignment expression within a comprehension cannot be used in a class body", 2, 9, 2, 10},
    {"async def f():\n  yield\n  yield from x",
     "'yield from' inside async function", 3, 3, 3, 15},
    {"def f():\n  yield from (await x)",
     "'await' outside async function", 2, 15, 2, 22},
    {"def f(a, b=1, *, c, d=2, **e): global e",
     "name 'e' is parameter and global", 1, 32, 1, 40},
    {"with a as (b, *c, *d): pass",
     "multiple starred expressions in assignment", 1, 11, 1, 22},
    {"[a, *b, *c] = d",
     "multiple starred expressions in assignment", 1, 1, 1, 12},
    {"match x:\n  case {1: a, 1.0: b}: pass",
     "mapping pattern checks duplicate key (1.0)", 2, 8, 2, 22},
    {"match x:\n  case {True: a, 1: b}: pass",
     "mapping pattern checks duplicate key (1)", 2, 8, 2, 23},
    {"match x:\n  case {None: a, None: b}: pass",
     "mapping pattern checks duplicate key (None)", 2, 8, 2, 26},
    {"match x:\n  case [a, b] | [a]: pass",
     "alternative patterns bind different names", 2, 18, 2, 19},
    {"match x:\n  case [a, [b, *a]]: pass",
     "multiple assignments to name 'a' in pattern", 2, 16, 2, 18},
    {"match x:\n  case (a as b) | (c as b): pass",
     "name capture 'a' makes remaining patterns unreachable", 2, 9, 2, 10},
    {"match x:\n  case (_ as y): pass\n  case 1: pass",
     "wildcard makes remaining patterns unreachable", 2, 9, 2, 10},
    {"match x:\n  case [_, _]: pass\n  case _: pass\n  case 1: pass",
     "wildcard makes remaining patterns unreachable", 3, 8, 3, 9},
    {"x.f(a=1, a=2)",
     "keyword argument repeated: a", 1, 10, 1, 13},
    {"x.f(a=1, b=3, b=4, a=2)",
     "keyword argument repeated: a", 1, 20, 1, 23},
    {"def f():\n  nonlocal_ = 1\n  def g():\n    nonlocal nonlocal_\n    global nonlocal_",
     "name 'nonlocal_' is nonlocal and global", 4, 5, 4, 23},
    {"def f(a):\n  a: int\n  global a",
     "name 'a' is parameter and global", 3, 3, 3, 11},
    {"class A:\n  x: int\n  global x",
     "annotated name 'x' can't be global", 3, 3, 3, 11},
    {"async def f():\n  class C:\n    async with x: pass",
     "'async with' outside async function", 3, 5, 3, 23},
    {"def f():\n  async def g():\n    return 1\n    yield",
     "'return' with value in async generator", 3, 5, 3, 13},
    {"while x:\n  pass\nelse:\n  continue",
     "'continue' not properly in loop", 4, 3, 4, 11},
    {"def f():\n  for i in x:\n    class A: continue",
     "'continue' not properly in loop", 3, 14, 3, 22},
};

}  // namespace

TEST_CASE("errors that are found after parsing") {
  for (const Row& row : rows) {
    INFO(row.source);
    CompileResult result = toys::compile_text(row.source);
    REQUIRE(result.error);
    CHECK(result.code == nullptr);
    CHECK(result.error->type == DiagnosticType::SyntaxError);
    CHECK(result.error->message == row.message);
    CHECK(result.error->line == row.line);
    CHECK(result.error->offset == row.offset);
    CHECK(result.error->end_line == row.end_line);
    CHECK(result.error->end_offset == (row.end_offset == -1 ? Diagnostic::kNone : row.end_offset));
    CHECK(result.error->has_text);
  }
}

TEST_CASE("without a source the error quotes nothing") {
  SourceText source = SourceText::from_string("return 1", "<string>");
  Arena arena;
  ParseResult parsed = parse(source, Mode::Exec, arena);
  CompileResult result = compile(parsed.tree, {});
  REQUIRE(result.error);
  CHECK(!result.error->has_text);
}

TEST_CASE("21 nested blocks are one too many") {
  std::string text;
  for (int i = 0; i < 21; ++i) text += std::string(static_cast<size_t>(i), ' ') + "while x:\n";
  text += std::string(21, ' ') + "pass\n";
  CompileResult result = toys::compile_text(text);
  REQUIRE(result.error);
  CHECK(result.error->message == "too many statically nested blocks");
}

namespace {

std::vector<std::string> warnings_of(std::string_view text) {
  std::vector<std::string> out;
  for (const Diagnostic& warning : toys::compile_text(text).warnings) {
    CHECK(warning.type == DiagnosticType::SyntaxWarning);
    out.push_back(std::to_string(warning.line) + ": " + warning.message);
  }
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("warnings about what is legal and surely wrong") {
  CHECK(warnings_of("x is 1") == Strings{"1: \"is\" with a literal. Did you mean \"==\"?"});
  CHECK(warnings_of("x is not ()") == Strings{"1: \"is not\" with a literal. Did you mean \"!=\"?"});
  CHECK(warnings_of("\nif 'a' is x: pass") == Strings{"2: \"is\" with a literal. Did you mean \"==\"?"});
  CHECK(warnings_of("x is None is True is ...").empty());
  CHECK(warnings_of("assert (x, 'text')") == Strings{"1: assertion is always true, perhaps remove parentheses?"});
  CHECK(warnings_of("assert ()").empty());
  CHECK(warnings_of("[(1, 2)\n (3, 4)]") ==
        Strings{"1: 'tuple' object is not callable; perhaps you missed a comma?"});
  CHECK(warnings_of("1()") == Strings{"1: 'int' object is not callable; perhaps you missed a comma?"});
  CHECK(warnings_of("(lambda: 0)()").empty());
  CHECK(warnings_of("{1}[0]") == Strings{"1: 'set' object is not subscriptable; perhaps you missed a comma?"});
  CHECK(warnings_of("None[0]") == Strings{"1: 'NoneType' object is not subscriptable; perhaps you missed a comma?"});
  CHECK(warnings_of("'abc'['a']") ==
        Strings{"1: str indices must be integers or slices, not str; perhaps you missed a comma?"});
  CHECK(warnings_of("[x][1, 2]") ==
        Strings{"1: list indices must be integers or slices, not tuple; perhaps you missed a comma?"});
  CHECK(warnings_of("[x][True]; 'a'[0]; (1, x)[::2]; {}[0]").empty());
}
