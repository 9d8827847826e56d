# Shallow and deep copying, by way of __copy__, __deepcopy__ and the reduce protocol.
# Invariant of deepcopy: memo maps id(original) to its copy, and keeps the originals alive so that no id is reused.

import types as _types
from _weakref import ref as _ref

__all__ = ['Error', 'copy', 'deepcopy']


class Error(Exception):
    pass


error = Error

# Copying these gives the object itself.
_atomic = frozenset({
    type(None), type(Ellipsis), type(NotImplemented), int, float, bool, complex, str, bytes, type, range, property,
    _types.CodeType, _types.FunctionType, _types.BuiltinFunctionType, _ref})
_immutable = _atomic | {tuple, frozenset, slice}
_by_method = {list: list.copy, dict: dict.copy, set: set.copy, bytearray: bytearray.copy}

# Registered by copyreg-like callers: class -> function giving the value of __reduce__.
dispatch_table = {}


def copy(x):
    """Shallow copy operation on arbitrary Python objects."""
    cls = type(x)
    if cls in _immutable:
        return x
    method = _by_method.get(cls)
    if method is not None:
        return method(x)
    if issubclass(cls, type):
        return x
    method = getattr(cls, '__copy__', None)
    if method is not None:
        return method(x)
    reduced = _reduce(x, cls, 'un(shallow)copyable')
    if isinstance(reduced, str):
        return x
    return _reconstruct(x, None, *reduced)


def deepcopy(x, memo=None, _nil=[]):
    """Deep copy operation on arbitrary Python objects."""
    cls = type(x)
    if cls in _atomic:
        return x
    if memo is None:
        memo = {}
    key = id(x)
    result = memo.get(key, _nil)
    if result is not _nil:
        return result
    copier = _deep.get(cls)
    if copier is not None:
        result = copier(x, memo)
    elif issubclass(cls, type):
        return x
    else:
        copier = getattr(x, '__deepcopy__', None)
        if copier is not None:
            result = copier(memo)
        else:
            reduced = _reduce(x, cls, 'un(deep)copyable')
            if isinstance(reduced, str):
                return x
            result = _reconstruct(x, memo, *reduced)
    if result is not x:
        memo[key] = result
        _keep_alive(x, memo)
    return result


def _reduce(x, cls, complaint):
    reducer = dispatch_table.get(cls)
    if reducer is not None:
        return reducer(x)
    reducer = getattr(cls, '__reduce_ex__', None)
    if reducer is not _object_reduce_ex:
        if reducer is None:
            raise Error(f'{complaint} object of type {cls}')
        return x.__reduce_ex__(4)
    reducer = getattr(cls, '__reduce__', None)
    if reducer is not _object_reduce:
        return x.__reduce__()
    return _generic_reduce(x, cls)


_object_reduce_ex = getattr(object, '__reduce_ex__', None)
_object_reduce = getattr(object, '__reduce__', None)
_object_getstate = getattr(object, '__getstate__', None)


def _new(cls, *args):
    return cls.__new__(cls, *args)


def _new_ex(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _generic_reduce(x, cls):
    """What object.__reduce_ex__(4) says about x, for classes that do not define their own way."""
    if isinstance(x, BaseException):
        return cls, x.args, _state(x, cls)
    if isinstance(x, (set, frozenset)):
        return cls, (list(x),), _state(x, cls)
    if isinstance(x, bytearray):
        return cls, (bytes(x),), _state(x, cls)
    if cls is not object and '__module__' not in cls.__dict__ and not isinstance(x, (list, dict)):
        name = cls.__name__ if cls.__module__ == 'builtins' else f'{cls.__module__}.{cls.__name__}'
        raise TypeError(f"cannot pickle {name!r} object")
    maker, args = _new, (cls,)
    if hasattr(cls, '__getnewargs_ex__'):
        positional, keywords = x.__getnewargs_ex__()
        maker, args = _new_ex, (cls, positional, keywords)
    elif hasattr(cls, '__getnewargs__'):
        args = (cls, *x.__getnewargs__())
    else:
        for base in (int, float, complex, str, bytes, tuple):
            if isinstance(x, base):
                args = (cls, base(x))
    items = iter(x) if isinstance(x, list) else None
    pairs = iter(x.items()) if isinstance(x, dict) else None
    return maker, args, _state(x, cls), items, pairs


def _state(x, cls):
    if getattr(cls, '__getstate__', None) is not _object_getstate:
        return x.__getstate__()
    slots = {}
    for base in cls.__mro__:
        names = base.__dict__.get('__slots__', ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ('__dict__', '__weakref__'):
                continue
            if name.startswith('__') and not name.endswith('__') and base.__name__.strip('_'):
                name = f'_{base.__name__.lstrip("_")}{name}'
            try:
                slots[name] = getattr(x, name)
            except AttributeError:
                pass
    state = getattr(x, '__dict__', None) or None
    return (state, slots) if slots else state


def _keep_alive(x, memo):
    memo.setdefault(id(memo), []).append(x)


def _deep_list(x, memo):
    result = []
    memo[id(x)] = result
    append = result.append
    for item in x:
        append(deepcopy(item, memo))
    return result


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # The tuple may have been reached again through one of its own items.
    known = memo.get(id(x))
    if known is not None:
        return known
    if all(new is old for new, old in zip(items, x)):
        return x
    return tuple(items)


def _deep_dict(x, memo):
    result = {}
    memo[id(x)] = result
    for key, value in x.items():
        result[deepcopy(key, memo)] = deepcopy(value, memo)
    return result


def _deep_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deep = {list: _deep_list, tuple: _deep_tuple, dict: _deep_dict, _types.MethodType: _deep_method}


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, setter=None):
    """Build a copy from what __reduce_ex__ gave; memo is None for a shallow one."""
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if setter is not None:
            setter(y, state)
        elif hasattr(y, '__setstate__'):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(y, name, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y
