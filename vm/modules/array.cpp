// The module array: one type, a row of machine numbers in one raw block. Invariant: an item is converted (which may run
// Python code) before the place it goes to is looked up; the size does not change while a buffer is out.
#include "vm/modules/array_items.h"
#include "vm/modules/module_types.h"
#include "vm/modules/native_iterator.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"

namespace terrarium {

namespace {

Array* array_of(Value v) { return as<Array>(v); }
bool is_array(Value v) { return v.is_object() && is_subtype(type_of(v), module_types().array); }

// --- lifecycle

void destroy(Object* o) {
    auto a = static_cast<Array*>(o);
    free_raw(a->data, a->capacity);
    a->data = nullptr;
    a->length = a->capacity = 0;
}
size_t extra_size(const Object* o) { return static_cast<const Array*>(o)->capacity; }
const Lifecycle life = {nullptr, destroy, nullptr, fixed_size<Array>, extra_size, "array"};

Result<Ref<Array>> new_array(Thread& t, Type* cls, const ArrayKind* kind) {
    Ref<Object> o = TRY(new_instance(t, cls));
    Ref<Array> a = Ref<Array>::adopt(static_cast<Array*>(o.take()));
    a->kind = kind;
    a->data = nullptr;
    a->length = a->capacity = a->exports = 0;
    return a;
}

Status resize(Thread& t, Array* a, uint64_t length) {
    if (a->exports && length != a->length) return raise_text(t, rt().types.BufferError, "cannot resize an array that is exporting buffers");
    if (length > (uint64_t{1} << 56)) return raise_memory(t);
    uint64_t bytes = length * a->kind->size;
    if (bytes > a->capacity || bytes < a->capacity / 4) {
        uint64_t wanted = usable_size(bytes > a->capacity && a->capacity ? bytes + bytes / 8 : bytes);
        if (bytes == 0) wanted = 0;
        if (wanted == 0) {
            free_raw(a->data, a->capacity);
            a->data = nullptr;
            a->capacity = 0;
        } else {
            void* data = try_realloc_raw(a->data, a->capacity, wanted);
            if (!data) return raise_memory(t);
            a->data = static_cast<uint8_t*>(data);
            a->capacity = wanted;
        }
    }
    a->length = length;
    return {};
}

// --- items

Status append(Thread& t, Array* a, Value item) {
    uint8_t bytes[8];
    if (Status s = a->kind->put(t, bytes, item); !s) return s;
    if (Status s = resize(t, a, a->length + 1); !s) return s;
    memcpy(a->at(a->length - 1), bytes, a->kind->size);
    return {};
}

Status append_raw(Thread& t, Array* a, const uint8_t* bytes, uint64_t items) {
    uint64_t before = a->length;
    // `bytes` may lie in this very array.
    bool inside = a->data && bytes >= a->data && bytes < a->data + a->capacity;
    uint64_t offset = inside ? static_cast<uint64_t>(bytes - a->data) : 0;
    if (Status s = resize(t, a, before + items); !s) return s;
    if (items) memmove(a->at(before), inside ? a->data + offset : bytes, items * a->kind->size);
    return {};
}

Status extend(Thread& t, Array* a, Value source) {
    if (is_array(source)) {
        if (array_of(source)->kind != a->kind) return raise_type(t, "can only extend with array of same kind");
        return append_raw(t, a, array_of(source)->data, array_of(source)->length);
    }
    return for_each(t, source, [&](Value item) -> Result<bool> {
        if (Status s = append(t, a, item); !s) return Error{};
        return true;
    });
}

Status append_text(Thread& t, Array* a, Str* text) {
    uint64_t before = a->length;
    if (Status s = resize(t, a, before + text->length); !s) return s;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t point = text->at(i);
        memcpy(a->at(before + i), &point, sizeof point);
    }
    return {};
}

Status append_bytes(Thread& t, Array* a, Value source) {
    if (!has_buffer(source)) return raise_type(t, "a bytes-like object is required, not '{}'", type_name(source));
    Buffer buffer = TRY(get_buffer(t, source));
    if (buffer.size % a->kind->size) return raise_text(t, rt().types.ValueError, "bytes length not a multiple of item size");
    return append_raw(t, a, buffer.data, buffer.size / a->kind->size);
}

void remove_range(Thread& t, Array* a, uint64_t start, uint64_t count, Status* status) {
    if (a->exports && count) {
        *status = raise_text(t, rt().types.BufferError, "cannot resize an array that is exporting buffers");
        return;
    }
    memmove(a->at(start), a->at(start + count), (a->length - start - count) * a->kind->size);
    *status = resize(t, a, a->length - count);
}

Result<Ref<Str>> text_of(Thread& t, Array* a) {
    return make_str_from_points(t, reinterpret_cast<const uint32_t*>(a->data), a->length);
}

Result<Own> bytes_of(Thread& t, Array* a) {
    return make_bytes(t, {reinterpret_cast<const char*>(a->data), a->length * a->kind->size});
}

// --- slots

Result<Own> array_construct(Thread& t, Type* cls, const Args& args) {
    if (!(cls->flags & type_heap) && args.keyword_count()) return raise_type(t, "array.array() takes no keyword arguments");
    if (args.count == 0) return raise_type(t, "array() takes at least 1 argument (0 given)");
    if (args.count > 2) return raise_type(t, "array() takes at most 2 arguments ({} given)", args.count);
    if (!is_str(args[0]) || as<Str>(args[0])->length != 1)
        return raise_type(t, "array() argument 1 must be a unicode character, not {}", type_name(args[0]));
    uint32_t code = as<Str>(args[0])->at(0);
    Value source = args.count == 2 ? args[1] : Value::null();
    if (!source.is_null() && code != 'u') {
        if (is_str(source)) return raise_type(t, "cannot use a str to initialize an array with typecode '{}'", to_utf8(args[0]));
        if (is_array(source) && array_of(source)->kind->code == 'u')
            return raise_type(t, "cannot use a unicode array to initialize an array with typecode '{}'", to_utf8(args[0]));
    }
    const ArrayKind* kind = array_kind(code);
    if (!kind) return raise_text(t, rt().types.ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    Ref<Array> a = TRY(new_array(t, cls, kind));
    if (source.is_null()) return a;
    Status status = {};
    if (is_bytes(source) || is_bytearray(source)) status = append_bytes(t, a, source);
    else if (is_str(source)) status = append_text(t, a, as<Str>(source));
    else if (is_array(source) && array_of(source)->kind == kind) status = extend(t, a, source);
    else status = for_each(t, source, [&](Value item) -> Result<bool> {
        if (Status s = append(t, a, item); !s) return Error{};
        return true;
    });
    if (!status) return Error{};
    return a;
}

Result<Own> array_repr(Thread& t, Value self) {
    Array* a = array_of(self);
    std::string name = class_name(self);
    if (a->length == 0) return make_str(t, fmt::format("{}('{}')", name, a->kind->code));
    std::string content;
    if (a->kind->code == 'u') {
        content = repr_utf8(TRY(text_of(t, a)).get());
    } else {
        Ref<List> items = TRY(list_from_iterable(t, self));
        content = TRY(repr_text(t, items.value()));
    }
    return make_str(t, fmt::format("{}('{}', {})", name, a->kind->code, content));
}

Result<Own> array_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_array(self) || !is_array(other)) return Own::not_implemented();
    Array *a = array_of(self), *b = array_of(other);
    if (a->length != b->length && (op == CompareOp::eq || op == CompareOp::ne)) return Own::boolean(op == CompareOp::ne);
    for (uint64_t i = 0; i < a->length && i < b->length; i++) {
        Own x = a->item(i), y = b->item(i);
        // Numbers: no Python code runs. Identity would make a NaN equal to itself.
        if (TRY(compare_bool(t, x, y, CompareOp::eq))) continue;
        if (op == CompareOp::eq) return Own::boolean(false);
        if (op == CompareOp::ne) return Own::boolean(true);
        return compare(t, x, y, op);
    }
    return Own::boolean(compare_sizes(static_cast<int64_t>(a->length), static_cast<int64_t>(b->length), op));
}

