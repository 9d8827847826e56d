// The buffer protocol inside the VM: memory of bytes, bytearray, array and memoryview seen as one run of items.
// Invariant: while a Buffer lives its memory neither moves nor goes: the owner is held, and locked if it can resize.
#pragma once

#include "vm/core/own.h"
#include "vm/core/runtime.h"
#include "vm/core/thread.h"

#include <string_view>

namespace terrarium {

// How many buffers of an object are out; several threads may take some at once.
inline void count_buffer(uint64_t& exports, int64_t by) { __atomic_fetch_add(&exports, static_cast<uint64_t>(by), __ATOMIC_RELAXED); }

struct Buffer {
    uint8_t* data = nullptr;
    size_t size = 0; // bytes
    bool readonly = true;
    uint32_t itemsize = 1;
    char format[4] = {'B', 0, 0, 0}; // struct code of an item
    Own owner;
    void (*unlock)(Object* owner) = nullptr; // called when the buffer goes; null: nothing to do

    Buffer() = default;
    Buffer(Buffer&& o) noexcept { *this = std::move(o); }
    Buffer& operator=(Buffer&& o) noexcept;
    Buffer(const Buffer&) = delete;
    ~Buffer() { drop(); }
    void drop(); // early
    std::string_view view() const { return {reinterpret_cast<const char*>(data), size}; }
};

// A type from outside (array.array) that gives its memory: fills data, size, readonly, itemsize, format, unlock and
// counts the lock. The owner is set by get_buffer.
using BufferProvider = Status (*)(Thread& t, Value object, Buffer& out);
void register_buffer_type(Type* type, BufferProvider provider); // subclasses too

bool has_buffer(Value v);
// TypeError "a bytes-like object is required, not 'X'"; BufferError for a view that is not contiguous.
Result<Buffer> get_buffer(Thread& t, Value v);
Result<Buffer> get_writable_buffer(Thread& t, Value v, const char* message); // TypeError(message + ", not X") when read-only

} // namespace terrarium
