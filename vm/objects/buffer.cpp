// The buffer protocol: who gives memory, and how long it stays put. memoryview (memoryview.cpp) is a provider of its own.
#include "vm/objects/buffer.h"

#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/objects/bytes.h"
#include "vm/objects/memoryview.h"
#include "vm/objects/str_tools.h"

#include <iterator>

namespace terrarium {

namespace {

BufferProvider provider_of(const Type* type) {
    const Strings& all = strings();
    for (; type && all.buffer_type_count; type = type->base)
        for (uint32_t i = 0; i < all.buffer_type_count; i++)
            if (all.buffer_types[i] == type) return reinterpret_cast<BufferProvider>(all.buffer_providers[i]);
    return nullptr;
}

void unlock_bytearray(Object* owner) { count_buffer(static_cast<ByteArray*>(owner)->exports, -1); }

} // namespace

Buffer& Buffer::operator=(Buffer&& o) noexcept {
    if (this == &o) return *this;
    drop();
    data = std::exchange(o.data, nullptr);
    size = std::exchange(o.size, 0);
    readonly = o.readonly;
    itemsize = o.itemsize;
    for (int i = 0; i < 4; i++) format[i] = o.format[i];
    unlock = std::exchange(o.unlock, nullptr);
    owner = std::move(o.owner);
    return *this;
}

void Buffer::drop() {
    if (auto* f = std::exchange(unlock, nullptr)) f(owner.get().object_ptr());
    owner = Own();
    data = nullptr;
    size = 0;
}

void register_buffer_type(Type* type, BufferProvider provider) {
    Strings& all = strings();
    uint32_t i = 0;
    while (i < all.buffer_type_count && all.buffer_types[i] != type) i++;
    MEMORY_ASSERT(i < std::size(all.buffer_types));
    all.buffer_types[i] = type;
    all.buffer_providers[i] = reinterpret_cast<void*>(provider);
    if (i == all.buffer_type_count) all.buffer_type_count++;
}

bool has_buffer(Value v) {
    if (!v.is_object()) return false;
    if (is_bytes(v) || is_bytearray(v) || has_shape(v, shapes::memoryview)) return true;
    return provider_of(type_of(v)) != nullptr;
}

Result<Buffer> get_buffer(Thread& t, Value v) {
    Buffer out;
    if (is_bytes(v)) {
        Bytes* b = as<Bytes>(v);
        out.data = b->data();
        out.size = b->length;
    } else if (v.is_object() && is_bytearray(v)) {
        ByteArray* b = as<ByteArray>(v);
        out.data = b->data();
        out.size = b->length;
        out.readonly = false;
        count_buffer(b->exports, 1);
        out.unlock = unlock_bytearray;
    } else if (has_shape(v, shapes::memoryview)) {
        TRY(provide_memoryview(t, v, out));
    } else if (BufferProvider provide = v.is_object() ? provider_of(type_of(v)) : nullptr) {
        TRY(provide(t, v, out));
    } else {
        return raise_type(t, "a bytes-like object is required, not '{}'", type_name(v));
    }
    out.owner = Own::share(v);
    return out;
}

Result<Buffer> get_writable_buffer(Thread& t, Value v, const char* message) {
    if (!has_buffer(v)) return raise_type(t, "{}, not {}", message, type_name(v));
    Buffer buffer = TRY(get_buffer(t, v));
    if (buffer.readonly) return raise_type(t, "{}, not {}", message, type_name(v));
    return buffer;
}

} // namespace terrarium