Result<int64_t> array_length(Thread&, Value self) { return static_cast<int64_t>(array_of(self)->length); }

Result<Own> array_get_item(Thread& t, Value self, Value key) {
    Array* a = array_of(self);
    if (is_slice(key)) {
        Own slice = TRY(plain_slice(t, key));
        SliceRange r = TRY(resolve_slice(t, slice, static_cast<int64_t>(a->length)));
        Ref<Array> result = TRY(new_array(t, module_types().array, a->kind));
        if (Status s = resize(t, result, static_cast<uint64_t>(std::max<int64_t>(r.count, 0))); !s) return Error{};
        for (int64_t i = 0, at = r.start; i < r.count; i++, at += r.step)
            memcpy(result->at(static_cast<uint64_t>(i)), a->at(static_cast<uint64_t>(at)), a->kind->size);
        return result;
    }
    if (!is_index(key)) return raise_type(t, "array indices must be integers");
    Own index = TRY(to_index(t, key));
    int64_t i = TRY(resolve_index(t, index, static_cast<int64_t>(a->length), "array"));
    return a->item(static_cast<uint64_t>(i));
}

Status set_slice(Thread& t, Array* a, Value key, Value value) {
    Ref<Array> other;
    if (!value.is_null()) {
        if (!is_array(value)) return raise_type(t, "can only assign array (not \"{}\") to array slice", type_name(value));
        if (array_of(value)->kind != a->kind) return raise_type(t, "bad argument type for built-in operation");
        other = TRY(new_array(t, module_types().array, a->kind)); // a copy: the source may be this array
        if (Status s = append_raw(t, other, array_of(value)->data, array_of(value)->length); !s) return s;
    }
    Own slice = TRY(plain_slice(t, key));
    SliceRange r = TRY(resolve_slice(t, slice, static_cast<int64_t>(a->length)));
    uint64_t count = static_cast<uint64_t>(std::max<int64_t>(r.count, 0)), start = static_cast<uint64_t>(r.start);
    uint64_t added = other ? other->length : 0, size = a->kind->size;
    if (r.step == 1) {
        Status status = {};
        if (added < count) {
            remove_range(t, a, start + added, count - added, &status);
        } else if (added > count) {
            status = resize(t, a, a->length + added - count);
            if (status) memmove(a->at(start + added), a->at(start + count), (a->length - start - added) * size);
        }
        if (!status) return status;
        if (added) memcpy(a->at(start), other->data, added * size);
        return {};
    }
    if (value.is_null()) {
        if (count == 0) return {};
        if (a->exports) return raise_text(t, rt().types.BufferError, "cannot resize an array that is exporting buffers");
        if (r.step < 0) {
            r.start += r.step * (r.count - 1);
            r.step = -r.step;
        }
        uint64_t out = static_cast<uint64_t>(r.start), next = out, removed = 0;
        for (uint64_t i = out; i < a->length; i++) {
            if (i == next && removed < count) {
                removed++;
                next += static_cast<uint64_t>(r.step);
            } else {
                memmove(a->at(out++), a->at(i), size);
            }
        }
        return resize(t, a, out);
    }
    if (added != count)
        return raise_value_error(t, "attempt to assign array of size {} to extended slice of size {}", added, count);
    for (int64_t i = 0, at = r.start; i < r.count; i++, at += r.step)
        memcpy(a->at(static_cast<uint64_t>(at)), other->at(static_cast<uint64_t>(i)), size);
    return {};
}

