# Higher-order functions: caches, partial methods, orderings and single dispatch.
# partial, reduce, cmp_to_key and the cache itself are natives of _functools; other modules are loaded on use.

from _thread import RLock as _RLock
from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper

__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'total_ordering', 'cache',
           'cmp_to_key', 'lru_cache', 'reduce', 'partial', 'partialmethod', 'singledispatch',
           'singledispatchmethod', 'cached_property']

_GenericAlias = type(list[int])

# Wrappers

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make wrapper look like wrapped: copy the assigned attributes, merge the updated ones."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # Last, so that a __wrapped__ copied with __dict__ does not win.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator form of update_wrapper()."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# total_ordering


def _derive(root, negate, equal):
    """An ordering method made of root(self, other): optionally negated, then joined with (in)equality.

    equal is None (use the answer as it is), 'or' (true also if equal) or 'and' (true only if different).
    """
    def method(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        if negate:
            answer = not answer
        if equal == 'or':
            return answer or self == other
        if equal == 'and':
            return answer and self != other
        return answer
    return method


_ordering_recipes = {
    '__lt__': {'__gt__': (True, 'and'), '__le__': (False, 'or'), '__ge__': (True, None)},
    '__le__': {'__ge__': (True, 'or'), '__lt__': (False, 'and'), '__gt__': (True, None)},
    '__gt__': {'__lt__': (True, 'and'), '__ge__': (False, 'or'), '__le__': (True, None)},
    '__ge__': {'__le__': (True, 'or'), '__gt__': (False, 'and'), '__lt__': (True, None)},
}


def total_ordering(cls):
    """Class decorator that fills in missing ordering methods."""
    roots = [name for name in _ordering_recipes
             if getattr(cls, name, None) is not getattr(object, name, None)]
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = roots[0]
    for name, (negate, equal) in _ordering_recipes[root].items():
        if name not in roots:
            method = _derive(root, negate, equal)
            method.__name__ = name
            method.__qualname__ = f'{cls.__qualname__}.{name}'
            method.__doc__ = getattr(int, name).__doc__
            setattr(cls, name, method)
    return cls


# Caches

_CacheInfo = None


def _cache_info(hits, misses, maxsize, currsize):
    global _CacheInfo
    if _CacheInfo is None:
        from collections import namedtuple
        _CacheInfo = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'], module=__name__)
    return _CacheInfo(hits, misses, maxsize, currsize)


def lru_cache(maxsize=128, typed=False):
    """Memoise a function of hashable arguments, keeping the maxsize most recently used results.

    maxsize None means without bound. The function gets cache_info(), cache_clear(), cache_parameters().
    """
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')

    def decorating_function(user_function):
        return _cached(user_function, maxsize, typed)
    return decorating_function


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _cache_info)
    wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Memoise a function without bound."""
    return lru_cache(maxsize=None)(user_function)


_missing = object()


class cached_property:
    """A property computed once per instance, then kept in the instance's __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.lock = _RLock()  # of two threads that ask at the same time one computes

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            values = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {name!r} property.") from None
        value = values.get(name, _missing)
        if value is not _missing:
            return value
        with self.lock:
            value = values.get(name, _missing)
            if value is _missing:
                value = self.func(instance)
                try:
                    values[name] = value
                except TypeError:
                    raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance does not "
                                    f"support item assignment for caching {name!r} property.") from None
        return value

    __class_getitem__ = classmethod(_GenericAlias)


# Partial methods

class partialmethod:
    """Method descriptor with some arguments given in advance."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args), *(f'{k}={v!r}' for k, v in self.keywords.items())]
        return f'{type(self).__module__}.{type(self).__qualname__}({", ".join(parts)})'

    def _make_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        descriptor_get = getattr(self.func, '__get__', None)
        if descriptor_get is not None:
            bound = descriptor_get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(_GenericAlias)


# Generic functions

def _ranked_match(cls, registry):
    """The implementation for cls: the first of its MRO, where a virtual base ranks after the last class implying it."""
    mro = cls.__mro__
    best, best_rank = [object], len(mro)
    for key in registry:
        if key in mro:
            rank = mro.index(key)
        else:
            try:
                if not issubclass(cls, key):
                    continue
            except TypeError:
                continue
            rank = max(i for i, base in enumerate(mro) if issubclass(base, key)) + 0.5
        if rank < best_rank:
            best, best_rank = [key], rank
        elif rank == best_rank:
            best.append(key)
    # Of virtual bases with the same rank the most derived one is meant.
    first, *rest = [key for key in best if not any(issubclass(k, key) for k in best if k is not key)] or best
    if rest:
        raise RuntimeError(f'Ambiguous dispatch: {first} or {rest[0]}')
    return registry.get(first)


def _union_members(cls):
    """The members of a union type, or None if cls is not one."""
    if type(cls) is type(int | str):
        return cls.__args__
    if getattr(cls, '__origin__', None) is not None:
        from typing import get_args, get_origin, Union
        if get_origin(cls) is Union:
            return get_args(cls)
    return None


def _is_dispatchable(cls):
    if isinstance(cls, type) and not isinstance(cls, _GenericAlias):
        return True
    members = _union_members(cls)
    return members is not None and all(isinstance(m, type) and not isinstance(m, _GenericAlias) for m in members)


def singledispatch(func):
    """Turn func into a generic function, whose implementation is chosen by the type of its first argument."""
    import weakref
    from abc import get_cache_token
    registry = {}
    chosen = weakref.WeakKeyDictionary()
    token = None

    def dispatch(cls):
        """generic_func.dispatch(cls) -> <function implementation>"""
        nonlocal token
        if token is not None and token != get_cache_token():
            chosen.clear()
            token = get_cache_token()
        try:
            return chosen[cls]
        except KeyError:
            impl = registry.get(cls)
            if impl is None:
                impl = _ranked_match(cls, registry)
            chosen[cls] = impl
            return impl

    def register(cls, func=None):
        """generic_func.register(cls, func) -> func"""
        nonlocal token
        if _is_dispatchable(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError("Invalid first argument to `register()`. "
                                f"{cls!r} is not a class or union type.")
            if not getattr(cls, '__annotations__', {}):
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. "
                                "Use either `@register(some_class)` or plain `@register` "
                                "on an annotated function.")
            func = cls
            from typing import get_type_hints
            argname, cls = next(iter(get_type_hints(func).items()))
            if not _is_dispatchable(cls):
                if _union_members(cls) is not None:
                    raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} is not a class.")
        for member in _union_members(cls) or (cls,):
            registry[member] = func
        if token is None and any(hasattr(c, '__abstractmethods__') for c in _union_members(cls) or (cls,)):
            token = get_cache_token()
        chosen.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{funcname} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = type(type.__dict__)(registry)
    wrapper._clear_cache = chosen.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """Single dispatch on the first argument after self or cls; also wraps other descriptors."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """generic_method.register(cls, func) -> func"""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            return self.dispatcher.dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        return update_wrapper(_method, self.func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
