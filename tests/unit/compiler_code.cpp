// The code of key constructs, word by word; and that whatever is compiled passes the verifier.
#include "tests/unit/compiler_toys.h"

using namespace toys;

TEST_CASE("calls") {
  CHECK(expression_text("f(1, x)") ==
        "LOAD_NAME f; PUSH_NULL; LOAD_CONST 1; LOAD_NAME x; CALL 2 arguments; RETURN_VALUE");
  CHECK(expression_text("a.b(c=1)") ==
        "LOAD_NAME a; LOAD_METHOD b; LOAD_CONST 1; LOAD_CONST ('c',); CALL_KW 1 argument; RETURN_VALUE");
  CHECK(expression_text("f(*a)") == "LOAD_NAME f; PUSH_NULL; LOAD_NAME a; PUSH_NULL; CALL_EX 0; RETURN_VALUE");
  CHECK(expression_text("f(1, *a, b=2, **c)") ==
        "LOAD_NAME f; PUSH_NULL; LOAD_CONST 1; BUILD_LIST 1; LOAD_NAME a; LIST_EXTEND 1; LIST_TO_TUPLE; "
        "LOAD_CONST 'b'; LOAD_CONST 2; BUILD_MAP 1; LOAD_NAME c; DICT_MERGE 1; CALL_EX keywords; RETURN_VALUE");
}

TEST_CASE("calls in tail position are marked") {
  CHECK(function_text("def f(x): return g(x)") ==
        "LOAD_GLOBAL g, NULL; LOAD_FAST x; CALL 1 argument, tail; RETURN_VALUE");
  CHECK(function_text("def f(x): return x.m(*x)").find("CALL_EX tail; RETURN_VALUE") != std::string::npos);
  CHECK(function_text("def f(x): return g(a=x)").find("CALL_KW 1 argument, tail; RETURN_VALUE") != std::string::npos);
  CHECK(count_of(function_text("def f(x): return g(x) if x else h(x)"), "tail; RETURN_VALUE") == 2);
  CHECK(function_text("def f(x): return x and g(x)") ==
        "LOAD_FAST x; JUMP_IF_FALSE_OR_POP to 6; LOAD_GLOBAL g, NULL; LOAD_FAST x; CALL 1 argument, tail; "
        "RETURN_VALUE; RETURN_VALUE");
  CHECK(count_of(function_text("def f(x): return (a() or b()) if x else (c() and d())"), "tail") == 2);
  auto module = unit_of("x = lambda a: a(1)");
  CHECK(code_text(*find_unit(*module, "<lambda>")).find("tail; RETURN_VALUE") != std::string::npos);
  // The iterator of a loop is dropped by the return.
  CHECK(count_of(function_text("def f(x):\n for i in x: return g(i)"), "tail; RETURN_VALUE") == 1);
}

TEST_CASE("calls that are not in tail position are not marked") {
  for (const char* text : {
           "def f(x): g(x)",
           "def f(x): return not g(x)",
           "def f(x): return g(x) + 1",
           "def f(x): return (y := g(x))",
           "def f(x):\n try: return g(x)\n except E: pass",
           "def f(x):\n try: pass\n except E: return g(x)",
           "def f(x):\n with x: return g(x)",
           "def f(x):\n yield\n return g(x)",
           "async def f(x): return g(x)",
           "def f(x): return [g(y) for y in x]",
       }) {
    INFO(text);
    CHECK(function_text(text).find("tail") == std::string::npos);
  }
}

