// See help_text.h.
#include "app/help_text.h"

#include "inspect/print.h"

#include <algorithm>
#include <unistd.h>

namespace terrarium {

namespace {

inspect::Page page() {
    inspect::PrintStyle style = inspect::style_of(STDOUT_FILENO);
    style.colour = false;
    style.width = std::min<size_t>(style.width, 118);
    return inspect::Page(style);
}

} // namespace

size_t help_width() { return std::clamp<size_t>(inspect::style_of(STDOUT_FILENO).width, 60, 100); }

std::string help_prose(std::string_view text) {
    std::string words(text);
    std::replace(words.begin(), words.end(), '\n', ' ');
    inspect::Page out = page();
    out.paragraph(words);
    return out.take();
}

std::string help_columns(std::string_view lines, size_t column) {
    inspect::Page out = page();
    for (size_t at = 0; at < lines.size();) {
        size_t end = std::min(lines.find('\n', at), lines.size());
        std::string_view line = lines.substr(at, end - at);
        at = end + 1;
        size_t blanks = line.find("  ", line.find_first_not_of(' '));
        if (blanks == std::string_view::npos) {
            out.paragraph(line.substr(2), inspect::Paint::plain, 2);
            continue;
        }
        std::string_view first = line.substr(0, blanks), second = line.substr(line.find_first_not_of(' ', blanks));
        if (first.size() + 1 > column || column + 20 > out.style().width) { // not side by side
            out.line(first);
            out.paragraph(second, inspect::Paint::plain, 6);
        } else {
            out.entry(first, column, second);
        }
    }
    return out.take();
}

} // namespace terrarium
