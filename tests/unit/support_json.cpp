// Commas, quoting and numbers of the JSON writer.
#include "support/json.h"
#include "tests/unit/catch.h"

#include <limits>

using namespace terrarium;

TEST_CASE("commas stand between values only") {
    JsonWriter json;
    json.begin_object();
    json.field("a", 1);
    json.begin_array("b");
    json.value(true);
    json.begin_object();
    json.end_object();
    json.null();
    json.end_array();
    json.begin_object("c");
    json.field("d", "e");
    json.null_field("f");
    json.end_object();
    json.end_object();
    CHECK(json.text() == R"({"a": 1, "b": [true, {}, null], "c": {"d": "e", "f": null}})");
}

TEST_CASE("text is quoted, and what is no UTF-8 replaced") {
    JsonWriter json;
    json.value("\"\\\n\t\x01\xc3\xa4\xff\xed\xa0\x80");
    CHECK(json.text() == "\"\\\"\\\\\\n\\t\\u0001\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST_CASE("numbers") {
    JsonWriter json;
    json.begin_array();
    json.value(std::numeric_limits<uint64_t>::max());
    json.value(-5);
    json.value(0.1);
    json.value(0.1, 6);
    json.value(std::numeric_limits<double>::infinity());
    json.end_array();
    CHECK(json.text() == "[18446744073709551615, -5, 0.1, 0.100000, null]");
}
