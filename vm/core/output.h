// Who wants to see what the program writes to files of the system. Null: nobody. The listener reads the bytes only.
#pragma once

#include <cstddef>

namespace terrarium {

extern void (*output_listener)(int fd, const char* text, size_t bytes);

} // namespace terrarium