TEST_CASE("loads of locals are checked only where they may be unbound") {
  CHECK(count_of(function_text("def f(x):\n if x: y = 1\n return y"), "LOAD_FAST_CHECK y") == 1);
  CHECK(count_of(function_text("def f(x):\n if x: y = 1\n else: y = 2\n return y"), "LOAD_FAST_CHECK") == 0);
  CHECK(count_of(function_text("def f(x):\n del x\n return x"), "LOAD_FAST_CHECK x") == 1);
  CHECK(count_of(function_text("def f(x):\n for i in x: i\n return i"), "LOAD_FAST_CHECK i") == 1);
  CHECK(count_of(function_text("def f(x):\n try: y = x()\n except E: return y\n return y"), "LOAD_FAST_CHECK y") == 1);
  CHECK(count_of(function_text("def f(x):\n y\n y\n y = 1"), "LOAD_FAST_CHECK y") == 1);
  CHECK(count_of(function_text("def f(x):\n while x:\n  y = 1\n  y\n  del y"), "LOAD_FAST_CHECK") == 0);
}

TEST_CASE("constants are folded") {
  auto constant = [](std::string_view text) {
    std::string code = expression_text(text);
    return code.starts_with("RETURN_CONST ") ? code.substr(13) : "not folded: " + code;
  };
  CHECK(constant("1 + 2 * 3") == "7");
  CHECK(constant("-2 ** 2") == "-4");
  CHECK(constant("-7 // 2") == "-4");
  CHECK(constant("-7 % 3") == "2");
  CHECK(constant("2 ** 63") == "9223372036854775808");
  CHECK(constant("1 << 64") == "18446744073709551616");
  CHECK(constant("-9223372036854775808") == "-9223372036854775808");
  CHECK(constant("9223372036854775807 + 1") == "9223372036854775808");
  CHECK(constant("0xFFFFFFFFFFFFFFFFFF & 0xFF") == "255");
  CHECK(constant("~5") == "-6");
  CHECK(constant("True + 1") == "2");
  CHECK(constant("True & False") == "False");
  CHECK(constant("7 / 2") == "3.5");
  CHECK(constant("-7.5 // 2") == "-4.0");
  CHECK(constant("5 % -3.0") == "-1.0");
  CHECK(constant("2 ** -1") == "0.5");
  CHECK(constant("1 + 2j") == "(1+2j)");
  CHECK(constant("-0.0") == "-0.0");
  CHECK(constant("'ab' * 3") == "'ababab'");
  CHECK(constant("('a' 'b' + 'c')[-1]") == "'c'");
  CHECK(constant("(1, (2, 'x'), b'y')") == "(1, (2, 'x'), b'y')");
  CHECK(constant("(1, 2) + (3,)") == "(1, 2, 3)");
  CHECK(constant("not 0") == "True");
  CHECK(constant("__debug__") == "True");
  for (const char* text : {"1 / 0", "1 << -1", "2 ** 100", "1 << 1000", "'a' * 5000", "(0,) * 1000", "'a' + 1",
                           "'abc'[3]", "-'a'", "0 ** -1", "'%d' % 1"}) {
    INFO(text);
    CHECK(!expression_text(text).starts_with("RETURN_CONST"));
  }
}

TEST_CASE("constants of different types stay apart") {
  auto module = unit_of("x = 0.0, y\nx = -0.0, y\nx = 0, y\nx = False, y\nx = 0j, y\nx = 0, y\nx = (0,), (0.0,), y");
  std::string all;
  for (const Constant& constant : module->constants) all += constant_repr(constant) + " ";
  CHECK(all == "0.0 -0.0 0 False 0j (0,) (0.0,) None ");
}

