// StrBuilder: a string grown piece by piece in the object it will become; widened when a wider point arrives.
#include "support/utf8.h"
#include "vm/objects/str_tools.h"

#include <algorithm>

namespace terrarium {

namespace {

constexpr size_t first_capacity = 200;

} // namespace

StrBuilder::StrBuilder(Thread& t) : thread_(t) {}

StrBuilder::~StrBuilder() {
    if (buffer_) release(static_cast<Object*>(buffer_));
}

Status StrBuilder::reserve(size_t more, uint32_t max_point) {
    uint32_t width = width_of_point(max_point | max_point_);
    size_t needed = length_ + more;
    if (needed > longest_str) return raise_memory(thread_);
    size_t unit = width < 256 ? 1 : width < 0x10000 ? 2 : 4;
    if (buffer_ && unit == buffer_->unit && needed <= buffer_->length) [[likely]] {
        max_point_ = width;
        return {};
    }
    size_t capacity = needed;
    if (!buffer_) capacity = std::max(needed, first_capacity);
    else if (needed > buffer_->length) capacity = std::max(needed, size_t{buffer_->length} * 2);
    // What the block has room for anyway.
    capacity = (usable_size(str_block_bytes(capacity, unit)) - sizeof(Str)) / unit - 1;
    if (buffer_ && unit == buffer_->unit &&
        try_grow_object(buffer_, str_block_bytes(buffer_->length, unit), str_block_bytes(capacity, unit))) {
        buffer_->length = capacity;
        max_point_ = width;
        return {};
    }
    Ref<Str> grown = TRY(new_str(thread_, capacity, width));
    if (length_) copy_units(grown, 0, buffer_, 0, length_);
    if (buffer_) release(static_cast<Object*>(buffer_));
    buffer_ = grown.take();
    max_point_ = width;
    return {};
}

Status StrBuilder::add(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() < 16 && max_point_ && max_point_ < 256 && length_ + text.size() <= buffer_->length) { // short pieces
        size_t i = 0;
        uint8_t* to = buffer_->data1() + length_;
        while (i < text.size() && !(text[i] & 0x80)) to[i] = static_cast<uint8_t>(text[i]), i++;
        length_ += i;
        if (i == text.size()) return {};
        text.remove_prefix(i);
    }
    if (terrarium::is_ascii(text.data(), text.size())) {
        TRY(reserve(text.size(), 0));
        if (buffer_->unit == 1) {
            memcpy(buffer_->data1() + length_, text.data(), text.size());
            length_ += text.size();
        } else {
            for (char c : text) buffer_->put(length_++, static_cast<uint8_t>(c));
        }
        return {};
    }
    for (size_t i = 0; i < text.size();) {
        Utf8Char c = decode_utf8(text, i);
        TRY(add_char(c.code));
        i += c.length;
    }
    return {};
}

Status StrBuilder::add(const Str* s) {
    if (s->length == 0) return {};
    if (s->ascii && max_point_ && max_point_ < 256 && length_ + s->length <= buffer_->length) {
        memcpy(buffer_->data1() + length_, s->data1(), s->length);
        length_ += s->length;
        return {};
    }
    TRY(reserve(s->length, width_point(s)));
    copy_units(buffer_, length_, s, 0, s->length);
    length_ += s->length;
    return {};
}

Status StrBuilder::add_slice(const Str* s, size_t start, size_t stop) {
    if (start >= stop) return {};
    if (s->ascii && max_point_ && max_point_ < 256 && length_ + (stop - start) <= buffer_->length) {
        memcpy(buffer_->data1() + length_, s->data1() + start, stop - start);
        length_ += stop - start;
        return {};
    }
    uint32_t width = or_points(s, start, stop);
    TRY(reserve(stop - start, width));
    if (buffer_->unit >= s->unit) {
        copy_units(buffer_, length_, s, start, stop - start);
        length_ += stop - start;
    } else {
        for (size_t i = start; i < stop; i++) buffer_->put(length_++, s->at(i));
    }
    return {};
}

Status StrBuilder::add_char(uint32_t point) {
    if (max_point_ && point <= max_point_ && length_ < buffer_->length) { // no wider, and there is room
        buffer_->put(length_++, point);
        return {};
    }
    TRY(reserve(1, point));
    buffer_->put(length_++, point);
    return {};
}

Status StrBuilder::add_repeated(uint32_t point, size_t count) {
    if (count == 0) return {};
    TRY(reserve(count, point));
    fill_units(buffer_, length_, point, count);
    length_ += count;
    return {};
}

Result<Ref<Str>> StrBuilder::finish() {
    size_t length = std::exchange(length_, 0);
    uint32_t width = std::exchange(max_point_, 0);
    if (length == 0) return Ref<Str>::share(rt().empty_str);
    if (length == 1) return make_char(buffer_->at(0));
    size_t unit = buffer_->unit;
    size_t bytes = str_block_bytes(length, unit);
    if (!try_grow_object(buffer_, str_block_bytes(buffer_->length, unit), bytes)) {
        // Another size class: a snug copy, and the buffer goes.
        Ref<Str> result = TRY(new_str(thread_, length, width));
        memcpy(result->data1(), buffer_->data1(), length * unit);
        release(static_cast<Object*>(std::exchange(buffer_, nullptr)));
        return result;
    }
    Str* s = std::exchange(buffer_, nullptr);
    s->length = length;
    s->ascii = width < 128;
    s->hash = -1;
    memset(s->data1() + length * unit, 0, unit);
    return Ref<Str>::adopt(s);
}

} // namespace terrarium
