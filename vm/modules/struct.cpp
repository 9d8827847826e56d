// The module struct: packing values into bytes by a format. Formats are read in struct_format.cpp.
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/modules/struct_format.h"
#include "vm/modules/text_types.h"
#include "vm/objects/buffer.h"
#include "vm/objects/codecs.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

// A compiled format. The items are one raw block.
struct StructObject : Object {
    Value format; // owned str
    StructItem* items;
    uint64_t item_count, value_count, size;
};

struct UnpackIterator : Object {
    Value layout; // owned StructObject
    Value source; // owned object with a buffer; null once exhausted
    uint64_t at;
};

Error raise_struct(Thread& t, std::string_view message) { return raise_text(t, text_types().struct_error, message); }

// What pack and the others work by: an item list, wherever it lives.
struct Layout {
    const StructItem* items;
    size_t item_count, value_count, size;
};
Layout layout_of(const StructObject* s) { return {s->items, s->item_count, s->value_count, s->size}; }
Layout layout_of(const StructLayout& s) { return {s.items.data(), s.items.size(), s.values, s.size}; }

Result<std::string> format_text(Thread& t, Value v) {
    if (is_bytes(v)) return std::string(bytes_content(v));
    if (!is_str(v)) return raise_type(t, "Struct() argument 1 must be a str or bytes object, not {}", type_name(v));
    Ref<Bytes> ascii = TRY(encode_with(t, Codec::ascii, as<Str>(v), "strict"));
    return std::string(ascii->view());
}

Result<StructLayout> parsed(Thread& t, Value format) { return parse_struct(t, TRY(format_text(t, format))); }

Result<Own> pack(Thread& t, const Layout& l, const Value* values, size_t count) {
    if (count != l.value_count)
        return raise_fmt(t, text_types().struct_error, "pack expected {} items for packing (got {})", l.value_count, count);
    Ref<Bytes> result = TRY(new_bytes(t, l.size));
    if (l.size) memset(result->data(), 0, l.size);
    TRY(pack_struct(t, l.items, l.item_count, values, result->data()));
    return result;
}

Result<Own> unpack(Thread& t, const Layout& l, Value source) {
    Buffer buffer = TRY(get_buffer(t, source));
    if (buffer.size != l.size) return raise_fmt(t, text_types().struct_error, "unpack requires a buffer of {} bytes", l.size);
    return unpack_struct(t, l.items, l.item_count, l.value_count, buffer.data);
}

Result<Own> unpack_from(Thread& t, const Layout& l, Value source, Value offset_or_null) {
    Buffer buffer = TRY(get_buffer(t, source));
    int64_t offset = offset_or_null.is_null() ? 0 : TRY(to_int64(t, offset_or_null));
    int64_t size = static_cast<int64_t>(buffer.size), needed = static_cast<int64_t>(l.size);
    if (offset < 0) {
        if (offset + needed > 0) return raise_fmt(t, text_types().struct_error, "not enough data to unpack {} bytes at offset {}", needed, offset);
        if (offset + size < 0) return raise_fmt(t, text_types().struct_error, "offset {} out of range for {}-byte buffer", offset, size);
        offset += size;
    }
    if (size - offset < needed)
        return raise_fmt(t, text_types().struct_error,
                         "unpack_from requires a buffer of at least {} bytes for unpacking {} bytes at offset {} (actual buffer size is {})",
                         needed + offset, needed, offset, size);
    return unpack_struct(t, l.items, l.item_count, l.value_count, buffer.data + offset);
}

// arguments: buffer, offset, values...
Result<Own> pack_into(Thread& t, const Layout& l, const Value* arguments, size_t count) {
    if (count == 0) return raise_struct(t, "pack_into expected buffer argument");
    if (count == 1) return raise_struct(t, "pack_into expected offset argument");
    if (count - 2 != l.value_count)
        return raise_fmt(t, text_types().struct_error, "pack_into expected {} items for packing (got {})", l.value_count, count - 2);
    Buffer buffer = TRY(get_writable_buffer(t, arguments[0], "argument must be read-write bytes-like object"));
    int64_t offset = TRY(to_int64(t, arguments[1]));
    int64_t size = static_cast<int64_t>(buffer.size), needed = static_cast<int64_t>(l.size);
    if (offset < 0) {
        if (offset + needed > 0) return raise_fmt(t, text_types().struct_error, "no space to pack {} bytes at offset {}", needed, offset);
        if (offset + size < 0) return raise_fmt(t, text_types().struct_error, "offset {} out of range for {}-byte buffer", offset, size);
        offset += size;
    }
    if (size - offset < needed)
        return raise_fmt(t, text_types().struct_error,
                         "pack_into requires a buffer of at least {} bytes for packing {} bytes at offset {} (actual buffer size is {})",
                         needed + offset, needed, offset, size);
    memset(buffer.data + offset, 0, l.size);
    TRY(pack_struct(t, l.items, l.item_count, arguments + 2, buffer.data + offset));
    return Own::none();
}

// --- the class Struct