TEST_CASE("conditions") {
  CHECK(function_text("def f(x):\n if x is None: return 1\n return 2") ==
        "LOAD_FAST x; POP_JUMP_IF_NOT_NONE to 3; RETURN_CONST 1; RETURN_CONST 2");
  CHECK(function_text("def f(x):\n while x: g()") ==
        "LOAD_FAST x; POP_JUMP_IF_FALSE to 8; LOAD_GLOBAL g, NULL; CALL 0 arguments; POP_TOP; LOAD_FAST x; "
        "POP_JUMP_BACKWARD_IF_TRUE to 2; RETURN_CONST None; RETURN_CONST None");
  CHECK(function_text("def f(x):\n while True: x()").find("LOAD_CONST") == std::string::npos);
  CHECK(function_text("def f(x):\n if 0: x()\n return 1") == "NOP; RETURN_CONST 1");
  CHECK(function_text("def f(x):\n return 1\n x()") == "RETURN_CONST 1");
  CHECK(expression_text("a < b < c") ==
        "LOAD_NAME a; LOAD_NAME b; SWAP 2; COPY 2; COMPARE_LT; JUMP_IF_FALSE_OR_POP to 9; LOAD_NAME c; COMPARE_LT; "
        "RETURN_VALUE; SWAP 2; POP_TOP; RETURN_VALUE");
  CHECK(expression_text("not a in b") == "LOAD_NAME a; LOAD_NAME b; CONTAINS_OP not; RETURN_VALUE");
  CHECK(expression_text("a in [1, 2]") == "LOAD_NAME a; LOAD_CONST (1, 2); CONTAINS_OP 0; RETURN_VALUE");
  CHECK(expression_text("a in {1, 2}") == "LOAD_NAME a; LOAD_CONST frozenset({1, 2}); CONTAINS_OP 0; RETURN_VALUE");
}

TEST_CASE("displays and unpacking") {
  CHECK(expression_text("[1, 2, 3]") == "BUILD_LIST 0; LOAD_CONST (1, 2, 3); LIST_EXTEND 1; RETURN_VALUE");
  CHECK(expression_text("[*a, b]") == "BUILD_LIST 0; LOAD_NAME a; LIST_EXTEND 1; LOAD_NAME b; LIST_APPEND 1; RETURN_VALUE");
  CHECK(expression_text("{'a': x, 'b': y}") ==
        "LOAD_NAME x; LOAD_NAME y; LOAD_CONST ('a', 'b'); BUILD_CONST_KEY_MAP 2; RETURN_VALUE");
  CHECK(function_text("def f(a, b):\n a, b = b, a") ==
        "LOAD_FAST b; LOAD_FAST a; STORE_FAST b; STORE_FAST a; RETURN_CONST None");
  CHECK(function_text("def f(x):\n a, *b, c = x").find("UNPACK_EX 1 before, 1 after; STORE_FAST a; STORE_FAST b; STORE_FAST c") !=
        std::string::npos);
  CHECK(expression_text("f'{a!r:>{b}}!'") ==
        "LOAD_NAME a; LOAD_CONST '>'; LOAD_NAME b; FORMAT_VALUE 0; BUILD_STRING 2; FORMAT_VALUE repr, with format; "
        "LOAD_CONST '!'; BUILD_STRING 2; RETURN_VALUE");
  CHECK(expression_text("'%s=%-5r' % (a, b)") ==
        "LOAD_NAME a; FORMAT_VALUE str; LOAD_CONST '='; LOAD_NAME b; LOAD_CONST '5'; FORMAT_VALUE repr, with format; "
        "BUILD_STRING 3; RETURN_VALUE");
  std::string large = "[x";
  for (int i = 0; i < 1000; ++i) large += ", x";
  CHECK(unit_of(large + "]", 0, Mode::Eval)->stack_size < 10);
}

TEST_CASE("try costs nothing until something is raised") {
  auto module = unit_of("def f(x):\n try:\n  x()\n except E as e:\n  y()\n");
  const CodeUnit* f = find_unit(*module, "f");
  CHECK(code_text(*f).starts_with("NOP; LOAD_FAST x; PUSH_NULL; CALL 0 arguments; POP_TOP; RETURN_CONST None; PUSH_EXC_INFO"));
  REQUIRE(!f->exceptions.empty());
  CHECK(f->exceptions[0].start == 1);
  CHECK(f->exceptions[0].handler == 6);
  CHECK(f->exceptions[0].depth == 0);
  CHECK(!f->exceptions[0].push_lasti);
}

