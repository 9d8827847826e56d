// Pages of the world given to the program and taken back: the only door to the system once the range is reserved.
// While a checkpoint is held nothing is really taken back (memory/checkpoint.h). Used only inside memory/.
#pragma once

#include <cstddef>
#include <cstdint>

namespace terrarium {

// Start and size are multiples of 4096.
// Usable from now on; zero, unless it was taken back while a checkpoint is held. False: the system refuses.
[[nodiscard]] bool map_pages(uintptr_t start, size_t bytes);
// No access, no memory.
[[nodiscard]] bool unmap_pages(uintptr_t start, size_t bytes);
// Still usable, but the memory goes back to the system: what it held is lost.
void empty_pages(uintptr_t start, size_t bytes);

} // namespace terrarium
