// _thread._excepthook: shows what ended a thread of the module threading, in one piece, so that the texts of threads that
// fail at the same time do not mix.
#include "vm/core/attributes.h"
#include "vm/core/errors.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/scheduling.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/modules/sys.h"
#include "vm/modules/thread_native.h"

namespace terrarium {

namespace {

constexpr size_t argument_count = 4;

const GetSetDef argument_fields[] = {
    SEQUENCE_FIELD(0, "exc_type", "Class of the exception."),
    SEQUENCE_FIELD(1, "exc_value", "The exception, or None."),
    SEQUENCE_FIELD(2, "exc_traceback", "Its traceback, or None."),
    SEQUENCE_FIELD(3, "thread", "The thread, or None."),
    {nullptr, nullptr, nullptr, nullptr},
};
const TypeSpec spec_arguments = {
    "_thread", "Arguments of threading.excepthook.", 0, sequence_flags, nullptr,
    [](Slots& s) {
        s.repr = sequence_repr;
        s.construct = [](Thread& t, Type* cls, const Args& args) { return construct_sequence(t, cls, args, argument_count); };
    },
    nullptr, argument_fields, nullptr,
};

// The name of the Thread object, or the number of the thread that runs.
Result<std::string> title(Thread& t, Value thread) {
    if (!thread.is_none()) {
        Own name = TRY(get_attr_or_missing(t, thread, intern("name")));
        if (!name.is_null()) return to_utf8(Value::object(TRY(to_str(t, name)).get()));
    }
    return fmt::format("{}", t.id);
}

} // namespace

Result<Own> thread_except_hook(Thread& t, const Value* a) {
    if (!a[0].is_object() || type_of(a[0]) != modules_state().except_hook_arguments)
        return raise_type(t, "_thread.excepthook argument type must be ExceptHookArgs");
    const Value* items = as<Tuple>(a[0])->items();
    if (items[0].is_object() && items[0].object_ptr() == rt().types.SystemExit) return Own::none();
    if (on_thread_failure && is_exception(items[1])) on_thread_failure(t, items[1]);
    std::string text = fmt::format("Exception in thread {}:\n", TRY(title(t, items[3])));
    write_error_text(t, text + TRY(hook_text(t, items[1], items[2])));
    return Own::none();
}

void add_thread_hook(Dict* names) {
    Type*& type = modules_state().except_hook_arguments;
    if (!type) {
        type = make_builtin_type("_thread._ExceptHookArgs", rt().types.tuple, spec_arguments);
        add_sequence_counts(type, argument_count, argument_count);
    }
    dict_set(names, intern("_ExceptHookArgs"), Value::object(type));
}

} // namespace terrarium