Status array_set_item(Thread& t, Value self, Value key, Value value) {
    Array* a = array_of(self);
    if (is_slice(key)) return set_slice(t, a, key, value);
    if (!is_index(key)) return raise_type(t, "array indices must be integers");
    Own index = TRY(to_index(t, key));
    uint8_t bytes[8];
    (void)TRY(resolve_index(t, index, static_cast<int64_t>(a->length), "array assignment"));
    if (!value.is_null())
        if (Status s = a->kind->put(t, bytes, value); !s) return s;
    int64_t i = TRY(resolve_index(t, index, static_cast<int64_t>(a->length), "array assignment"));
    if (value.is_null()) {
        Status status = {};
        remove_range(t, a, static_cast<uint64_t>(i), 1, &status);
        return status;
    }
    memcpy(a->at(static_cast<uint64_t>(i)), bytes, a->kind->size);
    return {};
}

// Position of the first item equal to value in start..stop-1, or -1.
Result<int64_t> find(Thread& t, Array* a, Value value, int64_t start, int64_t stop) {
    for (int64_t i = start; i < stop && i < static_cast<int64_t>(a->length); i++) {
        Own item = a->item(static_cast<uint64_t>(i));
        if (TRY(items_equal(t, item, value))) return i;
    }
    return int64_t{-1};
}

