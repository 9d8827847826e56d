// What the program writes to files of the system passes here, so that it can be seen or kept back.
#pragma once

#include <cstddef>
#include <sys/types.h>

namespace terrarium {

// Hears what was written. Null: nobody. The listener reads the bytes only.
extern void (*output_listener)(int fd, const char* text, size_t bytes);
// Takes what the program would write to standard output or error, which then does not get there. Null: nobody.
extern void (*output_taker)(int fd, const char* text, size_t bytes);

// write(2) for the program's output: bytes written, or -1 and errno.
ssize_t write_output(int fd, const void* text, size_t bytes);

} // namespace terrarium
