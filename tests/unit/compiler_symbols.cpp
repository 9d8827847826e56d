// Where names live: what CPython's symbol table decides, seen in a code unit's variables and flags.
#include "tests/unit/compiler_toys.h"

using namespace toys;

namespace {

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("parameters, locals, cells and free variables") {
  auto module = unit_of(
      "def f(a, b, /, c, *d, e, **g):\n"
      "    x = y = 1\n"
      "    def inner(): return a, x, z\n"
      "    z = 2\n");
  const CodeUnit* f = find_unit(*module, "f");
  CHECK(f->varnames() == Strings{"a", "b", "c", "e", "d", "g", "y", "inner"});
  CHECK(f->cellvars() == Strings{"a", "x", "z"});
  CHECK(f->argcount == 3);
  CHECK(f->posonlyargcount == 2);
  CHECK(f->kwonlyargcount == 1);
  CHECK(f->parameter_slots() == 6);
  const CodeUnit* inner = find_unit(*module, "inner");
  CHECK(inner->freevars() == Strings{"a", "x", "z"});
  CHECK(inner->free_count == 3);
  CHECK(inner->qualname == "f.<locals>.inner");
  CHECK((inner->flags & code_nested) != 0);
}

TEST_CASE("global and nonlocal") {
  auto module = unit_of(
      "def f():\n"
      "    x = 1\n"
      "    def g():\n"
      "        nonlocal x\n"
      "        x = 2\n"
      "        def h():\n"
      "            global x\n"
      "            x = 3\n"
      "            def i(): return x\n");
  CHECK(code_text(*find_unit(*module, "g")).find("STORE_DEREF x") != std::string::npos);
  CHECK(code_text(*find_unit(*module, "h")).find("STORE_GLOBAL x") != std::string::npos);
  CHECK(code_text(*find_unit(*module, "i")) == "LOAD_GLOBAL x; RETURN_VALUE");
}

TEST_CASE("names of a class body are not seen by its methods") {
  auto module = unit_of(
      "def f(x):\n"
      "    class C:\n"
      "        x = x\n"
      "        def m(self): return x\n");
  CHECK(code_text(*find_unit(*module, "C")).find("LOAD_NAME x; STORE_NAME x") != std::string::npos);
  CHECK(code_text(*find_unit(*module, "m")).find("LOAD_DEREF x") != std::string::npos);
  auto other = unit_of("def f(x):\n    class C:\n        y = x\n");
  CHECK(code_text(*find_unit(*other, "C")).find("LOAD_CLASSDEREF x") != std::string::npos);
}

TEST_CASE("super and __class__ make a cell in the class") {
  auto module = unit_of("class C:\n    def m(self): return super().m()\n");
  const CodeUnit* c = find_unit(*module, "C");
  CHECK(c->cellvars() == Strings{"__class__"});
  CHECK(code_text(*c).ends_with("LOAD_CLOSURE __class__; COPY 1; STORE_NAME __classcell__; RETURN_VALUE"));
  CHECK(find_unit(*module, "m")->freevars() == Strings{"__class__"});
  // A class inside a method may need both its own cell and the one around it.
  auto both = unit_of(
      "class A:\n"
      "    def m(self):\n"
      "        class B:\n"
      "            x = __class__\n"
      "            def n(self): return super()\n");
  const CodeUnit* b = find_unit(*both, "B");
  CHECK(b->cellvars() == Strings{"__class__"});
  CHECK(b->freevars() == Strings{"__class__"});
}

TEST_CASE("private names") {
  auto module = unit_of(
      "class _A:\n"
      "    def f(self, __p):\n"
      "        self.__x = __p + __y__ + __z\n"
      "        import __m\n"
      "        g(__k=1)\n");
  const CodeUnit* f = find_unit(*module, "f");
  CHECK(f->varnames() == Strings{"self", "_A__p", "_A__m"});
  CHECK(f->names == Strings{"__y__", "_A__z", "_A__x", "_A__m", "g"});
  CHECK(code_text(*f).find("('__k',)") != std::string::npos);
}

TEST_CASE("comprehensions have a scope; their walrus binds outside") {
  auto module = unit_of("def f(y):\n    return [(z := x) for x in y if z]\n");
  const CodeUnit* f = find_unit(*module, "f");
  CHECK(f->cellvars() == Strings{"z"});
  const CodeUnit* comprehension = find_unit(*module, "<listcomp>");
  CHECK(comprehension->varnames() == Strings{".0", "x"});
  CHECK(comprehension->freevars() == Strings{"z"});
  auto top = unit_of("[(z := x) for x in y]\n");
  CHECK(code_text(*find_unit(*top, "<listcomp>")).find("STORE_GLOBAL z") != std::string::npos);
}

TEST_CASE("flags tell generators and coroutines") {
  auto flags = [](std::string_view text) {
    auto module = unit_of(text);
    return find_unit(*module, "f")->flags & (code_generator | code_coroutine | code_async_generator);
  };
  CHECK(flags("def f(): return 1") == 0);
  CHECK(flags("def f(): yield") == code_generator);
  CHECK(flags("async def f(): await x") == code_coroutine);
  CHECK(flags("async def f(): yield") == code_async_generator);
  auto module = unit_of("(x async for x in y)");
  CHECK((find_unit(*module, "<genexpr>")->flags & code_async_generator) != 0);
}

TEST_CASE("future annotations stay text") {
  auto module = unit_of(
      "from __future__ import annotations\n"
      "x: a[1:2, b] if c else lambda d, *e: -f ** 2 = 1\n"
      "def f(p: 'q' + r, *s: (t, u)) -> {v: w, **y}: z: (yield_.x, )\n");
  std::string text = code_text(*module);
  CHECK(text.find("a[1:2, b] if c else lambda d, *e: -f ** 2") != std::string::npos);
  CHECK(text.find("LOAD_CONST \"'q' + r\"") != std::string::npos);
  CHECK(text.find("LOAD_CONST '(t, u)'") != std::string::npos);
  CHECK(text.find("LOAD_CONST '{v: w, **y}'") != std::string::npos);
  CHECK((module->flags & code_future_annotations) != 0);
}
