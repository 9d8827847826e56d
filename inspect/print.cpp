// See print.h.
#include "inspect/print.h"

#include "support/unicode.h"
#include "support/utf8.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/ioctl.h>
#include <unistd.h>

namespace terrarium::inspect {

namespace {

constexpr size_t least_width = 40, greatest_width = 400;

const char* code_of(Paint paint) {
    switch (paint) {
        case Paint::strong: return "\x1b[1m";
        case Paint::faint: return "\x1b[2m";
        case Paint::good: return "\x1b[32m";
        case Paint::bad: return "\x1b[31m";
        case Paint::mark: return "\x1b[1;33m";
        case Paint::plain: break;
    }
    return "";
}

// What would change the direction of the rest of the line, or end it.
bool turns_lines(uint32_t c) {
    return c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}
bool is_control(uint32_t code) { return code < 0x20 || (code >= 0x7f && code < 0xa0); }

} // namespace

PrintStyle style_of(int descriptor) {
    PrintStyle style;
    const char* term = std::getenv("TERM");
    const char* no_colour = std::getenv("NO_COLOR");
    bool terminal = isatty(descriptor) != 0, dumb = term && std::strcmp(term, "dumb") == 0;
    style.unicode = !dumb;
    style.colour = terminal && !dumb && !(no_colour && *no_colour);
    const char* columns = std::getenv("COLUMNS");
    long width = columns ? std::strtol(columns, nullptr, 10) : 0;
    winsize size{};
    if (width <= 0 && terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0) width = size.ws_col;
    if (width > 0) style.width = std::clamp(static_cast<size_t>(width), least_width, greatest_width);
    return style;
}

bool locale_is_utf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* locale = std::getenv(name);
        if (locale && *locale) return strcasestr(locale, "UTF-8") || strcasestr(locale, "UTF8");
    }
    return false;
}

size_t text_width(std::string_view text) {
    size_t width = 0;
    for (size_t at = 0; at < text.size();) {
        Utf8Char c = decode_utf8(text, at);
        width += static_cast<size_t>(display_width(c.code));
        at += c.length;
    }
    return width;
}

std::string shown(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        Utf8Char c = decode_utf8(text, at);
        at += c.length;
        char spelt[16];
        if (c.code == '\n') {
            out += "\\n";
        } else if (is_control(c.code)) {
            std::snprintf(spelt, sizeof spelt, "\\x%02x", c.code);
            out += spelt;
        } else if (c.valid && turns_lines(c.code)) {
            std::snprintf(spelt, sizeof spelt, "\\u%04x", c.code);
            out += spelt;
        } else {
            append_utf8(out, c.valid && !(c.code >= 0xd800 && c.code < 0xe000) ? c.code : 0xfffd);
        }
    }
    return out;
}

std::string cut_text(std::string_view text, size_t width, const PrintStyle& style) {
    if (text_width(text) <= width) return std::string(text);
    const char* mark = style.unicode ? "…" : "...";
    size_t mark_width = style.unicode ? 1 : 3;
    if (width < mark_width) return std::string(width, '.');
    std::string out;
    size_t used = 0;
    for (size_t at = 0; at < text.size();) {
        Utf8Char c = decode_utf8(text, at);
        size_t more = static_cast<size_t>(display_width(c.code));
        if (used + more + mark_width > width) break;
        out.append(text.substr(at, c.length));
        used += more;
        at += c.length;
    }
    return out + mark;
}

std::string number(uint64_t n) {
    std::string digits = std::to_string(n), out;
    for (size_t i = 0; i < digits.size(); i++) {
        if (i && (digits.size() - i) % 3 == 0) out += ',';
        out += digits[i];
    }
    return out;
}

std::string number(int64_t n) { return n < 0 ? "-" + number(uint64_t{0} - static_cast<uint64_t>(n)) : number(static_cast<uint64_t>(n)); }

std::string counted(uint64_t n, std::string_view what) { return number(n) + " " + std::string(what) + (n == 1 ? "" : "s"); }

std::string bytes(uint64_t n) { return counted(n, "byte"); }

std::string rough_bytes(uint64_t n) {
    static const char* const units[] = {"KiB", "MiB", "GiB", "TiB"};
    if (n < 1024) return std::to_string(n) + " B";
    double size = static_cast<double>(n) / 1024;
    size_t unit = 0;
    while (size >= 1024 && unit + 1 < std::size(units)) size /= 1024, unit++;
    char text[32];
    std::snprintf(text, sizeof text, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
    return text;
}

std::string hex(uint64_t address) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
    return text;
}

std::string bar(uint64_t part, uint64_t whole, size_t width, const PrintStyle& style) {
    static const char* const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    if (!whole || !part || !width) return {};
    double columns = static_cast<double>(std::min(part, whole)) / static_cast<double>(whole) * static_cast<double>(width);
    std::string out;
    size_t full = static_cast<size_t>(columns);
    for (size_t i = 0; i < full; i++) out += style.unicode ? "█" : "#";
    if (style.unicode) {
        size_t rest = static_cast<size_t>((columns - static_cast<double>(full)) * 8);
        if (full < width) out += eighths[full == 0 ? std::max<size_t>(rest, 1) : rest];
    } else if (full == 0) {
        out = "#";
    }
    return out;
}

Page& Page::add(std::string_view text, Paint paint) {
    if (text.empty()) return *this;
    spans_.push_back({paint, shown(text)});
    column_ += text_width(spans_.back().text);
    return *this;
}

Page& Page::to_column(size_t column) { return column > column_ ? add(std::string(column - column_, ' ')) : *this; }

