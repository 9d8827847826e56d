// BaseExceptionGroup and ExceptionGroup (PEP 654): construction, split, subgroup, derive; and what `except*` asks.
// Invariant: `exceptions` is a non-empty tuple of exceptions. A group is split as a tree: its shape stays, parts keep
// message, traceback, cause, context and notes of the group they come from.
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/runtime_rooms.h"
#include "vm/objects/containers.h"
#include "vm/objects/exceptions_fields.h"

namespace terrarium {

template <>
struct ExceptionFields<ExceptionGroupObject> {
    static constexpr const char* names[] = {"message", "exceptions"};
};

Type* exception_group_type() { return static_cast<Type*>(rt().room[room_exception_group]); }

namespace {

using E = ExceptionGroupObject;

bool is_group(Value v) { return is_instance_of(v, rt().types.BaseExceptionGroup); }
Tuple* exceptions_of(Value group) { return as<Tuple>(as<E>(group)->exceptions); }

// --- construction

Result<Own> group_construct(Thread& t, Type* cls, const Args& args) {
    if (args.count != 2)
        return raise_type(t, "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args.count);
    if (!is_str(args[0]))
        return raise_type(t, "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                          args[0].is_none() ? "None" : type_name(args[0]));
    if (!is_list(args[1]) && !is_tuple(args[1]) && (is_dict(args[1]) || !type_of(args[1])->slots.get_item))
        return raise_type(t, "second argument (exceptions) must be a sequence");
    Ref<Tuple> exceptions = TRY(tuple_from_iterable(t, args[1]));
    if (exceptions->length == 0) return raise_value_error(t, "second argument (exceptions) must be a non-empty sequence");
    bool all_plain = true;
    for (size_t i = 0; i < exceptions->length; i++) {
        if (!is_exception((*exceptions)[i]))
            return raise_value_error(t, "Item {} of second argument (exceptions) is not an exception", i);
        all_plain = all_plain && is_instance_of((*exceptions)[i], rt().types.Exception);
    }
    if (cls == rt().types.BaseExceptionGroup) {
        if (all_plain) cls = exception_group_type();
    } else if (!all_plain && is_subtype(cls, rt().types.Exception)) {
        if (cls == exception_group_type()) return raise_type(t, "Cannot nest BaseExceptions in an ExceptionGroup");
        return raise_type(t, "Cannot nest BaseExceptions in '{}'", type_name(cls));
    }
    Own group = TRY(new_exception(t, cls, TRY(make_tuple(t, args.values, args.count))));
    as<E>(group)->message = Own::share(args[0]).take();
    as<E>(group)->exceptions = Value::object(exceptions.take());
    return group;
}

Result<Own> make_group(Thread& t, Value message, Value exceptions) {
    return call(t, Value::object(rt().types.BaseExceptionGroup), message, exceptions);
}

Result<Own> group_str(Thread& t, Value self) {
    size_t n = exceptions_of(self)->length;
    Ref<Str> message = TRY(to_str(t, as<E>(self)->message));
    StrBuilder out(t);
    TRY(out.add(message));
    TRY(out.add(fmt::format(" ({} sub-exception{})", n, n > 1 ? "s" : "")));
    return out.finish();
}

// --- splitting

// What an exception is tested against: classes, a Python predicate, or membership in a set of leaves.
struct Condition {
    enum Kind { classes, predicate, leaves } kind;
    Value value; // classes: a class or tuple of classes; predicate: the callable; leaves: a list of exceptions
};

Result<Condition> condition_of(Thread& t, Value v) {
    auto is_class = [](Value c) { return is_type(c) && is_subtype(as<Type>(c), rt().types.BaseException); };
    if (is_class(v)) return Condition{Condition::classes, v};
    if (is_tuple(v)) {
        bool all = true;
        for (size_t i = 0; i < as<Tuple>(v)->length; i++) all = all && is_class((*as<Tuple>(v))[i]);
        if (all) return Condition{Condition::classes, v};
    } else if (is_callable(v) && !is_type(v)) {
        return Condition{Condition::predicate, v};
    }
    return raise_type(t, "expected a function, exception type or tuple of exception types");
}

Result<bool> meets(Thread& t, Value exception, const Condition& condition) {
    switch (condition.kind) {
        case Condition::classes: return exception_matches(t, exception, condition.value);
        case Condition::predicate: {
            Own answer = TRY(call(t, condition.value, exception));
            return is_truthy(t, answer);
        }
        case Condition::leaves: {
            if (is_group(exception)) return false;
            List* list = as<List>(condition.value);
            for (size_t i = 0; i < list->length; i++)
                if (list->items[i] == exception) return true;
            return false;
        }
    }
    return false;
}

// A group like `group` with only these exceptions; None for no exceptions.
Result<Own> part_of(Thread& t, Value group, List* exceptions) {
    if (exceptions->length == 0) return Own::none();
    Ref<Str> derive = intern("derive");
    Own part = TRY(call_method(t, group, derive.get(), Value::object(exceptions)));
    if (!is_group(part)) return raise_type(t, "derive must return an instance of BaseExceptionGroup");
    auto from = as<BaseException>(group);
    auto to = as<BaseException>(part);
    set_field(to->traceback, none_if_null(from->traceback));
    set_field(to->context, none_if_null(from->context));
    set_field(to->cause, none_if_null(from->cause));
    to->suppress_context = 1; // setting a cause does that, even None
    Own notes = TRY(get_attr_or_missing(t, group, rt().names.dunder_notes));
    if (!notes.is_exhausted() && (is_list(notes) || is_tuple(notes) || type_of(notes)->slots.get_item)) {
        Ref<List> copy = TRY(list_from_iterable(t, notes));
        TRY(set_attr(t, part, rt().names.dunder_notes, copy.value()));
    }
    return part;
}

// *match and *rest are None for nothing; rest may be null when nobody asks for it.
Status split(Thread& t, Value exception, const Condition& condition, Own* match, Own* rest) {
    *match = Own::none();
    if (rest) *rest = Own::none();
    if (TRY(meets(t, exception, condition))) {
        *match = Own::share(exception);
        return {};
    }
    if (!is_group(exception)) {
        if (rest) *rest = Own::share(exception);
        return {};
    }
    RecursionGuard guard(t, " in exceptiongroup_split_recursive");
    if (!guard) return Error{};
    Ref<List> matched = make_list(), left = make_list();
    Ref<Tuple> all = Ref<Tuple>::share(exceptions_of(exception));
    for (size_t i = 0; i < all->length; i++) {
        Own m, r;
        TRY(split(t, (*all)[i], condition, &m, rest ? &r : nullptr));
        if (!m.is_none()) TRY(list_append(t, matched, std::move(m)));
        if (rest && !r.is_none()) TRY(list_append(t, left, std::move(r)));
    }
    *match = TRY(part_of(t, exception, matched));
    if (rest) *rest = TRY(part_of(t, exception, left));
    return {};
}

Result<Own> group_split(Thread& t, const Value* a) {
    Condition condition = TRY(condition_of(t, a[1]));
    Own match, rest;
    TRY(split(t, a[0], condition, &match, &rest));
    return Own(make_pair(match, rest));
}
Result<Own> group_subgroup(Thread& t, const Value* a) {
    Condition condition = TRY(condition_of(t, a[1]));
    Own match;
    TRY(split(t, a[0], condition, &match, nullptr));
    return match;
}
Result<Own> group_derive(Thread& t, const Value* a) { return make_group(t, as<E>(a[0])->message, a[1]); }

// --- except*

Result<bool> catches_groups(Thread& t, Value match) {
    Value group = Value::object(rt().types.BaseExceptionGroup);
    if (!is_tuple(match)) return is_subclass(t, match, group);
    for (size_t i = 0; i < as<Tuple>(match)->length; i++)
        if (TRY(is_subclass(t, (*as<Tuple>(match))[i], group))) return true;
    return false;
}

// Came from `original` unchanged, as a bare `raise` in a clause does it.
bool same_origin(Value exception, Value original) {
    if (!is_group(exception) || !is_group(original)) return false;
    auto a = as<BaseException>(exception), b = as<BaseException>(original);
    return a->traceback == b->traceback && a->cause == b->cause && a->context == b->context;
}

Status collect_leaves(Thread& t, Value exception, List* leaves) {
    if (!is_group(exception)) return list_append(t, leaves, Own::share(exception));
    RecursionGuard guard(t, " in collect_exception_group_leaf_ids");
    if (!guard) return Error{};
    Tuple* all = exceptions_of(exception);
    for (size_t i = 0; i < all->length; i++) TRY(collect_leaves(t, (*all)[i], leaves));
    return {};
}

} // namespace

Status split_for_except_star(Thread& t, Value exception, Value match, Own* matched, Own* rest) {
    *matched = Own();
    *rest = Own::none();
    bool direct = TRY(exception_matches(t, exception, match));
    if (TRY(catches_groups(t, match)))
        return raise_type(t, "catching ExceptionGroup with except* is not allowed. Use except instead.");
    if (exception.is_none()) return {};
    if (direct) {
        if (is_group(exception)) {
            *matched = Own::share(exception);
            return {};
        }
        Ref<Tuple> one = tuple_of(exception);
        *matched = TRY(make_group(t, Value::object(rt().empty_str), one.value()));
        return {};
    }
    if (!is_group(exception)) {
        *rest = Own::share(exception);
        return {};
    }
    Ref<Str> name = intern("split");
    Own pair = TRY(call_method(t, exception, name.get(), match));
    if (!is_tuple(pair))
        return raise_type(t, "{}.split must return a tuple, not {}", type_name(exception), type_name(pair));
    Tuple* parts = as<Tuple>(pair);
    if (parts->length < 2)
        return raise_type(t, "{}.split must return a 2-tuple, got tuple of size {}", type_name(exception), parts->length);
    if (!(*parts)[0].is_none()) *matched = Own::share((*parts)[0]);
    *rest = Own::share((*parts)[1]);
    return {};
}

Result<Own> split_exception_group(Thread& t, Value exception, Value match, Own* rest) {
    Own matched;
    TRY(split_for_except_star(t, exception, match, &matched, rest));
    if (matched.is_null()) return Own::none();
    return matched;
}

Result<Own> prepare_reraise_star(Thread& t, Value original, List* all) {
    if (all->length == 0) return Own::none();
    if (!is_group(original)) // a lone exception: one clause at most has run
        return Own::share(all->items[0]);
    Ref<List> raised = make_list(), leaves = make_list();
    for (size_t i = 0; i < all->length; i++) {
        Value e = all->items[i];
        if (e.is_none()) continue;
        if (same_origin(e, original)) TRY(collect_leaves(t, e, leaves));
        else TRY(list_append(t, raised, Own::share(e)));
    }
    Own again = Own::none();
    if (leaves->length) {
        Condition condition{Condition::leaves, leaves.value()};
        TRY(split(t, original, condition, &again, nullptr));
    }
    if (raised->length == 0) return again;
    if (!again.is_none()) TRY(list_append(t, raised, std::move(again)));
    return make_group(t, Value::object(rt().empty_str), raised.value());
}

namespace {

const NativeDef group_methods[] = {
    {"derive($self, excs, /)", group_derive, "A group of these exceptions with the same message."},
    {"split($self, condition, /)", group_split, "The pair (what meets the condition, the rest), each a group or None."},
    {"subgroup($self, condition, /)", group_subgroup, "The part that meets the condition, a group or None."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "See PEP 585", native_class_method},
    {},
};
const GetSetDef group_getsets[] = {
    {"message", field_get<&E::message>, set_readonly, "The message."},
    {"exceptions", field_get<&E::exceptions>, set_readonly, "The exceptions in the group."},
    {},
};
void fill_group(Slots& s) {
    s.construct = group_construct;
    s.init = exception_init;
    s.str = group_str;
}

constexpr const char* exception_group_doc = "A group of exceptions that are handled together.";
const TypeSpec spec_ExceptionGroup = {
    "builtins", exception_group_doc, sizeof(ExceptionGroupObject), exception_flags,
    &exception_life<ExceptionGroupObject>, nullptr, nullptr, nullptr, nullptr,
};

} // namespace

const TypeSpec spec_BaseExceptionGroup = {
    "builtins", "A group of exceptions that are handled together.", sizeof(ExceptionGroupObject), exception_flags,
    &exception_life<ExceptionGroupObject>, fill_group, group_methods, group_getsets, nullptr,
};

void make_exception_group_type() {
    Types& types = rt().types;
    Type* group = make_builtin_type("ExceptionGroup", types.BaseExceptionGroup, spec_ExceptionGroup);
    Value bases[] = {Value::object(types.BaseExceptionGroup), Value::object(types.Exception)};
    Value mro[] = {Value::object(group), bases[0], bases[1], Value::object(types.BaseException), Value::object(types.object)};
    auto tuple = [](const Value* items, size_t n) {
        Ref<Tuple> r = new_short_tuple(n);
        for (size_t i = 0; i < n; i++) r->items()[i] = Own::share(items[i]).take();
        return r.take();
    };
    Tuple *old_bases = group->bases, *old_mro = group->mro;
    group->bases = tuple(bases, 2);
    group->mro = tuple(mro, 5);
    if (old_bases) release(static_cast<Object*>(old_bases));
    if (old_mro) release(static_cast<Object*>(old_mro));
    // Exception's list of subclasses stays without it: the tree of built-in types is walked along the first base.
    rt().room[room_exception_group] = group;
}

} // namespace terrarium
