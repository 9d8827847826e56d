// What the exceptions_*.cpp share: construction, lifecycles and attribute rows over the Value fields of a layout.
#pragma once

#include "memory/trace.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/exceptions.h"

#include <initializer_list>

namespace terrarium {

inline constexpr uint32_t exception_flags =
    type_basetype | type_has_dict | type_has_weakrefs | type_container | type_exception;

// BaseException.__new__ and __init__.
Result<Own> exception_construct(Thread& t, Type* cls, const Args& args);
Status exception_init(Thread& t, Value self, const Args& args);
Result<Own> exception_str(Thread& t, Value self);
void set_exception_args(Value self, Ref<Tuple> args);
inline Tuple* exception_args(Value self) {
    Value args = as<BaseException>(self)->args;
    return args.is_object() ? as<Tuple>(args) : rt().empty_tuple;
}

// Takes the keyword arguments `names` out of a call: out[i] is borrowed, null when not given.
Status take_keywords(Thread& t, const char* function, const Args& args, std::initializer_list<const char*> names, Value* out);

inline Value none_if_null(Value v) { return v.is_null() ? Value::none() : v; }
inline void set_field(Value& field, Value v) { // shares; null clears
    Value old = field;
    retain(v);
    field = v;
    release(old);
}

// Getter and setter of a Value field: GetSetDef{"name", field_get<&T::name>, field_set<&T::name>, doc}.
template <class>
struct FieldOwner;
template <class T>
struct FieldOwner<Value T::*> {
    using type = T;
};
template <auto field>
using OwnerOf = typename FieldOwner<decltype(field)>::type;

template <auto field>
Result<Own> field_get(Thread&, Value self) {
    return Own::share(none_if_null(as<OwnerOf<field>>(self)->*field));
}
template <auto field>
Status field_set(Thread&, Value self, Value v) {
    set_field(as<OwnerOf<field>>(self)->*field, v);
    return {};
}
Status set_readonly(Thread& t, Value self, Value v); // AttributeError "readonly attribute"

// Lifecycle of a layout whose `count` Values start right behind BaseException.
void trace_exception(Object* o, Visitor& visitor, uint32_t count, const char* const* names);
void drop_exception(Object* o, uint32_t count);

template <class T>
struct ExceptionFields; // names[]: one a Value field

template <class T>
inline constexpr uint32_t field_count = sizeof(ExceptionFields<T>::names) / sizeof(const char*);
template <class T>
void trace_fields(Object* o, Visitor& visitor) {
    trace_exception(o, visitor, field_count<T>, ExceptionFields<T>::names);
}
template <class T>
void drop_fields(Object* o) {
    drop_exception(o, field_count<T>);
}
template <class T>
size_t exception_size(const Object*) {
    return sizeof(T);
}
template <class T>
inline constexpr Lifecycle exception_life = {
    trace_fields<T>, drop_fields<T>, drop_fields<T>, exception_size<T>, nullptr, "exception", Untracking::never,
};

// The specs of the exceptions that need one of their own; all others are like their base.
extern const TypeSpec spec_BaseException, spec_StopIteration, spec_SystemExit, spec_ImportError, spec_NameError,
    spec_AttributeError, spec_KeyError, spec_OSError, spec_SyntaxError, spec_UnicodeEncodeError, spec_UnicodeDecodeError,
    spec_UnicodeTranslateError, spec_BaseExceptionGroup;
void make_exception_group_type(); // after all of exceptions.def

} // namespace terrarium
