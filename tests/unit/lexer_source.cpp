// From bytes to text: encodings, newlines, lines.
#include "support/source.h"
#include "support/unicode.h"
#include "support/utf8.h"
#include "tests/unit/catch.h"

using namespace terrarium;

namespace {

std::string text_of(std::string_view bytes) {
  SourceText source = SourceText::from_bytes(bytes, "f.py");
  return source.error() ? "! " + source.error()->message : std::string(source.text());
}

}  // namespace

TEST_CASE("newlines of all kinds become one kind") {
  CHECK(text_of("a\r\nb\rc\n\r\r\n") == "a\nb\nc\n\n\n");
  SourceText source = SourceText::from_string("a\nb", "f.py");
  CHECK(source.text() == "a\nb\n");
  CHECK_FALSE(source.ends_with_newline());
  CHECK(source.line_count() == 2);
  CHECK(source.line(2) == "b\n");
  CHECK(source.line(3).empty());
}

TEST_CASE("cookies choose the encoding") {
  CHECK(text_of("# coding: latin-1\n'\xe9'") == "# coding: latin-1\n'é'\n");
  CHECK(text_of("#!x\n# -*- coding: cp1252 -*-\n'\x80'") == "#!x\n# -*- coding: cp1252 -*-\n'€'\n");
  CHECK(text_of("# coding=utf8\né") == "# coding=utf8\né\n");
  CHECK(text_of("x\n# coding: foo\n") == "x\n# coding: foo\n");
  CHECK(text_of("# coding: foo\n") == "! encoding problem: foo");
  CHECK(text_of("# coding: ascii\n\xc3\xa9") == "! encoding problem: ascii");
  CHECK(SourceText::from_string("# coding: foo\n", "f.py").error() == std::nullopt);
}

TEST_CASE("byte order marks") {
  CHECK(text_of("\xEF\xBB\xBFx") == "x\n");
  CHECK(text_of("\xEF\xBB\xBF# coding: latin-1\n") == "! encoding problem: iso-8859-1 with BOM");
}

TEST_CASE("bytes that are no text") {
  CHECK(text_of("x\n'\xe9'\n") ==
        "! Non-UTF-8 code starting with '\\xe9' in file f.py on line 2, but no encoding declared; see "
        "https://peps.python.org/pep-0263/ for details");
  CHECK(text_of(std::string_view("a\0b", 3)) == "! source code string cannot contain null bytes");
  CHECK(find_utf8_error("a\xed\xa0\x80").at == 1);
  CHECK(find_utf8_error("plain ascii, and é").at == kUtf8Valid);
}

TEST_CASE("identifiers and NFKC") {
  CHECK(is_identifier_start(0xD55C));
  CHECK_FALSE(is_identifier_start('1'));
  CHECK(is_identifier_continue(0x0301));
  CHECK_FALSE(is_printable(0x00A0));
  std::string normal;
  CHECK(normalise_nfkc("ﬁ", normal));
  CHECK(normal == "fi");
  CHECK_FALSE(normalise_nfkc("fi", normal));
}
