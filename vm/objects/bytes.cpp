// bytes: making, hashing, slots, constructor. What it shares with bytearray is in bytes_methods.h and bytes_methods_*.cpp.
#include "vm/objects/bytes.h"

#include "memory/heap.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes_methods.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

namespace {

constexpr size_t longest_bytes = size_t{1} << 46;

size_t block_bytes(size_t length) { return sizeof(Bytes) + ((length + 8) & ~size_t{7}); }

size_t size(const Object* o) { return block_bytes(static_cast<const Bytes*>(o)->length); }

const Lifecycle life = {nullptr, nullptr, nullptr, size, nullptr, "bytes"};

Bytes* set_up(Object* block, size_t length) {
    Bytes* b = static_cast<Bytes*>(block);
    b->length = length;
    b->hash = -1;
    b->data()[length] = 0;
    return b;
}

Ref<Bytes> empty() { return Ref<Bytes>::share(as<Bytes>(rt().empty_bytes)); }

} // namespace

void init_bytes() {
    auto make = [](size_t length) {
        Bytes* b = set_up(alloc_object(block_bytes(length), shapes::bytes, AllocKind::atomic), length);
        make_immortal(b);
        return b;
    };
    rt().empty_bytes = Value::object(make(0));
    for (unsigned i = 0; i < 256; i++) {
        Bytes* b = make(1);
        b->data()[0] = static_cast<uint8_t>(i);
        rt().byte_bytes[i] = Value::object(b);
    }
}

// --- making

Result<Ref<Bytes>> new_bytes(Thread& t, size_t length) {
    if (length == 0) return empty();
    if (length > size_t{INT64_MAX} - 33) return raise_text(t, rt().types.OverflowError, "byte string is too large"); // as CPython, whose header it is
    Object* block = length > longest_bytes ? nullptr : try_alloc_object(block_bytes(length), shapes::bytes, AllocKind::atomic);
    if (!block) return raise_memory(t);
    return Ref<Bytes>::adopt(set_up(block, length));
}

Result<Ref<Bytes>> make_bytes(Thread& t, std::string_view content) {
    if (content.size() == 1) return Ref<Bytes>::share(as<Bytes>(rt().byte_bytes[static_cast<uint8_t>(content[0])]));
    Ref<Bytes> b = TRY(new_bytes(t, content.size()));
    if (!content.empty()) memcpy(b->data(), content.data(), content.size());
    return b;
}

BytesBuilder::~BytesBuilder() {
    if (buffer_) release(static_cast<Object*>(buffer_));
}

Result<uint8_t*> BytesBuilder::extend(size_t count) {
    size_t needed = length_ + count;
    if (buffer_ && needed <= buffer_->length) [[likely]] {
        uint8_t* at = data_ + length_;
        length_ = needed;
        return at;
    }
    if (needed > longest_bytes) return raise_memory(thread_);
    size_t capacity = buffer_ ? std::max<size_t>(needed, buffer_->length * 2) : std::max<size_t>(needed, 200);
    capacity = usable_size(block_bytes(capacity)) - sizeof(Bytes) - 1;
    if (buffer_ && try_grow_object(buffer_, block_bytes(buffer_->length), block_bytes(capacity))) {
        buffer_->length = capacity;
    } else {
        Ref<Bytes> grown = TRY(new_bytes(thread_, capacity));
        if (length_) memcpy(grown->data(), data_, length_);
        if (buffer_) release(static_cast<Object*>(buffer_));
        buffer_ = grown.take();
        data_ = buffer_->data();
    }
    uint8_t* at = data_ + length_;
    length_ = needed;
    return at;
}

Status BytesBuilder::add(std::string_view content) {
    if (content.empty()) return {};
    memcpy(TRY(extend(content.size())), content.data(), content.size());
    return {};
}

Status BytesBuilder::add_byte(uint8_t byte) {
    *TRY(extend(1)) = byte;
    return {};
}

Status BytesBuilder::add_repeated(uint8_t byte, size_t count) {
    if (count) memset(TRY(extend(count)), byte, count);
    return {};
}

