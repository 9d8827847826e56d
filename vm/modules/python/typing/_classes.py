# The classes of typing: Protocol and the Supports... protocols, NamedTuple, TypedDict, NewType, and the IO classes.
# Part of typing, which loads this file when one of the names is asked for.

import sys as _sys
from abc import ABCMeta, abstractmethod
import typing as _t
from typing import Generic, TypeVar, AnyStr

__name__ = 'typing'


# Protocols

_not_members = frozenset({
    '__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol', '_is_runtime_protocol', '__abstractmethods__',
    '__annotations__', '__dict__', '__doc__', '__init__', '__module__', '__new__', '__slots__', '__subclasshook__',
    '__weakref__', '__class_getitem__', '__match_args__', '_MutableMapping__marker'})


def _members(cls):
    """The names that a class must have to implement the protocol cls."""
    names = set()
    for base in cls.__mro__[:-1]:
        if base is Generic or base.__name__ == 'Protocol' and base.__module__ == 'typing':
            continue
        for name in [*base.__dict__, *base.__dict__.get('__annotations__', {})]:
            if not name.startswith('_abc_') and name not in _not_members:
                names.add(name)
    return names


def _methods_only(cls):
    return all(callable(getattr(cls, name, None)) for name in _members(cls))


def _asked_by_machinery(depth):
    """True if abc or functools ask about a class on their own account, which must not raise."""
    return _t._caller(depth + 1) in ('abc', 'functools', None)


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        is_protocol = cls.__dict__.get('_is_protocol', False)
        if is_protocol and not getattr(cls, '_is_runtime_protocol', False) and not _asked_by_machinery(2):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if not is_protocol:
            return super().__instancecheck__(instance)
        if _methods_only(cls) and issubclass(instance.__class__, cls):
            return True
        if all(hasattr(instance, name)
               and (not callable(getattr(cls, name, None)) or getattr(instance, name) is not None)
               for name in _members(cls)):
            return True
        if _methods_only(cls):
            return super().__instancecheck__(instance)
        return cls in type(instance).__mro__


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of protocol classes, which a class implements by having their members."""
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        if '__subclasshook__' not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_protocol_hook)
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            if not (base in (object, Generic) or base.__module__ in ('collections.abc', 'contextlib')
                    or isinstance(base, _ProtocolMeta) and base._is_protocol):
                raise TypeError(f'Protocols can only inherit from other protocols, got {base!r}')
        if cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init


_t.Protocol = Protocol  # already needed below


def _no_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    # A class that implements the protocol: find the __init__ it would have without it.
    for base in cls.__mro__:
        init = base.__dict__.get('__init__', _no_init)
        if init is not _no_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


def _protocol_hook(cls, other):
    if not cls.__dict__.get('_is_protocol', False):
        return NotImplemented
    if not getattr(cls, '_is_runtime_protocol', False):
        if _asked_by_machinery(3):
            return NotImplemented
        raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
    if not _methods_only(cls):
        if _asked_by_machinery(3):
            return NotImplemented
        raise TypeError("Protocols with non-method members don't support issubclass()")
    if not isinstance(other, type):
        raise TypeError('issubclass() arg 1 must be a class')
    for name in _members(cls):
        for base in other.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
            if name in base.__dict__.get('__annotations__', {}) and getattr(other, '_is_protocol', False):
                break
        else:
            return NotImplemented
    return True


def runtime_checkable(cls):
    """Allow isinstance() and issubclass() with a protocol; they only look whether the members are there."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)) or not cls._is_protocol:
        raise TypeError(f'@runtime_checkable can be only applied to protocol classes, got {cls!r}')
    cls._is_runtime_protocol = True
    return cls


_T_co = TypeVar('T_co', covariant=True)


@runtime_checkable
class SupportsInt(Protocol):
    """An ABC with one abstract method __int__."""
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """An ABC with one abstract method __float__."""
    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """An ABC with one abstract method __complex__."""
    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """An ABC with one abstract method __bytes__."""
    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """An ABC with one abstract method __index__."""
    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[_T_co]):
    """An ABC with one abstract method __abs__ that is covariant in its return type."""
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> _T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[_T_co]):
    """An ABC with one abstract method __round__ that is covariant in its return type."""
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> _T_co:
        pass


