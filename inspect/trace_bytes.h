// Numbers in a trace: little groups of 7 bits, signs folded in. A reader that runs past the end says so and gives 0.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace terrarium::inspect {

// What it has written stays where the system can make more room without a copy: a step may tell of very much.
class ByteWriter {
public:
    ByteWriter() = default;
    ByteWriter(ByteWriter&& other) noexcept { swap(other); }
    ByteWriter& operator=(ByteWriter&& other) noexcept {
        ByteWriter taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~ByteWriter() { std::free(room_); }
    void byte(uint8_t b) {
        if (at_ == end_) grow(1);
        *at_++ = static_cast<char>(b);
    }
    void number(uint64_t n) { numbers(n); }
    void signed_number(int64_t n) { number(static_cast<uint64_t>(n) << 1 ^ static_cast<uint64_t>(n >> 63)); }
    void fixed(uint64_t n) { append({reinterpret_cast<const char*>(&n), 8}); } // little-endian machines only
    void text(std::string_view s) {
        number(s.size());
        append(s);
    }
    void append(std::string_view s) {
        if (s.empty()) return; // which may have no place
        if (static_cast<size_t>(end_ - at_) < s.size()) grow(s.size());
        std::memcpy(at_, s.data(), s.size());
        at_ += s.size();
    }
    void append(const ByteWriter& other) {
        size_t n = other.size();
        if (n > size_t{few} || end_ - at_ < few || !other.room_) return append(other.bytes());
        std::memcpy(at_, other.room_, few); // there is room for that many, here and there
        at_ += n;
    }
    // Several numbers, of which each takes at most 10 bytes, with one look at the room.
    template <class... Numbers>
    void numbers(Numbers... n) {
        if (end_ - at_ < static_cast<std::ptrdiff_t>(10 * sizeof...(n))) grow(10 * sizeof...(n));
        char* at = at_;
        ((at = put(at, n)), ...);
        at_ = at;
    }
    size_t size() const { return static_cast<size_t>(at_ - room_); }
    bool empty() const { return at_ == room_; }
    void clear() {
        if (end_ - room_ > most_kept) *this = ByteWriter();
        at_ = room_;
    }
    ByteWriter take() { return std::move(*this); } // what was written; begins anew
    std::string_view bytes() const { return {room_, size()}; }

private:
    static char* put(char* at, uint64_t n) {
        while (n >= 128) {
            *at++ = static_cast<char>(n | 128);
            n >>= 7;
        }
        *at++ = static_cast<char>(n);
        return at;
    }
    void swap(ByteWriter& other) {
        std::swap(room_, other.room_);
        std::swap(at_, other.at_);
        std::swap(end_, other.end_);
    }
    [[gnu::noinline]] void grow(size_t more) {
        size_t used = size(), had = static_cast<size_t>(end_ - room_);
        size_t wanted = std::max(used + more, std::max<size_t>(few, had < large ? had * 2 : had + had / 4));
        char* room = static_cast<char*>(std::realloc(room_, wanted));
        if (!room) throw std::bad_alloc();
        room_ = room;
        at_ = room + used;
        end_ = room + wanted;
    }
    static constexpr std::ptrdiff_t most_kept = 1 << 20;
    static constexpr size_t large = 1 << 20;
    static constexpr std::ptrdiff_t few = 64; // bytes: a buffer has room for that many at least, or none
    char* room_ = nullptr;
    char* at_ = nullptr;
    char* end_ = nullptr;
};

class ByteReader {
public:
    ByteReader() = default;
    explicit ByteReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}
    uint8_t byte() {
        if (at_ == end_) return fail();
        return static_cast<uint8_t>(*at_++);
    }
    uint64_t number() { // most are small
        return at_ != end_ && !(*at_ & 128) ? static_cast<uint64_t>(*at_++) : long_number();
    }
    int64_t signed_number() {
        uint64_t n = number();
        return static_cast<int64_t>(n >> 1 ^ (~(n & 1) + 1));
    }
    uint64_t fixed() {
        uint64_t n = 0;
        if (end_ - at_ < 8) return fail();
        std::memcpy(&n, at_, 8);
        at_ += 8;
        return n;
    }
    std::string_view text() {
        uint64_t n = number();
        if (n > static_cast<uint64_t>(end_ - at_)) {
            fail();
            return {};
        }
        std::string_view s(at_, n);
        at_ += n;
        return s;
    }
    // A count of things of at least one byte each: never more than there are bytes left.
    uint64_t count() {
        uint64_t n = number();
        return n <= static_cast<uint64_t>(end_ - at_) ? n : fail();
    }
    bool at_end() const { return at_ == end_; }
    bool good() const { return good_; }
    void spoil() { fail(); }

private:
    [[gnu::noinline]] uint64_t long_number() {
        uint64_t n = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            uint8_t b = byte();
            n |= static_cast<uint64_t>(b & 127) << shift;
            if (!(b & 128)) return n;
        }
        return fail();
    }
    uint8_t fail() {
        good_ = false;
        at_ = end_;
        return 0;
    }
    const char* at_ = nullptr;
    const char* end_ = nullptr;
    bool good_ = true;
};

} // namespace terrarium::inspect
