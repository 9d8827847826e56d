// memoryview: making, casting, items, slices. Its layout and invariant: vm/objects/memoryview.h.
// Item access goes by native format codes; a view never copies what it looks at.
#include "vm/objects/memoryview.h"

#include "memory/trace.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/bytes_methods.h"
#include "vm/objects/str_tools.h"

#include <cstring>

namespace terrarium {

namespace {

// --- lifecycle

void let_go(MemoryView* m) {
    Value base = std::exchange(m->base, Value::null());
    if (auto* unlock = std::exchange(m->unlock, nullptr)) unlock(base.object_ptr());
    release(base);
}

void trace(Object* o, Visitor& visitor) {
    Value base = static_cast<MemoryView*>(o)->base;
    if (base.is_object()) visitor.visit(base.object_ptr(), {"obj"});
}
void destroy(Object* o) { let_go(static_cast<MemoryView*>(o)); }
size_t size(const Object*) { return sizeof(MemoryView); }
const Lifecycle life = {trace, destroy, nullptr, size, nullptr, "memoryview", Untracking::never, true};

Status check(Thread& t, const MemoryView* m) {
    if (m->released()) return raise_value_error(t, "operation forbidden on released memoryview object");
    return {};
}

size_t native_size(char code) {
    switch (code) {
        case 'c': case 'b': case 'B': case '?': return 1;
        case 'h': case 'H': return 2;
        case 'i': case 'I': case 'f': return 4;
        case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
        default: return 0;
    }
}
char code_of(const MemoryView* m) { return m->format[0] == '@' ? m->format[1] : m->format[0]; }
bool is_byte_code(char code) { return code == 'B' || code == 'b' || code == 'c'; }

int64_t item_count(const MemoryView* m) {
    int64_t count = 1;
    for (uint32_t i = 0; i < m->dimensions; i++) count *= m->shape[i];
    return count;
}
size_t byte_count(const MemoryView* m) { return static_cast<size_t>(item_count(m)) * m->itemsize; }

bool is_contiguous(const MemoryView* m) {
    int64_t step = static_cast<int64_t>(m->itemsize);
    for (uint32_t i = m->dimensions; i-- > 0;) {
        if (m->shape[i] != 1 && m->strides[i] != step) return item_count(m) == 0;
        step *= m->shape[i];
    }
    return true;
}
bool is_fortran_contiguous(const MemoryView* m) {
    int64_t step = static_cast<int64_t>(m->itemsize);
    for (uint32_t i = 0; i < m->dimensions; i++) {
        if (m->shape[i] != 1 && m->strides[i] != step) return item_count(m) == 0;
        step *= m->shape[i];
    }
    return true;
}

// A view with everything but data and layout filled in, sharing the memory of `of`: its base is locked once more.
Result<Ref<MemoryView>> new_view(Thread& t, Value base) {
    Buffer buffer = TRY(get_buffer(t, base));
    Ref<MemoryView> m = new_object<MemoryView>(shapes::memoryview, true);
    m->base = buffer.owner.take();
    m->unlock = std::exchange(buffer.unlock, nullptr);
    m->data = buffer.data;
    m->itemsize = buffer.itemsize;
    m->hash = -1;
    m->exports = 0;
    m->dimensions = 1;
    m->readonly = buffer.readonly;
    memcpy(m->format, buffer.format, sizeof(m->format));
    m->shape[0] = static_cast<int64_t>(buffer.size / buffer.itemsize);
    m->strides[0] = static_cast<int64_t>(buffer.itemsize);
    return m;
}

Result<Ref<MemoryView>> same_view(Thread& t, const MemoryView* of) {
    Ref<MemoryView> m = TRY(new_view(t, of->base));
    m->data = of->data;
    m->itemsize = of->itemsize;
    m->dimensions = of->dimensions;
    m->readonly = of->readonly;
    memcpy(m->format, of->format, sizeof(m->format));
    memcpy(m->shape, of->shape, sizeof(m->shape));
    memcpy(m->strides, of->strides, sizeof(m->strides));
    return m;
}

// --- items

template <class T>
T read(const uint8_t* p) {
    T v;
    memcpy(&v, p, sizeof(T));
    return v;
}

Own unpack(char code, const uint8_t* p) {
    switch (code) {
        case 'b': return Own::small_int(static_cast<int8_t>(*p));
        case 'B': return Own::small_int(*p);
        case '?': return Own::boolean(*p != 0);
        case 'c': return Own::share(rt().byte_bytes[*p]);
        case 'h': return Own::small_int(read<int16_t>(p));
        case 'H': return Own::small_int(read<uint16_t>(p));
        case 'i': return Own::small_int(read<int32_t>(p));
        case 'I': return Own::small_int(read<uint32_t>(p));
        case 'l': case 'q': case 'n': return make_int(read<int64_t>(p));
        case 'f': return make_float(read<float>(p));
        case 'd': return make_float(read<double>(p));
        default: return make_uint(read<uint64_t>(p)); // L Q N P
    }
}

// The value as bytes of an item; TypeError and ValueError as CPython says them.
Status pack(Thread& t, const MemoryView* m, Value v, uint8_t* to) {
    char code = code_of(m);
    auto wrong_type = [&] { return raise_type(t, "memoryview: invalid type for format '{}'", m->format); };
    auto wrong_value = [&] { return raise_value_error(t, "memoryview: invalid value for format '{}'", m->format); };
    if (code == 'c') {
        if (!is_bytes(v)) return wrong_type();
        if (bytes_content(v).size() != 1) return wrong_value();
        *to = static_cast<uint8_t>(bytes_content(v)[0]);
        return {};
    }
    if (code == '?') {
        *to = TRY(is_truthy(t, v));
        return {};
    }
    if (code == 'f' || code == 'd') {
        if (!is_float(v) && !is_int(v) && !type_of(v)->slots.to_float && !type_of(v)->slots.index) return wrong_type();
        double d = TRY(to_double(t, v));
        float f = static_cast<float>(d);
        if (code == 'f') memcpy(to, &f, 4);
        else memcpy(to, &d, 8);
        return {};
    }
    if (!is_int(v) && !type_of(v)->slots.index) return wrong_type();
    Own index = TRY(to_index(t, v));
    size_t width = m->itemsize;
    bool is_signed = code == 'b' || code == 'h' || code == 'i' || code == 'l' || code == 'q' || code == 'n';
    int64_t n = 0;
    if (!int_fits_int64(index, &n)) {
        if (is_signed || width < 8 || int_sign(index) < 0) return wrong_value();
        const BigInt* big = as<BigInt>(index);
        if (big->size != 1) return wrong_value();
        memcpy(to, big->limbs(), 8);
        return {};
    }
    if (is_signed && width < 8 && (n < -(int64_t{1} << (8 * width - 1)) || n >= int64_t{1} << (8 * width - 1))) return wrong_value();
    if (!is_signed && (n < 0 || (width < 8 && n >= int64_t{1} << (8 * width)))) return wrong_value();
    memcpy(to, &n, width);
    return {};
}

// Formats of others (array's 'w') can be looked at as bytes only.
Status check_format(Thread& t, const MemoryView* m) {
    if (!native_size(code_of(m))) return raise_fmt(t, rt().types.NotImplementedError, "memoryview: format {} not supported", m->format);
    return {};
}

// Calls f(address) for every item in C order.
template <class F>
void for_each_item(const MemoryView* m, uint32_t dimension, const uint8_t* at, F&& f) {
    if (dimension == m->dimensions) {
        f(at);
        return;
    }
    for (int64_t i = 0; i < m->shape[dimension]; i++) for_each_item(m, dimension + 1, at + i * m->strides[dimension], f);
}

std::string content_of(const MemoryView* m) {
    std::string content;
    if (is_contiguous(m)) return std::string(reinterpret_cast<const char*>(m->data), byte_count(m));
    content.reserve(byte_count(m));
    for_each_item(m, 0, m->data, [&](const uint8_t* p) { content.append(reinterpret_cast<const char*>(p), m->itemsize); });
    return content;
}

Result<Own> list_of(Thread& t, const MemoryView* m, uint32_t dimension, const uint8_t* at) {
    if (dimension == m->dimensions) return unpack(code_of(m), at);
    Ref<List> items = TRY(make_list(t, static_cast<size_t>(m->shape[dimension])));
    for (int64_t i = 0; i < m->shape[dimension]; i++)
        TRY(list_append(t, items, TRY(list_of(t, m, dimension + 1, at + i * m->strides[dimension]))));
    return items;
}

// Address of one item; the key is an index, or a tuple of as many as there are dimensions.
Result<uint8_t*> item_address(Thread& t, const MemoryView* m, const Value* indices, uint32_t count) {
    uint8_t* at = m->data;
    for (uint32_t i = 0; i < count; i++) {
        Own index = TRY(to_index(t, indices[i]));
        int64_t n;
        if (!int_fits_int64(index, &n)) return raise_text(t, rt().types.IndexError, "cannot fit 'int' into an index-sized integer");
        if (n < 0) n += m->shape[i];
        if (n < 0 || n >= m->shape[i]) return raise_fmt(t, rt().types.IndexError, "index out of bounds on dimension {}", i + 1);
        at += n * m->strides[i];
    }
    TRY(check(t, m));
    return at;
}

bool is_index_key(Value v) { return is_int(v) || type_of(v)->slots.index; }

// The address of an item for m[key], or null when the key is a slice. Raises for every other key.
Result<uint8_t*> address_of_key(Thread& t, const MemoryView* m, Value key) {
    if (m->dimensions == 0) {
        if (key == Value::ellipsis() || (is_tuple(key) && as<Tuple>(key)->length == 0)) return m->data;
        return raise_type(t, "invalid indexing of 0-dim memory");
    }
    if (is_index_key(key)) {
        if (m->dimensions > 1) return raise_text(t, rt().types.NotImplementedError, "multi-dimensional sub-views are not implemented");
        return item_address(t, m, &key, 1);
    }
    if (is_slice(key)) return static_cast<uint8_t*>(nullptr);
    if (is_tuple(key)) {
        const Tuple* keys = as<Tuple>(key);
        bool all_indices = true, all_slices = keys->length > 0;
        for (size_t i = 0; i < keys->length; i++) {
            all_indices = all_indices && is_index_key((*keys)[i]);
            all_slices = all_slices && is_slice((*keys)[i]);
        }
        if (all_indices) {
            if (keys->length < m->dimensions) return raise_text(t, rt().types.NotImplementedError, "sub-views are not implemented");
            if (keys->length > m->dimensions)
                return raise_type(t, "cannot index {}-dimension view with {}-element tuple", m->dimensions, keys->length);
            return item_address(t, m, keys->items(), m->dimensions);
        }
        if (all_slices) return raise_text(t, rt().types.NotImplementedError, "multi-dimensional slicing is not implemented");
    }
    return raise_type(t, "memoryview: invalid slice key");
}

Result<Ref<MemoryView>> sliced(Thread& t, const MemoryView* m, Value slice) {
    SliceRange r = TRY(resolve_slice(t, slice, m->shape[0]));
    TRY(check(t, m));
    Ref<MemoryView> part = TRY(same_view(t, m));
    int64_t count = r.count > 0 ? r.count : 0;
    part->data += (count || r.start < m->shape[0] ? r.start : 0) * m->strides[0];
    part->shape[0] = count;
    part->strides[0] = m->strides[0] * r.step;
    return part;
}

// --- slots

Result<Own> construct(Thread& t, Type*, const Args& args) {
    BoundArgs bound;
    TRY(bind_args(t, "memoryview(object)", Value::null(), args, bound));
    return make_memoryview(t, bound.values[0]);
}

Result<Own> repr_slot(Thread& t, Value self) {
    const MemoryView* m = as<MemoryView>(self);
    return make_str(t, fmt::format("<{}memory at {:#x}>", m->released() ? "released " : "", reinterpret_cast<uintptr_t>(m)));
}

Result<int64_t> hash_slot(Thread& t, Value self) {
    MemoryView* m = as<MemoryView>(self);
    if (m->hash != -1) return m->hash;
    TRY(check(t, m));
    if (!m->readonly) return raise_value_error(t, "cannot hash writable memoryview object");
    if (!is_byte_code(code_of(m))) return raise_value_error(t, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    int64_t ignored = TRY(hash_of(t, m->base)); // the base must be hashable too
    (void)ignored;
    std::string content = content_of(m);
    m->hash = hash_of_bytes(content.data(), content.size());
    return m->hash;
}

Result<Own> compare_slot(Thread& t, Value self, Value other, CompareOp op) {
    if (op != CompareOp::eq && op != CompareOp::ne) return Own::not_implemented();
    bool want = op == CompareOp::eq;
    const MemoryView* a = as<MemoryView>(self);
    if (self == other) return Own::boolean(want);
    if (a->released()) return Own::boolean(!want);
    if (!has_buffer(other)) return Own::not_implemented();
    Own hold = has_shape(other, shapes::memoryview) ? Own::share(other) : TRY(make_memoryview(t, other));
    const MemoryView* b = as<MemoryView>(hold);
    if (b->released() || a->dimensions != b->dimensions) return Own::boolean(!want);
    for (uint32_t i = 0; i < a->dimensions; i++)
        if (a->shape[i] != b->shape[i]) return Own::boolean(!want);
    if (code_of(a) == code_of(b) && code_of(a) != 'f' && code_of(a) != 'd') return Own::boolean((content_of(a) == content_of(b)) == want);
    Own x = TRY(list_of(t, a, 0, a->data)), y = TRY(list_of(t, b, 0, b->data));
    return Own::boolean(TRY(compare_bool(t, x, y, CompareOp::eq)) == want);
}

Result<int64_t> length_slot(Thread& t, Value self) {
    const MemoryView* m = as<MemoryView>(self);
    TRY(check(t, m));
    return m->dimensions ? m->shape[0] : int64_t{1};
}

Result<Own> get_item_slot(Thread& t, Value self, Value key) {
    MemoryView* m = as<MemoryView>(self);
    TRY(check(t, m));
    if (m->dimensions == 0 && key == Value::ellipsis()) return Own::share(self);
    uint8_t* at = TRY(address_of_key(t, m, key));
    if (at) {
        TRY(check_format(t, m));
        return unpack(code_of(m), at);
    }
    return sliced(t, m, key);
}

Status set_item_slot(Thread& t, Value self, Value key, Value value) {
    MemoryView* m = as<MemoryView>(self);
    TRY(check(t, m));
    if (m->readonly) return raise_type(t, "cannot modify read-only memory");
    if (value.is_null()) return raise_type(t, "cannot delete memory");
    uint8_t* at = TRY(address_of_key(t, m, key));
    if (at) {
        TRY(check_format(t, m));
        uint8_t item[8];
        TRY(pack(t, m, value, item));
        TRY(check(t, m));
        memcpy(at, item, m->itemsize);
        return {};
    }
    if (m->dimensions != 1) return raise_text(t, rt().types.NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1");
    if (!has_buffer(value)) return raise_type(t, "a bytes-like object is required, not '{}'", type_name(value));
    Own source = TRY(make_memoryview(t, value));
    Ref<MemoryView> to = TRY(sliced(t, m, key));
    const MemoryView* from = as<MemoryView>(source);
    if (from->dimensions != 1 || from->shape[0] != to->shape[0] || from->itemsize != to->itemsize || code_of(from) != code_of(to))
        return raise_value_error(t, "memoryview assignment: lvalue and rvalue have different structures");
    std::string content = content_of(from); // both may look at the same memory
    for (int64_t i = 0; i < to->shape[0]; i++)
        memcpy(to->data + i * to->strides[0], content.data() + static_cast<size_t>(i) * to->itemsize, to->itemsize);
    return {};
}

// --- iterator

struct MemoryIterator : Object {
    Value view; // owned; null once exhausted
    int64_t index;
};
void trace_iterator(Object* o, Visitor& visitor) {
    Value v = static_cast<MemoryIterator*>(o)->view;
    if (v.is_object()) visitor.visit(v.object_ptr(), {"view"});
}
void destroy_iterator(Object* o) { release(std::exchange(static_cast<MemoryIterator*>(o)->view, Value::null())); }
size_t iterator_size(const Object*) { return sizeof(MemoryIterator); }
const Lifecycle iterator_life = {trace_iterator, destroy_iterator, destroy_iterator, iterator_size, nullptr, "memory_iterator"};

Result<Own> iter_slot(Thread& t, Value self) {
    const MemoryView* m = as<MemoryView>(self);
    TRY(check(t, m));
    if (m->dimensions == 0) return raise_type(t, "invalid indexing of 0-dim memory");
    if (m->dimensions != 1) return raise_text(t, rt().types.NotImplementedError, "multi-dimensional sub-views are not implemented");
    TRY(check_format(t, m));
    Ref<MemoryIterator> it = new_object<MemoryIterator>(shapes::memory_iterator, true);
    retain(self);
    it->view = self;
    it->index = 0;
    return it;
}

Result<Own> self_slot(Thread&, Value self) { return Own::share(self); }

Result<Own> next_slot(Thread& t, Value self) {
    MemoryIterator* it = as<MemoryIterator>(self);
    if (it->view.is_null()) return Own::exhausted();
    const MemoryView* m = as<MemoryView>(it->view);
    TRY(check(t, m));
    if (it->index < m->shape[0]) return unpack(code_of(m), m->data + it->index++ * m->strides[0]);
    release(std::exchange(it->view, Value::null()));
    return Own::exhausted();
}

void fill(Slots& s) {
    s.construct = construct;
    s.repr = repr_slot;
    s.hash = hash_slot;
    s.compare = compare_slot;
    s.length = length_slot;
    s.get_item = get_item_slot;
    s.set_item = set_item_slot;
    s.iter = iter_slot;
}

void fill_iterator(Slots& s) {
    s.iter = self_slot;
    s.next = next_slot;
}

// --- methods

MemoryView* self_of(const Value* a) { return as<MemoryView>(a[0]); }

Result<Own> release_method(Thread& t, const Value* a) {
    MemoryView* m = self_of(a);
    if (m->exports) return raise_fmt(t, rt().types.BufferError, "memoryview has {} exported buffer{}", m->exports, m->exports == 1 ? "" : "s");
    if (!m->released()) let_go(m);
    return Own::none();
}

Result<Own> enter(Thread& t, const Value* a) {
    TRY(check(t, self_of(a)));
    return Own::share(a[0]);
}

Result<Own> tobytes(Thread& t, const Value* a) {
    MemoryView* m = self_of(a);
    TRY(check(t, m));
    char order = 'C';
    if (!a[1].is_null() && !a[1].is_none()) {
        std::string text = is_str(a[1]) ? to_utf8(a[1]) : "";
        if (text != "C" && text != "F" && text != "A") return raise_value_error(t, "order must be 'C', 'F' or 'A'");
        order = text[0];
    }
    if (order == 'A' && is_fortran_contiguous(m) && !is_contiguous(m)) order = 'F';
    if (order != 'F' || m->dimensions < 2) return make_bytes(t, content_of(m));
    // Fortran order: the same walk with the dimensions turned round.
    Ref<MemoryView> turned = TRY(same_view(t, m));
    for (uint32_t i = 0; i < m->dimensions; i++) {
        turned->shape[i] = m->shape[m->dimensions - 1 - i];
        turned->strides[i] = m->strides[m->dimensions - 1 - i];
    }
    return make_bytes(t, content_of(turned));
}

Result<Own> tolist(Thread& t, const Value* a) {
    TRY(check(t, self_of(a)));
    TRY(check_format(t, self_of(a)));
    return list_of(t, self_of(a), 0, self_of(a)->data);
}

Result<Own> hex(Thread& t, const Value* a) {
    TRY(check(t, self_of(a)));
    return make_ascii(t, TRY(hex_text(t, content_of(self_of(a)), a[1], a[2])));
}

Result<Own> toreadonly(Thread& t, const Value* a) {
    TRY(check(t, self_of(a)));
    Ref<MemoryView> m = TRY(same_view(t, self_of(a)));
    m->readonly = true;
    return m;
}

Status set_shape(Thread& t, MemoryView* m, Value shape, size_t bytes) {
    if (!is_list(shape) && !is_tuple(shape)) return raise_type(t, "shape must be a list or a tuple");
    size_t count = is_list(shape) ? as<List>(shape)->length : as<Tuple>(shape)->length;
    const Value* items = is_list(shape) ? as<List>(shape)->items : as<Tuple>(shape)->items();
    if (count > most_dimensions) return raise_value_error(t, "memoryview: number of dimensions must not exceed {}", most_dimensions);
    size_t product = m->itemsize;
    for (size_t i = 0; i < count; i++) {
        int64_t n;
        if (!is_int(items[i])) return raise_type(t, "memoryview.cast(): elements of shape must be integers");
        if (!int_fits_int64(items[i], &n) || n <= 0) return raise_value_error(t, "memoryview.cast(): elements of shape must be integers > 0");
        if (static_cast<size_t>(n) > (size_t{1} << 46) / product) return raise_value_error(t, "memoryview.cast(): product(shape) > SSIZE_MAX");
        m->shape[i] = n;
        product *= static_cast<size_t>(n);
    }
    if (product != bytes) return raise_type(t, "memoryview: product(shape) * itemsize != buffer size");
    m->dimensions = static_cast<uint32_t>(count);
    int64_t step = static_cast<int64_t>(m->itemsize);
    for (size_t i = count; i-- > 0;) {
        m->strides[i] = step;
        step *= m->shape[i];
    }
    return {};
}

Result<Own> cast(Thread& t, const Value* a) {
    MemoryView* m = self_of(a);
    TRY(check(t, m));
    Str* text = TRY(need_str(t, a[1], "cast() argument 'format'"));
    std::string format = to_utf8(text);
    if (!is_contiguous(m)) return raise_type(t, "memoryview: casts are restricted to C-contiguous views");
    bool shaped = !a[2].is_null();
    if ((shaped || m->dimensions != 1) && m->dimensions > 1 && shaped) return raise_type(t, "memoryview: cast must be 1D -> ND or ND -> 1D");
    char code = format.size() == 1 ? format[0] : format.size() == 2 && format[0] == '@' ? format[1] : 0;
    size_t width = native_size(code);
    if (!width)
        return raise_value_error(t, "memoryview: destination format must be a native single character format prefixed with an optional '@'");
    if (!is_byte_code(code) && !is_byte_code(code_of(m))) return raise_type(t, "memoryview: cannot cast between two non-byte formats");
    size_t bytes = byte_count(m);
    if (bytes % width) return raise_type(t, "memoryview: length is not a multiple of itemsize");
    Ref<MemoryView> made = TRY(same_view(t, m));
    made->itemsize = width;
    memset(made->format, 0, sizeof(made->format));
    memcpy(made->format, format.data(), format.size());
    made->dimensions = 1;
    made->shape[0] = static_cast<int64_t>(bytes / width);
    made->strides[0] = static_cast<int64_t>(width);
    if (shaped) TRY(set_shape(t, made, a[2], bytes));
    return made;
}

const NativeDef methods[] = {
    {"release($self, /)", release_method, "Release the underlying buffer exposed by the memoryview object."},
    {"tobytes($self, /, order='C')", tobytes, "Return the data in the buffer as a byte string."},
    {"hex($self, /, sep=<unset>, bytes_per_sep=1)", hex, "Return the data in the buffer as a str of hexadecimal numbers."},
    {"tolist($self, /)", tolist, "Return the data in the buffer as a list of elements."},
    {"cast($self, /, format, shape=<unset>)", cast, "Cast a memoryview to a new format or shape."},
    {"toreadonly($self, /)", toreadonly, "Return a readonly version of the memoryview."},
    {"__enter__($self, /)", enter, nullptr},
    {"__exit__($self, /, *exc_info)", release_method, nullptr},
    {nullptr, nullptr, nullptr},
};

// --- attributes

template <class F>
Result<Own> attribute(Thread& t, Value self, F&& f) {
    TRY(check(t, as<MemoryView>(self)));
    return f(as<MemoryView>(self));
}

Result<Own> dimensions_tuple(Thread& t, const int64_t* values, uint32_t count) {
    Ref<Tuple> result = TRY(new_tuple(t, count));
    for (uint32_t i = 0; i < count; i++) result->items()[i] = Value::small_int(values[i]);
    return result;
}

const GetSetDef getsets[] = {
    {"obj", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::share(m->base); }); }, nullptr,
     "The underlying object of the memoryview."},
    {"nbytes", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::small_int(static_cast<int64_t>(byte_count(m))); }); },
     nullptr, "The amount of space in bytes that the array would use in a contiguous representation."},
    {"readonly", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::boolean(m->readonly); }); },
     nullptr, "A bool indicating whether the memory is read only."},
    {"itemsize", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::small_int(static_cast<int64_t>(m->itemsize)); }); },
     nullptr, "The size in bytes of each element of the memoryview."},
    {"format", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return make_short_str(m->format); }); }, nullptr,
     "A string containing the format (in struct module style) for each element in the view."},
    {"ndim", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::small_int(m->dimensions); }); },
     nullptr, "An integer indicating how many dimensions of a multi-dimensional array the memory represents."},
    {"shape", [](Thread& t, Value v) { return attribute(t, v, [&](MemoryView* m) { return dimensions_tuple(t, m->shape, m->dimensions); }); },
     nullptr, "A tuple of ndim integers giving the shape of the memory as an N-dimensional array."},
    {"strides", [](Thread& t, Value v) { return attribute(t, v, [&](MemoryView* m) { return dimensions_tuple(t, m->strides, m->dimensions); }); },
     nullptr, "A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array."},
    {"suboffsets", [](Thread& t, Value v) { return attribute(t, v, [&](MemoryView*) { return dimensions_tuple(t, nullptr, 0); }); }, nullptr,
     "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::boolean(is_contiguous(m)); }); },
     nullptr, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", [](Thread& t, Value v) { return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::boolean(is_fortran_contiguous(m)); }); },
     nullptr, "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous",
     [](Thread& t, Value v) {
         return attribute(t, v, [](MemoryView* m) -> Result<Own> { return Own::boolean(is_contiguous(m) || is_fortran_contiguous(m)); });
     },
     nullptr, "A bool indicating whether the memory is contiguous."},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