Result<bool> array_contains(Thread& t, Value self, Value value) {
    return TRY(find(t, array_of(self), value, 0, static_cast<int64_t>(array_of(self)->length))) >= 0;
}

Result<Own> copy_of(Thread& t, Value self) {
    Array* a = array_of(self);
    Ref<Array> copy = TRY(new_array(t, module_types().array, a->kind));
    if (Status s = append_raw(t, copy, a->data, a->length); !s) return Error{};
    return copy;
}

Result<Own> array_concat(Thread& t, Value left, Value right) {
    if (!is_array(right)) return raise_type(t, "can only append array (not \"{}\") to array", type_name(right));
    if (array_of(left)->kind != array_of(right)->kind) return raise_type(t, "bad argument type for built-in operation");
    Own result = TRY(copy_of(t, left));
    if (Status s = extend(t, array_of(result), right); !s) return Error{};
    return result;
}

Result<Own> array_inplace_concat(Thread& t, Value left, Value right) {
    if (!is_array(right)) return raise_type(t, "can only extend array with array (not \"{}\")", type_name(right));
    if (Status s = extend(t, array_of(left), right); !s) return Error{};
    return Own::share(left);
}

Result<Own> array_inplace_repeat(Thread& t, Value self, int64_t count) {
    Array* a = array_of(self);
    uint64_t length = a->length, times = static_cast<uint64_t>(std::max<int64_t>(count, 0)), total = 0;
    if (__builtin_mul_overflow(length, times, &total)) return raise_memory(t);
    if (Status s = resize(t, a, total); !s) return Error{};
    for (uint64_t n = 1; n < times; n++) memcpy(a->at(n * length), a->data, length * a->kind->size);
    return Own::share(self);
}

Result<Own> array_repeat(Thread& t, Value self, int64_t count) {
    Own result = TRY(copy_of(t, self));
    return array_inplace_repeat(t, result, count);
}

// --- methods

Result<Own> none_or_error(Status s) {
    if (!s) return Error{};
    return Own::none();
}

Result<Own> method_append(Thread& t, const Value* a) { return none_or_error(append(t, array_of(a[0]), a[1])); }
Result<Own> method_extend(Thread& t, const Value* a) { return none_or_error(extend(t, array_of(a[0]), a[1])); }
Result<Own> method_copy(Thread& t, const Value* a) { return copy_of(t, a[0]); }
Result<Own> method_tobytes(Thread& t, const Value* a) { return bytes_of(t, array_of(a[0])); }
Result<Own> method_tolist(Thread& t, const Value* a) { return list_from_iterable(t, a[0]); }
Result<Own> method_frombytes(Thread& t, const Value* a) { return none_or_error(append_bytes(t, array_of(a[0]), a[1])); }

