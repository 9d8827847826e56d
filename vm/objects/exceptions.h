// Layouts of the exceptions that carry data of their own, and what the loop and the printer of tracebacks ask of them.
// Invariant: each layout is BaseException, then Values, then plain words; a Value field that is unset is null (Python
// sees None). Python faces: exceptions.cpp and exceptions_*.cpp. Text of a traceback: print_traceback.h.
#pragma once

#include "vm/core/errors.h"

namespace terrarium {

struct StopIterationObject : BaseException {
    Value value; // owned, as all Values here
};
struct SystemExitObject : BaseException {
    Value code;
};
struct ImportErrorObject : BaseException {
    Value msg, name, path;
};
struct NameErrorObject : BaseException {
    Value name;
};
struct AttributeErrorObject : BaseException {
    Value obj, name;
};
struct OSErrorObject : BaseException {
    Value error_number, strerror, filename, filename2;
    int64_t written; // BlockingIOError: characters_written, -1 when unset
};
struct SyntaxErrorObject : BaseException {
    Value msg, filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line;
};
struct UnicodeErrorObject : BaseException { // UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError
    Value encoding, object, reason;
    int64_t start, end;
};
struct ExceptionGroupObject : BaseException {
    Value message;    // str
    Value exceptions; // tuple
};

// ExceptionGroup: the only built-in class with two bases, so it is in no table.
Type* exception_group_type();

// What `except*` asks. Error: `match` is no exception class, or a group class. *matched: what the clause handles (a lone
// exception comes wrapped in a group), null for nothing. *rest: what is left, None for nothing.
Status split_for_except_star(Thread& t, Value exception, Value match, Own* matched, Own* rest);
// The same as one result: what matched, or None.
Result<Own> split_exception_group(Thread& t, Value exception, Value match, Own* rest);
// The end of a try with except* clauses: of the exceptions its clauses raised or raised again (None among them), the one
// to raise, or None. `original` is what the try statement caught.
Result<Own> prepare_reraise_star(Thread& t, Value original, List* raised);

// e.__notes__ appended to, as add_note does.
Status add_note(Thread& t, Value exception, Str* note);
// e.__traceback__ = traceback, with its check.
Status set_exception_traceback(Thread& t, Value exception, Value traceback_or_none);

// An instance whose fields are all set; as class(*args) without looking for Python's __new__ and __init__.
Result<Own> new_exception(Thread& t, Type* exception_class, Ref<Tuple> args);

} // namespace terrarium