TEST_CASE("positions are those of CPython") {
  auto module = unit_of("x = a.b.c(d[0] + e,\n      f)\n");
  auto position = [&](Opcode op, size_t nth = 0) {
    for (size_t i = 0; i < module->code.size(); ++i) {
      if (word_op(module->code[i]) == op && nth-- == 0) return module->positions[i];
    }
    return Position{};
  };
  CHECK(position(Opcode::LOAD_ATTR) == Position{1, 1, 4, 7});
  CHECK(position(Opcode::LOAD_METHOD) == Position{1, 1, 4, 9});
  CHECK(position(Opcode::BINARY_SUBSCR) == Position{1, 1, 10, 14});
  CHECK(position(Opcode::BINARY_ADD) == Position{1, 1, 10, 18});
  CHECK(position(Opcode::CALL) == Position{1, 2, 4, 8});
  CHECK(position(Opcode::STORE_NAME) == Position{1, 1, 0, 1});
}

TEST_CASE("optimisation levels") {
  CHECK(code_text(*unit_of("assert x")).find("LOAD_ASSERTION_ERROR") != std::string::npos);
  CHECK(code_text(*unit_of("assert x", 1)) == "RETURN_CONST None");
  CHECK(expression_text("__debug__") == "RETURN_CONST True");
  auto documented = unit_of("def f():\n 'text'\n", 0);
  CHECK(constant_repr(find_unit(*documented, "f")->constants[0]) == "'text'");
  auto bare = unit_of("def f():\n 'text'\n", 2);
  CHECK(constant_repr(find_unit(*bare, "f")->constants[0]) == "None");
}

TEST_CASE("interactive statements are echoed") {
  CHECK(code_text(*unit_of("x\n", 0, Mode::Single)) == "LOAD_NAME x; PRINT_EXPR; RETURN_CONST None");
}

TEST_CASE("everything that is compiled passes the verifier") {
  for (const char* text : {
           "for x in y:\n try:\n  if x: continue\n  break\n finally: z()\nelse: w()",
           "def f():\n for x in y:\n  with a as b, c:\n   try: return x\n   finally: d()\n",
           "def f():\n while 1:\n  try:\n   try: return g()\n   except E as e: break\n  finally:\n   continue",
           "def f():\n try: pass\n except* A as a: b\n except* (C, D): e\n else: g\n finally: h",
           "async def f():\n async with a as b, c:\n  async for x in y: await z\n  else: return 1\n",
           "async def f():\n try:\n  yield 1\n  await x\n finally:\n  async with y: return",
           "async def f(): return [await x async for y in z if await w for v in u], {a: b async for a in b}",
           "def f():\n x = yield\n y = yield from x\n return (yield y)",
           "match x:\n case [a, b, *_] | (a, [b]): c\n case {'k': v, **rest} if v: d\n case A(1, x=y) as z: e\n"
           " case None | True | -1 | 1+2j | b.c: g\n case [_, *m, n]: o\n case _: p",
           "match x:\n case (a, b, c) | [b, [c, a]] | {'x': c, 'y': (a, b)}: d",
           "class A(B, *c, d=e, **f):\n x: int = 1\n @g\n @h.i\n def m(self, *, k=1) -> j: return super().m()",
           "global_ = [lambda x, *y, z=1, **w: (x, y, z, w) for i in range(3)]",
           "del a, b.c, d[e], (f, [g])",
           "import a, b.c, d.e.f as g\nfrom . import h as i\nfrom .j import *",
           "x += 1; y.z -= 2; a[b] *= c; (d): int = e; f.g: h; i[j]: k",
           "with a as (b, *c), d as e.f, g as h[i]: pass",
           "try: a\nexcept B: raise\nexcept (C, D) as e: raise e from None\nelse: g\nfinally: h",
           "while a < b <= c or not d and e: g\nelse: h",
           "x = a if b else c if d else e\nassert f, g\nprint(*h, i, *j, k=l, **m, n=o)",
           "def f():\n try:\n  return 1\n finally:\n  try:\n   return 2\n  finally:\n   return 3",
           "def f(x):\n del x\n try: x = 1\n except E: del x\n finally: x\n",
       }) {
    unit_of(text);
  }
}