Result<Own> method_buffer_info(Thread&, const Value* a) {
    return tuple_of(make_uint(reinterpret_cast<uint64_t>(array_of(a[0])->data)), make_int(static_cast<int64_t>(array_of(a[0])->length)));
}

Result<Own> method_byteswap(Thread&, const Value* a) {
    Array* self = array_of(a[0]);
    for (uint64_t i = 0; i < self->length; i++) std::reverse(self->at(i), self->at(i) + self->kind->size);
    return Own::none();
}

Result<Own> method_count(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    int64_t count = 0;
    for (uint64_t i = 0; i < self->length; i++) {
        Own item = self->item(i);
        count += TRY(items_equal(t, item, a[1]));
    }
    return make_int(count);
}

Result<Own> method_index(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    int64_t length = static_cast<int64_t>(self->length);
    int64_t start = TRY(clamped_position(t, a[2], length, 0)), stop = TRY(clamped_position(t, a[3], length, length));
    int64_t i = TRY(find(t, self, a[1], start, stop));
    if (i < 0) return raise_text(t, rt().types.ValueError, "array.index(x): x not in array");
    return make_int(i);
}

Result<Own> method_insert(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    int64_t at = TRY(to_int64(t, a[1]));
    uint8_t bytes[8];
    if (Status s = self->kind->put(t, bytes, a[2]); !s) return Error{};
    int64_t length = static_cast<int64_t>(self->length);
    if (at < 0) at = std::max<int64_t>(at + length, 0);
    uint64_t place = static_cast<uint64_t>(std::min(at, length));
    if (Status s = resize(t, self, self->length + 1); !s) return Error{};
    memmove(self->at(place + 1), self->at(place), (static_cast<uint64_t>(length) - place) * self->kind->size);
    memcpy(self->at(place), bytes, self->kind->size);
    return Own::none();
}

Result<Own> method_pop(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    int64_t at = a[1].is_null() ? -1 : TRY(to_int64(t, a[1]));
    if (self->length == 0) return raise_text(t, rt().types.IndexError, "pop from empty array");
    if (at < 0) at += static_cast<int64_t>(self->length);
    if (at < 0 || at >= static_cast<int64_t>(self->length)) return raise_text(t, rt().types.IndexError, "pop index out of range");
    Own item = self->item(static_cast<uint64_t>(at));
    Status status = {};
    remove_range(t, self, static_cast<uint64_t>(at), 1, &status);
    if (!status) return Error{};
    return item;
}

Result<Own> method_remove(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    int64_t i = TRY(find(t, self, a[1], 0, static_cast<int64_t>(self->length)));
    if (i < 0) return raise_text(t, rt().types.ValueError, "array.remove(x): x not in array");
    Status status = {};
    if (i < static_cast<int64_t>(self->length)) remove_range(t, self, static_cast<uint64_t>(i), 1, &status);
    return none_or_error(std::move(status));
}

Result<Own> method_reverse(Thread&, const Value* a) {
    Array* self = array_of(a[0]);
    uint64_t size = self->kind->size;
    for (uint64_t i = 0, j = self->length; i + 1 < j; i++) {
        j--;
        std::swap_ranges(self->at(i), self->at(i) + size, self->at(j));
    }
    return Own::none();
}

Result<Own> method_fromlist(Thread& t, const Value* a) {
    if (!is_list(a[1])) return raise_type(t, "arg must be list");
    Array* self = array_of(a[0]);
    List* source = as<List>(a[1]);
    uint64_t before = self->length;
    for (uint64_t i = 0; i < source->length; i++) {
        Own item = Own::share(source->items[i]);
        Status s = append(t, self, item);
        if (s) continue;
        if (self->length > before && !self->exports) (void)resize(t, self, before); // all or nothing
        return Error{};
    }
    return Own::none();
}

