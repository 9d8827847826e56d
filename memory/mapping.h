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
// What `from` holds is at `to` afterwards, without a copy (mremap(2)), and `from` is as after empty_pages(). What `to` held is
// lost in any case; it is at least as large as `from`, and one mapping of the system afterwards, as `from` must be. False: `from`
// still holds it.
[[nodiscard]] bool move_pages(uintptr_t from, size_t from_bytes, uintptr_t to, size_t to_bytes);
// Makes one mapping of one and the pages behind it, which are empty afterwards. False: they stay apart.
bool join_pages(uintptr_t start, size_t bytes, size_t wanted_bytes);

} // namespace terrarium
