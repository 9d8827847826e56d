// The slots of an object in a trace: as few bytes a slot as the widest value of them needs (1, 2, 4 or 8), up to 16 bytes
// in place. A recording of a program that holds millions of values keeps them twice, so this is what its memory comes to.
// Invariant: a value is stored by its low bits; read back it is filled up with its sign, an object's label with zeros.
#pragma once

#include "inspect/snapshot.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace terrarium::inspect {

class SlotArray {
public:
    SlotArray() = default;
    SlotArray(const SlotArray& other) { copy(other); }
    SlotArray(SlotArray&& other) noexcept { take(other); }
    SlotArray& operator=(const SlotArray& other) {
        if (this != &other) clear(), copy(other);
        return *this;
    }
    SlotArray& operator=(SlotArray&& other) noexcept {
        if (this != &other) clear(), take(other);
        return *this;
    }
    ~SlotArray() { clear(); }

    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Val operator[](size_t i) const {
        size_t byte = i << width_;
        return {wide(word(byte / 8) >> byte % 8 * 8, width_)};
    }
    void set(size_t i, Val v) {
        if (!fits(v, width_)) widen(v);
        store(i, v);
    }
    void push_back(Val v) {
        if (!fits(v, width_)) widen(v);
        if ((size_t{size_} + 1) << width_ > bytes()) grow();
        store(size_++, v);
    }
    // In place of what was there, in no more room than it takes.
    void assign(const Val* values, size_t n) {
        clear();
        uint64_t all = 0; // has a bit wherever a value needs one
        for (size_t i = 0; i < n; i++) all |= needed(values[i]);
        unsigned width = all >> 8 == 0 ? 0 : all >> 16 == 0 ? 1 : all >> 32 == 0 ? 2 : 3;
        width_ = width & 3;
        if (n << width > in_place) resize_to(n << width);
        size_ = static_cast<uint32_t>(n);
        switch (width) {
            case 0: return fill<uint8_t>(values);
            case 1: return fill<uint16_t>(values);
            case 2: return fill<uint32_t>(values);
            default: return fill<uint64_t>(values);
        }
    }
    void cut(size_t n) { size_ = static_cast<uint32_t>(n); }
    // Puts values in the place of some that were there.
    void splice(size_t start, size_t removed, const SlotArray& values) {
        if (removed == size_) {
            *this = values;
            return;
        }
        SlotArray rest;
        for (size_t i = start + removed; i < size_; i++) rest.push_back((*this)[i]);
        cut(start);
        values.each([&](Val v) { push_back(v); });
        rest.each([&](Val v) { push_back(v); });
    }
    void clear() {
        if (units_) std::free(far_);
        units_ = size_ = 0;
        width_ = 0;
    }
    template <class F>
    void each(F f) const { // f(Val), in order
        switch (width_) {
            case 0: return each_of<uint8_t, 0>(f);
            case 1: return each_of<uint16_t, 1>(f);
            case 2: return each_of<uint32_t, 2>(f);
            default: return each_of<uint64_t, 3>(f);
        }
    }
    // f(Val) of those from one up to another, in order, as long as it says true.
    template <class F>
    bool all_of(size_t from, size_t end, F f) const {
        switch (width_) {
            case 0: return all_of_these<uint8_t, 0>(from, end, f);
            case 1: return all_of_these<uint16_t, 1>(from, end, f);
            case 2: return all_of_these<uint32_t, 2>(from, end, f);
            default: return all_of_these<uint64_t, 3>(from, end, f);
        }
    }
    friend bool operator==(const SlotArray& a, const SlotArray& b) {
        bool same = a.size() == b.size();
        for (size_t i = 0; same && i < a.size(); i++) same = a[i] == b[i];
        return same;
    }

private:
    static constexpr size_t unit = 16, in_place = 16; // bytes

