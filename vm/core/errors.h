// Raising Python exceptions. Texts equal CPython's. Every raise_* returns Error, so: return raise_type(t, "...", ...).
#pragma once

#include "vm/core/str.h"
#include "vm/core/thread.h"

#include <fmt/core.h>

namespace terrarium {

Error raise_text(Thread& t, Type* exception_class, std::string_view utf8_message);
Error raise_value(Thread& t, Type* exception_class, Value single_argument); // KeyError(key), StopIteration(value)
Error raise_class(Thread& t, Type* exception_class);                        // no argument
Error raise_object(Thread& t, Value exception_class_or_instance);           // as `raise x`; sets __context__
Error raise_memory(Thread& t);                                              // MemoryError, allocates nothing
Error raise_os(Thread& t, int error_number, Value filename_or_null);        // OSError subclass by errno
Error raise_os(Thread& t, int error_number, std::string_view filename);
Error raise_key(Thread& t, Value key);
Error raise_stop_iteration(Thread& t, Value value_or_null);
// AttributeError with name= and obj= set (for "Did you mean"); NameError with name=.
Error raise_attribute(Thread& t, Value obj, Str* name);                     // "'X' object has no attribute 'y'" / "type object 'X' ..."
Error raise_attribute_text(Thread& t, Value obj, Str* name, std::string_view message);
Error raise_name(Thread& t, Type* NameError_or_subclass, Str* name, std::string_view message);

template <class... A>
Error raise_fmt(Thread& t, Type* exception_class, fmt::format_string<A...> f, A&&... a) {
    return raise_text(t, exception_class, fmt::format(f, std::forward<A>(a)...));
}
template <class... A>
Error raise_type(Thread& t, fmt::format_string<A...> f, A&&... a) {
    return raise_text(t, rt().types.TypeError, fmt::format(f, std::forward<A>(a)...));
}
template <class... A>
Error raise_value_error(Thread& t, fmt::format_string<A...> f, A&&... a) {
    return raise_text(t, rt().types.ValueError, fmt::format(f, std::forward<A>(a)...));
}

// Issues a warning (category is a Warning subclass): through the module warnings when loaded, else the default filter
// and CPython's text on stderr. Error when the filter turns it into an exception.
// about_object: the warning is about an object whose origin tracemalloc would know; the text says so as CPython's does.
Status warn(Thread& t, Type* category, std::string_view message, int stack_level, bool about_object = false);
// The same for a place that is known: a line of a source text.
Status warn_explicit(Thread& t, Type* category, std::string_view message, std::string_view filename, int64_t line);

// For an exception nobody can take (in __del__, a callback): "Exception ignored in: ..." on stderr; clears it.
void write_unraisable(Thread& t, std::string_view what_or_empty, Value object_or_null);

std::string type_name(Value v);        // __name__ of type(v), UTF-8: 'int'
std::string type_name(const Type* type);

// Layout of every exception instance. Subclass data follows (vm/objects/exceptions.h).
struct BaseException : Object {
    Value args;       // owned tuple
    Value traceback;  // owned traceback or None
    Value cause;      // owned exception or None
    Value context;    // owned exception or None
    Value notes_unused;
    uint8_t suppress_context;
};
// Adds the running frame to an exception's traceback is the loop's business (vm/interp/unwind.cpp).
bool exception_is(Value exception, const Type* exception_class); // isinstance by real type
// `except` matching: match is a class or a tuple of classes; TypeError otherwise.
Result<bool> exception_matches(Thread& t, Value exception, Value match);
Result<Own> make_exception(Thread& t, Type* exception_class, std::string_view message);

} // namespace terrarium
