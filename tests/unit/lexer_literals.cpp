// What number and string tokens mean.
#include <cmath>

#include "lexer/literal.h"
#include "support/unicode_names.h"
#include "tests/unit/catch.h"

using namespace terrarium;

namespace {

std::string decoded(std::string_view body) {
  std::string text;
  EscapeResult result = decode_str_escapes(body, text);
  return result.error.empty() ? text : result.error;
}

}  // namespace

TEST_CASE("integers up to 63 bits have their value, all have their digits") {
  Arena arena;
  CHECK(read_number("0", arena).small == 0);
  CHECK(read_number("1_000", arena).small == 1000);
  CHECK(read_number("0x7fff_ffff_ffff_ffff", arena).small == INT64_MAX);
  NumberValue big = read_number("9223372036854775808", arena);
  CHECK_FALSE(big.fits_int64);
  CHECK(big.digits == "9223372036854775808");
  NumberValue hex = read_number("0x00ff_ffff_ffff_ffff_ffff", arena);
  CHECK(hex.base == 16);
  CHECK(hex.digits == "ffffffffffffffffff");
  CHECK(read_number("000", arena).digits == "0");
}

TEST_CASE("floats and imaginary numbers") {
  Arena arena;
  CHECK(read_number("1_0.5e-1", arena).number == 1.05);
  CHECK(read_number("1e400", arena).number == HUGE_VAL);
  CHECK(read_number("1e-400", arena).number == 0);
  CHECK(read_number(".5j", arena).kind == NumberKind::Imaginary);
  CHECK(read_number("0777.5", arena).number == 777.5);
}

TEST_CASE("escapes of strings") {
  CHECK(decoded("a\\tb\\\\\\x41\\u00e9\\U0001F600\\101\\\nz") == "a\tb\\Aé😀Az");
  CHECK(decoded("\\ud800") == "\xED\xA0\x80");
  CHECK(decoded("\\N{latin small letter a}\\N{HANGUL SYLLABLE HAN}\\N{BEL}") == "a한\a");
  std::string text;
  CHECK(decode_str_escapes("\\d\\q", text).invalid_escape == "invalid escape sequence '\\d'");
  CHECK(text == "\\d\\q");
}

TEST_CASE("positions in escape errors count a character outside ASCII as ten") {
  CHECK(decoded("\\x1") == "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape");
  CHECK(decoded("é\\x1") == "(unicode error) 'unicodeescape' codec can't decode bytes in position 10-12: truncated \\xXX escape");
  CHECK(decoded("\\N{no such}") ==
        "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-10: unknown Unicode character name");
}

TEST_CASE("escapes of bytes") {
  std::string bytes;
  CHECK(decode_bytes_escapes("a\\xff\\0\\N\\u1", bytes).error.empty());
  CHECK(bytes == std::string("a\xff\0\\N\\u1", 8));
  CHECK(decode_bytes_escapes("ab\\x1", bytes).error == "(value error) invalid \\x escape at position 2");
}

TEST_CASE("names of characters") {
  for (auto [name, code] : {std::pair{"SNOWMAN", 0x2603u}, {"snowman", 0x2603u}, {"CJK UNIFIED IDEOGRAPH-4E00", 0x4E00u}, {"LATIN SMALL LETTER A", 0x61u},
                            {"HANGUL SYLLABLE GAG", 0xAC01u}, {"BEL", 7u}, {"cjk unified ideograph-4e00", kNoCharacter},
                            {"CJK UNIFIED IDEOGRAPH-0041", kNoCharacter}, {"HANGUL SYLLABLE X", kNoCharacter}, {"", kNoCharacter}})
    CHECK(find_unicode_name(name) == code);
  for (auto [code, name] : {std::pair{0x2603u, "SNOWMAN"}, {0x4E00u, "CJK UNIFIED IDEOGRAPH-4E00"}, {0xAC01u, "HANGUL SYLLABLE GAG"}, {7u, ""}, {0x1F600u, "GRINNING FACE"}, {0xD800u, ""}})
    CHECK(unicode_name(code) == name);
}
