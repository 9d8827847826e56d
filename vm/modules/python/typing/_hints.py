# get_type_hints: the annotations of a class, module or function with forward references evaluated.
# Part of typing, which loads this file when it is asked for.

import sys as _sys
import typing as _t

__name__ = 'typing'


def _evaluate(value, globalns, localns, running=frozenset()):
    """Replace the forward references inside a type."""
    if isinstance(value, _t.ForwardRef):
        text = value.__forward_arg__
        if text in running:
            return value
        if value.__forward_module__ is not None:
            globalns = getattr(_sys.modules.get(value.__forward_module__), '__dict__', globalns)
        source = f'({text},)[0]' if text.startswith('*') else text
        found = _checked(eval(source, globalns, localns), value)
        found = _evaluate(found, globalns, localns, running | {text})
        value.__forward_value__ = found
        value.__forward_evaluated__ = True
        return found
    if isinstance(value, (_t._GenericAlias, _t._NativeAlias, _t._NativeUnion)):
        args = value.__args__
        if isinstance(value, _t._NativeAlias):
            args = tuple(_t.ForwardRef(arg) if isinstance(arg, str) else arg for arg in args)
        new = tuple(_evaluate(arg, globalns, localns, running) for arg in args)
        if new == value.__args__:
            return value
        if isinstance(value, _t._NativeAlias):
            return type(value)(value.__origin__, new)
        if isinstance(value, _t._NativeUnion):
            result = new[0]
            for arg in new[1:]:
                result = result | arg
            return result
        return value.copy_with(new)
    return value


def _checked(value, reference):
    value = _t._type_convert(value)
    if reference.__forward_is_class__ and (
            value in (_t.ClassVar, _t.Final) or isinstance(value, _t._GenericAlias)
            and value.__origin__ in (_t.ClassVar, _t.Final)):
        return value
    return _t._type_check(value, "Forward references must evaluate to types.")


def _hint(value, globalns, localns, is_class=False, is_argument=True):
    if value is None:
        value = type(None)
    if isinstance(value, str):
        value = _t.ForwardRef(value, is_argument=is_argument, is_class=is_class)
    return _evaluate(value, globalns, localns)


def _strip(value):
    """The type without Annotated, Required and NotRequired."""
    if isinstance(value, _t._AnnotatedAlias):
        return _strip(value.__origin__)
    if isinstance(value, _t._GenericAlias):
        if value.__origin__ in (_t.Required, _t.NotRequired):
            return _strip(value.__args__[0])
        new = tuple(map(_strip, value.__args__))
        return value if new == value.__args__ else value.copy_with(new)
    if isinstance(value, _t._NativeAlias):
        new = tuple(map(_strip, value.__args__))
        return value if new == value.__args__ else type(value)(value.__origin__, new)
    if isinstance(value, _t._NativeUnion):
        new = tuple(map(_strip, value.__args__))
        if new == value.__args__:
            return value
        result = new[0]
        for arg in new[1:]:
            result = result | arg
        return result
    return value


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The type hints of a class (with its bases), module or function, as a dict."""
    if getattr(obj, '__no_type_check__', None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            annotations = base.__dict__.get('__annotations__', {})
            if not isinstance(annotations, dict):
                annotations = {}
            if globalns is None:
                base_globals = getattr(_sys.modules.get(base.__module__), '__dict__', {})
            else:
                base_globals = globalns
            base_locals = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                # Names of the module win over those of the class body.
                base_globals, base_locals = base_locals, base_globals
            for name, value in annotations.items():
                hints[name] = _hint(value, base_globals, base_locals, True, False)
    else:
        if globalns is None:
            if isinstance(obj, type(_sys)):
                globalns = obj.__dict__
            else:
                inner = obj
                while hasattr(inner, '__wrapped__'):
                    inner = inner.__wrapped__
                globalns = getattr(inner, '__globals__', {})
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        annotations = getattr(obj, '__annotations__', None)
        if annotations is None:
            if callable(obj) or isinstance(obj, type(_sys)):
                return {}
            raise TypeError(f'{obj!r} is not a module, class, method, or function.')
        for name, value in annotations.items():
            hints[name] = _hint(value, globalns, localns, False, not isinstance(obj, type(_sys)))
    if include_extras:
        return hints
    return {name: _strip(value) for name, value in hints.items()}
