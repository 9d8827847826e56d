# Weak references: containers that forget what nobody else holds, weak methods and finalizers.
# ref, proxy and the counting functions are natives of _weakref. Removal happens in the references' callbacks;
# while someone iterates over a container, removals wait until the iteration is over.

from _weakref import (ref, proxy, getweakrefcount, getweakrefs, ReferenceType, ProxyType, CallableProxyType)
from collections.abc import MutableMapping, MutableSet

ProxyTypes = (ProxyType, CallableProxyType)

__all__ = ['ref', 'proxy', 'getweakrefcount', 'getweakrefs', 'WeakKeyDictionary', 'ReferenceType', 'ProxyType',
           'CallableProxyType', 'ProxyTypes', 'WeakValueDictionary', 'WeakSet', 'WeakMethod', 'finalize']


class WeakMethod(ref):
    """A weak reference to a bound method, which lives as long as its object and function do."""

    __slots__ = ('_func_ref', '_meth_type', '_alive', '__weakref__')

    def __new__(cls, meth, callback=None):
        try:
            obj, func = meth.__self__, meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None

        def gone(link):
            self = weak_self()
            if self is not None and self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)
        self = ref.__new__(cls, obj, gone)
        weak_self = ref(self)
        self._func_ref = ref(func, gone)
        self._meth_type = type(meth)
        self._alive = True
        return self

    def __call__(self):
        obj = super().__call__()
        func = self._func_ref()
        if obj is None or func is None:
            return None
        return self._meth_type(func, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A weak reference that remembers the key it stands under in a WeakValueDictionary."""

    __slots__ = ('key',)

    def __new__(cls, ob, callback, key):
        self = super().__new__(cls, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class _Deferred:
    """The callback of a container's references: passes a dead one to the container's _forget at once,
    or, while iterations are under way, when the last of them ends. Holds the container weakly."""

    __slots__ = ('owner', 'iterations', 'waiting')

    def __init__(self, owner):
        self.owner = ref(owner)
        self.iterations = 0
        self.waiting = []

    def __call__(self, link):
        owner = self.owner()
        if owner is not None:
            if self.iterations:
                self.waiting.append(link)
            else:
                owner._forget(link)

    def __enter__(self):
        self.iterations += 1

    def __exit__(self, *exc_info):
        self.iterations -= 1
        owner = self.owner()
        while self.waiting and not self.iterations:
            link = self.waiting.pop()
            if owner is not None:
                owner._forget(link)


class WeakValueDictionary(MutableMapping):
    """Mapping whose entries vanish when their values are no longer referenced elsewhere."""

    def __init__(self, other=(), /, **kw):
        self.data = {}
        self._removed = _Deferred(self)
        self.update(other, **kw)

    def _forget(self, link):
        if self.data.get(link.key) is link:
            del self.data[link.key]

    def _link(self, key, value):
        return KeyedRef(value, self._removed, key)

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.data[key] = self._link(key, value)

    def __delitem__(self, key):
        del self.data[key]

    def __len__(self):
        return len(self.data) - len(self._removed.waiting)

    def __contains__(self, key):
        link = self.data.get(key)
        return link is not None and link() is not None

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def get(self, key, default=None):
        link = self.data.get(key)
        value = None if link is None else link()
        return default if value is None else value

    def copy(self):
        return self.__class__(self)

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[deepcopy(key, memo)] = value
        return new

    def items(self):
        with self._removed:
            for key, link in self.data.items():
                value = link()
                if value is not None:
                    yield key, value

    def keys(self):
        with self._removed:
            for key, link in self.data.items():
                if link() is not None:
                    yield key

    __iter__ = keys

    def values(self):
        with self._removed:
            for link in self.data.values():
                value = link()
                if value is not None:
                    yield value

    def itervaluerefs(self):
        """The weak references themselves, which may be dead when looked at."""
        with self._removed:
            yield from self.data.values()

    def valuerefs(self):
        """A list of the weak references, which may be dead when looked at."""
        return list(self.data.values())

    def popitem(self):
        while True:
            key, link = self.data.popitem()
            value = link()
            if value is not None:
                return key, value

    def pop(self, key, *args):
        link = self.data.pop(key, None)
        value = None if link is None else link()
        if value is None:
            if args:
                return args[0]
            raise KeyError(key)
        return value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = default
            return default
        return value

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return _merged(self, self, other)

    def __ror__(self, other):
        return _merged(self, other, self)


def _merged(owner, first, second):
    from collections.abc import Mapping
    if not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        return NotImplemented
    result = owner.__class__()
    result.update(first)
    result.update(second)
    return result


class WeakKeyDictionary(MutableMapping):
    """Mapping whose entries vanish when their keys are no longer referenced elsewhere."""

    def __init__(self, dict=None):
        self.data = {}
        self._removed = _Deferred(self)
        if dict is not None:
            self.update(dict)

    def _forget(self, link):
        self.data.pop(link, None)

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._removed)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __len__(self):
        return len(self.data) - len(self._removed.waiting)

    def __contains__(self, key):
        try:
            link = ref(key)
        except TypeError:
            return False
        return link in self.data

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def copy(self):
        new = WeakKeyDictionary()
        new.update(self)
        return new

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[key] = deepcopy(value, memo)
        return new

    def items(self):
        with self._removed:
            for link, value in self.data.items():
                key = link()
                if key is not None:
                    yield key, value

    def keys(self):
        with self._removed:
            for link in self.data:
                key = link()
                if key is not None:
                    yield key

    __iter__ = keys

    def values(self):
        with self._removed:
            for link, value in self.data.items():
                if link() is not None:
                    yield value

    def keyrefs(self):
        """A list of the weak references, which may be dead when looked at."""
        return list(self.data)

    def popitem(self):
        while True:
            link, value = self.data.popitem()
            key = link()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._removed), default)

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return _merged(self, self, other)

    def __ror__(self, other):
        return _merged(self, other, self)


class WeakSet(MutableSet):
    """Set whose elements vanish when they are no longer referenced elsewhere."""

    def __init__(self, data=None):
        self.data = set()
        self._removed = _Deferred(self)
        if data is not None:
            self.update(data)

    def _forget(self, link):
        self.data.discard(link)

    def __iter__(self):
        with self._removed:
            for link in self.data:
                item = link()
                if item is not None:
                    yield item

    def __len__(self):
        return len(self.data) - len(self._removed.waiting)

    def __contains__(self, item):
        try:
            link = ref(item)
        except TypeError:
            return False
        return link in self.data

    def __repr__(self):
        return repr(self.data)

    def __reduce__(self):
        return self.__class__, (list(self),), self.__dict__

    __class_getitem__ = classmethod(type(list[int]))

    def add(self, item):
        self.data.add(ref(item, self._removed))

    def clear(self):
        self._removed.waiting.clear()
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def pop(self):
        while True:
            try:
                link = self.data.pop()
            except KeyError:
                raise KeyError('pop from empty WeakSet') from None
            item = link()
            if item is not None:
                return item

    def remove(self, item):
        self.data.remove(ref(item))

    def discard(self, item):
        self.data.discard(ref(item))

    def update(self, other):
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        result = self.copy()
        result.difference_update(other)
        return result

    __sub__ = difference

    def difference_update(self, other):
        self.__isub__(other)

    def __isub__(self, other):
        if self is other:
            self.clear()
        else:
            self.data.difference_update([ref(item) for item in other])
        return self

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        self.__iand__(other)

    def __iand__(self, other):
        self.data.intersection_update([ref(item) for item in other])
        return self

    def issubset(self, other):
        return self.data.issubset([ref(item) for item in other])

    __le__ = issubset

    def __lt__(self, other):
        return self.data < {ref(item) for item in other}

    def issuperset(self, other):
        return self.data.issuperset([ref(item) for item in other])

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > {ref(item) for item in other}

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == {ref(item) for item in other}

    def symmetric_difference(self, other):
        result = self.copy()
        result.symmetric_difference_update(other)
        return result

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        self.__ixor__(other)

    def __ixor__(self, other):
        if self is other:
            self.clear()
        else:
            self.data.symmetric_difference_update([ref(item, self._removed) for item in other])
        return self

    def union(self, other):
        return self.__class__(item for part in (self, other) for item in part)

    __or__ = union

    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0


class finalize:
    """Call func(*args, **kwargs) when obj is freed, or at exit, unless it was called or detached before."""

    __slots__ = ()

    _registry = {}  # finalizer -> _Record; holds the finalizers alive
    _shutdown = False
    _index = 0

    class _Record:
        __slots__ = ('weakref', 'func', 'args', 'kwargs', 'atexit', 'index')

    def __init__(self, obj, func, /, *args, **kwargs):
        record = self._Record()
        record.weakref = ref(obj, self)
        record.func = func
        record.args = args
        record.kwargs = kwargs or None
        record.atexit = True
        record.index = finalize._index
        if not finalize._index:
            import atexit
            atexit.register(finalize._exitfunc)
        finalize._index += 1
        finalize._registry[self] = record

    def __call__(self, _=None):
        """If alive then mark as dead and return func(*args, **kwargs); otherwise return None"""
        record = self._registry.pop(self, None)
        if record is not None and not self._shutdown:
            return record.func(*record.args, **(record.kwargs or {}))

    def detach(self):
        """If alive then mark as dead and return (obj, func, args, kwargs); otherwise return None"""
        record = self._registry.get(self)
        obj = record and record.weakref()
        if obj is not None and self._registry.pop(self, None):
            return obj, record.func, record.args, record.kwargs or {}

    def peek(self):
        """If alive then return (obj, func, args, kwargs); otherwise return None"""
        record = self._registry.get(self)
        obj = record and record.weakref()
        if obj is not None:
            return obj, record.func, record.args, record.kwargs or {}

    @property
    def alive(self):
        """Whether finalizer is alive"""
        return self in self._registry

    @property
    def atexit(self):
        """Whether finalizer should be called at exit"""
        record = self._registry.get(self)
        return bool(record) and record.atexit

    @atexit.setter
    def atexit(self, value):
        record = self._registry.get(self)
        if record:
            record.atexit = bool(value)

    def __repr__(self):
        record = self._registry.get(self)
        obj = record and record.weakref()
        if obj is None:
            return f'<{type(self).__name__} object at {id(self):#x}; dead>'
        return f'<{type(self).__name__} object at {id(self):#x}; for {type(obj).__name__!r} at {id(obj):#x}>'

    @classmethod
    def _exitfunc(cls):
        """Run what is left, the youngest first; finalizers made meanwhile run too."""
        import sys
        try:
            while True:
                pending = [(record.index, f) for f, record in cls._registry.items() if record.atexit]
                if not pending:
                    break
                try:
                    max(pending, key=lambda entry: entry[0])[1]()
                except Exception:
                    sys.excepthook(*sys.exc_info())
        finally:
            finalize._shutdown = True
