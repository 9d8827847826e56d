// bytes and bytearray: layouts and what other files need of them. Methods, shared by both: bytes_methods_*.cpp.
#pragma once

#include "vm/core/runtime.h"
#include "vm/core/thread.h"

#include <string_view>

namespace terrarium {

//   +----------------+--------+--------+------------------------------+
//   | Object header  | length |  hash  | data: length + 1, last is 0  |
struct Bytes : Object {
    uint64_t length;
    int64_t hash; // -1: not computed yet
    uint8_t* data() { return reinterpret_cast<uint8_t*>(this + 1); }
    const uint8_t* data() const { return reinterpret_cast<const uint8_t*>(this + 1); }
    std::string_view view() const { return {reinterpret_cast<const char*>(data()), length}; }
};
static_assert(sizeof(Bytes) == 32);

struct ByteArray : Object {
    uint8_t* block;    // raw block, null when capacity is 0
    uint64_t capacity; // bytes of the block
    uint64_t start;    // where the contents begin in it (deleting at the front only moves this)
    uint64_t length;
    uint64_t exports;  // buffers that are out: while there are any, the size cannot change
    uint8_t* data() const { return block + start; }
    std::string_view view() const { return {reinterpret_cast<const char*>(data()), length}; }
};

// Content is for the caller to fill, the last 0 is there. Length 0: the shared empty bytes.
Result<Ref<Bytes>> new_bytes(Thread& t, size_t length);
Result<Ref<Bytes>> make_bytes(Thread& t, std::string_view content);
Result<Ref<ByteArray>> make_bytearray(Thread& t, std::string_view content);
// Any size; the new bytes at the end are not cleared. BufferError while exported.
Status bytearray_resize(Thread& t, ByteArray* b, size_t length);
Status bytearray_append(Thread& t, ByteArray* b, std::string_view content); // content may lie in b

inline bool is_bytearray(Value v) {
    if (!v.is_object()) return false;
    if (v.object_ptr()->shape == shapes::bytearray) return true;
    for (const Type* type = type_of(v); type; type = type->base)
        if (type == rt().types.bytearray) return true;
    return false;
}
// Contents of a bytes or bytearray (borrowed; void as soon as a bytearray changes).
inline std::string_view bytes_content(Value v) {
    return is_bytes(v) ? static_cast<const Bytes*>(v.object_ptr())->view() : static_cast<const ByteArray*>(v.object_ptr())->view();
}
// bytes(x): from an int, a buffer, an iterable of ints. Not str.
Result<Own> bytes_from_object(Thread& t, Value v);
std::string bytes_repr(std::string_view content); // b'...'

// Grows like a string builder; finish() gives a bytes.
class BytesBuilder {
public:
    explicit BytesBuilder(Thread& t) : thread_(t) {}
    ~BytesBuilder();
    BytesBuilder(const BytesBuilder&) = delete;
    Status add(std::string_view content);
    Status add_byte(uint8_t byte);
    Status add_repeated(uint8_t byte, size_t count);
    Result<uint8_t*> extend(size_t count); // room for count more, for the caller to fill
    size_t length() const { return length_; }
    std::string_view view() const { return {reinterpret_cast<const char*>(data_), length_}; }
    Result<Ref<Bytes>> finish(); // leaves the builder empty

private:
    Thread& thread_;
    Bytes* buffer_ = nullptr; // its length field holds the capacity while building
    uint8_t* data_ = nullptr;
    size_t length_ = 0;
};

} // namespace terrarium
