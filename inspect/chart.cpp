#include "inspect/chart.h"

#include "support/utf8.h"

#include <algorithm>
#include <cmath>

namespace terrarium::inspect {

namespace {

constexpr const char* colours[] = {"36", "33", "35", "32", "34", "31"};

struct Glyphs {
    const char* wall;   // beside the plot
    const char* tick;   // beside a row with a number
    const char* corner;
    const char* floor;
    const char* end;    // behind a curve that ended early
    std::vector<const char*> levels; // from nothing to a whole cell
};
const Glyphs& glyphs(bool unicode) {
    static const Glyphs blocks{"│", "┤", "└", "─", "×", {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}};
    static const Glyphs ascii{"|", "+", "+", "-", "x", {" ", ".", ":", "#"}};
    return unicode ? blocks : ascii;
}

// The curve squeezed into columns: the greatest value of each, -1 where the curve has ended.
std::vector<double> squeeze(const Curve& curve, size_t columns, double x_end) {
    std::vector<double> tops(columns, -1);
    double from = 0;
    for (const Curve::Step& s : curve.steps) {
        double scale = x_end > 0 ? static_cast<double>(columns) / x_end : 0;
        size_t first = std::min(columns - 1, static_cast<size_t>(from * scale));
        // A step ends before the column it borders on.
        double end = std::ceil(s.x * scale - 1e-9) - 1;
        size_t last = std::min(columns - 1, static_cast<size_t>(std::max(end, static_cast<double>(first))));
        for (size_t i = first; i <= last; i++) tops[i] = std::max(tops[i], s.y);
        from = s.x;
    }
    return tops;
}

void pad_to(std::string& line, size_t width) {
    size_t used = count_utf8(line);
    if (used < width) line.append(width - used, ' ');
}

// µ is the one letter of our numbers that ASCII lacks.
std::string plain(std::string text, bool unicode) {
    if (!unicode)
        for (size_t at; (at = text.find("µ")) != std::string::npos;) text.replace(at, 2, "u");
    return text;
}

class Drawing {
public:
    Drawing(const Figure& figure, const PrintStyle& style, int height)
        : figure_(figure), style_(style), height_(height), glyphs_(glyphs(style.unicode)), width_(std::max<size_t>(style.width, 30)) {
        x_end_ = greatest_x(figure);
        y_end_ = greatest_y(figure);
        if (!(y_end_ > 0)) height_ = 1;
        top_ = plain(quantity(y_end_, figure.y_unit), style.unicode);
        margin_ = count_utf8(top_) + 1;
        columns_ = width_ - margin_ - 2;
        for (const Curve& c : figure.curves) // of one that comes to the last column
            if (!c.end.empty() && !c.steps.empty() && c.steps.back().x * static_cast<double>(columns_) > x_end_ * static_cast<double>(columns_ - 1)) mark_ = 1;
    }

    std::string draw() {
        line(figure_.title);
        bool same = figure_.curves.size() > 1;
        for (const Curve& c : figure_.curves) same &= c.end == figure_.curves[0].end && c.steps == figure_.curves[0].steps;
        if (same) {
            Curve all = figure_.curves[0];
            for (size_t i = 1; i < figure_.curves.size(); i++) all.name += ", " + figure_.curves[i].name;
            panel(all, colours[0]);
        } else {
            for (size_t i = 0; i < figure_.curves.size(); i++) panel(figure_.curves[i], colours[i % std::size(colours)]);
        }
        axis();
        return std::move(text_);
    }

private:
    void line(const std::string& text) { text_ += cut_text(plain(text, style_.unicode), width_, style_) + "\n"; }
    std::string coloured(const std::string& text, const char* colour) const {
        return style_.colour && !text.empty() ? std::string("\x1b[") + colour + "m" + text + "\x1b[0m" : text;
    }

    void panel(const Curve& curve, const char* colour) {
        std::string heading = " at most " + quantity(greatest_y(curve), figure_.y_unit, figure_.y_what);
        if (curve.steps.empty()) heading = " not seen";
        if (!curve.end.empty()) heading += ", " + curve.end;
        std::string name = cut_text(curve.name, width_ - 2, style_);
        heading = cut_text(plain(heading, style_.unicode), width_ - text_width(name) - 1, style_);
        text_ += coloured(name + ":", colour) + heading + "\n";

        std::vector<double> tops = squeeze(curve, columns_ - mark_, x_end_);
        size_t ended = tops.size(); // first column past the end
        while (ended > 0 && tops[ended - 1] < 0) ended--;
        int full = static_cast<int>(glyphs_.levels.size()) - 1;
        for (int row = height_ - 1; row >= 0; row--) {
            std::string left(margin_, ' ');
            bool at_top = row == height_ - 1 && row > 0;
            if (at_top || row == 0) {
                std::string number = at_top ? top_ : "0";
                left = std::string(margin_ - 1 - count_utf8(number), ' ') + number + " ";
            }
            std::string cells;
            for (size_t i = 0; i < ended; i++) {
                // Height in levels, from the floor of the panel.
                double share = y_end_ > 0 ? tops[i] / y_end_ * height_ * full : 0;
                int level = static_cast<int>(std::lround(share));
                if (tops[i] > 0 && level == 0) level = 1;
                cells += glyphs_.levels[static_cast<size_t>(std::clamp(level - row * full, 0, full))];
            }
            while (!cells.empty() && cells.back() == ' ') cells.pop_back();
            bool mark = row == 0 && !curve.end.empty();
            text_ += left + (at_top || row == 0 ? glyphs_.tick : glyphs_.wall) + coloured(cells, colour) + (mark ? glyphs_.end : "") + "\n";
        }
    }

    // The x axis under the last panel: 0, a half, the end.
    void axis() {
        std::string floor = std::string(margin_, ' ') + glyphs_.corner;
        for (size_t i = 0; i < columns_; i++) floor += glyphs_.floor;
        text_ += floor + "\n";
        std::string numbers(margin_ + 1, ' ');
        numbers += "0";
        std::string end = plain(quantity(x_end_, figure_.x_unit, figure_.x_what), style_.unicode);
        std::string half = plain(quantity(x_end_ / 2, figure_.x_unit), style_.unicode);
        size_t middle = margin_ + 1 + columns_ / 2, last = margin_ + 1 + columns_ - std::min(columns_, count_utf8(end));
        if (x_end_ >= 2 || figure_.x_unit != Unit::count) {
            if (middle + count_utf8(half) + 1 < last) {
                pad_to(numbers, middle);
                numbers += half;
            }
        }
        pad_to(numbers, last);
        text_ += numbers + end + "\n";
    }

    const Figure& figure_;
    const PrintStyle& style_;
    int height_;
    const Glyphs& glyphs_;
    size_t width_, margin_, columns_;
    size_t mark_ = 0; // columns at the right that are kept for the mark of an early end
    double x_end_, y_end_;
    std::string top_, text_;
};

} // namespace

std::string draw_chart(const Figure& figure, const PrintStyle& style, int height) { return Drawing(figure, style, height).draw(); }

} // namespace terrarium::inspect
