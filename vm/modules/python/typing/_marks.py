# The functions of typing that mark things for the type checker: cast, final, overload and the like.
# Part of typing, which loads this file when one of the names is asked for.

import sys as _sys

__name__ = 'typing'

_Function = type(lambda: None)


def cast(typ, val):
    """Tell the type checker that val has type typ; returns val unchanged."""
    return val


def assert_type(val, typ, /):
    """Ask the type checker to confirm a type; returns val unchanged."""
    return val


def assert_never(arg, /):
    """Tell the type checker that this line cannot be reached; fails if it is."""
    text = repr(arg)
    if len(text) > 100:
        text = text[:100] + '...'
    raise AssertionError(f"Expected code to be unreachable, but got: {text}")


def reveal_type(obj, /):
    """Ask the type checker to show the type of obj; at run time prints it to stderr and returns obj."""
    print(f"Runtime type is {type(obj).__name__!r}", file=_sys.stderr)
    return obj


def final(f):
    """Marks a method or class as not to be overridden or subclassed."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def no_type_check(arg):
    """Marks a function or class whose annotations are no type hints."""
    if isinstance(arg, type):
        for value in list(arg.__dict__.values()):
            if getattr(value, '__qualname__', '').startswith(f'{arg.__qualname__}.'):
                inner = getattr(value, '__func__', value)
                if isinstance(inner, (_Function, type)):
                    no_type_check(inner)
    try:
        arg.__no_type_check__ = True
    except TypeError:  # a built-in class
        pass
    return arg


def no_type_check_decorator(decorator):
    """Gives a decorator the effect of no_type_check."""
    from functools import wraps

    @wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped_decorator


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, field_specifiers=(),
                        **kwargs):
    """Marks a decorator, class or metaclass that behaves like dataclasses.dataclass."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default, 'order_default': order_default, 'kw_only_default': kw_only_default,
            'field_specifiers': field_specifiers, 'kwargs': kwargs}
        return cls_or_fn
    return decorator


_overloads = {}  # module -> qualified name -> line -> function


def _overload_dummy(*args, **kwds):
    """Stands in the place of an overload that was not followed by an implementation."""
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """Declares one of several signatures of the function that follows."""
    f = getattr(func, '__func__', func)
    try:
        _overloads.setdefault(f.__module__, {}).setdefault(f.__qualname__, {})[f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The overloads declared for func, in order."""
    f = getattr(func, '__func__', func)
    return list(_overloads.get(f.__module__, {}).get(f.__qualname__, {}).values())


def clear_overloads():
    """Forget all overloads."""
    _overloads.clear()