StructObject* self_of(Value v) { return as<StructObject>(v); }

void destroy(Object* o) {
    StructObject* s = static_cast<StructObject*>(o);
    free_raw(s->items, s->item_count * sizeof(StructItem));
    s->items = nullptr;
    s->item_count = 0;
    drop_field(s->format);
}
size_t extra_size(const Object* o) { return static_cast<const StructObject*>(o)->item_count * sizeof(StructItem); }
void trace_struct(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<StructObject*>(o)->format, "format"); }
const Lifecycle struct_life = {trace_struct, destroy, nullptr, fixed_size<StructObject>, extra_size, "Struct"};

Result<Own> make_struct(Thread& t, Type* cls, Value format) {
    std::string text = TRY(format_text(t, format));
    StructLayout layout = TRY(parse_struct(t, text));
    Ref<StructObject> s = TRY(make_instance<StructObject>(t, cls));
    s->format = Own(make_short_str(text)).take();
    s->items = nullptr;
    s->item_count = 0;
    if (size_t bytes = layout.items.size() * sizeof(StructItem)) {
        s->items = static_cast<StructItem*>(try_alloc_raw(bytes));
        if (!s->items) return raise_memory(t);
        memcpy(s->items, layout.items.data(), bytes);
        s->item_count = layout.items.size();
    }
    s->value_count = layout.values;
    s->size = layout.size;
    return s;
}

Result<Own> construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    TRY(bind_args(t, "Struct(format)", Value::null(), args, bound));
    return make_struct(t, cls, bound.values[0]);
}

Result<Own> iter_unpack(Thread& t, Value layout, Value source);

Status no_keyword_call(Thread& t, const char* name, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "{}() takes no keyword arguments", name);
    return {};
}

Result<Own> struct_pack(Thread& t, Value self, const Args& args) {
    TRY(no_keyword_call(t, "Struct.pack", args));
    return pack(t, layout_of(self_of(self)), args.values, args.count);
}
Result<Own> struct_pack_into(Thread& t, Value self, const Args& args) {
    TRY(no_keyword_call(t, "Struct.pack_into", args));
    return pack_into(t, layout_of(self_of(self)), args.values, args.count);
}
Result<Own> struct_unpack(Thread& t, const Value* a) { return unpack(t, layout_of(self_of(a[0])), a[1]); }
Result<Own> struct_unpack_from(Thread& t, const Value* a) { return unpack_from(t, layout_of(self_of(a[0])), a[1], a[2]); }
Result<Own> struct_iter_unpack(Thread& t, const Value* a) { return iter_unpack(t, a[0], a[1]); }

const NativeDef struct_methods[] = {
    {"pack($self, /, *values)", nullptr, "Return a bytes object containing the values packed according to the format.", native_raw, struct_pack},
    {"pack_into($self, buffer, offset, /, *values)", nullptr, "Pack the values and write the bytes into the buffer starting at offset.",
     native_raw, struct_pack_into},
    {"unpack($self, buffer, /)", struct_unpack, "Return a tuple of the values unpacked from the buffer."},
    {"unpack_from($self, /, buffer, offset=0)", struct_unpack_from, "Return a tuple of the values unpacked from the buffer at offset."},
    {"iter_unpack($self, buffer, /)", struct_iter_unpack, "Return an iterator of tuples unpacked from the buffer."},
    {nullptr, nullptr, nullptr},
};

const GetSetDef struct_getsets[] = {
    {"format", [](Thread&, Value v) -> Result<Own> { return Own::share(self_of(v)->format); }, nullptr, "struct format string"},
    {"size", [](Thread&, Value v) -> Result<Own> { return Own::small_int(static_cast<int64_t>(self_of(v)->size)); }, nullptr,
     "struct size in bytes"},
    {nullptr, nullptr, nullptr, nullptr},
};

const TypeSpec spec_struct = {"_struct", "Struct(fmt) --> compiled struct object", sizeof(StructObject), type_basetype | type_container | type_has_weakrefs,
                              &struct_life, [](Slots& s) { s.construct = construct; }, struct_methods, struct_getsets, nullptr};

// --- iter_unpack

void trace_iterator(Object* o, Visitor& visitor) {
    UnpackIterator* it = static_cast<UnpackIterator*>(o);
    trace_edge(visitor, it->layout, "struct");
    trace_edge(visitor, it->source, "buffer");
}
void destroy_iterator(Object* o) {
    drop_field(static_cast<UnpackIterator*>(o)->layout);
    drop_field(static_cast<UnpackIterator*>(o)->source);
}
const Lifecycle iterator_life = {trace_iterator, destroy_iterator, nullptr, fixed_size<UnpackIterator>, nullptr, "unpack_iterator"};

Result<Own> iter_unpack(Thread& t, Value layout, Value source) {
    size_t size = self_of(layout)->size;
    if (size == 0) return raise_struct(t, "cannot iteratively unpack with a struct of length 0");
    Buffer buffer = TRY(get_buffer(t, source));
    if (buffer.size % size) return raise_fmt(t, text_types().struct_error, "iterative unpacking requires a buffer of a multiple of {} bytes", size);
    Ref<UnpackIterator> it = TRY(make_instance<UnpackIterator>(t, text_types().unpack_iterator));
    it->layout = shared(layout);
    it->source = shared(source);
    it->at = 0;
    return it;
}

