# Abstract base classes: ABCMeta, abstractmethod and the virtual subclass registry (PEP 3119).
# The core refuses to instantiate a class whose __abstractmethods__ is not empty; here we only compute it.
# Invariant: every class made by ABCMeta owns one _Impl in __dict__['_abc_impl']; its sets hold weak references only.

from _weakref import ref as _ref

_token = 0


class _WeakSet(set):
    """A set of weak references that forgets the dead ones."""
    __slots__ = ()

    def remember(self, cls):
        # The bound method closes a cycle, but a class sits in cycles anyway.
        self.add(_ref(cls, self.discard))

    def classes(self):
        return [cls for cls in [link() for link in self] if cls is not None]


class _Impl:
    """What one abstract class knows about its virtual subclasses."""
    __slots__ = ('registry', 'cache', 'negative', 'version')

    def __init__(self):
        self.registry = _WeakSet()
        self.cache = _WeakSet()
        self.negative = _WeakSet()
        self.version = _token


def abstractmethod(funcobj):
    """Mark a method that concrete subclasses must override."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: classmethod over abstractmethod does the same."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: staticmethod over abstractmethod does the same."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: property over abstractmethod does the same."""
    __isabstractmethod__ = True


def _abstract_names(cls):
    names = {name for name, value in cls.__dict__.items()
             if getattr(value, '__isabstractmethod__', False)}
    for base in cls.__bases__:
        for name in getattr(base, '__abstractmethods__', ()):
            if getattr(getattr(cls, name, None), '__isabstractmethod__', False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """Metaclass for abstract base classes, which may adopt unrelated classes as virtual subclasses."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls)
        cls._abc_impl = _Impl()
        return cls

    def register(cls, subclass):
        """Make subclass a virtual subclass; returns it, so this works as a decorator."""
        global _token
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        cls._abc_impl.registry.remember(subclass)
        _token += 1  # older negative answers may be wrong now
        return subclass

    def __instancecheck__(cls, instance):
        """isinstance(instance, cls)"""
        subclass = instance.__class__
        if _ref(subclass) in cls._abc_impl.cache:
            return True
        kind = type(instance)
        if kind is subclass:
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(kind)

    def __subclasscheck__(cls, subclass):
        """issubclass(subclass, cls)"""
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        impl = cls._abc_impl
        link = _ref(subclass)
        if link in impl.cache:
            return True
        if impl.version != _token:
            impl.negative = _WeakSet()
            impl.version = _token
        elif link in impl.negative:
            return False
        answer = cls.__subclasshook__(subclass)
        if answer is NotImplemented:
            answer = (cls in subclass.__mro__
                      or any(issubclass(subclass, known) for known in impl.registry.classes())
                      or any(issubclass(subclass, child) for child in cls.__subclasses__()))
        elif answer is not True and answer is not False:
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        (impl.cache if answer else impl.negative).remember(subclass)
        return answer

    def _dump_registry(cls, file=None):
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {get_cache_token()}", file=file)
        impl = cls._abc_impl
        print(f"_abc_registry: {set(impl.registry)!r}", file=file)
        print(f"_abc_cache: {set(impl.cache)!r}", file=file)
        print(f"_abc_negative_cache: {set(impl.negative)!r}", file=file)
        print(f"_abc_negative_cache_version: {impl.version!r}", file=file)

    def _abc_registry_clear(cls):
        cls._abc_impl.registry.clear()

    def _abc_caches_clear(cls):
        cls._abc_impl.cache.clear()
        cls._abc_impl.negative.clear()


class ABC(metaclass=ABCMeta):
    """Inherit from this to get ABCMeta as metaclass."""
    __slots__ = ()


def get_cache_token():
    """A token that changes with every register() call of any abstract class."""
    return _token


def update_abstractmethods(cls):
    """Compute __abstractmethods__ again after methods were added to cls; returns cls."""
    if hasattr(cls, '__abstractmethods__'):
        cls.__abstractmethods__ = _abstract_names(cls)
    return cls
