#include "tests/unit/catch.h"

#include "app/repl_history.h"
#include "app/repl_text.h"

#include <cstdlib>
#include <unistd.h>

using namespace terrarium;

namespace {

std::vector<std::string> parts(std::string_view text) {
    std::vector<std::string> all;
    std::string joined;
    for (std::string_view part : split_statements(text)) {
        all.emplace_back(part);
        joined += part;
    }
    CHECK(joined == text);
    return all;
}
using Parts = std::vector<std::string>;

} // namespace

TEST_CASE("a program parts at its left margin") {
    CHECK(parts("") == Parts{});
    CHECK(parts("a\nb") == Parts{"a\n", "b"});
    CHECK(parts("def f():\n  a\n\n  b\n\nc\n") == Parts{"def f():\n  a\n\n  b\n\n", "c\n"});
    CHECK(parts("if a:\n  b\nelif c:\n  d\nelse:\n  e\nelsewhere\n") == Parts{"if a:\n  b\nelif c:\n  d\nelse:\n  e\n", "elsewhere\n"});
    CHECK(parts("try:\n  a\n# why\nexcept E: b\nfinally: c\n") == Parts{"try:\n  a\n", "# why\nexcept E: b\nfinally: c\n"});
    CHECK(parts("@d\n@e(1)\ndef f(): pass\nx\n") == Parts{"@d\n@e(1)\ndef f(): pass\n", "x\n"});
    CHECK(parts("def f(): # c\n\nx\ny\n") == Parts{"def f(): # c\n\nx\n", "y\n"});
    CHECK(parts("x = {1: 2,\n3:\n4}\ny = ':'\nz\n") == Parts{"x = {1: 2,\n3:\n4}\n", "y = ':'\n", "z\n"});
    CHECK(parts("# c\na\n# d\nb\n") == Parts{"# c\na\n", "# d\nb\n"});
}

TEST_CASE("what is open does not part") {
    CHECK(parts("f(1,\n2)\ng\n") == Parts{"f(1,\n2)\n", "g\n"});
    CHECK(parts("x = '''a\nb # '\n'''\ny\n") == Parts{"x = '''a\nb # '\n'''\n", "y\n"});
    CHECK(parts("x = \"\"\"a\\\"\"\"\nb\"\"\"\ny\n") == Parts{"x = \"\"\"a\\\"\"\"\nb\"\"\"\n", "y\n"});
    CHECK(parts("x = 1 + \\\n2\ny\n") == Parts{"x = 1 + \\\n2\n", "y\n"});
    CHECK(parts("a = '(' # [\nb\n") == Parts{"a = '(' # [\n", "b\n"});
    CHECK(parts("a = 'oops\nb\n") == Parts{"a = 'oops\n", "b\n"});
    CHECK(parts("%time f('\nb\nx?\ny") == Parts{"%time f('\n", "b\n", "x?\n", "y"});
}

TEST_CASE("the lines of a function") {
    std::string_view text = "x = 1\n@d\ndef f(a,\nb):\n    return '''\n'''\n\n    # c\n# d\n    g()\n\n# e\ny = 2\nz = lambda: (1,\n2)\nlast";
    CHECK(block_at(text, 2) == "@d\ndef f(a,\nb):\n    return '''\n'''\n\n    # c\n# d\n    g()\n");
    CHECK(block_at(text, 14) == "z = lambda: (1,\n2)\n");
    CHECK(block_at(text, 16) == "last");
    CHECK(block_at(text, 17) == "");
    CHECK(block_at("class A:\n  def f(self):\n    a\n  def g(self): pass\n", 2) == "  def f(self):\n    a\n");
}

TEST_CASE("what may run") {
    CHECK(readiness_of("") == Readiness::complete);
    CHECK(readiness_of("a") == Readiness::complete);
    CHECK(readiness_of("a b") == Readiness::complete);
    CHECK(readiness_of("if a:") == Readiness::incomplete);
    CHECK(readiness_of("(1,") == Readiness::incomplete);
    CHECK(readiness_of("if a:\n  b") == Readiness::open_block);
    CHECK(readiness_of("if a:\n  b\n\n") == Readiness::complete);
    CHECK(readiness_of("%dis (") == Readiness::complete);
    CHECK(is_repl_command("f?"));
    CHECK(is_repl_command(" x.y[1]?? "));
    CHECK_FALSE(is_repl_command("x = 1 # why?"));
    CHECK(is_repl_command("?")); // %help
    CHECK_FALSE(is_repl_command("# what?"));
}

TEST_CASE("keys") {
    EditText e{L"def f():\n    return 12", 21};
    CHECK(e.up());
    CHECK(e.cursor == 8);
    CHECK_FALSE(e.up());
    CHECK(e.down());
    CHECK(e.cursor == 17);
    CHECK(e.home());
    CHECK(e.cursor == 9);
    CHECK(e.left());
    CHECK(e.cursor == 8);
    CHECK(e.word_left());
    CHECK(e.cursor == 4);
    CHECK(e.cut_to_line_end() == L"f():");
    CHECK(e.cut_to_line_end() == L"\n");
    CHECK(e.text == L"def     return 12");
    e = {L"if a:\n      b", 12};
    CHECK(e.erase_left());
    CHECK(e.text == L"if a:\n    b");
    CHECK(e.erase_left());
    CHECK(e.erase_left());
    CHECK(e.text == L"if a:b");
    e.insert(L"\n");
    CHECK(e.text == L"if a:\nb");
    CHECK(e.erase_right());
    CHECK_FALSE(e.erase_right());
    e = {L"ab", 2};
    CHECK(e.swap_characters());
    CHECK(e.text == L"ba");
    e = {L"\uac00 b", 3};
    CHECK(e.cut_word_left() == L"b");
    CHECK(narrow(widen("\xea\xb0\x80\xff")) == "\xea\xb0\x80\xef\xbf\xbd");
}

TEST_CASE("history across sessions") {
    char name[] = "/tmp/terrarium-history-XXXXXX";
    ::close(mkstemp(name));
    {
        ReplHistory h;
        h.open(name);
        h.add("def f():\n    return '\\n'");
        h.add("f()");
        h.add("f()");
        h.add(" \n");
    }
    FILE* file = std::fopen(name, "a");
    std::fputs("\xff broken\n\n\x01\nhalf", file);
    std::fclose(file);
    ReplHistory h;
    h.open(name);
    REQUIRE(h.size() == 3);
    CHECK(h.at(0) == "def f():\n    return '\\n'");
    CHECK(h.at(1) == "f()");
    CHECK(h.at(2) == "half");
    ::unlink(name);
    for (const char* impossible : {"/nonexistent/history", "/", "/dev/full", ""}) {
        ReplHistory none;
        none.open(impossible);
        none.add("x");
        CHECK(none.size() == 1);
    }
}
