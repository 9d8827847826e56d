// See view_printer.h.
#include "app/view_printer.h"

#include "app/say.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace terrarium {

using namespace inspect;

bool draw_all(const std::vector<ViewRequest>& requests, ViewInput in, Form form, const PrintStyle& style, std::string* text) {
    text->clear();
    for (const ViewRequest& request : requests) {
        in.argument = request.argument;
        Drawn drawn = draw(*request.view, in, form, style);
        if (!drawn.error.empty()) {
            *text = drawn.error;
            return false;
        }
        if (form == Form::text && !text->empty()) *text += '\n';
        *text += drawn.text;
        if (text->empty() || text->back() != '\n') *text += '\n';
    }
    return true;
}

bool ViewPrinter::needs_calls() const {
    for (const ViewRequest& r : requests_)
        if (r.view->needs_calls) return true;
    return false;
}

void ViewPrinter::print(const ViewInput& in) {
    std::string text;
    if (!draw_all(requests_, in, options_.show.form, style_of(out_), &text)) return fail(text);
    write_all(text);
    if (options_.show.svg.empty()) return;
    Drawn picture = draw(*find_view("heap"), in, Form::svg, {});
    std::FILE* file = std::fopen(options_.show.svg.c_str(), "wb");
    if (!file || std::fwrite(picture.text.data(), 1, picture.text.size(), file) != picture.text.size() || std::fclose(file) != 0)
        fail(fmt::format("can't write '{}': {}", options_.show.svg, std::strerror(errno)));
}

void ViewPrinter::fail(const std::string& what) {
    say(stderr, "terrarium: {}\n", what);
    exit_code_ = 2;
}

void ViewPrinter::write_all(const std::string& text) {
    for (size_t at = 0; at < text.size();) {
        ssize_t n = write(out_, text.data() + at, text.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EPIPE) return; // the reader has seen enough
        if (n < 0) return fail(fmt::format("can't write: {}", std::strerror(errno)));
        at += static_cast<size_t>(n);
    }
}

} // namespace terrarium
