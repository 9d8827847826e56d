# Generic aliases: what List, List[int], Box[int], Union[int, str] ... are made of.
# Part of typing, which loads this file early; names of typing are therefore looked up late, through _t.

import typing as _t

__name__ = 'typing'


class _BaseGenericAlias(_t._Final, _t._Orable, _root=True):
    """What aliases with and without arguments share; _name is set for those that typing itself names."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __mro_entries__(self, bases):
        entries = []
        if self.__origin__ not in bases:
            entries.append(self.__origin__)
        later = bases[bases.index(self) + 1:]
        if not any(isinstance(b, _BaseGenericAlias) or issubclass(b, _t.Generic) for b in later):
            entries.append(_t.Generic)
        return tuple(entries)

    def __getattr__(self, name):
        if name in ('__origin__', '__args__'):
            return super().__getattr__(name)
        if name in ('__name__', '__qualname__'):
            return self._name or self.__origin__.__name__
        if '__origin__' in self.__dict__ and not (name.startswith('__') and name.endswith('__')):
            return getattr(self.__origin__, name)
        raise AttributeError(name)

    def __setattr__(self, name, value):
        if name.startswith('__') and name.endswith('__') or name in ('_name', '_inst', '_count'):
            super().__setattr__(name, value)
        else:
            setattr(self.__origin__, name, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


class _GenericAlias(_BaseGenericAlias, _root=True):
    """X[args]: of a class of the user's, of a container typing names, or of a special form."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _t._collect_parameters(self.__args__)
        if name is None:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __getitem__(self, args):
        if self.__origin__ is _t.Generic or self.__origin__ is _t.__dict__.get('Protocol'):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = tuple(map(_t._type_convert, args if isinstance(args, tuple) else (args,)))
        bound = _t._bind(self, self.__parameters__, args)
        new = []
        for old in self.__args__:
            replaced = _t._substitute(old, bound)
            if self.__origin__ is _t._callable_origin() and isinstance(old, (_t.ParamSpec, _ConcatenateGenericAlias)) \
                    and isinstance(replaced[0], tuple):
                replaced = replaced[0]
            new.extend(replaced)
        return self.copy_with(tuple(new))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = f'typing.{self._name}' if self._name else _t._type_repr(self.__origin__)
        args = ', '.join(map(_t._type_repr, self.__args__)) or '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        return _subscript, (getattr(_t, self._name) if self._name else self.__origin__,
                            self.__args__ if len(self.__args__) != 1 else self.__args__[0])

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _t._SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is _t.Generic:
            if _t.__dict__.get('Protocol') in bases:
                return ()
            if any(isinstance(b, _BaseGenericAlias) and b is not self for b in bases[bases.index(self) + 1:]):
                return ()
        return (self.__origin__,)

    def __iter__(self):
        yield _t.Unpack[self]


def _subscript(origin, args):
    return origin[args]


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """A bare List, Dict ...; count is how many arguments it takes, or -1 for any number."""

    def __init__(self, origin, count, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._count = count
        self.__doc__ = f'A generic version of {origin.__module__}.{origin.__qualname__}.'

    def __getitem__(self, args):
        if not isinstance(args, tuple):
            args = (args,)
        message = "Parameters to generic types must be types."
        args = tuple(_t._type_check(arg, message) for arg in args)
        _t._check_count(self, len(args), self._count)
        return self.copy_with(args)

    def copy_with(self, args):
        return _GenericAlias(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        return f'typing.{self._name}'

    def __reduce__(self):
        return self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)


class _TupleType(_SpecialGenericAlias, _root=True):
    def __getitem__(self, args):
        if not isinstance(args, tuple):
            args = (args,)
        if len(args) >= 2 and args[-1] is ...:
            message = "Tuple[t, ...]: t must be a type."
            return self.copy_with((*[_t._type_check(arg, message) for arg in args[:-1]], ...))
        message = "Tuple[t0, t1, ...]: each t must be a type."
        return self.copy_with(tuple(_t._type_check(arg, message) for arg in args))


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, args):
        return _CallableGenericAlias(self.__origin__, args, name=self._name, inst=self._inst)

    def __getitem__(self, args):
        if not isinstance(args, tuple) or len(args) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        parameters, result = args
        result = _t._type_check(result, "Callable[args, result]: result must be a type.")
        if isinstance(parameters, list):
            return self.copy_with((*map(_t._type_convert, parameters), result))
        return self.copy_with((_t._type_convert(parameters), result))


class _CallableGenericAlias(_GenericAlias, _root=True):
    def _by_placeholder(self):
        args = self.__args__
        return len(args) == 2 and (args[0] is ... or isinstance(args[0], (_t.ParamSpec, _ConcatenateGenericAlias)))

    def __repr__(self):
        if self._by_placeholder():
            return super().__repr__()
        parameters = ', '.join(map(_t._type_repr, self.__args__[:-1]))
        return f'typing.Callable[[{parameters}], {_t._type_repr(self.__args__[-1])}]'

    def __reduce__(self):
        args = self.__args__
        return _subscript, (_t.Callable, args if self._by_placeholder() else (list(args[:-1]), args[-1]))


class _UnionGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        return _t.Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, _t._NativeUnion)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            return f'typing.Optional[{_t._type_repr(args[args[0] is type(None)])}]'
        return super().__repr__()

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)


def _typed(args):
    return [(arg, type(arg)) for arg in args]


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(_typed(self.__args__)) == set(_typed(other.__args__))

    def __hash__(self):
        return hash(frozenset(_typed(self.__args__)))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        if isinstance(args[-1], (list, tuple)):
            return (*args[:-1], *args[-1])
        if isinstance(args[-1], _ConcatenateGenericAlias):
            args = (*args[:-1], *args[-1].__args__)
        return super().copy_with(args)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return '*' + repr(self.__args__[0])

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg = self.__args__[0]
        if isinstance(arg, (_GenericAlias, _t._NativeAlias)) and arg.__origin__ is tuple:
            return arg.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], _t.TypeVarTuple)


class _AnnotatedAlias(_GenericAlias, _root=True):
    """Annotated[origin, *metadata]; everything but the metadata is that of origin."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_t._type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"

    def __reduce__(self):
        return _subscript, (_t.Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, name):
        if name in ('__name__', '__qualname__'):
            return 'Annotated'
        return super().__getattr__(name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)
