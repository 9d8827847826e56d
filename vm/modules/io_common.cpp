// What all stream classes share: context manager, lines, closing when a stream dies, argument checks.
#include "vm/modules/io.h"
#include "vm/core/output.h"
#include "vm/core/scheduling.h"

#include "vm/objects/containers.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace terrarium {

Error raise_closed(Thread& t, const char* text) { return raise_text(t, rt().types.ValueError, text); }

Type* unsupported_operation(Thread& t) {
    Value& cls = modules_state().unsupported_operation;
    if (!cls.is_object()) {
        Ref<Dict> dict = make_dict();
        dict_set(dict, rt().names.dunder_module, intern("io").value());
        Ref<Tuple> bases = tuple_of(Value::object(rt().types.OSError), Value::object(rt().types.ValueError));
        Result<Own> made = call(t, Value::object(rt().types.type), intern("UnsupportedOperation").value(), bases.value(), dict.value());
        if (!made) return nullptr;
        cls = made.take().take();
    }
    return as<Type>(cls);
}

Error raise_unsupported(Thread& t, const char* text) {
    Type* cls = unsupported_operation(t);
    return cls ? raise_text(t, cls, text) : Error{};
}

Status after_signal(Thread& t) {
    if (safepoint_requests() && rt().hooks.safepoint) return rt().hooks.safepoint(t);
    return {};
}

void write_descriptor(int fd, std::string_view text) {
    while (!text.empty()) {
        bool ready = wait_until_ready(current_thread(), fd, POLLOUT);
        ssize_t n = ready ? write_output(fd, text.data(), writable_at_once(fd, text.size())) : -1;
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        text.remove_prefix(static_cast<size_t>(n));
    }
}

Result<int64_t> size_argument(Thread& t, Value v) {
    if (v.is_null() || v.is_none()) return int64_t{-1};
    if (!is_index(v)) return raise_type(t, "argument should be integer or None, not '{}'", type_name(v));
    int64_t n = TRY(to_int64(t, v));
    return n;
}

Result<uint64_t> truncate_argument(Thread& t, Value v, uint64_t position, const char* negative) {
    if (v.is_null() || v.is_none()) return position;
    int64_t size = TRY(size_argument(t, v));
    if (size < 0) return raise_value_error(t, "{} {}", negative, size);
    return static_cast<uint64_t>(size);
}

Result<Own> newlines_value(Thread& t, uint8_t seen) {
    Ref<Str> kinds[] = {intern("\r"), intern("\n"), intern("\r\n")};
    Value found[3];
    size_t n = 0;
    for (int i = 0; i < 3; i++)
        if (seen >> i & 1) found[n++] = kinds[i].value();
    if (n == 0) return Own::none();
    return n == 1 ? Result<Own>(Own::share(found[0])) : Result<Own>(make_tuple(t, found, n));
}

Status check_newline(Thread& t, Value newline, const char* function) {
    if (newline.is_null() || newline.is_none()) return {};
    if (!is_str(newline))
        return raise_type(t, "{} argument 'newline' must be str or None, not {}", function, type_name(newline));
    for (const char* good : {"", "\n", "\r", "\r\n"})
        if (str_equal(as<Str>(newline), good)) return {};
    return raise_value_error(t, "illegal newline value: {}", to_utf8(newline));
}

Result<bool> is_closed(Thread& t, Value stream) {
    Own closed = TRY(get_attr(t, stream, rt().names.n_closed));
    return is_truthy(t, closed);
}

Result<Own> stream_check_closed(Thread& t, const Value* a) {
    if (TRY(is_closed(t, a[0]))) return raise_closed(t);
    return Own::none();
}

Result<Own> stream_enter(Thread& t, const Value* a) {
    if (TRY(is_closed(t, a[0]))) return raise_closed(t);
    return Own::share(a[0]);
}

Result<Own> stream_exit(Thread& t, Value self, const Args&) { return call_method(t, self, rt().names.n_close); }

Result<Own> stream_no_fileno(Thread& t, const Value*) { return raise_unsupported(t, "fileno"); }
Result<Own> stream_no_detach(Thread& t, const Value*) { return raise_unsupported(t, "detach"); }

Result<Own> stream_iter(Thread& t, Value self) {
    if (TRY(is_closed(t, self))) return raise_closed(t);
    return Own::share(self);
}

Result<Own> stream_readlines(Thread& t, const Value* a) {
    int64_t hint = TRY(size_argument(t, a[1]));
    if (hint <= 0) return list_from_iterable(t, a[0]);
    Ref<List> lines = make_list();
    int64_t size = 0;
    Status done = for_each(t, a[0], [&](Value line) -> Result<bool> {
        TRY(list_append(t, lines, Own::share(line)));
        size += TRY(length(t, line));
        return size <= hint;
    });
    if (!done) return Error{};
    return lines;
}

Result<Own> stream_writelines(Thread& t, const Value* a) {
    if (TRY(is_closed(t, a[0]))) return raise_closed(t);
    Own self = Own::share(a[0]);
    Status done = for_each(t, a[1], [&](Value line) -> Result<bool> {
        (void)TRY(call_method(t, self, rt().names.n_write, line));
        return true;
    });
    if (!done) return Error{};
    return Own::none();
}

Status stream_finalize(Thread& t, Value self) {
    Result<Own> closed = get_attr(t, self, rt().names.n_closed);
    if (!closed) { // never initialised, or detached: nothing to close
        clear_raised(t);
        return {};
    }
    if (closed.get().is_true()) return {};
    Result<Own> done = call_method(t, self, rt().names.n_close);
    if (!done) clear_raised(t); // as CPython's release builds: nobody is told
    return {};
}

} // namespace terrarium