Result<Ref<Bytes>> BytesBuilder::finish() {
    size_t length = std::exchange(length_, 0);
    if (length <= 1) return make_bytes(thread_, std::string_view(reinterpret_cast<const char*>(data_), length));
    if (!try_grow_object(buffer_, block_bytes(buffer_->length), block_bytes(length)))
        return make_bytes(thread_, std::string_view(reinterpret_cast<const char*>(data_), length)); // the buffer goes with the builder
    data_ = nullptr;
    return Ref<Bytes>::adopt(set_up(std::exchange(buffer_, nullptr), length));
}

std::string bytes_repr(std::string_view content) {
    char quote = content.find('\'') != content.npos && content.find('"') == content.npos ? '"' : '\'';
    std::string text = "b";
    text += quote;
    for (char ch : content) {
        uint8_t c = static_cast<uint8_t>(ch);
        if (ch == quote || c == '\\') {
            text += '\\';
            text += ch;
        } else if (c >= ' ' && c < 127) {
            text += ch;
        } else if (c == '\t' || c == '\n' || c == '\r') {
            text += c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r";
        } else {
            text += "\\x";
            text += "0123456789abcdef"[c >> 4];
            text += "0123456789abcdef"[c & 15];
        }
    }
    text += quote;
    return text;
}

// --- from objects

Result<uint8_t> byte_argument(Thread& t, Value v, const char* range_message) {
    if (v.is_int() && v.int_value() >= 0 && v.int_value() < 256) return static_cast<uint8_t>(v.int_value());
    Own index = TRY(to_index(t, v));
    int64_t n;
    if (!int_fits_int64(index, &n) || n < 0 || n > 255) return raise_value_error(t, "{}", range_message);
    return static_cast<uint8_t>(n);
}

Status add_items(Thread& t, Value iterable, BytesBuilder& out, const char* range_message) {
    return for_each(t, iterable, [&](Value item) -> Result<bool> {
        uint8_t byte = TRY(byte_argument(t, item, range_message));
        TRY(out.add_byte(byte));
        return true;
    });
}

Result<Own> bytes_from_object(Thread& t, Value v) {
    if (has_shape(v, shapes::bytes)) return Own::share(v);
    if (has_buffer(v)) {
        Buffer buffer = TRY(get_buffer(t, v));
        return make_bytes(t, buffer.view());
    }
    if (!is_str(v) && (type_of(v)->slots.iter || type_of(v)->slots.get_item)) {
        Result<Own> iterator = get_iter(t, v);
        if (iterator) {
            (void)TRY(length_hint(t, v, 0)); // CPython asks, and tells what goes wrong
            BytesBuilder out(t);
            TRY(add_items(t, iterator.get(), out, "bytes must be in range(0, 256)"));
            return out.finish();
        }
        if (!raised_matches(t, rt().types.TypeError)) return iterator;
        clear_raised(t);
    }
    return raise_type(t, "cannot convert '{}' object to bytes", type_name(v));
}

Result<Own> bytes_content_for(Thread& t, const char* function, Value source, Value encoding, Value errors) {
    if (source.is_null()) {
        if (!encoding.is_null() || !errors.is_null())
            return raise_type(t, "{} without a string argument", encoding.is_null() ? "errors" : "encoding");
        return Own::share(rt().empty_bytes);
    }
    std::string names[2] = {"utf-8", "strict"};
    Value given[2] = {encoding, errors};
    for (int i = 0; i < 2; i++) {
        if (given[i].is_null()) continue;
        if (!is_str(given[i])) return raise_type(t, "{}() argument '{}' must be str, not {}", function, i ? "errors" : "encoding", given[i].is_none() ? "None" : type_name(given[i]));
        names[i] = to_utf8(given[i]);
    }
    if (is_str(source)) {
        if (encoding.is_null()) return raise_type(t, "string argument without an encoding");
        return encode_str(t, as<Str>(source), names[0], names[1]);
    }
    if (!encoding.is_null() || !errors.is_null())
        return raise_type(t, "{} without a string argument", encoding.is_null() ? "errors" : "encoding");
    return Own::exhausted(); // neither text nor nothing: the caller's business
}

