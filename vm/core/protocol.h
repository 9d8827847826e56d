// The object protocols: what an operator, a call or a built-in does with any object. Borrowed arguments, owned results.
#pragma once

#include "vm/core/errors.h"

namespace terrarium {

// --- attributes
Result<Own> get_attr(Thread& t, Value v, Str* name);
Result<Own> get_attr(Thread& t, Value v, Value name);                 // checks that name is a str
Result<Own> get_attr_or_missing(Thread& t, Value v, Str* name);       // Value::exhausted() instead of AttributeError
Status set_attr(Thread& t, Value v, Str* name, Value value);
Status del_attr(Thread& t, Value v, Str* name);
// LOAD_METHOD: returns the callable; *self_out is v when the callable wants it as first argument, else null (both owned).
Result<Own> get_method(Thread& t, Value v, Str* name, Own* self_out);
// Looks a dunder up on the type and binds it; Value::exhausted() when missing.
Result<Own> lookup_special(Thread& t, Value v, Str* name);

// --- calls
Result<Own> call(Thread& t, Value callable, const Args& args);
Result<Own> call_values(Thread& t, Value callable, const Value* values, size_t count);
template <class... V>
Result<Own> call(Thread& t, Value callable, const V&... v)
    requires(sizeof...(v) > 0 && (std::is_convertible_v<V, Value> && ...))
{
    Value values[] = {static_cast<Value>(v)...};
    return call_values(t, callable, values, sizeof...(v));
}
inline Result<Own> call(Thread& t, Value callable) { return call_values(t, callable, nullptr, 0); }
template <class... V>
Result<Own> call_method(Thread& t, Value receiver, Str* name, const V&... v) {
    Own self;
    Own f = TRY(get_method(t, receiver, name, &self));
    Value values[] = {self.get(), static_cast<Value>(v)...};
    if (self.is_null()) return call_values(t, f, values + 1, sizeof...(v));
    return call_values(t, f, values, sizeof...(v) + 1);
}
// f(*positional, **keywords) with a tuple and a dict (or null).
Result<Own> call_ex(Thread& t, Value callable, Tuple* positional, Dict* keywords_or_null);
// f(first, *args).
Result<Own> call_with_first(Thread& t, Value callable, Value first, const Args& args);
bool is_callable(Value v);

// --- operators
Result<Own> binary_op(Thread& t, BinaryOp op, Value a, Value b);
Result<Own> inplace_op(Thread& t, BinaryOp op, Value a, Value b);
Result<Own> power(Thread& t, Value base, Value exponent, Value modulus_or_none);
Result<Own> negative(Thread& t, Value v);
Result<Own> positive(Thread& t, Value v);
Result<Own> invert(Thread& t, Value v);
Result<Own> absolute(Thread& t, Value v);
const char* binary_symbol(BinaryOp op); // "+", "** or pow()", ...

// --- truth, comparison, hash
Result<bool> is_truthy(Thread& t, Value v);
Result<Own> compare(Thread& t, Value a, Value b, CompareOp op);
Result<bool> compare_bool(Thread& t, Value a, Value b, CompareOp op);
Result<bool> equal(Thread& t, Value a, Value b);      // identity first, then ==, as containers do
Result<int64_t> hash_of(Thread& t, Value v);          // TypeError "unhashable type: 'X'"
Result<int64_t> hash_not_implemented(Thread& t, Value v);
int64_t hash_pointer(const void* p);

// --- containers
Result<Own> get_item(Thread& t, Value v, Value key);
Status set_item(Thread& t, Value v, Value key, Value value);
Status del_item(Thread& t, Value v, Value key);
Result<int64_t> length(Thread& t, Value v);           // TypeError "object of type 'X' has no len()"
Result<int64_t> length_hint(Thread& t, Value v, int64_t fallback);
Result<bool> contains(Thread& t, Value container, Value item);

// --- iteration
Result<Own> get_iter(Thread& t, Value v);             // TypeError "'X' object is not iterable"
inline Result<Own> iter_next(Thread& t, Value it);    // Value::exhausted() at the end (StopIteration already cleared)
// For an iterator that ends with another: at the end exhausted too, or StopIteration raised with what it carries.
Result<Own> iter_step(Thread& t, Value it);
Result<Own> iter_next_slow(Thread& t, Value it);      // checks memory pressure and Ctrl-C too
Result<Own> iter_next(Thread& t, Value it) { return iter_next_slow(t, it); }
Own make_sequence_iterator(Value sequence);            // the old protocol: __getitem__(0), (1), ... until IndexError
// for_each(t, iterable, [&](Value item) -> Result<bool> { ...; return true to go on; }): fast for list, tuple, range.
template <class F>
Status for_each(Thread& t, Value iterable, F&& f) {
    Own it = TRY(get_iter(t, iterable));
    for (;;) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) return {};
        if (!TRY(f(item.get()))) return {};
    }
}

// --- text
Result<Ref<Str>> repr(Thread& t, Value v);
Result<Ref<Str>> to_str(Thread& t, Value v);          // str(v)
Result<Ref<Str>> to_ascii(Thread& t, Value v);
Result<Ref<Str>> format(Thread& t, Value v, Str* spec); // format(v, spec)
Result<std::string> repr_text(Thread& t, Value v);    // UTF-8

// --- types
Result<bool> is_instance(Thread& t, Value v, Value cls_or_tuple);
Result<bool> is_subclass(Thread& t, Value cls, Value cls_or_tuple);
// What type.__instancecheck__ and type.__subclasscheck__ do: no hooks of the class, __class__ and __bases__ are looked at.
Result<bool> is_instance_plain(Thread& t, Value v, Value cls);
Result<bool> is_subclass_plain(Thread& t, Value cls, Value of);
bool is_subtype(const Type* a, const Type* b);        // by MRO, no hooks
bool is_instance_of(Value v, const Type* type);       // by real type

// --- slices: start, stop, step after clamping to length, and the number of items
struct SliceRange {
    int64_t start, stop, step, count;
};
struct Slice : Object {
    Value start, stop, step;
};
Own make_slice(Value start, Value stop, Value step);
inline bool is_slice(Value v) { return has_shape(v, shapes::slice); }
Result<SliceRange> resolve_slice(Thread& t, Value slice, int64_t length); // "slice indices must be integers or None or have an __index__ method"
// A position for indexing: negative counts from the end. IndexError(what + " index out of range").
Result<int64_t> resolve_index(Thread& t, Value key, int64_t length, const char* what);

} // namespace terrarium
