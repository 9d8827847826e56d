// Trees of small programs. The whole language is compared with CPython by tests/tools/ast_diff.py;
// here are the places where the parser decides by hand what the grammar says by alternatives.
#include "tests/unit/parser_toys.h"

using namespace toys;

TEST_CASE("precedence and association") {
  CHECK(expression_of("1 + 2 * 3") ==
        "BinOp(left=Constant(value=1), op=Add(), right=BinOp(left=Constant(value=2), op=Mult(), right=Constant(value=3)))");
  CHECK(expression_of("2 ** -3 ** 4") ==
        "BinOp(left=Constant(value=2), op=Pow(), right=UnaryOp(op=USub(), operand=BinOp(left=Constant(value=3), op=Pow(), "
        "right=Constant(value=4))))");
  CHECK(expression_of("not 1 < 2 is not 3") ==
        "UnaryOp(op=Not(), operand=Compare(left=Constant(value=1), ops=[Lt(), IsNot()], comparators=[Constant(value=2), "
        "Constant(value=3)]))");
}

TEST_CASE("parentheses: tuple, group, generator") {
  CHECK(expression_of("(1)") == "Constant(value=1)");
  CHECK(expression_of("(1,)") == "Tuple(elts=[Constant(value=1)], ctx=Load())");
  CHECK(expression_of("()") == "Tuple(elts=[], ctx=Load())");
  CHECK(expression_of("f(x for x in y)") ==
        "Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='x', ctx=Load()), "
        "generators=[comprehension(target=Name(id='x', ctx=Store()), iter=Name(id='y', ctx=Load()), ifs=[], "
        "is_async=0)])], keywords=[])");
}

TEST_CASE("an expression becomes a target") {
  CHECK(tree_of("a, [b, *c] = d") ==
        "Module(body=[Assign(targets=[Tuple(elts=[Name(id='a', ctx=Store()), List(elts=[Name(id='b', ctx=Store()), "
        "Starred(value=Name(id='c', ctx=Store()), ctx=Store())], ctx=Store())], ctx=Store())], value=Name(id='d', "
        "ctx=Load()))], type_ignores=[])");
  CHECK(tree_of("(x): int") ==
        "Module(body=[AnnAssign(target=Name(id='x', ctx=Store()), annotation=Name(id='int', ctx=Load()), simple=0)], "
        "type_ignores=[])");
}

TEST_CASE("soft keywords are names where they are not keywords") {
  CHECK(tree_of("match = case = _ = 1").starts_with("Module(body=[Assign("));
  CHECK(tree_of("match(x)").starts_with("Module(body=[Expr(value=Call("));
  CHECK(tree_of("match(x):\n case _: pass").starts_with("Module(body=[Match(subject=Name(id='x'"));
  CHECK(tree_of("match -x").starts_with("Module(body=[Expr(value=BinOp("));
  CHECK(tree_of("match[a:b]").starts_with("Module(body=[Expr(value=Subscript("));
}

TEST_CASE("a with statement's parentheses may be its own or the expression's") {
  CHECK(tree_of("with (a, b): pass").find("items=[withitem(context_expr=Name(id='a'") != std::string::npos);
  CHECK(tree_of("with (a, b) as c: pass").find("items=[withitem(context_expr=Tuple(") != std::string::npos);
  CHECK(tree_of("with (a as b, c,): pass").find("withitem(context_expr=Name(id='c'") != std::string::npos);
  CHECK(tree_of("with (yield): pass").find("withitem(context_expr=Yield()") != std::string::npos);
}

TEST_CASE("names are normalised, private names are left alone") {
  CHECK(expression_of("ﬁn") == "Name(id='fin', ctx=Load())");
  CHECK(expression_of("이름") == "Name(id='이름', ctx=Load())");
}

TEST_CASE("strings join; f-strings come apart") {
  CHECK(expression_of("'a' \"b\" r'\\n'") == "Constant(value='ab\\\\n')");
  CHECK(expression_of("u'a'") == "Constant(value='a', kind='u')");
  CHECK(expression_of("f'{{{x!r:>{w}}}}'") ==
        "JoinedStr(values=[Constant(value='{'), FormattedValue(value=Name(id='x', ctx=Load()), conversion=114, "
        "format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='w', ctx=Load()), "
        "conversion=-1)])), Constant(value='}')])");
  CHECK(expression_of("f'{x = }'") ==
        "JoinedStr(values=[Constant(value='x = '), FormattedValue(value=Name(id='x', ctx=Load()), conversion=114)])");
  CHECK(expression_of("f''") == "JoinedStr(values=[])");
}

TEST_CASE("quotes may nest in f-strings") {
  CHECK(expression_of("f\"{d[\"k\"]}\"").starts_with("JoinedStr(values=[FormattedValue(value=Subscript("));
  CHECK(expression_of("f\"{f\"{f\"{1}\"}\"}\"").starts_with("JoinedStr(values=[FormattedValue(value=JoinedStr("));
  CHECK(expression_of("f'{'\\n'.join(x)}'").starts_with("JoinedStr(values=[FormattedValue(value=Call("));
}

TEST_CASE("expressions in f-strings stand where they stand") {
  Parsed parsed("x = f'''a\n {b}'''");
  std::string dump = dump_ast(parsed.result.tree, DumpPositions::Yes);
  size_t name = dump.find("id='b'");
  REQUIRE(name != std::string::npos);
  CHECK(dump.substr(dump.find("lineno=", name)).starts_with("lineno=2,"));
  CHECK(dump.substr(dump.find("col_offset=", name)).starts_with("col_offset=2,"));
}

TEST_CASE("constants keep their kinds") {
  CHECK(expression_of("0x1_0000_0000_0000_0000_0000") == "Constant(value=1208925819614629174706176)");
  CHECK(expression_of("1e100") == "Constant(value=1e+100)");
  CHECK(expression_of("1e16j") == "Constant(value=1e+16j)");
  CHECK(expression_of("b'\\xff\\''") == "Constant(value=b\"\\xff'\")");
  CHECK(expression_of("'\\ud800'") == "Constant(value='\\ud800')");
}

TEST_CASE("warnings come along") {
  Parsed parsed("'\\d'\nx = 1if y else 2\n");
  REQUIRE(parsed.result.warnings.size() == 2);
  CHECK(parsed.result.warnings[0].message == "invalid decimal literal");
  CHECK(parsed.result.warnings[1].message == "invalid escape sequence '\\d'");
  CHECK(parsed.result.warnings[1].line == 1);
  CHECK(Parsed("r'\\d'").result.warnings.empty());
}
