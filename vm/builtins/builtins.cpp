// The table of builtins, and those that are one call of a protocol. Next: iteration.cpp, evaluation.cpp, console.cpp.
#include "vm/builtins/builtins.h"

#include "vm/builtins/functions.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/objects/bytes.h"
#include "vm/objects/exceptions.h"
#include "vm/objects/function.h"

#include <climits>

namespace terrarium::builtins {

Status take_keywords(Thread& t, const char* function, const Args& args, std::span<Keyword> keywords) {
    for (uint32_t k = 0; k < args.keyword_count(); k++) {
        Str* given = as<Str>((*args.keywords)[k]);
        bool known = false;
        for (Keyword& keyword : keywords) {
            if (!str_equal(given, keyword.name)) continue;
            keyword.value = args.values[args.count + k];
            known = true;
        }
        if (!known) return raise_type(t, "'{}' is an invalid keyword argument for {}()", to_utf8(given), function);
    }
    return {};
}

namespace {

Result<Str*> attribute_name(Thread& t, Value v) {
    if (!is_str(v)) return raise_type(t, "attribute name must be string, not '{}'", type_name(v));
    return as<Str>(v);
}

// --- objects

NATIVE(absolute_value) { return absolute(t, a[0]); }
NATIVE(ascii) { return to_ascii(t, a[0]); }
NATIVE(representation) { return repr(t, a[0]); }
NATIVE(callable) {
    (void)t;
    return Own::boolean(is_callable(a[0]));
}
NATIVE(hash) { return make_int(TRY(hash_of(t, a[0]))); }
NATIVE(len) { return make_int(TRY(length(t, a[0]))); }

// An object's address. Immediate values have none: ints give odd numbers, floats ones past a multiple of four, constants
// multiples of eight below any address, so that no two different things alive share one.
NATIVE(id) {
    (void)t;
    Value v = a[0];
    if (v.is_object()) return make_uint(reinterpret_cast<uint64_t>(v.object_ptr()));
    if (v.is_int()) return make_uint(v.bits + 1);
    if (v.is_float()) return make_uint(v.bits);
    return make_uint(v.bits - Value::special_tag);
}

NATIVE(isinstance) { return Own::boolean(TRY(is_instance(t, a[0], a[1]))); }
NATIVE(issubclass) { return Own::boolean(TRY(is_subclass(t, a[0], a[1]))); }

NATIVE(getattr) {
    Str* name = TRY(attribute_name(t, a[1]));
    if (a[2].is_null()) return get_attr(t, a[0], name);
    Own found = TRY(get_attr_or_missing(t, a[0], name));
    if (found.is_exhausted()) return Own::share(a[2]);
    return found;
}
NATIVE(hasattr) {
    Str* name = TRY(attribute_name(t, a[1]));
    Own found = TRY(get_attr_or_missing(t, a[0], name));
    return Own::boolean(!found.is_exhausted());
}
NATIVE(setattr) {
    TRY(set_attr(t, a[0], TRY(attribute_name(t, a[1])), a[2]));
    return Own::none();
}
NATIVE(delattr) {
    TRY(del_attr(t, a[0], TRY(attribute_name(t, a[1]))));
    return Own::none();
}

NATIVE(format_value) {
    Ref<Str> spec = Ref<Str>::share(rt().empty_str);
    if (!a[1].is_null()) {
        if (!is_str(a[1])) return raise_type(t, "format() argument 2 must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
        spec = Ref<Str>::share(as<Str>(a[1]));
    }
    return format(t, a[0], spec);
}

// --- numbers

NATIVE(divmod) { return binary_op(t, BinaryOp::divmod, a[0], a[1]); }
NATIVE(pow) { return power(t, a[0], a[1], a[2].is_null() ? Value::none() : a[2]); }

NATIVE(round) {
    Own method = TRY(lookup_special(t, a[0], rt().names.dunder_round));
    if (method.is_exhausted()) return raise_type(t, "type {} doesn't define __round__ method", type_name(a[0]));
    if (a[1].is_null() || a[1].is_none()) return call(t, method);
    return call(t, method, a[1]);
}

Result<Own> in_base(Thread& t, Value v, int base) {
    Own number = TRY(to_index(t, v));
    return Result<Own>(make_str(t, int_to_base(number, base, true, false)));
}
NATIVE(bin) { return in_base(t, a[0], 2); }
NATIVE(oct) { return in_base(t, a[0], 8); }
NATIVE(hex) { return in_base(t, a[0], 16); }

NATIVE(chr) {
    Own number = TRY(to_index(t, a[0]));
    int64_t c;
    if (!int_fits_int64(number, &c) || c > INT_MAX || c < INT_MIN)
        return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C int");
    if (c < 0 || c > 0x10ffff) return raise_value_error(t, "chr() arg not in range(0x110000)");
    return Own(make_char(static_cast<uint32_t>(c)));
}

NATIVE(ord) {
    uint64_t size;
    if (is_str(a[0])) {
        size = as<Str>(a[0])->length;
        if (size == 1) return Own::small_int(as<Str>(a[0])->at(0));
    } else if (is_bytes(a[0]) || is_bytearray(a[0])) {
        std::string_view content = bytes_content(a[0]);
        size = content.size();
        if (size == 1) return Own::small_int(static_cast<uint8_t>(content[0]));
    } else {
        return raise_type(t, "ord() expected string of length 1, but {} found", type_name(a[0]));
    }
    return raise_type(t, "ord() expected a character, but string of length {} found", size);
}

const NativeDef functions[] = {
    {"__build_class__($module, func, name, /, *bases, metaclass=None, **kwds)", nullptr,
     "What a class statement calls.", native_raw, build_class},
    {"__import__($module, /, name, globals=None, locals=None, fromlist=(), level=0)", import,
     "What an import statement calls; programs use importlib.import_module()."},
    {"abs($module, x, /)", absolute_value, "The absolute value."},
    {"aiter($module, async_iterable, /)", aiter, "The asynchronous iterator of an asynchronous iterable."},
    {"all($module, iterable, /)", all, "Whether every item is true; true for no items."},
    {"anext($module, aiterator, default=<unset>, /)", anext, "An awaitable for the next item; with a default, that one at the end."},
    {"any($module, iterable, /)", any, "Whether some item is true; false for no items."},
    {"ascii($module, obj, /)", ascii, "repr(obj) with everything but ASCII escaped."},
    {"bin($module, number, /)", bin, "The int in base 2, as in '0b101'."},
    {"breakpoint($module, /, *args, **kws)", nullptr, "Calls sys.breakpointhook(*args, **kws), which opens the debugger here.", native_raw, breakpoint},
    {"callable($module, obj, /)", callable, "Whether the object can be called."},
    {"chr($module, i, /)", chr, "The string of one character with code point i."},
    {"compile($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", compile_source,
     "A code object from source text, for exec() or eval(); mode is 'exec', 'eval' or 'single'."},
    {"delattr($module, obj, name, /)", delattr, "Deletes an attribute: delattr(x, 'y') is del x.y."},
    {"dir($module, object=<unset>, /)", dir, "The names in the current scope, or those of an object's attributes, sorted."},
    {"divmod($module, x, y, /)", divmod, "The pair (x // y, x % y)."},
    {"eval($module, source, globals=None, locals=None, /)", eval, "The value of an expression, given as text or code object."},
    {"exec($module, source, globals=None, locals=None, /, *, closure=None)", exec, "Runs statements, given as text or code object."},
    {"format($module, value, format_spec='', /)", format_value, "value.__format__(format_spec)."},
    {"getattr($module, object, name, default=<unset>, /)", getattr, "An attribute: getattr(x, 'y') is x.y; the default when there is none."},
    {"globals($module, /)", globals, "The namespace of the current module."},
    {"hasattr($module, obj, name, /)", hasattr, "Whether the object has an attribute of that name."},
    {"hash($module, obj, /)", hash, "The hash value; equal objects have equal ones."},
    {"hex($module, number, /)", hex, "The int in base 16, as in '0x1f'."},
    {"id($module, obj, /)", id, "The identity of an object: its address."},
    {"input($module, prompt='', /)", input, "Reads a line from standard input, without its end; EOFError at the end of it."},
    {"isinstance($module, obj, class_or_tuple, /)", isinstance, "Whether obj is an instance of the class, or of one of them."},
    {"issubclass($module, cls, class_or_tuple, /)", issubclass, "Whether cls derives from the class, or from one of them."},
    {"iter($module, object, sentinel=<unset>, /)", iter, "An iterator over object; with a sentinel, over what calling it gives until then."},
    {"len($module, obj, /)", len, "How many items a container has."},
    {"locals($module, /)", locals, "The local variables, as a dict."},
    {"max($module, *args, default=<unset>, key=None)", nullptr, "The largest item of an iterable, or of the arguments.", native_raw, max},
    {"min($module, *args, default=<unset>, key=None)", nullptr, "The smallest item of an iterable, or of the arguments.", native_raw, min},
    {"next($module, iterator, default=<unset>, /)", next, "The next item; at the end the default, or else StopIteration."},
    {"oct($module, number, /)", oct, "The int in base 8, as in '0o17'."},
    {"open($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", nullptr,
     "Opens a file.", native_raw, open},
    {"ord($module, c, /)", ord, "The code point of a string of one character."},
    {"pow($module, /, base, exp, mod=None)", pow, "base ** exp, or with mod the same modulo mod."},
    {"print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)", nullptr,
     "Writes the arguments as text, sep between them and end after them, to file (sys.stdout).", native_raw, print},
    {"repr($module, obj, /)", representation, "The text that stands for an object."},
    {"round($module, /, number, ndigits=None)", round, "The number rounded to ndigits digits after the point, or to an int."},
    {"setattr($module, obj, name, value, /)", setattr, "Sets an attribute: setattr(x, 'y', v) is x.y = v."},
    {"sorted($module, iterable, /, *, key=None, reverse=False)", nullptr, "A new sorted list of the items.", native_raw, sorted},
    {"sum($module, iterable, /, start=0)", sum, "The sum of the items and start."},
    {"vars($module, object=<unset>, /)", vars, "The __dict__ of an object; without one, the local variables."},
    {},
};

Status setup(Thread&, Dict* names) {
    Names& n = rt().names;
    auto put = [&](const char* name, Value v) { dict_set(names, intern(name), v); };
    const Types& types = rt().types;
    Type* const visible[] = {
        types.bool_, types.bytearray, types.bytes, types.classmethod, types.complex_, types.dict, types.enumerate, types.filter,
        types.float_, types.frozenset, types.int_, types.list, types.map, types.memoryview, types.object, types.property,
        types.range, types.reversed, types.set, types.slice, types.staticmethod, types.str, types.super, types.tuple,
        types.type, types.zip,
#define X(name, base) types.name,
#include "vm/core/exceptions.def"
#undef X
        exception_group_type(),
    };
    for (Type* type : visible) dict_set(names, type->name, Value::object(type));
    put("EnvironmentError", Value::object(types.OSError));
    put("IOError", Value::object(types.OSError));
    put("None", Value::none());
    put("True", Value::boolean(true));
    put("False", Value::boolean(false));
    put("Ellipsis", Value::ellipsis());
    put("NotImplemented", Value::not_implemented());
    dict_set(names, n.dunder_debug, Value::boolean(!rt().switches.optimize));
    NativeFunction* open_function = as<NativeFunction>(dict_get(names, intern("open")));
    Own old = Own::adopt(open_function->module);
    open_function->module = Own(intern("io")).take(); // whose function it is
    make_anext_type();
    add_site_objects(names);
    return {};
}

const NativeModuleDef module = {
    "builtins", "Functions, types and exceptions that are there without an import.", functions, setup,
};

} // namespace

} // namespace terrarium::builtins

namespace terrarium {

void init_builtins(Thread& t) {
    // Nothing in the table can fail but for memory, of which there is plenty at start.
    Result<Own> made = make_module(t, &builtins::module);
    MEMORY_ASSERT(made.ok());
    Ref<Dict> old = Ref<Dict>::adopt(rt().builtins);
    rt().builtins = Ref<Dict>::share(as<Module>(made.get())->dict).take();
    dict_set(rt().modules, rt().names.n_builtins, made.get());
}

Value builtins_module() { return dict_get(rt().modules, rt().names.n_builtins); }

} // namespace terrarium
