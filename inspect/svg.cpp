#include "inspect/svg.h"

#include "support/utf8.h"

#include <fmt/core.h>

#include <algorithm>

namespace terrarium::inspect {

std::string xml_text(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        Utf8Char c = decode_utf8(text, at);
        at += c.length;
        bool surrogate = c.code >= 0xD800 && c.code <= 0xDFFF;
        if (c.code == '&') out += "&amp;";
        else if (c.code == '<') out += "&lt;";
        else if (c.code == '>') out += "&gt;";
        else if (c.code == '"') out += "&quot;";
        else if (c.code < 0x20 || c.code == 0x7F || c.code == 0xFFFE || c.code == 0xFFFF || surrogate || !c.valid) out += "\xef\xbf\xbd";
        else append_utf8(out, c.code);
    }
    return out;
}

namespace {

// Pixels. A figure: title, plot, numbers of the x axis, its title.
constexpr double width = 860, left = 84, right = 40, plot_height = 190, above = 34, below = 50;

// Colours are those of Okabe and Ito, which differ for every eye; lighter ones on dark.
constexpr const char* style = R"(<style>
  .ground { fill: #ffffff }
  text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .title { font-size: 17px; font-weight: 600 }
  .head { font-weight: 600 }
  .small { fill: #59636e; font-size: 12px }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .axis { fill: none; stroke: #59636e; stroke-width: 1 }
  .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round }
  .end { font-size: 12px; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
  .c0 { stroke: #0072b2 } .c1 { stroke: #c44e00; stroke-dasharray: 7 4 } .c2 { stroke: #00795a; stroke-dasharray: 2 3 }
  .c3 { stroke: #a3437f; stroke-dasharray: 10 3 2 3 } .c4 { stroke: #6b5b00; stroke-dasharray: 4 2 } .c5 { stroke: #1f2328; stroke-dasharray: 1 4 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 }
    text { fill: #e6edf3 }
    .small { fill: #9198a1 }
    .end { stroke: #0d1117 }
    .grid { stroke: #30363d }
    .axis { stroke: #9198a1 }
    .c0 { stroke: #56b4e9 } .c1 { stroke: #f0a04b } .c2 { stroke: #2cc79b }
    .c3 { stroke: #dd8fc0 } .c4 { stroke: #e8d95a } .c5 { stroke: #e6edf3 }
  }
</style>
)";
constexpr size_t line_styles = 6;

std::string text_at(double x, double y, const char* kind, const char* anchor, std::string_view text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, kind, anchor, xml_text(text));
}

std::string axis_title(const std::string& what, const std::string& unit) { return unit.empty() ? what : what + " (" + unit + ")"; }

std::string draw_figure(const Figure& figure, double y0) {
    double x_end = std::max(greatest_x(figure), 1e-12), y_end = greatest_y(figure);
    Ticks across = make_ticks(x_end, figure.x_unit, 8), up = make_ticks(y_end, figure.y_unit, 5);
    if (!(y_end > 0)) y_end = 1;
    double plot_width = width - left - right, top = y0 + above, floor = top + plot_height;
    auto px = [&](double x) { return left + x / x_end * plot_width; };
    auto py = [&](double y) { return floor - y / y_end * plot_height * 0.95; };

    std::string svg = text_at(left, y0 + 16, "head", "start", axis_title(figure.title, up.unit.empty() ? figure.y_what : up.unit));
    for (size_t i = 0; i < up.at.size(); i++) {
        double y = py(up.at[i]);
        if (i > 0) svg += fmt::format("<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", left, y, width - right);
        svg += text_at(left - 8, y + 4, "small", "end", up.text[i]);
    }
    for (size_t i = 0; i < across.at.size(); i++) {
        double x = px(across.at[i]);
        svg += fmt::format("<path class=\"axis\" d=\"M{:.1f} {:.1f}v5\"/>\n", x, floor);
        svg += text_at(x, floor + 19, "small", "middle", across.text[i]);
    }
    svg += fmt::format("<path class=\"axis\" d=\"M{:.1f} {:.1f}V{:.1f}H{:.1f}\"/>\n", left, top, floor, width - right);
    svg += text_at(width - right, floor + 37, "small", "end", axis_title(figure.x_unit == Unit::seconds ? "time " + figure.x_what : figure.x_what, across.unit));

    for (size_t i = 0; i < figure.curves.size(); i++) {
        const Curve& curve = figure.curves[i];
        if (curve.steps.empty()) continue;
        std::string path = fmt::format("M{:.1f} {:.1f}", px(0), py(curve.steps[0].y));
        for (const Curve::Step& s : curve.steps) path += fmt::format("V{:.1f}H{:.1f}", py(s.y), px(s.x));
        svg += fmt::format("<path class=\"curve c{}\" d=\"{}\"><title>{}</title></path>\n", i % line_styles, path, xml_text(curve.name));
        if (curve.end.empty()) continue;
        const Curve::Step& last = curve.steps.back();
        double x = px(last.x), y = py(last.y);
        bool inside = x > left + plot_width * 0.7;
        svg += fmt::format("<path class=\"curve c{}\" style=\"stroke-dasharray:none\" d=\"M{:.1f} {:.1f}l10 10m0 -10l-10 10\"/>\n", i % line_styles,
                           x - 5, y - 5);
        svg += text_at(inside ? x - 10 : x + 10, y - 9, "end", inside ? "end" : "start", curve.end);
    }
    return svg;
}

} // namespace

std::string draw_svg(const std::string& title, const std::string& subtitle, const std::vector<Figure>& figures) {
    std::vector<std::string> names;
    for (const Figure& f : figures)
        if (names.empty())
            for (const Curve& c : f.curves) names.push_back(c.name);
    double y = 34, step = above + plot_height + below;
    std::string body = text_at(left, y, "title", "start", title);
    if (!subtitle.empty()) body += text_at(left, y += 21, "small", "start", subtitle);
    y += 26;
    double x = left;
    for (size_t i = 0; i < names.size(); i++) {
        double room = 46 + 8.0 * static_cast<double>(count_utf8(names[i])) + 24; // letters are at most so wide
        if (x > left && x + room > width - right) x = left, y += 22;
        body += fmt::format("<path class=\"curve c{}\" d=\"M{:.1f} {:.1f}h34\"/>\n", i % line_styles, x, y - 4);
        body += text_at(x + 42, y, "", "start", names[i]);
        x += room;
    }
    y += 18;
    for (const Figure& f : figures) {
        body += draw_figure(f, y);
        y += step;
    }
    return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" role=\"img\">\n"
                       "<title>{2}</title>\n{3}<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{4}</svg>\n",
                       width, y + 6, xml_text(title), style, body);
}

} // namespace terrarium::inspect
