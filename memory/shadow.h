// The collector's side array: one 32-bit word for every 32 bytes of heap, so that an object's word is found by
// arithmetic and no object is written to. Only meaningful inside one collection or check. Used only inside memory/.
#pragma once

#include "memory/state.h"

namespace terrarium {

inline uint32_t& shadow_of(const Object* object) {
    return reinterpret_cast<uint32_t*>(shadow_base)[(reinterpret_cast<uintptr_t>(object) - heap_base) / object_block_min];
}

// Makes the words of the whole heap usable; false if the system refuses.
[[nodiscard]] bool open_shadow();
// Gives the memory of a large side array back.
void close_shadow();

// A stack (or list) of objects in the scratch range. One at a time.
class ObjectStack {
public:
    bool empty() const { return size_ == 0; }
    size_t size() const { return size_; }
    Object** begin() { return reinterpret_cast<Object**>(scratch_base); }
    Object** end() { return begin() + size_; }
    Object*& operator[](size_t index) { return begin()[index]; }
    void resize(size_t size) { size_ = size; }
    Object* pop() { return begin()[--size_]; }
    void push(Object* object) {
        if (size_ == room_) [[unlikely]]
            grow();
        begin()[size_++] = object;
    }

private:
    void grow();

    size_t size_ = 0;
    size_t room_ = 0;
};

} // namespace terrarium
