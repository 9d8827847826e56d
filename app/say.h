// Text to a stream, as fmt::print does it, but that a reader who has left is no exception: what could not be written is
// found when the stream is closed (app/run.h).
#pragma once

#include <fmt/core.h>

#include <cstdio>
#include <string>

namespace terrarium {

template <class... Parts>
void say(std::FILE* to, fmt::format_string<Parts...> format, Parts&&... parts) {
    std::string text = fmt::format(format, std::forward<Parts>(parts)...);
    size_t written = std::fwrite(text.data(), 1, text.size(), to);
    (void)written;
}

template <class... Parts>
void say(fmt::format_string<Parts...> format, Parts&&... parts) {
    say(stdout, format, std::forward<Parts>(parts)...);
}

// All that was said is out. 0; 120, after a sentence, where it can't be written; a reader who has seen enough is no fault.
int said();

// How far something is, on the terminal behind stderr: a line of which the next one takes the place; empty: none any longer.
void say_progress(const std::string& line);

} // namespace terrarium
