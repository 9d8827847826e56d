// A row of plain values that is filled again and again: its room stays, and nothing is set to zero first.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace terrarium::inspect {

template <class T>
class Room {
public:
    static_assert(std::is_trivially_copyable_v<T>);
    size_t size() const { return size_; }
    T* data() { return items_.get(); }
    const T* data() const { return items_.get(); }
    T& operator[](size_t i) { return items_[i]; }
    const T& operator[](size_t i) const { return items_[i]; }
    const T* begin() const { return data(); }
    const T* end() const { return data() + size_; }
    void clear() { size_ = 0; }
    // What is in it then is to be written; what was in it is lost.
    void resize(size_t n) {
        if (n > capacity_) items_.reset(new T[capacity_ = n + n / 2]);
        size_ = n;
    }
    void push_back(T value) {
        if (size_ == capacity_) grow();
        items_[size_++] = value;
    }

private:
    [[gnu::noinline]] void grow() {
        std::unique_ptr<T[]> old = std::move(items_);
        items_.reset(new T[capacity_ = capacity_ * 2 + 16]);
        for (size_t i = 0; i < size_; i++) items_[i] = old[i];
    }
    std::unique_ptr<T[]> items_;
    size_t size_ = 0, capacity_ = 0;
};

} // namespace terrarium::inspect
