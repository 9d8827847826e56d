// bytearray: growing, assignment and deletion of slices, its own methods. Layout: vm/objects/bytes.h.
// Invariant: while buffers are out (exports > 0) neither the block nor the length changes.
#include "memory/heap.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes_methods.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"

#include <algorithm>

namespace terrarium {

namespace {

constexpr size_t longest = size_t{1} << 46;

void destroy(Object* o) {
    ByteArray* b = static_cast<ByteArray*>(o);
    free_raw(b->block, b->capacity);
    b->block = nullptr;
    b->capacity = b->start = b->length = 0;
}
size_t size(const Object*) { return sizeof(ByteArray); }
size_t extra_size(const Object* o) { return static_cast<const ByteArray*>(o)->capacity; }
const Lifecycle life = {nullptr, destroy, nullptr, size, extra_size, "bytearray"};

Error raise_locked(Thread& t) { return raise_text(t, rt().types.BufferError, "Existing exports of data: object cannot be re-sized"); }

ByteArray* self_of(const Value* a) { return as<ByteArray>(a[0]); }

} // namespace

Result<Ref<ByteArray>> make_bytearray(Thread& t, std::string_view content) {
    Ref<ByteArray> b = new_object<ByteArray>(shapes::bytearray, false);
    b->block = nullptr;
    b->capacity = b->start = b->length = b->exports = 0;
    if (!content.empty()) {
        TRY(bytearray_resize(t, b, content.size()));
        memcpy(b->data(), content.data(), content.size());
    }
    return b;
}

// Grows by an eighth more than asked; gives back what is mostly empty.
Status bytearray_resize(Thread& t, ByteArray* b, size_t length) {
    if (length == b->length) return {};
    if (b->exports) return raise_locked(t);
    if (length > longest) return raise_memory(t);
    if (b->start + length <= b->capacity && length >= b->capacity / 4) {
        b->length = length;
        return {};
    }
    if (length == 0) {
        destroy(b);
        return {};
    }
    if (b->start) {
        memmove(b->block, b->data(), std::min(b->length, length));
        b->start = 0;
    }
    if (length > b->capacity || length < b->capacity / 4) {
        size_t wanted = usable_size(length > b->length ? length + (length >> 3) + (length < 9 ? 3 : 6) : length);
        void* block = try_realloc_raw(b->block, b->capacity, wanted);
        if (!block) return raise_memory(t);
        b->block = static_cast<uint8_t*>(block);
        b->capacity = wanted;
    }
    b->length = length;
    return {};
}

Status bytearray_append(Thread& t, ByteArray* b, std::string_view content) {
    if (content.empty()) return {};
    size_t old_length = b->length;
    bool own = content.data() >= reinterpret_cast<char*>(b->block) && content.data() < reinterpret_cast<char*>(b->block) + b->capacity;
    size_t offset = own ? static_cast<size_t>(content.data() - reinterpret_cast<char*>(b->data())) : 0;
    TRY(bytearray_resize(t, b, old_length + content.size()));
    memcpy(b->data() + old_length, own ? reinterpret_cast<char*>(b->data()) + offset : content.data(), content.size());
    return {};
}

namespace {

// Replaces [at, at + count) by content (which must not lie in b).
Status splice(Thread& t, ByteArray* b, size_t at, size_t count, std::string_view content) {
    size_t tail = b->length - at - count;
    if (content.size() < count) {
        if (b->exports) return raise_locked(t);
        size_t less = count - content.size();
        if (at == 0) b->start += less; // what goes at the front only moves the start
        else memmove(b->data() + at + content.size(), b->data() + at + count, tail);
        if (at == 0) {
            b->length -= less;
        } else {
            TRY(bytearray_resize(t, b, b->length - less));
        }
    } else if (content.size() > count) {
        TRY(bytearray_resize(t, b, b->length + (content.size() - count)));
        memmove(b->data() + at + content.size(), b->data() + at + count, tail);
    }
    if (!content.empty()) memcpy(b->data() + at, content.data(), content.size());
    return {};
}

// Bytes of any source of bytes, detached from it.
Result<std::string> detached(Thread& t, Value v, const char* range_message) {
    if (has_buffer(v)) {
        Buffer buffer = TRY(get_buffer(t, v));
        return std::string(buffer.view());
    }
    BytesBuilder out(t);
    TRY(add_items(t, v, out, range_message));
    return std::string(out.view());
}

// An iterator over v; TypeError(what + its type), whatever kept it from being one.
Result<Own> iterator_of(Thread& t, Value v, const char* before, const char* behind) {
    Result<Own> iterator = get_iter(t, v);
    if (iterator || !raised_matches(t, rt().types.TypeError)) return iterator;
    clear_raised(t);
    return raise_type(t, "{}{}{}", before, type_name(v), behind);
}

// --- construction

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<Object> made = TRY(new_instance(t, cls));
    return made;
}

Status init_slot(Thread& t, Value self, const Args& args) {
    BoundArgs bound;
    TRY(bind_args(t, "bytearray(source=b'', encoding='utf-8', errors='strict')", Value::null(), args, bound));
    Value source = bound.values[0];
    ByteArray* b = as<ByteArray>(self);
    TRY(bytearray_resize(t, b, 0));
    Own known = TRY(bytes_content_for(t, "bytearray", source, bound.values[1], bound.values[2]));
    if (!known.is_exhausted()) return bytearray_append(t, b, bytes_content(known));
    if (int64_t count = TRY(byte_count(t, source)); count != no_count) {
        if (count < 0) return raise_value_error(t, "negative count");
        TRY(bytearray_resize(t, b, static_cast<size_t>(count)));
        if (count) memset(b->data(), 0, static_cast<size_t>(count));
        return {};
    }
    if (has_buffer(source)) {
        Buffer buffer = TRY(get_buffer(t, source));
        return bytearray_append(t, b, buffer.view());
    }
    Own items = TRY(iterator_of(t, source, "cannot convert '", "' object to bytearray"));
    BytesBuilder out(t);
    TRY(add_items(t, items, out, "byte must be in range(0, 256)"));
    return bytearray_append(t, b, out.view());
}

// --- slots

Result<Own> repr_slot(Thread& t, Value self) {
    std::string content = bytes_repr(as<ByteArray>(self)->view());
    if (content[1] == '"') // unlike bytes, it escapes ' between double quotes too
        for (size_t i = 2; i + 1 < content.size(); i++)
            if (content[i] == '\'') content.insert(i++, 1, '\\');
    return make_str(t, type_of(self)->full_name ? "bytearray(" + content + ")" : type_name(self) + "(" + content + ")");
}

Result<Own> iter_slot(Thread&, Value self) { return make_bytes_iterator(self); }

Status set_slice(Thread& t, Value self, Value key, Value value) {
    ByteArray* b = as<ByteArray>(self);
    std::string content;
    if (!value.is_null()) {
        bool able = !is_int(value) && !is_str(value) &&
                    (has_buffer(value) || type_of(value)->slots.iter || type_of(value)->slots.get_item);
        if (!able) return raise_type(t, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        content = TRY(detached(t, value, "byte must be in range(0, 256)"));
    }
    SliceRange r = TRY(resolve_slice(t, key, static_cast<int64_t>(b->length)));
    int64_t length = static_cast<int64_t>(b->length);
    if (r.start > length || (r.count > 0 && (r.start + (r.count - 1) * r.step >= length || r.start >= length)))
        r = TRY(resolve_slice(t, key, length));
    size_t count = r.count > 0 ? static_cast<size_t>(r.count) : 0, start = static_cast<size_t>(r.start);
    if (r.step == 1) return splice(t, b, start, count, content);
    if (value.is_null() || content.empty()) { // no bytes: the slots go
        if (count == 0) return {};
        if (b->exports) return raise_locked(t);
        size_t step = static_cast<size_t>(r.step < 0 ? -r.step : r.step);
        if (r.step < 0) start = static_cast<size_t>(r.start + (r.count - 1) * r.step);
        size_t to = start;
        for (size_t i = start; i < b->length; i++)
            if ((i - start) % step != 0 || (i - start) / step >= count) b->data()[to++] = b->data()[i];
        return bytearray_resize(t, b, to);
    }
    if (content.size() != count)
        return raise_value_error(t, "attempt to assign bytes of size {} to extended slice of size {}", content.size(), count);
    for (size_t i = 0; i < count; i++) b->data()[r.start + static_cast<int64_t>(i) * r.step] = static_cast<uint8_t>(content[i]);
    return {};
}

Status set_item_slot(Thread& t, Value self, Value key, Value value) {
    ByteArray* b = as<ByteArray>(self);
    if (is_slice(key)) return set_slice(t, self, key, value);
    if (!is_int(key) && !type_of(key)->slots.index) return raise_type(t, "bytearray indices must be integers or slices, not {}", type_name(key));
    Own index = TRY(to_index(t, key));
    uint8_t byte = 0;
    int64_t i;
    if (!int_fits_int64(index, &i)) return raise_text(t, rt().types.IndexError, "cannot fit 'int' into an index-sized integer");
    if (!value.is_null()) {
        if (i < -static_cast<int64_t>(b->length) || i >= static_cast<int64_t>(b->length))
            return raise_text(t, rt().types.IndexError, "bytearray index out of range");
        byte = TRY(byte_argument(t, value, "byte must be in range(0, 256)"));
    }
    if (i < 0) i += static_cast<int64_t>(b->length);
    if (i < 0 || i >= static_cast<int64_t>(b->length)) return raise_text(t, rt().types.IndexError, "bytearray index out of range");
    if (value.is_null()) return splice(t, b, static_cast<size_t>(i), 1, {});
    b->data()[i] = byte;
    return {};
}

Result<Own> inplace_concat(Thread& t, Value self, Value other) {
    if (!has_buffer(other)) return raise_type(t, "can't concat {} to {}", type_name(other), type_name(self));
    Buffer buffer = TRY(get_buffer(t, other)); // b += b finds b locked, as in CPython
    TRY(bytearray_append(t, as<ByteArray>(self), buffer.view()));
    return Own::share(self);
}

Result<Own> inplace_repeat(Thread& t, Value self, int64_t count) {
    ByteArray* b = as<ByteArray>(self);
    size_t unit = b->length;
    if (count > 0 && unit > longest / static_cast<size_t>(count)) return raise_memory(t);
    TRY(bytearray_resize(t, b, count <= 0 ? 0 : unit * static_cast<size_t>(count)));
    for (size_t done = unit; done < b->length; done += unit) memcpy(b->data() + done, b->data(), unit);
    return Own::share(self);
}

Result<Own> modulo_slot(Thread& t, Value left, Value right) {
    if (!left.is_object() || !is_bytearray(left)) return Own::not_implemented();
    std::string format(as<ByteArray>(left)->view());
    return bytes_percent(t, format, right, true);
}

void fill(Slots& s) {
    fill_bytes_slots(s);
    s.repr = repr_slot;
    s.str = repr_slot;
    s.hash = hash_not_implemented;
    s.iter = iter_slot;
    s.construct = construct;
    s.init = init_slot;
    s.set_item = set_item_slot;
    s.inplace_concat = inplace_concat;
    s.inplace_repeat = inplace_repeat;
    s.binary[static_cast<size_t>(BinaryOp::modulo)] = modulo_slot;
}

// --- methods

Result<Own> append(Thread& t, const Value* a) {
    char byte = static_cast<char>(TRY(byte_argument(t, a[1], "byte must be in range(0, 256)")));
    TRY(bytearray_append(t, self_of(a), {&byte, 1}));
    return Own::none();
}

Result<Own> clear(Thread& t, const Value* a) {
    TRY(bytearray_resize(t, self_of(a), 0));
    return Own::none();
}

Result<Own> copy(Thread& t, const Value* a) { return make_bytearray(t, self_of(a)->view()); }

Result<Own> extend(Thread& t, const Value* a) {
    Own items = has_buffer(a[1]) ? Own::share(a[1]) : TRY(iterator_of(t, a[1], "can't extend bytearray with ", ""));
    if (!has_buffer(a[1])) (void)TRY(length_hint(t, a[1], 0)); // CPython asks, and tells what goes wrong
    std::string content = TRY(detached(t, items, "byte must be in range(0, 256)"));
    TRY(bytearray_append(t, self_of(a), content));
    return Own::none();
}

Result<Own> insert(Thread& t, const Value* a) {
    int64_t at = TRY(to_int64(t, a[1]));
    char byte = static_cast<char>(TRY(byte_argument(t, a[2], "byte must be in range(0, 256)")));
    int64_t length = static_cast<int64_t>(self_of(a)->length);
    if (at < 0) at = std::max<int64_t>(at + length, 0);
    TRY(splice(t, self_of(a), static_cast<size_t>(std::min(at, length)), 0, {&byte, 1}));
    return Own::none();
}

Result<Own> pop(Thread& t, const Value* a) {
    int64_t at = a[1].is_null() ? -1 : TRY(to_int64(t, a[1]));
    ByteArray* b = self_of(a);
    if (b->length == 0) return raise_text(t, rt().types.IndexError, "pop from empty bytearray");
    if (at < 0) at += static_cast<int64_t>(b->length);
    if (at < 0 || at >= static_cast<int64_t>(b->length)) return raise_text(t, rt().types.IndexError, "pop index out of range");
    uint8_t byte = b->data()[at];
    TRY(splice(t, b, static_cast<size_t>(at), 1, {}));
    return Own::small_int(byte);
}

Result<Own> remove(Thread& t, const Value* a) {
    char byte = static_cast<char>(TRY(byte_argument(t, a[1], "byte must be in range(0, 256)")));
    size_t at = self_of(a)->view().find(byte);
    if (at == std::string_view::npos) return raise_value_error(t, "value not found in bytearray");
    TRY(splice(t, self_of(a), at, 1, {}));
    return Own::none();
}

Result<Own> reverse(Thread&, const Value* a) {
    std::reverse(self_of(a)->data(), self_of(a)->data() + self_of(a)->length);
    return Own::none();
}

Result<Own> reduce(Thread& t, const Value* a) {
    ByteArray* b = self_of(a);
    Own text = TRY(Result<Own>(make_latin1(t, b->data(), b->length)));
    Own codec(make_short_str("latin-1"));
    Own arguments = b->length ? Own(tuple_of(text.get(), codec.get())) : Own(tuple_of());
    Own state = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    return tuple_of(Value::object(type_of(a[0])), arguments.get(), state.is_exhausted() ? Value::none() : state.get());
}

Result<Own> reduce_ex(Thread& t, const Value* a) { return reduce(t, a); }

Result<Own> alloc(Thread&, const Value* a) {
    return Own::small_int(self_of(a)->capacity ? static_cast<int64_t>(self_of(a)->capacity) + 1 : 0);
}

Result<Own> dunder_sizeof(Thread&, const Value* a) {
    return Own::small_int(static_cast<int64_t>(sizeof(ByteArray) + self_of(a)->capacity));
}

const NativeDef methods[] = {
#include "vm/objects/bytes_methods.inc"
    {"append($self, item, /)", append, "Append a single item to the end of the bytearray."},
    {"clear($self, /)", clear, "Remove all items from the bytearray."},
    {"copy($self, /)", copy, "Return a copy of B."},
    {"extend($self, iterable_of_ints, /)", extend, "Append all the items from the iterator or sequence to the bytearray."},
    {"insert($self, index, item, /)", insert, "Insert a single item into the bytearray before the given index."},
    {"pop($self, index=-1, /)", pop, "Remove and return a single item from B."},
    {"remove($self, value, /)", remove, "Remove the first occurrence of a value in the bytearray."},
    {"reverse($self, /)", reverse, "Reverse the order of the values in B in place."},
    {"__alloc__($self, /)", alloc, "Return the number of bytes actually allocated."},
    {"__reduce__($self, /)", reduce, "Return state information for pickling."},
    {"__reduce_ex__($self, proto=0, /)", reduce_ex, "Return state information for pickling."},
    {"__sizeof__($self, /)", dunder_sizeof, "Returns the size of the bytearray object in memory, in bytes."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_bytearray;
const TypeSpec spec_bytearray = {"builtins",
                                 "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
                                 "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
                                 "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
                                 "bytearray() -> empty bytes array",
                                 sizeof(ByteArray), type_basetype | type_immutable | type_match_self, &life, fill, methods, nullptr, nullptr};

} // namespace terrarium