Result<int64_t> byte_count(Thread& t, Value source) {
    if (!is_int(source) && !type_of(source)->slots.index) return no_count;
    Result<Own> index = to_index(t, source);
    if (!index) {
        if (!raised_matches(t, rt().types.TypeError)) return Error{};
        clear_raised(t);
        return no_count;
    }
    int64_t count;
    if (!int_fits_int64(index.get(), &count))
        return raise_fmt(t, rt().types.OverflowError, "cannot fit '{}' into an index-sized integer", type_name(source));
    return std::max(count, int64_t{-1}); // any negative one
}

namespace {

// --- construction

Result<Own> content_for(Thread& t, Value source, Value encoding, Value errors) {
    if (!source.is_null() && encoding.is_null() && errors.is_null()) {
        Own special = TRY(lookup_special(t, source, rt().names.dunder_bytes));
        if (!special.is_exhausted()) {
            Own result = TRY(call(t, special));
            if (!is_bytes(result)) return raise_type(t, "__bytes__ returned non-bytes (type {})", type_name(result));
            return result;
        }
    }
    Own known = TRY(bytes_content_for(t, "bytes", source, encoding, errors));
    if (!known.is_exhausted()) return known;
    if (int64_t count = TRY(byte_count(t, source)); count != no_count) {
        if (count < 0) return raise_value_error(t, "negative count");
        Ref<Bytes> zeros = TRY(new_bytes(t, static_cast<size_t>(count)));
        if (count) memset(zeros->data(), 0, static_cast<size_t>(count));
        return zeros;
    }
    return bytes_from_object(t, source);
}

Result<Own> construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    TRY(bind_args(t, "bytes(source=b'', encoding='utf-8', errors='strict')", Value::null(), args, bound));
    Own content = TRY(content_for(t, bound.values[0], bound.values[1], bound.values[2]));
    if (cls == rt().types.bytes && has_shape(content, shapes::bytes)) return content;
    std::string_view view = bytes_content(content);
    if (cls == rt().types.bytes) return is_bytes(content) ? Result<Own>(std::move(content)) : Result<Own>(make_bytes(t, view));
    Ref<Object> made = TRY(new_instance(t, cls, block_bytes(view.size()) - sizeof(Bytes)));
    Bytes* b = set_up(made.get(), view.size());
    memcpy(b->data(), view.data(), view.size());
    return made;
}

// --- slots

Result<Own> repr_slot(Thread& t, Value self) { return make_str(t, bytes_repr(as<Bytes>(self)->view())); }

Result<int64_t> hash_slot(Thread&, Value self) {
    Bytes* b = as<Bytes>(self);
    if (b->hash == -1) b->hash = hash_of_bytes(b->data(), b->length);
    return b->hash;
}

Result<Own> iter_slot(Thread&, Value self) { return make_bytes_iterator(self); }

Result<Own> getnewargs(Thread& t, const Value* a) {
    Own content = TRY(Result<Own>(make_bytes(t, as<Bytes>(a[0])->view())));
    return tuple_of(content.get());
}

Result<Own> dunder_bytes(Thread& t, const Value* a) {
    if (has_shape(a[0], shapes::bytes)) return Own::share(a[0]);
    return make_bytes(t, as<Bytes>(a[0])->view());
}

Result<Own> modulo_slot(Thread& t, Value left, Value right) {
    if (!is_bytes(left)) return Own::not_implemented();
    return bytes_percent(t, as<Bytes>(left)->view(), right, false);
}

void fill(Slots& s) {
    fill_bytes_slots(s);
    s.repr = repr_slot;
    s.str = repr_slot;
    s.hash = hash_slot;
    s.iter = iter_slot;
    s.construct = construct;
    s.binary[static_cast<size_t>(BinaryOp::modulo)] = modulo_slot;
}

const NativeDef methods[] = {
#include "vm/objects/bytes_methods.inc"
    {"__getnewargs__($self, /)", getnewargs, nullptr},
    {"__bytes__($self, /)", dunder_bytes, "Convert this value to exact type bytes."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_bytes;
const TypeSpec spec_bytes = {"builtins",
                             "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
                             "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
                             "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
                             "bytes() -> empty bytes object",
                             sizeof(Bytes), type_basetype | type_variable | type_immutable | type_bytes | type_match_self, &life, fill,
                             methods, nullptr, nullptr};

} // namespace terrarium
