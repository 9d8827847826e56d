// Charts and pictures of curves that are written down here.
#include "inspect/chart.h"
#include "inspect/svg.h"
#include "support/utf8.h"
#include "tests/unit/catch.h"

using namespace terrarium;
using namespace terrarium::inspect;

namespace {

// One run climbs to 4 in 4 calls and ends, the other stays at 1 for 8.
Figure two_runs() {
    Figure figure{"depth", "calls", "frames", Unit::count, Unit::count, {}};
    figure.curves.push_back({"--tco=off", {{1, 1}, {2, 2}, {3, 3}, {4, 4}}, "RecursionError"});
    figure.curves.push_back({"--tco=on", {{4, 1}, {8, 1}}, ""});
    return figure;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t at = 0; at < text.size();) {
        size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

PrintStyle style(size_t width, bool unicode) {
    PrintStyle s;
    s.width = width;
    s.unicode = unicode;
    return s;
}

} // namespace

TEST_CASE("a chart has a panel a curve, to the same scale") {
    // 36 columns: 2 for numbers, a wall, a margin, 32 for the curve: 4 a call.
    CHECK(draw_chart(two_runs(), style(36, true), 2) ==
          "depth\n"
          "--tco=off: at most 4 frames, Recurs…\n"
          "4 ┤        ▄▄▄▄████\n"
          "0 ┤▄▄▄▄████████████×\n"
          "--tco=on: at most 1 frame\n"
          "4 ┤\n"
          "0 ┤▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄\n"
          "  └────────────────────────────────\n"
          "   0               4        8 calls\n");
}

TEST_CASE("without UTF-8 a chart is ASCII") {
    Figure figure = two_runs();
    figure.x_unit = Unit::seconds;
    for (Curve& c : figure.curves)
        for (Curve::Step& s : c.steps) s.x /= 1e5;
    std::string text = draw_chart(figure, style(60, false), 3);
    for (char c : text) CHECK((c == '\n' || (c >= ' ' && c <= '~')));
    CHECK(text.find("80.0 us") != std::string::npos);
    CHECK(text.find('#') != std::string::npos);
}

TEST_CASE("a chart is as wide as it may be and no wider") {
    Figure figure = two_runs();
    figure.curves[0].name = std::string(300, 'n');
    figure.title = std::string(300, 't');
    for (size_t width : {30, 40, 80, 133}) {
        size_t longest = 0;
        for (const std::string& line : lines_of(draw_chart(figure, style(width, true), 4))) longest = std::max(longest, count_utf8(line));
        CHECK(longest <= width);
    }
}

TEST_CASE("colour is asked for") {
    PrintStyle s = style(60, true);
    CHECK(draw_chart(two_runs(), s).find('\x1b') == std::string::npos);
    s.colour = true;
    CHECK(draw_chart(two_runs(), s).find("\x1b[36m--tco=off:\x1b[0m") != std::string::npos);
}

TEST_CASE("equal curves share a panel") {
    Figure figure = two_runs();
    figure.curves[1] = figure.curves[0];
    figure.curves[1].name = "--tco=on";
    CHECK(draw_chart(figure, style(70, true), 2).find("--tco=off, --tco=on: at most 4 frames, RecursionError\n") != std::string::npos);
}

TEST_CASE("what is tiny shows, what is nothing does not, and no curve is no harm") {
    Figure figure{"", "calls", "frames", Unit::count, Unit::count, {}};
    CHECK_FALSE(draw_chart(figure, {}).empty());
    figure.curves.push_back({"empty", {}, ""});
    CHECK(draw_chart(figure, {}).find("empty: not seen") != std::string::npos);
    figure.curves = {{"a", {{10, 1000000}}, ""}, {"b", {{5, 1}, {10, 0}}, ""}};
    std::vector<std::string> lines = lines_of(draw_chart(figure, style(50, false), 1));
    CHECK(lines[4].find("+....") != std::string::npos);
    CHECK(lines[4].back() == '.');
    CHECK(count_utf8(lines[4]) < 45);
}

TEST_CASE("quantities and ticks are round") {
    CHECK(quantity(0, Unit::bytes) == "0 bytes");
    CHECK(quantity(1000, Unit::bytes) == "1,000 bytes");
    CHECK(quantity(96720, Unit::bytes) == "94.5 KiB");
    CHECK(quantity(1.5e-3, Unit::seconds) == "1.50 ms");
    CHECK(quantity(250e-6, Unit::seconds) == "250 µs");
    CHECK(quantity(61, Unit::seconds) == "61.0 s");
    CHECK(quantity(1, Unit::count, "calls") == "1 call");
    CHECK(quantity(20000, Unit::count, "calls") == "20,000 calls");
    Ticks ticks = make_ticks(20000, Unit::count, 5);
    CHECK(ticks.text == std::vector<std::string>{"0", "5,000", "10,000", "15,000", "20,000"});
    ticks = make_ticks(1.3 * 1024 * 1024, Unit::bytes, 5);
    CHECK(ticks.unit == "MiB");
    CHECK(ticks.text.back() == "1.0");
    CHECK(make_ticks(1, Unit::count, 8).text == std::vector<std::string>{"0", "1"});
    CHECK(make_ticks(0, Unit::bytes, 4).text.size() == 2);
}

TEST_CASE("a picture names its runs and escapes what it is given") {
    Figure figure = two_runs();
    figure.curves[0].name = "<off> & \"on\"\x01\xff";
    std::string svg = draw_svg("a < b", "", {figure});
    CHECK(svg.rfind("<svg ", 0) == 0);
    CHECK(svg.find("a &lt; b") != std::string::npos);
    CHECK(svg.find("&lt;off&gt; &amp; &quot;on&quot;\xef\xbf\xbd\xef\xbf\xbd") != std::string::npos);
    CHECK(svg.find("prefers-color-scheme: dark") != std::string::npos);
    CHECK(svg.find("depth (frames)") != std::string::npos);
    CHECK(svg.find("RecursionError") != std::string::npos);
    CHECK(find_utf8_error(svg).at == kUtf8Valid);
}