# NamedTuple

_reserved = ('__new__', '__init__', '__slots__', '__getnewargs__', '_fields', '_field_defaults', '_field_types',
             '_make', '_replace', '_asdict', '_source')


def _make_namedtuple(name, types, module, defaults=()):
    from collections import namedtuple
    types = {field: _t._type_check(kind, f"field {field} annotation must be a type") for field, kind in types}
    made = namedtuple(name, types, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = types
    return made


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, namespace):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError('can only inherit from a NamedTuple type and Generic')
        types = namespace.get('__annotations__', {})
        with_default = []
        for field in types:
            if field in namespace:
                with_default.append(field)
            elif with_default:
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default "
                                f"field{'s' if len(with_default) > 1 else ''} {', '.join(with_default)}")
        made = _make_namedtuple(typename, types.items(), namespace['__module__'],
                                [namespace[field] for field in with_default])
        made.__bases__ = tuple(tuple if base is _NamedTuple else base for base in bases)
        if Generic in bases:
            made.__class_getitem__ = classmethod(Generic.__dict__['__class_getitem__'].__func__)
        for key, value in namespace.items():
            if key in _reserved:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ('__annotations__', '__module__') and key not in made._fields:
                setattr(made, key, value)
        if Generic in bases:
            made.__init_subclass__()
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """Typed version of namedtuple: class Point(NamedTuple): x: int"""
    if fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    return _make_namedtuple(typename, fields, _t._caller())


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


# TypedDict

class _TypedDictMeta(type):
    def __new__(cls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict base class')
        generic = (Generic,) if any(issubclass(base, Generic) for base in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), namespace)
        message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {key: _t._type_check(kind, message) if not isinstance(kind, str)
               else _t.ForwardRef(kind, module=made.__module__)
               for key, kind in namespace.get('__annotations__', {}).items()}
        annotations, required, optional = {}, set(), set()
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
            required.update(base.__dict__.get('__required_keys__', ()))
            optional.update(base.__dict__.get('__optional_keys__', ()))
        annotations.update(own)
        for key, kind in own.items():
            if _t.get_origin(kind) is _t.Annotated:
                kind = kind.__origin__
            origin = _t.get_origin(kind)
            if origin is _t.Required or origin is not _t.NotRequired and total:
                required.add(key)
            else:
                optional.add(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        if not hasattr(made, '__total__'):
            made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict of which the type checker knows keys and types: class Movie(TypedDict): name: str"""
    if fields is None:
        fields = kwargs
    elif kwargs:
        raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
    namespace = {'__annotations__': dict(fields)}
    module = _t._caller()
    if module is not None:
        namespace['__module__'] = module
    return _TypedDictMeta(typename, (), namespace, total=total)


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """True if tp is a class made with TypedDict."""
    return isinstance(tp, _TypedDictMeta)


class NewType:
    """UserId = NewType('UserId', int): a type of its own for the type checker, nothing at run time."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[-1]
        self.__supertype__ = tp
        module = _t._caller()
        if module != 'typing':
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")
        return (Dummy,)

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return _t.Union[self, other]

    def __ror__(self, other):
        return _t.Union[other, self]


# Files

class IO(Generic[AnyStr]):
    """Generic base of the types of files, as open() returns them."""
    __slots__ = ()


def _abstract_io():
    def add(name, is_property=False):
        def method(self, *args, **kwargs):
            pass
        method.__name__ = name
        method.__qualname__ = f'IO.{name}'
        method = abstractmethod(method)
        setattr(IO, name, property(method) if is_property else method)
    for name in ('mode', 'name', 'closed'):
        add(name, True)
    for name in ('close', 'fileno', 'flush', 'isatty', 'read', 'readable', 'readline', 'readlines', 'seek', 'seekable',
                 'tell', 'truncate', 'writable', 'write', 'writelines', '__enter__', '__exit__'):
        add(name)


_abstract_io()


class BinaryIO(IO[bytes]):
    """Typed version of the return of open() in binary mode."""
    __slots__ = ()


class TextIO(IO[str]):
    """Typed version of the return of open() in text mode."""
    __slots__ = ()
