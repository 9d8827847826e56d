// Tokens: what a text is cut into, where they stand, and what the lexer refuses.
#include "lexer/dump.h"
#include "lexer/lexer.h"
#include "tests/unit/catch.h"

using namespace terrarium;

namespace {

std::string titles(std::string_view text) {
  SourceText source = SourceText::from_string(text, "test.py");
  Lexer lexer(source, {});
  std::string result;
  for (;;) {
    Token token = lexer.next();
    if (!result.empty()) result += ' ';
    if (token.type == TokenType::Error) return result + "! " + lexer.error().message;
    result += is_keyword(token.type) ? token_text(token.type) : token_title(token.type);
    if (token.type == TokenType::EndMarker) return result;
  }
}

}  // namespace

TEST_CASE("a line of tokens") {
  CHECK(titles("x = 1 + f(y)\n") == "NAME EQUAL NUMBER PLUS NAME LPAR NAME RPAR NEWLINE ENDMARKER");
  CHECK(titles("a //= b ** c -> d := ...") ==
        "NAME DOUBLESLASHEQUAL NAME DOUBLESTAR NAME RARROW NAME COLONEQUAL ELLIPSIS NEWLINE ENDMARKER");
  CHECK(titles("if not x: pass") == "if not NAME COLON pass NEWLINE ENDMARKER");
  CHECK(titles("") == "ENDMARKER");
}

TEST_CASE("keywords are whole words, soft keywords are names") {
  CHECK(titles("iff form match case _ None Nonesuch async") ==
        "NAME NAME NAME NAME NAME None NAME async NEWLINE ENDMARKER");
}

TEST_CASE("indentation makes blocks; blank lines, comments and brackets do not") {
  CHECK(titles("if a:\n  b\n\n  # c\nd\n") == "if NAME COLON NEWLINE INDENT NAME NEWLINE DEDENT NAME NEWLINE ENDMARKER");
  CHECK(titles("(a,\n   b)\n") == "LPAR NAME COMMA NAME RPAR NEWLINE ENDMARKER");
  CHECK(titles("a + \\\n  b\n") == "NAME PLUS NAME NEWLINE ENDMARKER");
  CHECK(titles("if a:\n\tb\n\f\tc\n") == "if NAME COLON NEWLINE INDENT NAME NEWLINE NAME NEWLINE DEDENT ENDMARKER");
}

TEST_CASE("bad indentation") {
  CHECK(titles("if a:\n  b\n c\n") ==
        "if NAME COLON NEWLINE INDENT NAME NEWLINE ! unindent does not match any outer indentation level");
  CHECK(titles("if a:\n\tb\n        c\n") ==
        "if NAME COLON NEWLINE INDENT NAME NEWLINE ! inconsistent use of tabs and spaces in indentation");
}

TEST_CASE("strings with their prefixes are one token") {
  CHECK(titles("rb'a' BR\"b\" f'{x}' u'c' '''d\ne''' ur'f'") ==
        "STRING STRING STRING STRING STRING NAME STRING NEWLINE ENDMARKER");
  CHECK(titles("'abc") == "! unterminated string literal (detected at line 1)");
  CHECK(titles("x = '''a\n\nb") == "NAME EQUAL ! unterminated triple-quoted string literal (detected at line 3)");
}

TEST_CASE("f-strings end at the first quote or where their braces match") {
  SourceText source = SourceText::from_string("f\"{d[\"k\"]}\"", "test.py");
  Lexer old_rule(source, {});
  CHECK(old_rule.next().length == 6);
  Lexer::Options options;
  options.f_string_rule = FStringRule::MatchBraces;
  Lexer new_rule(source, options);
  CHECK(new_rule.next().length == 11);
}

TEST_CASE("numbers and what is wrong with them") {
  CHECK(titles("0 1_000 0xFf 0b_1 0o17 1.5e-3 .5 1. 2j") ==
        "NUMBER NUMBER NUMBER NUMBER NUMBER NUMBER NUMBER NUMBER NUMBER NEWLINE ENDMARKER");
  CHECK(titles("1if x else y") == "NUMBER if NAME else NAME NEWLINE ENDMARKER");
  CHECK(titles("1__0") == "! invalid decimal literal");
  CHECK(titles("0b2") == "! invalid digit '2' in binary literal");
  CHECK(titles("0xg") == "! invalid hexadecimal literal");
  CHECK(titles("1abc") == "! invalid decimal literal");
  CHECK(titles("012") ==
        "! leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
}

TEST_CASE("brackets are counted") {
  CHECK(titles("a)") == "NAME ! unmatched ')'");
  CHECK(titles("(]") == "LPAR ! closing parenthesis ']' does not match opening parenthesis '('");
  CHECK(titles("(\n]") == "LPAR ! closing parenthesis ']' does not match opening parenthesis '(' on line 1");
  CHECK(titles("(a") == "LPAR NAME ! '(' was never closed");
  CHECK(titles(std::string(201, '(')).ends_with("! too many nested parentheses"));
}

TEST_CASE("identifiers are Unicode's") {
  CHECK(titles("이름 = ñ_1") == "NAME EQUAL NAME NEWLINE ENDMARKER");
  CHECK(titles("a€") == "! invalid character '€' (U+20AC)");
  CHECK(titles("x\u200b") == "! invalid non-printable character U+200B");
}

TEST_CASE("the dump has one token a line") {
  SourceText source = SourceText::from_string("é = 'a'\n", "test.py");
  CHECK(dump_tokens(source) ==
        "1,0-1,1:            NAME            'é'\n"
        "1,2-1,3:            EQUAL           '='\n"
        "1,4-1,7:            STRING          '\\'a\\''\n"
        "1,7-1,7:            NEWLINE         ''\n"
        "1,0-1,0:            ENDMARKER       ''\n");
}
