// What the container types and the native modules share: hashing and equality with the common cases inline, tracing
// and dropping of fields, small argument helpers. Invariant: nothing here keeps a borrowed Value across Python code.
#pragma once

#include "memory/heap.h"
#include "memory/trace.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/generic_alias.h"

#include <algorithm>
#include <cstring>

namespace terrarium {

// list[int] and the like: the function behind __class_getitem__.
inline Result<Own> native_class_getitem(Thread& t, const Value* a) { return make_generic_alias(t, a[0], a[1]); }

// --- fields
inline void trace_edge(Visitor& visitor, Value v, const char* name, int64_t index = -1) {
    if (v.is_object()) {
        visitor.visit(v.object_ptr(), {name, index});
    } else if (visitor.wants_immediates) [[unlikely]] {
        visitor.visit_immediate(v.bits, {name, index});
    }
}
inline void trace_edge(Visitor& visitor, Object* o, const char* name, int64_t index = -1) {
    if (o) visitor.visit(o, {name, index});
}
inline void drop_field(Value& field) {
    Value old = field;
    field = Value::null();
    release(old);
}
template <class T>
void drop_field(T*& field) {
    T* old = field;
    field = nullptr;
    if (old) release(static_cast<Object*>(old));
}
inline Value shared(Value v) { // the value with a count for whoever stores it
    retain(v);
    return v;
}
template <class T>
T* shared(T* p) {
    if (p) retain(static_cast<Object*>(p));
    return p;
}
inline void retain_all(const Value* items, size_t count) {
    for (size_t i = 0; i < count; i++) retain(items[i]);
}
template <class T>
size_t fixed_size(const Object*) {
    return sizeof(T);
}

// An instance of cls whose struct is T; the caller sets every field of T before anything else happens.
template <class T>
Result<Ref<T>> make_instance(Thread& t, Type* cls) {
    Ref<Object> o = TRY(new_instance(t, cls));
    return Ref<T>::adopt(static_cast<T*>(o.take()));
}

// The bare name of the class, as reprs show it; type_name() of errors.h has the module in front for native modules' types.
inline std::string class_name(Value v) { return to_utf8(type_of(v)->name); }

// An object of a built-in type made by make_builtin_type or types.def, or of a subclass of it.
template <class T>
Result<Ref<T>> make_of(Thread& t, Type* cls) {
    if (cls->flags & (type_heap | type_has_dict)) return make_instance<T>(t, cls);
    return new_object<T>(cls->root_shape->id, true);
}

// (a, b) for an iterator that hands out pairs. The pair of before is used again when only the iterator holds it: a
// `for k, v in ...` loop allocates once. The collector may have stopped looking at it; then it stays as it is.
Own reusable_pair(Tuple*& last, Own a, Own b);

// --- hash and equality
inline Result<int64_t> hash_value(Thread& t, Value v) {
    if (is_exact_str(v)) {
        int64_t hash = as<Str>(v)->hash;
        return hash != -1 ? hash : str_hash(as<Str>(v));
    }
    if (v.is_int()) {
        int64_t i = v.int_value();
        if (i > -1 && i < (int64_t{1} << 61) - 1) return i;
        return int_hash(v);
    }
    return hash_of(t, v);
}

Result<bool> items_equal_slow(Thread& t, Value a, Value b); // holds both while Python code may run (list.cpp)
// Identity first, then ==; the items need not be held by the caller.
inline Result<bool> items_equal(Thread& t, Value a, Value b) {
    if (a == b) return true;
    if (a.is_int() && b.is_int()) return false;
    return items_equal_slow(t, a, b);
}

// --- arguments
Status no_keywords(Thread& t, const char* function, const Args& args); // "list() takes no keyword arguments"
// The only, optional, positional argument of a constructor; null when left out. "list expected at most 1 argument, got 2"
Result<Value> optional_argument(Thread& t, const char* function, const Args& args);
// An index key: int or anything with __index__.
inline bool is_index(Value v) { return v.is_int() || is_int(v) || type_of(v)->slots.index; }
// Position for index(x, start, stop): negative counts from the end, clamped to 0; null gives the fallback.
Result<int64_t> clamped_position(Thread& t, Value v, int64_t length, int64_t fallback);
// Whether the order of two sizes answers the comparison.
inline bool compare_sizes(int64_t a, int64_t b, CompareOp op) {
    switch (op) {
        case CompareOp::lt: return a < b;
        case CompareOp::le: return a <= b;
        case CompareOp::eq: return a == b;
        case CompareOp::ne: return a != b;
        case CompareOp::gt: return a > b;
        case CompareOp::ge: return a >= b;
    }
    return false;
}
// "open" + reprs joined by ", " + "close".
Result<Ref<Str>> join_reprs(Thread& t, std::string_view open, const Value* items, size_t count, std::string_view close);

// The bounds of a slice over a sequence of any length (an exact int), as slice.indices() gives them (slice.cpp).
struct SliceBounds {
    Own start, stop, step;
};
Result<SliceBounds> slice_bounds(Thread& t, Slice* slice, Value length);
// The slice with every __index__ of its bounds already called: resolving it runs no Python code.
Result<Own> plain_slice(Thread& t, Value slice);
// (iter, (argument,)[, state]): how copy rebuilds an iterator (iterators.cpp).
Own reduce_to_iter(Value argument, Value state_or_null);

// Dict internals that OrderedDict and the LRU cache use (dict.cpp).
size_t dict_first_index(Dict* d);                       // index of the first live entry, or entry_count
void dict_remove_at(Dict* d, size_t index, Own* key, Own* value); // removes a live entry, hands both over
Status dict_move_to_end(Thread& t, Dict* d, DictEntry* entry);   // the newest from now on
Status dict_move_to_front(Thread& t, Dict* d, DictEntry* entry);
Result<DictEntry*> dict_lookup(Thread& t, Dict* d, Value key, int64_t hash); // null = missing; may run Python code
Result<Own> dict_repr(Thread& t, Value self);
Status dict_init(Thread& t, Value self, const Args& args);
Result<Own> dict_construct(Thread& t, Type* cls, const Args& args);
void dict_destroy(Object* o);
void dict_trace(Object* o, Visitor& visitor);
size_t dict_extra_size(const Object* o);
Status dict_update_with(Thread& t, Dict* d, const char* function, const Args& args); // d.update(*args, **kw)

} // namespace terrarium
