// Class statements and function values. Source: PEP 3115 (__prepare__), PEP 560 (__mro_entries__), PEP 487.
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/call.h"
#include "vm/interp/slow.h"

#include <utility>

namespace terrarium {

namespace {

// Bases after __mro_entries__; the same tuple when none has it.
Result<Ref<Tuple>> resolve_bases(Thread& t, Tuple* bases) {
    Ref<List> resolved;
    for (size_t i = 0; i < bases->length; i++) {
        Value base = bases->items()[i];
        if (is_type(base)) {
            if (resolved) TRY(list_append(t, resolved, Own::share(base)));
            continue;
        }
        Own entries = TRY(get_attr_or_missing(t, base, rt().names.dunder_mro_entries));
        if (entries.is_exhausted()) {
            if (resolved) TRY(list_append(t, resolved, Own::share(base)));
            continue;
        }
        Own replacement = TRY(call(t, entries, Value::object(bases)));
        if (!is_tuple(replacement)) return raise_type(t, "__mro_entries__ must return a tuple");
        if (!resolved) resolved = TRY(make_list(t, bases->items(), i));
        TRY(list_extend(t, resolved, replacement));
    }
    if (!resolved) return Ref<Tuple>::share(bases);
    return list_to_tuple(t, resolved);
}

Result<Own> most_derived_metaclass(Thread& t, Value metaclass, Tuple* bases) {
    Type* winner = as<Type>(metaclass);
    for (size_t i = 0; i < bases->length; i++) {
        Type* candidate = type_of(bases->items()[i]);
        if (is_subtype(winner, candidate)) continue;
        if (!is_subtype(candidate, winner))
            return raise_type(t, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
        winner = candidate;
    }
    return Own::share(winner);
}

} // namespace

Result<Own> build_class(Thread& t, const Args& args) {
    Names& names = rt().names;
    if (args.count < 2) return raise_type(t, "__build_class__: not enough arguments");
    if (!is_function(args[0])) return raise_type(t, "__build_class__: func must be a function");
    if (!is_str(args[1])) return raise_type(t, "__build_class__: name is not a string");
    Function* body = as<Function>(args[0]);
    Value name = args[1];
    Ref<Tuple> original_bases = TRY(make_tuple(t, args.values + 2, args.count - 2));
    Ref<Tuple> bases = TRY(resolve_bases(t, original_bases));
    Ref<Dict> keywords = make_dict();
    for (uint32_t i = 0; i < args.keyword_count(); i++) TRY(dict_set(t, keywords, args.keywords->items()[i], args.values[args.count + i]));
    Own metaclass;
    Value given = dict_get(keywords, names.n_metaclass);
    bool is_class;
    if (!given.is_null()) {
        metaclass = Own::share(given);
        dict_delete(keywords, names.n_metaclass);
        is_class = is_type(metaclass);
    } else {
        metaclass = Own::share(bases->length ? type_of(bases->items()[0]) : rt().types.type);
        is_class = true;
    }
    if (is_class) metaclass = TRY(most_derived_metaclass(t, metaclass, bases));
    Ref<Tuple> name_and_bases = tuple_of(name, bases.value());
    Own prepare = TRY(get_attr_or_missing(t, metaclass, names.dunder_prepare));
    Own space;
    if (prepare.is_exhausted()) {
        space = Own(make_dict());
    } else {
        space = TRY(call_ex(t, prepare, name_and_bases, keywords));
    }
    if (!is_dict(space) && !type_of(space)->slots.get_item)
        return raise_type(t, "{}.__prepare__() must return a mapping, not {}", is_class ? type_name(as<Type>(metaclass)) : "<metaclass>", type_name(space));
    Own cell = TRY(run_code(t, body->code, body->globals, space, body->closure));
    if (bases.get() != original_bases.get()) TRY(set_item(t, space, Value::object(names.dunder_orig_bases), original_bases.value()));
    Ref<Tuple> arguments = tuple_of(name, bases.value(), space.get());
    Own cls = TRY(call_ex(t, metaclass, arguments, keywords));
    if (has_shape(cell, shapes::cell) && is_type(cls)) {
        Value in_cell = as<Cell>(cell)->content;
        if (in_cell.is_null())
            return raise_fmt(t, rt().types.RuntimeError, "__class__ not set defining {} as {}. Was __classcell__ propagated to type.__new__?",
                             TRY(repr_text(t, name)), TRY(repr_text(t, cls)));
        if (!(in_cell == cls.get()))
            return raise_type(t, "__class__ set to {} defining {} as {}", TRY(repr_text(t, in_cell)), TRY(repr_text(t, name)), TRY(repr_text(t, cls)));
    }
    return cls;
}

Value load_build_class(Thread& t, Frame* frame) {
    Value v = dict_get(frame->function->builtins, rt().names.dunder_build_class);
    if (v.is_null()) {
        (void)raise_text(t, rt().types.NameError, "__build_class__ not found");
        return v;
    }
    retain(v);
    return v;
}

Value make_function_value(Thread&, Frame* frame, Code* code, uint32_t flags, Value* parts) {
    Function* f = make_function(code, frame->function->globals).take();
    if (f->builtins != frame->function->builtins) {
        retain(static_cast<Object*>(frame->function->builtins));
        Dict* old = std::exchange(f->builtins, frame->function->builtins);
        if (old) release(static_cast<Object*>(old));
    }
    if (flags & function_defaults) f->defaults = as<Tuple>(*parts++);
    if (flags & function_keyword_defaults) f->keyword_defaults = as<Dict>(*parts++);
    if (flags & function_annotations) f->annotations = *parts++;
    if (flags & function_closure) f->closure = as<Tuple>(*parts++);
    return Value::object(f);
}

} // namespace terrarium