Result<Own> make_memoryview(Thread& t, Value object) {
    if (has_shape(object, shapes::memoryview)) {
        TRY(check(t, as<MemoryView>(object)));
        return same_view(t, as<MemoryView>(object));
    }
    if (!has_buffer(object)) return raise_type(t, "memoryview: a bytes-like object is required, not '{}'", type_name(object));
    return new_view(t, object);
}

Status provide_memoryview(Thread& t, Value view, Buffer& out) {
    MemoryView* m = as<MemoryView>(view);
    TRY(check(t, m));
    if (!is_contiguous(m)) return raise_text(t, rt().types.BufferError, "memoryview: underlying buffer is not C-contiguous");
    out.data = m->data;
    out.size = byte_count(m);
    out.readonly = m->readonly;
    out.itemsize = static_cast<uint32_t>(m->itemsize);
    memcpy(out.format, m->format, sizeof(out.format));
    count_buffer(m->exports, 1);
    out.unlock = [](Object* owner) { count_buffer(static_cast<MemoryView*>(owner)->exports, -1); };
    return {};
}

extern const TypeSpec spec_memoryview;
const TypeSpec spec_memoryview = {"builtins", "Create a new memoryview object which references the given object.", sizeof(MemoryView),
                                  type_container | type_immutable | type_has_weakrefs | type_sequence_pattern, &life, fill, methods, getsets, nullptr};
extern const TypeSpec spec_memory_iterator;
const TypeSpec spec_memory_iterator = {"builtins", nullptr, sizeof(MemoryIterator), type_container | type_immutable | type_no_instantiate,
                                       &iterator_life, fill_iterator, nullptr, nullptr, nullptr};

} // namespace terrarium
