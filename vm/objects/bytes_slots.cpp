// Slots that bytes and bytearray have in common, and their iterators.
#include "memory/trace.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes_methods.h"
#include "vm/objects/str_search.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

Result<Own> make_like(Thread& t, Value self, std::string_view content) {
    if (is_bytes(self)) return make_bytes(t, content);
    return make_bytearray(t, content);
}

namespace {

const uint8_t* octets(std::string_view s) { return reinterpret_cast<const uint8_t*>(s.data()); }

Result<Own> compare_slot(Thread& t, Value self, Value other, CompareOp op) {
    bool plain = is_bytes(other) || is_bytearray(other);
    if (!plain && !has_buffer(other)) return Own::not_implemented();
    Buffer buffer;
    std::string_view a = bytes_content(self), b;
    if (plain) {
        b = bytes_content(other);
    } else {
        if (is_bytes(self) || has_shape(other, shapes::memoryview)) return Own::not_implemented();
        buffer = TRY(get_buffer(t, other));
        b = buffer.view();
    }
    if (op == CompareOp::eq) return Own::boolean(a == b);
    if (op == CompareOp::ne) return Own::boolean(a != b);
    int order = a.compare(b); // char_traits<char> orders by unsigned value
    switch (op) {
        case CompareOp::lt: return Own::boolean(order < 0);
        case CompareOp::le: return Own::boolean(order <= 0);
        case CompareOp::gt: return Own::boolean(order > 0);
        default: return Own::boolean(order >= 0);
    }
}

Result<int64_t> length_slot(Thread&, Value self) { return static_cast<int64_t>(bytes_content(self).size()); }

Result<Own> get_item_slot(Thread& t, Value self, Value key) {
    if (is_slice(key)) {
        // Bounds may run Python code that changes a bytearray: they are resolved against the length it then has.
        SliceRange r = TRY(resolve_slice(t, key, static_cast<int64_t>(bytes_content(self).size())));
        std::string_view content = bytes_content(self);
        int64_t length = static_cast<int64_t>(content.size());
        if (r.count > 0 && (r.start >= length || r.start + (r.count - 1) * r.step >= length)) r = TRY(resolve_slice(t, key, length));
        if (r.count <= 0) return make_like(t, self, {});
        if (r.step == 1) {
            if (r.count == length && has_shape(self, shapes::bytes)) return Own::share(self);
            return make_like(t, self, content.substr(static_cast<size_t>(r.start), static_cast<size_t>(r.count)));
        }
        std::string picked(static_cast<size_t>(r.count), 0);
        for (int64_t i = 0; i < r.count; i++) picked[static_cast<size_t>(i)] = content[static_cast<size_t>(r.start + i * r.step)];
        return make_like(t, self, picked);
    }
    if (!key.is_int() && !is_int(key) && !type_of(key)->slots.index)
        return raise_type(t, "{} indices must be integers or slices, not {}", is_bytes(self) ? "byte" : "bytearray", type_name(key));
    int64_t i;
    if (key.is_int()) {
        i = key.int_value();
    } else {
        Own index = TRY(to_index(t, key));
        if (!int_fits_int64(index, &i))
            return raise_fmt(t, rt().types.IndexError, "cannot fit '{}' into an index-sized integer", type_name(key));
    }
    std::string_view content = bytes_content(self);
    if (i < 0) i += static_cast<int64_t>(content.size());
    if (i < 0 || i >= static_cast<int64_t>(content.size()))
        return raise_text(t, rt().types.IndexError, is_bytes(self) ? "index out of range" : "bytearray index out of range");
    return Own::small_int(static_cast<uint8_t>(content[static_cast<size_t>(i)]));
}

Result<bool> contains_slot(Thread& t, Value self, Value item) {
    if (is_int(item) || (!has_buffer(item) && type_of(item)->slots.index)) {
        uint8_t byte = TRY(byte_argument(t, item, "byte must be in range(0, 256)"));
        return bytes_content(self).find(static_cast<char>(byte)) != std::string_view::npos;
    }
    Buffer part = TRY(get_buffer(t, item));
    std::string_view content = bytes_content(self);
    return find_units(octets(content), content.size(), part.data, part.size) >= 0;
}

Result<Own> concat_slot(Thread& t, Value left, Value right) {
    if (!has_buffer(right)) return raise_type(t, "can't concat {} to {}", type_name(right), type_name(left));
    Buffer buffer = TRY(get_buffer(t, right));
    std::string_view a = bytes_content(left), b = buffer.view();
    if (has_shape(left, shapes::bytes) && b.empty()) return Own::share(left);
    if (a.empty() && has_shape(left, shapes::bytes) && has_shape(right, shapes::bytes)) return Own::share(right);
    if (is_bytes(left)) {
        Ref<Bytes> result = TRY(new_bytes(t, a.size() + b.size()));
        if (!a.empty()) memcpy(result->data(), a.data(), a.size());
        if (!b.empty()) memcpy(result->data() + a.size(), b.data(), b.size());
        return result;
    }
    Ref<ByteArray> result = TRY(make_bytearray(t, a));
    TRY(bytearray_append(t, result, b));
    return result;
}

Result<Own> repeat_slot(Thread& t, Value self, int64_t count) {
    std::string_view content = bytes_content(self);
    if (count <= 0 || content.empty()) return make_like(t, self, {});
    if (count == 1 && has_shape(self, shapes::bytes)) return Own::share(self);
    if (static_cast<uint64_t>(count) > INT64_MAX / content.size()) {
        if (is_bytes(self)) return raise_text(t, rt().types.OverflowError, "repeated bytes are too long");
        return raise_memory(t);
    }
    size_t unit = content.size(), total = unit * static_cast<size_t>(count);
    Own result;
    uint8_t* to;
    if (is_bytes(self)) {
        Ref<Bytes> b = TRY(new_bytes(t, total));
        to = b->data();
        result = Own(std::move(b));
    } else {
        Ref<ByteArray> b = TRY(make_bytearray(t, {}));
        TRY(bytearray_resize(t, b, total));
        to = b->data();
        result = Own(std::move(b));
    }
    memcpy(to, content.data(), unit);
    for (size_t done = unit; done < total; done *= 2) memcpy(to + done, to, std::min(done, total - done));
    return result;
}

// --- iterator

struct BytesIterator : Object {
    Value bytes; // owned bytes or bytearray; null once exhausted
    uint64_t index;
};

void trace_iterator(Object* o, Visitor& visitor) {
    Value v = static_cast<BytesIterator*>(o)->bytes;
    if (v.is_object()) visitor.visit(v.object_ptr(), {"bytes"});
}
void destroy_iterator(Object* o) { release(std::exchange(static_cast<BytesIterator*>(o)->bytes, Value::null())); }
size_t iterator_size(const Object*) { return sizeof(BytesIterator); }
const Lifecycle iterator_life = {trace_iterator, destroy_iterator, destroy_iterator, iterator_size, nullptr, "bytes_iterator"};

Result<Own> self_slot(Thread&, Value self) { return Own::share(self); }

Result<Own> next_slot(Thread&, Value self) {
    BytesIterator* it = as<BytesIterator>(self);
    if (it->bytes.is_null()) return Own::exhausted();
    std::string_view content = bytes_content(it->bytes);
    if (it->index < content.size()) return Own::small_int(static_cast<uint8_t>(content[it->index++]));
    release(std::exchange(it->bytes, Value::null()));
    return Own::exhausted();
}

Result<Own> iterator_hint(Thread&, const Value* a) {
    BytesIterator* it = as<BytesIterator>(a[0]);
    if (it->bytes.is_null()) return Own::small_int(0);
    size_t length = bytes_content(it->bytes).size();
    return Own::small_int(it->index < length ? static_cast<int64_t>(length - it->index) : 0);
}

Result<Own> iterator_reduce(Thread&, const Value* a) {
    BytesIterator* it = as<BytesIterator>(a[0]);
    Value iter = dict_get(rt().builtins, rt().names.n_iter);
    if (it->bytes.is_null()) return tuple_of(iter, tuple_of(rt().empty_bytes).value());
    return tuple_of(iter, tuple_of(it->bytes).value(), Value::small_int(static_cast<int64_t>(it->index)));
}

Result<Own> iterator_setstate(Thread& t, const Value* a) {
    BytesIterator* it = as<BytesIterator>(a[0]);
    int64_t at = TRY(to_int64(t, a[1]));
    if (it->bytes.is_null()) return Own::none();
    it->index = at < 0 ? 0 : std::min(static_cast<size_t>(at), bytes_content(it->bytes).size());
    return Own::none();
}

void fill_iterator(Slots& s) {
    s.iter = self_slot;
    s.next = next_slot;
}

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", iterator_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", iterator_setstate, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

} // namespace

void fill_bytes_slots(Slots& s) {
    s.compare = compare_slot;
    s.length = length_slot;
    s.get_item = get_item_slot;
    s.contains = contains_slot;
    s.concat = concat_slot;
    s.repeat = repeat_slot;
}

Own make_bytes_iterator(Value self) {
    Ref<BytesIterator> it = new_object<BytesIterator>(is_bytes(self) ? shapes::bytes_iterator : shapes::bytearray_iterator, true);
    retain(self);
    it->bytes = self;
    it->index = 0;
    return it;
}

extern const TypeSpec spec_bytes_iterator;
const TypeSpec spec_bytes_iterator = {"builtins", nullptr, sizeof(BytesIterator), type_container | type_immutable | type_no_instantiate,
                                      &iterator_life, fill_iterator, iterator_methods, nullptr, nullptr};
extern const TypeSpec spec_bytearray_iterator;
const TypeSpec spec_bytearray_iterator = {"builtins", nullptr, sizeof(BytesIterator), type_container | type_immutable | type_no_instantiate,
                                          &iterator_life, fill_iterator, iterator_methods, nullptr, nullptr};

} // namespace terrarium