Result<Own> method_fromunicode(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "fromunicode() argument must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    if (array_of(a[0])->kind->code != 'u')
        return raise_text(t, rt().types.ValueError, "fromunicode() may only be called on unicode type arrays");
    return none_or_error(append_text(t, array_of(a[0]), as<Str>(a[1])));
}

Result<Own> method_tounicode(Thread& t, const Value* a) {
    if (array_of(a[0])->kind->code != 'u')
        return raise_text(t, rt().types.ValueError, "tounicode() may only be called on unicode type arrays");
    return text_of(t, array_of(a[0]));
}

Result<Own> method_fromfile(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    int64_t n = TRY(to_int64(t, a[2]));
    if (n < 0) return raise_text(t, rt().types.ValueError, "negative count");
    Own content = TRY(call_method(t, a[1], rt().names.n_read, make_int(n * self->kind->size)));
    if (!is_bytes(content)) return raise_type(t, "read() didn't return bytes");
    bool enough = bytes_content(content).size() == static_cast<size_t>(n) * self->kind->size;
    if (Status s = append_bytes(t, self, content); !s) return Error{};
    if (!enough) return raise_text(t, rt().types.EOFError, "read() didn't return enough bytes");
    return Own::none();
}

Result<Own> method_tofile(Thread& t, const Value* a) {
    Own content = TRY(bytes_of(t, array_of(a[0])));
    (void)TRY(call_method(t, a[1], rt().names.n_write, content));
    return Own::none();
}

Result<Own> typecode_of(Array* a) { return make_char(static_cast<uint32_t>(a->kind->code)); }

Result<Own> method_reduce_ex(Thread& t, const Value* a) {
    Array* self = array_of(a[0]);
    Own state = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    if (state.is_exhausted()) state = Own::none();
    Own code = TRY(typecode_of(self));
    Own items = self->kind->code == 'u' ? Own(TRY(text_of(t, self))) : Own(TRY(list_from_iterable(t, a[0])));
    return tuple_of(Value::object(type_of(a[0])), tuple_of(code, items).value(), state);
}

const NativeDef methods[] = {
    {"append($self, v, /)", method_append, "Adds v at the end."},
    {"buffer_info($self, /)", method_buffer_info, "(address, number of items) of the memory."},
    {"byteswap($self, /)", method_byteswap, "Turns the bytes of every item around."},
    {"count($self, v, /)", method_count, "How many items equal v."},
    {"extend($self, bb, /)", method_extend, "Adds the items of an array of the same kind or of an iterable."},
    {"frombytes($self, buffer, /)", method_frombytes, "Adds items from their machine form."},
    {"fromfile($self, f, n, /)", method_fromfile, "Adds n items in machine form read from the file f."},
    {"fromlist($self, list, /)", method_fromlist, "Adds the items of a list, all or none."},
    {"fromunicode($self, ustr, /)", method_fromunicode, "Adds the characters of a str to an array of kind 'u'."},
    {"index($self, v, start=0, stop=9223372036854775807, /)", method_index, "Position of the first item equal to v; ValueError when there is none."},
    {"insert($self, i, v, /)", method_insert, "Puts v in front of position i."},
    {"pop($self, i=-1, /)", method_pop, "Removes the item at i (the last one) and returns it."},
    {"remove($self, v, /)", method_remove, "Removes the first item equal to v; ValueError when there is none."},
    {"reverse($self, /)", method_reverse, "Turns the order around, in place."},
    {"tobytes($self, /)", method_tobytes, "The items in machine form."},
    {"tofile($self, f, /)", method_tofile, "Writes the items in machine form to the file f."},
    {"tolist($self, /)", method_tolist, "A list of the items."},
    {"tounicode($self, /)", method_tounicode, "The characters of an array of kind 'u' as a str."},
    {"__copy__($self, /)", method_copy, "A new array of the same items."},
    {"__deepcopy__($self, unused, /)", method_copy, "A new array of the same items."},
    {"__reduce_ex__($self, value, /)", method_reduce_ex, "How copy rebuilds it."},
    {},
};