void Page::end() {
    bool cut = column_ > style_.width;
    size_t mark = style_.unicode ? 1 : 3, left = cut ? style_.width - mark : column_;
    // No spaces at a line's end.
    while (!cut && !spans_.empty()) {
        std::string& last = spans_.back().text;
        last.erase(last.find_last_not_of(' ') + 1);
        if (!last.empty()) break;
        spans_.pop_back();
    }
    for (const Span& span : spans_) {
        std::string text = span.text;
        size_t width = text_width(text);
        if (width > left) {
            text.clear();
            for (size_t at = 0; at < span.text.size();) {
                Utf8Char c = decode_utf8(span.text, at);
                size_t more = static_cast<size_t>(display_width(c.code));
                if (more > left) break;
                left -= more;
                text.append(span.text, at, c.length);
                at += c.length;
            }
            width = left = 0;
        }
        left -= width;
        bool paint = style_.colour && span.paint != Paint::plain && !text.empty();
        out_ += paint ? inspect::code_of(span.paint) + text + "\x1b[0m" : text;
        if (cut && left == 0) break;
    }
    if (cut) out_ += style_.unicode ? "…" : "...";
    out_ += '\n';
    spans_.clear();
    column_ = 0;
}

void Page::paragraph(std::string_view text, Paint paint, size_t indent) {
    std::string line(indent, ' ');
    bool empty = true;
    for (size_t at = 0; at < text.size();) {
        size_t space = std::min(text.find(' ', at), text.size());
        std::string_view word = text.substr(at, space - at);
        at = space + 1;
        if (word.empty()) continue;
        if (!empty && text_width(line) + 1 + text_width(word) > style_.width) {
            this->line(line, paint);
            line.assign(indent, ' ');
            empty = true;
        }
        if (!empty) line += ' ';
        line += word;
        empty = false;
    }
    if (!empty) this->line(line, paint);
}

void Page::entry(std::string_view name, size_t column, std::string_view text) {
    add(name).to_column(column);
    Page words(PrintStyle{style_.width > column + 20 ? style_.width - column : 20, false, style_.unicode});
    words.paragraph(text);
    std::string lines = words.take();
    for (size_t at = 0; at < lines.size();) {
        size_t end = lines.find('\n', at);
        to_column(column).add(std::string_view(lines).substr(at, end - at)).end();
        at = end + 1;
    }
}

namespace {

bool may_be_cut(Narrow narrow) { return narrow == Narrow::cut || narrow == Narrow::cut_or_out; }
bool may_go(Narrow narrow) { return narrow == Narrow::out || narrow == Narrow::cut_or_out; }

} // namespace

// Of each column; *out: those that are left out.
std::vector<size_t> Table::widths_for(size_t room, std::vector<bool>* out) const {
    constexpr size_t gap = 2, least = 8;
    std::vector<size_t> natural;
    for (const Column& c : columns_) natural.push_back(text_width(c.title));
    for (const Row& r : rows_)
        for (size_t i = 0; i < r.cells.size() && i < natural.size(); i++) natural[i] = std::max(natural[i], text_width(shown(r.cells[i])));
    out->assign(columns_.size(), false);
    for (;;) {
        std::vector<size_t> widths = natural;
        auto total = [&] {
            size_t sum = 0;
            for (size_t i = 0; i < widths.size(); i++) sum += (*out)[i] ? 0 : widths[i] + gap;
            return sum - gap;
        };
        auto gives_way = [&](size_t i) { return !(*out)[i] && columns_[i].align == Align::left && may_be_cut(columns_[i].narrow) && widths[i] > least; };
        while (total() > room) {
            size_t widest = widths.size();
            for (size_t i = 0; i < widths.size(); i++)
                if (gives_way(i) && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
            if (widest == widths.size()) break;
            size_t over = total() - room;
            widths[widest] = widths[widest] > least + over ? widths[widest] - over : least;
        }
        size_t spare = columns_.size();
        while (spare > 0 && ((*out)[spare - 1] || !may_go(columns_[spare - 1].narrow))) spare--;
        if (total() <= room || spare == 0) return widths;
        (*out)[spare - 1] = true;
    }
}

void Table::draw(Page& page, size_t indent) const {
    constexpr size_t gap = 2;
    std::vector<bool> left_out;
    std::vector<size_t> widths = widths_for(page.style().width - indent, &left_out);
    auto draw_row = [&](const std::vector<std::string>& cells, Paint paint) {
        size_t column = indent;
        for (size_t i = 0; i < cells.size() && i < widths.size(); i++) {
            if (left_out[i]) continue;
            std::string text = cut_text(shown(cells[i]), widths[i], page.style());
            size_t lead = columns_[i].align == Align::right ? widths[i] - std::min(widths[i], text_width(text)) : 0;
            page.to_column(column + lead).add(text, paint);
            column += widths[i] + gap;
        }
        page.end();
    };
    std::vector<std::string> titles;
    bool titled = false;
    for (const Column& c : columns_) {
        titles.push_back(c.title);
        titled |= !c.title.empty();
    }
    if (titled) draw_row(titles, Paint::faint);
    for (const Row& r : rows_) {
        if (r.is_sum) {
            size_t width = 0;
            for (size_t i = 0; i < widths.size(); i++) width += left_out[i] ? 0 : widths[i] + gap;
            width = std::min(width - gap, page.style().width - indent);
            std::string rule;
            for (size_t i = 0; i < width; i++) rule += page.style().unicode ? "─" : "-";
            page.to_column(indent).add(rule, Paint::faint).end();
        }
        draw_row(r.cells, r.paint);
    }
    std::string names;
    for (size_t i = 0; i < columns_.size(); i++)
        if (left_out[i]) names += (names.empty() ? "" : ", ") + columns_[i].title;
    if (!names.empty()) page.paragraph("no room here for: " + names, Paint::faint, indent);
}

} // namespace terrarium::inspect