    // The low bytes of a word as the value they stand for. Without a branch: widths differ from object to object.
    static uint64_t wide(uint64_t low, unsigned width) {
        unsigned above = 64 - (8u << width);
        uint64_t up = low << above;
        return (low & 7) == 1 ? up >> above : static_cast<uint64_t>(static_cast<int64_t>(up) >> above);
    }
    // As wide as the value must be stored: a sign takes a bit.
    static uint64_t needed(Val v) {
        int64_t n = static_cast<int64_t>(v.bits);
        return v.is_object() ? v.bits : static_cast<uint64_t>(n ^ n >> 63) << 1;
    }
    static bool fits(Val v, unsigned width) { return wide(v.bits, width) == v.bits; }
    size_t bytes() const { return units_ ? units_ * unit : in_place; }
    template <class Word>
    const Word* at() const {
        return reinterpret_cast<const Word*>(units_ ? far_ : near_);
    }
    template <class Word>
    Word* at() {
        return reinterpret_cast<Word*>(units_ ? far_ : near_);
    }
    template <class Word, unsigned width, class F>
    void each_of(F& f) const {
        const Word* words = at<Word>();
        for (size_t i = 0; i < size_; i++) f(Val{wide(words[i], width)});
    }
    template <class Word, unsigned width, class F>
    bool all_of_these(size_t from, size_t end, F& f) const {
        const Word* words = at<Word>();
        for (size_t i = from; i < end; i++)
            if (!f(Val{wide(words[i], width)})) return false;
        return true;
    }
    template <class Word>
    void fill(const Val* values) {
        Word* words = at<Word>();
        for (size_t i = 0; i < size_; i++) words[i] = static_cast<Word>(values[i].bits);
    }
    // Slots lie in words of 8 bytes, none across two.
    uint64_t word(size_t i) const {
        uint64_t w;
        std::memcpy(&w, at<char>() + i * 8, 8);
        return w;
    }
    void store(size_t i, Val v) {
        size_t byte = i << width_;
        unsigned above = 64 - (8u << width_), shift = byte % 8 * 8;
        uint64_t mask = ~uint64_t{0} >> above;
        uint64_t w = (word(byte / 8) & ~(mask << shift)) | (v.bits & mask) << shift;
        std::memcpy(at<char>() + byte / 8 * 8, &w, 8);
    }
    void resize_to(size_t wanted) { // bytes; there are more slots than fit in place
        size_t units = (wanted + unit - 1) / unit;
        char* room = static_cast<char*>(units_ ? std::realloc(far_, units * unit) : std::malloc(units * unit));
        if (!room) throw std::bad_alloc();
        if (!units_) std::memcpy(room, near_, in_place);
        far_ = room;
        units_ = static_cast<uint32_t>(units);
    }
    void grow() { resize_to(bytes() + bytes() / 4 + unit); }
    void widen(Val v) {
        unsigned width = width_;
        while (!fits(v, width)) width++;
        if (units_ == 0 && size_t{size_} << width <= in_place) {
            uint64_t had[in_place];
            for (size_t i = 0; i < size_; i++) had[i] = (*this)[i].bits;
            width_ = width & 3;
            for (size_t i = 0; i < size_; i++) store(i, Val{had[i]});
            return;
        }
        SlotArray wider;
        wider.width_ = width & 3;
        if (size_t{size_} << width > in_place) wider.resize_to(size_t{size_} << width);
        each([&](Val had) { wider.store(wider.size_++, had); });
        *this = std::move(wider);
    }
    void copy(const SlotArray& other) {
        width_ = other.width_;
        if (other.units_) resize_to(size_t{other.size_} << width_ | 1);
        size_ = other.size_;
        std::memcpy(at<char>(), other.at<char>(), size_t{size_} << width_);
    }
    void take(SlotArray& other) {
        std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof *this);
        other.units_ = other.size_ = 0;
    }

    union {
        char near_[in_place] = {};
        char* far_;
    };
    uint32_t size_ = 0;
    uint32_t units_ : 30 = 0; // of far_; 0: in place
    uint32_t width_ : 2 = 0;  // a slot has 1 << width_ bytes
};

} // namespace terrarium::inspect