const GetSetDef getsets[] = {
    {"typecode", [](Thread&, Value self) { return typecode_of(array_of(self)); }, nullptr, "The letter of the item type."},
    {"itemsize", [](Thread&, Value self) -> Result<Own> { return Own::small_int(array_of(self)->kind->size); }, nullptr, "Bytes an item takes."},
    {},
};

// --- iterator

struct ArrayIterator : Object {
    Value array; // null once exhausted
    uint64_t index;
    static constexpr const char* type_name = "arrayiterator";
    static constexpr Field<ArrayIterator> fields[] = {{"array", &ArrayIterator::array}};
};

Result<Own> array_iter(Thread&, Value self) {
    auto it = new_object<ArrayIterator>(module_types().array_iterator->root_shape->id, true);
    it->array = shared(self);
    it->index = 0;
    return it;
}

Result<Own> iterator_next(Thread&, Value self) {
    auto it = as<ArrayIterator>(self);
    if (it->array.is_null()) return Own::exhausted();
    if (it->index < array_of(it->array)->length) return array_of(it->array)->item(it->index++);
    drop_field(it->array);
    return Own::exhausted();
}

void fill_iterator(Slots& s) {
    s.iter = return_self;
    s.next = iterator_next;
}

void fill(Slots& s) {
    s.repr = array_repr;
    s.hash = hash_not_implemented;
    s.compare = array_compare;
    s.iter = array_iter;
    s.construct = array_construct;
    s.length = array_length;
    s.get_item = array_get_item;
    s.set_item = array_set_item;
    s.contains = array_contains;
    s.concat = array_concat;
    s.inplace_concat = array_inplace_concat;
    s.repeat = array_repeat;
    s.inplace_repeat = array_inplace_repeat;
}

const TypeSpec spec_array = {
    "array", "array(typecode[, initializer]): a row of machine numbers of one type.",
    sizeof(Array), type_basetype | type_has_weakrefs | type_sequence_pattern, &life, fill, methods, getsets, nullptr,
};
const TypeSpec spec_array_iterator = {
    "array", nullptr, sizeof(ArrayIterator), type_container | type_no_instantiate, &life_of<ArrayIterator>, fill_iterator, nullptr, nullptr, nullptr,
};

// --- the module

Status provide_buffer(Thread&, Value object, Buffer& out) {
    Array* a = array_of(object);
    out.data = a->data;
    out.size = a->length * a->kind->size;
    out.readonly = false;
    out.itemsize = a->kind->size;
    out.format[0] = a->kind->code == 'u' ? 'w' : a->kind->code;
    count_buffer(a->exports, 1);
    out.unlock = [](Object* owner) { count_buffer(static_cast<Array*>(owner)->exports, -1); };
    return {};
}

Status setup(Thread&, Dict* names) {
    ModuleTypes& types = module_types();
    if (!types.array) {
        types.array = make_builtin_type("array.array", rt().types.object, spec_array);
        types.array_iterator = make_builtin_type("array.arrayiterator", rt().types.object, spec_array_iterator);
        register_buffer_type(types.array, provide_buffer);
    }
    dict_set(names, intern("array"), Value::object(types.array));
    dict_set(names, intern("ArrayType"), Value::object(types.array));
    dict_set(names, intern("typecodes"), make_short_str("bBuhHiIlLqQfd").value());
    return {};
}

} // namespace

extern const NativeModuleDef module_array;
const NativeModuleDef module_array = {
    "array", "Rows of machine numbers.", nullptr, setup,
};

} // namespace terrarium
