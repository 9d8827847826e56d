// See say.h.
#include "app/say.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

namespace terrarium {

int said() {
    if ((std::fflush(stdout) == 0 && !std::ferror(stdout)) || errno == EPIPE) return 0;
    say(stderr, "terrarium: can't write: {}\n", std::strerror(errno));
    return 120;
}

void say_progress(const std::string& line) {
    const char* kind = std::getenv("TERM");
    if (!isatty(2) || (kind && std::strcmp(kind, "dumb") == 0)) return; // nothing there could take the place of a line
    say(stderr, "\r\x1b[K{}", line);
    std::fflush(stderr);
}

} // namespace terrarium