Result<Own> iterator_next(Thread& t, Value self) {
    UnpackIterator* it = as<UnpackIterator>(self);
    if (it->source.is_null()) return Own::exhausted();
    Layout l = layout_of(self_of(it->layout));
    Buffer buffer = TRY(get_buffer(t, it->source));
    if (it->at + l.size > buffer.size) {
        buffer.drop();
        drop_field(it->source);
        return Own::exhausted();
    }
    size_t at = it->at;
    it->at += l.size;
    return unpack_struct(t, l.items, l.item_count, l.value_count, buffer.data + at);
}

Result<Own> iterator_hint(Thread& t, const Value* a) {
    UnpackIterator* it = as<UnpackIterator>(a[0]);
    if (it->source.is_null()) return Own::small_int(0);
    Buffer buffer = TRY(get_buffer(t, it->source));
    size_t size = self_of(it->layout)->size;
    return Own::small_int(buffer.size > it->at ? static_cast<int64_t>((buffer.size - it->at) / size) : 0);
}

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, nullptr},
    {nullptr, nullptr, nullptr},
};

void fill_iterator(Slots& s) {
    s.iter = [](Thread&, Value self) -> Result<Own> { return Own::share(self); };
    s.next = iterator_next;
}

const TypeSpec spec_iterator = {"_struct", nullptr, sizeof(UnpackIterator), type_container | type_no_instantiate, &iterator_life, fill_iterator,
                                iterator_methods, nullptr, nullptr};
const TypeSpec spec_error = {"struct", nullptr, 0, type_basetype, nullptr, nullptr, nullptr, nullptr, nullptr};

// --- functions

Result<Own> module_pack(Thread& t, Value, const Args& args) {
    TRY(no_keyword_call(t, "struct.pack", args));
    if (args.count == 0) return raise_type(t, "missing format argument");
    StructLayout layout = TRY(parsed(t, args[0]));
    return pack(t, layout_of(layout), args.values + 1, args.count - 1);
}

Result<Own> module_pack_into(Thread& t, Value, const Args& args) {
    TRY(no_keyword_call(t, "struct.pack_into", args));
    if (args.count == 0) return raise_type(t, "missing format argument");
    StructLayout layout = TRY(parsed(t, args[0]));
    return pack_into(t, layout_of(layout), args.values + 1, args.count - 1);
}

Result<Own> module_unpack(Thread& t, const Value* a) {
    StructLayout layout = TRY(parsed(t, a[0]));
    return unpack(t, layout_of(layout), a[1]);
}

Result<Own> module_unpack_from(Thread& t, const Value* a) {
    StructLayout layout = TRY(parsed(t, a[0]));
    return unpack_from(t, layout_of(layout), a[1], a[2]);
}

Result<Own> module_iter_unpack(Thread& t, const Value* a) {
    Own layout = TRY(make_struct(t, text_types().struct_type, a[0]));
    return iter_unpack(t, layout, a[1]);
}

Result<Own> calcsize(Thread& t, const Value* a) {
    StructLayout layout = TRY(parsed(t, a[0]));
    return make_uint(layout.size);
}

Result<Own> clearcache(Thread&, const Value*) { return Own::none(); }

const NativeDef functions[] = {
    {"calcsize(format, /)", calcsize, "Return size in bytes of the struct described by the format string."},
    {"pack(format, /, *values)", nullptr, "Return a bytes object containing the values packed according to the format string.", native_raw,
     module_pack},
    {"pack_into(format, buffer, offset, /, *values)", nullptr, "Pack the values and write the bytes into the buffer starting at offset.",
     native_raw, module_pack_into},
    {"unpack(format, buffer, /)", module_unpack, "Return a tuple of the values unpacked according to the format string."},
    {"unpack_from(format, /, buffer, offset=0)", module_unpack_from, "Return a tuple of the values unpacked from the buffer at offset."},
    {"iter_unpack(format, buffer, /)", module_iter_unpack, "Return an iterator of tuples unpacked from the buffer."},
    {"_clearcache()", clearcache, "Clear the internal cache: there is none."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    TextTypes& types = text_types();
    if (!types.struct_type) {
        types.struct_type = make_builtin_type("Struct", rt().types.object, spec_struct);
        types.unpack_iterator = make_builtin_type("unpack_iterator", rt().types.object, spec_iterator);
        types.struct_error = make_exception_type("error", rt().types.Exception, spec_error);
    }
    dict_set(names, intern("Struct"), Value::object(types.struct_type));
    dict_set(names, intern("error"), Value::object(types.struct_error));
    return {};
}

} // namespace

extern const NativeModuleDef module_struct;
const NativeModuleDef module_struct = {"struct", "Functions to convert between Python values and C structs.", functions, setup};

} // namespace terrarium
