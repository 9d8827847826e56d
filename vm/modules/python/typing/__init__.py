# Type hints at run time: special forms, generic aliases, type variables and Generic.
# Aliases of containers (List, Iterable ...) are made when first asked for, by __getattr__ at the end;
# the alias classes live in typing/_alias.py; protocols, NamedTuple, TypedDict and IO in typing/_classes.py,
# functions such as cast and overload in typing/_marks.py, get_type_hints in typing/_hints.py.

import sys as _sys

__all__ = [
    'Annotated', 'Any', 'Callable', 'ClassVar', 'Concatenate', 'Final', 'ForwardRef', 'Generic', 'Literal', 'Optional',
    'ParamSpec', 'Protocol', 'Tuple', 'Type', 'TypeVar', 'TypeVarTuple', 'Union', 'AbstractSet', 'ByteString',
    'Container', 'ContextManager', 'Hashable', 'ItemsView', 'Iterable', 'Iterator', 'KeysView', 'Mapping',
    'MappingView', 'MutableMapping', 'MutableSequence', 'MutableSet', 'Sequence', 'Sized', 'ValuesView', 'Awaitable',
    'AsyncIterator', 'AsyncIterable', 'Coroutine', 'Collection', 'AsyncGenerator', 'AsyncContextManager', 'Reversible',
    'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat', 'SupportsIndex', 'SupportsInt',
    'SupportsRound', 'ChainMap', 'Counter', 'Deque', 'Dict', 'DefaultDict', 'List', 'OrderedDict', 'Set', 'FrozenSet',
    'NamedTuple', 'TypedDict', 'Generator', 'BinaryIO', 'IO', 'Match', 'Pattern', 'TextIO', 'AnyStr', 'assert_type',
    'assert_never', 'cast', 'clear_overloads', 'dataclass_transform', 'final', 'get_args', 'get_origin',
    'get_overloads', 'get_type_hints', 'is_typeddict', 'LiteralString', 'Never', 'NewType', 'no_type_check',
    'no_type_check_decorator', 'NoReturn', 'NotRequired', 'overload', 'ParamSpecArgs', 'ParamSpecKwargs', 'Required',
    'reveal_type', 'runtime_checkable', 'Self', 'Text', 'TYPE_CHECKING', 'TypeAlias', 'TypeGuard', 'Unpack']

TYPE_CHECKING = False
Text = str

_NativeAlias = type(list[int])
_NativeUnion = type(int | str)
_Function = type(lambda: None)


def _caller(depth=2):
    """The name of the module that called our caller."""
    try:
        return _sys._getframe(depth).f_globals.get('__name__', '__main__')
    except (AttributeError, ValueError):
        return None


def _type_repr(value):
    if isinstance(value, _NativeAlias):
        return repr(value)
    if isinstance(value, type):
        if value.__module__ == 'builtins':
            return value.__qualname__
        return f'{value.__module__}.{value.__qualname__}'
    if value is ...:
        return '...'
    if isinstance(value, _Function):
        return value.__name__
    return repr(value)


def _type_convert(arg):
    """None means its type, a string a forward reference."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    return arg


def _type_check(arg, message):
    """Check that arg may stand as a type, and return it (converted)."""
    arg = _type_convert(arg)
    if isinstance(arg, type):
        if arg is Generic or getattr(arg, '_is_protocol', False) and arg is globals().get('Protocol'):
            raise TypeError(f"Plain {arg} is not valid as type argument")
        return arg
    if isinstance(arg, _GenericAlias) and (arg.__origin__ is Generic or arg.__origin__ in (ClassVar, Final)
                                           or arg.__origin__ is globals().get('Protocol')):
        raise TypeError(f"{arg} is not valid as type argument")
    if arg in (LiteralString, NoReturn, Never, Self, TypeAlias):
        return arg
    if isinstance(arg, _SpecialForm):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _dedupe(values):
    """Without repetitions, in order; hashable values fast."""
    try:
        return list(dict.fromkeys(values))
    except TypeError:
        kept = []
        for value in values:
            if value not in kept:
                kept.append(value)
        return kept


def _collect_parameters(args):
    """The type variables in args, each once, in order."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, (tuple, list)):
            inner = _collect_parameters(arg)
        elif hasattr(arg, '__typing_subst__'):
            inner = (arg,)
        else:
            inner = getattr(arg, '__parameters__', ())
        for parameter in inner:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


def _check_count(owner, actual, expected):
    if actual != expected:
        raise TypeError(f"Too {'many' if actual > expected else 'few'} arguments for {owner}; "
                        f"actual {actual}, expected {expected}")


def _unpacked(args):
    """Replace Unpack[Tuple[X, Y]] by X, Y."""
    result = []
    for arg in args:
        inner = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if inner is not None and not (inner and inner[-1] is ...):
            result.extend(inner)
        else:
            result.append(arg)
    return result


def _bind(owner, parameters, args):
    """A dict from type variables to arguments; a TypeVarTuple gets a tuple, a ParamSpec a tuple or a placeholder."""
    args = _unpacked(args)
    if len(parameters) == 1 and isinstance(parameters[0], ParamSpec) and args and not _is_parameter_list(args[0]):
        args = [tuple(args)]
    variadic = [i for i, p in enumerate(parameters) if isinstance(p, TypeVarTuple)]
    if variadic:
        if len(variadic) > 1:
            raise TypeError(f"More than one TypeVarTuple parameter in {owner}")
        at, after = variadic[0], len(parameters) - variadic[0] - 1
        if len(args) < len(parameters) - 1:
            raise TypeError(f"Too few arguments for {owner}; actual {len(args)}, "
                            f"expected at least {len(parameters) - 1}")
        args = [*args[:at], tuple(args[at:len(args) - after]), *args[len(args) - after:]]
    else:
        _check_count(owner, len(args), len(parameters))
    bound = {}
    for parameter, arg in zip(parameters, args):
        if isinstance(parameter, TypeVarTuple):
            bound[parameter] = arg
        else:
            bound[parameter] = parameter.__typing_subst__(arg)
    return bound


def _substitute(arg, bound):
    """The list of what arg becomes when its type variables are replaced."""
    if isinstance(arg, type):
        return [arg]
    if isinstance(arg, tuple):
        return [tuple(new for old in arg for new in _substitute(old, bound))]
    if hasattr(arg, '__typing_subst__'):
        return [bound[arg]]
    if getattr(arg, '__typing_is_unpacked_typevartuple__', False):
        return list(bound[arg.__parameters__[0]])
    inner = getattr(arg, '__parameters__', ())
    if not inner:
        return [arg]
    new = []
    for parameter in inner:
        if isinstance(parameter, TypeVarTuple):
            new.extend(bound[parameter])
        else:
            new.append(bound[parameter])
    return [arg[tuple(new)]]


def _is_parameter_list(arg):
    """True for what may replace a ParamSpec."""
    return (arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias)))


class _Final:
    """A mixin for classes that users may not subclass."""
    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, _root=False):
        if not _root:
            raise TypeError("Cannot subclass special typing classes")


class _Orable:
    """A mixin: X | Y means Union[X, Y]."""
    __slots__ = ()

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class _SpecialForm(_Final, _Orable, _root=True):
    """A word such as Union, perhaps with a function that gives the word[...] form."""
    def __init__(self, getitem, name=None, doc=None):
        self._getitem = getitem
        self._name = name or getitem.__name__
        self.__doc__ = doc or getitem.__doc__

    def __getattr__(self, item):
        if item in ('__name__', '__qualname__'):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return f'typing.{self._name}'

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        if self._getitem is None:
            raise TypeError(f"{self} is not subscriptable")
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type: compatible with every other."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls, *args, **kwargs)


def _plain_form(name, doc):
    return _SpecialForm(None, name, doc)


NoReturn = _plain_form('NoReturn', 'The type of functions that never return.')
Never = _plain_form('Never', 'The bottom type: a type that has no members.')
Self = _plain_form('Self', 'The type of the enclosing class.')
LiteralString = _plain_form('LiteralString', 'Any string literal, or what is made of such.')
TypeAlias = _plain_form('TypeAlias', 'Marks an assignment as a type alias definition.')


def _single(self, parameters):
    item = _type_check(parameters, f'{self} accepts only single type.')
    return _GenericAlias(self, (item,))


def _single_form(name, doc):
    return _SpecialForm(_single, name, doc)


ClassVar = _single_form('ClassVar', 'Marks class variables.')
Final = _single_form('Final', 'Marks names that are not to be assigned again.')
TypeGuard = _single_form('TypeGuard', 'The result of a function that narrows the type of its argument.')
Required = _single_form('Required', 'Marks a key of a TypedDict that must be present.')
NotRequired = _single_form('NotRequired', 'Marks a key of a TypedDict that may be missing.')


@_SpecialForm
def Union(self, parameters):
    """Union type; Union[X, Y] means either X or Y."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for parameter in parameters:
        parameter = _type_check(parameter, "Union[arg, ...]: each arg must be a type.")
        if isinstance(parameter, (_UnionGenericAlias, _NativeUnion)):
            flat.extend(parameter.__args__)
        else:
            flat.append(parameter)
    flat = tuple(_dedupe(flat))
    if len(flat) == 1:
        return flat[0]
    return _UnionGenericAlias(self, flat)


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is Union[X, None]."""
    return Union[_type_check(parameters, f"{self} requires a single type."), type(None)]


@_SpecialForm
def Literal(self, parameters):
    """Literal[v, ...]: one of the given values."""
    flat = []
    for value in parameters if isinstance(parameters, tuple) else (parameters,):
        if isinstance(value, _LiteralGenericAlias):
            flat.extend(value.__args__)
        else:
            flat.append(value)
    try:
        flat = [value for value, _ in dict.fromkeys((value, type(value)) for value in flat)]
    except TypeError:  # not hashable: kept as they are
        pass
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Concatenate[X, P]: the parameters of P with X before them."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    return _ConcatenateGenericAlias(self, (*[_type_check(p, message) for p in parameters[:-1]], parameters[-1]))


@_SpecialForm
def Unpack(self, parameters):
    """Unpack[Ts] is *Ts."""
    return _UnpackGenericAlias(self, (_type_check(parameters, f'{self} accepts only single type.'),))


class ForwardRef(_Final, _root=True):
    """A type given as text, evaluated later."""
    __slots__ = ('__forward_arg__', '__forward_evaluated__', '__forward_value__', '__forward_is_class__',
                 '__forward_module__', '__forward_is_argument__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        if not arg.isidentifier():
            try:
                compile(f'({arg},)[0]' if arg.startswith('*') else arg, '<string>', 'eval')
            except SyntaxError:
                raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return (self.__forward_arg__ == other.__forward_arg__
                    and self.__forward_value__ == other.__forward_value__)
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        module = '' if self.__forward_module__ is None else f', module={self.__forward_module__!r}'
        return f'ForwardRef({self.__forward_arg__!r}{module})'


# Type variables

class _TypeVarLike(_Final, _Orable, _root=True):
    __slots__ = ()

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def _set_variance(self, bound, covariant, contravariant):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound else None

    def __repr__(self):
        prefix = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return prefix + self.__name__


class TypeVar(_TypeVarLike, _root=True):
    """Type variable: T = TypeVar('T'), with constraints TypeVar('A', str, bytes), with bound=..."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self._set_variance(bound, covariant, contravariant)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if constraints and len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        message = "TypeVar(name, constraint, ...): constraints must be types."
        self.__constraints__ = tuple(_type_check(c, message) for c in constraints)
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __typing_subst__(self, arg):
        arg = _type_check(arg, "Parameters to generic types must be types.")
        if getattr(arg, '__typing_is_unpacked_typevartuple__', False):
            raise TypeError(f"{arg} is not valid as type argument")
        return arg


class ParamSpec(_TypeVarLike, _root=True):
    """Parameter specification variable: stands for a function's whole parameter list."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self._set_variance(bound, covariant, contravariant)
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        if isinstance(arg, (list, tuple)):
            return tuple(_type_check(a, "Expected a type.") for a in arg)
        if not _is_parameter_list(arg):
            raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
        return arg

    def __typing_prepare_subst__(self, alias, args):
        if len(alias.__parameters__) == 1 and args and not _is_parameter_list(args[0]):
            return (tuple(args),)
        return tuple(tuple(a) if isinstance(a, list) else a for a in args)


class _ParamSpecPart(_Final, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.{self._part}"

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class ParamSpecArgs(_ParamSpecPart, _root=True):
    """The type of *args of a function with a ParamSpec."""
    _part = 'args'


class ParamSpecKwargs(_ParamSpecPart, _root=True):
    """The type of **kwargs of a function with a ParamSpec."""
    _part = 'kwargs'


class TypeVarTuple(_TypeVarLike, _root=True):
    """Type variable tuple: stands for any number of types, used as *Ts."""

    def __init__(self, name):
        self.__name__ = name
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        at, after = parameters.index(self), len(parameters) - parameters.index(self) - 1
        return (*args[:at], tuple(args[at:len(args) - after]), *args[len(args) - after:])


from typing._alias import (  # noqa: E402  (needs what stands above)
    _BaseGenericAlias, _GenericAlias, _SpecialGenericAlias, _TupleType, _CallableType, _UnionGenericAlias,
    _LiteralGenericAlias, _ConcatenateGenericAlias, _UnpackGenericAlias, _AnnotatedAlias)


class Annotated:
    """Annotated[T, x, ...]: the type T with metadata that T's users may ignore."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
        origin = params[0]
        if get_origin(origin) not in (ClassVar, Final):
            origin = _type_check(origin, "Annotated[t, ...]: t must be a type.")
        return _AnnotatedAlias(origin, tuple(params[1:]))

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


# Generic classes

class Generic:
    """Base of generic types: class Box(Generic[T]): ..."""
    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(map(_type_convert, params))
        if cls is Generic or cls is globals().get('Protocol'):
            name = cls.__name__
            if not params:
                raise TypeError(f"Parameter list to {name}[...] cannot be empty")
            if not all(_is_type_variable(p) for p in params):
                raise TypeError(f"Parameters to {name}[...] must all be type variables "
                                "or parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {name}[...] must all be unique")
            return _GenericAlias(cls, params)
        if not cls.__parameters__:
            raise TypeError(f"{cls} is not a generic class")
        bound = _bind(cls, cls.__parameters__, params)
        args = []
        for parameter in cls.__parameters__:
            if isinstance(parameter, TypeVarTuple):
                args.extend(bound[parameter])
            else:
                args.append(bound[parameter])
        return _GenericAlias(cls, tuple(args))

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get('__orig_bases__')
        if bases is None:
            plain = Generic in cls.__bases__ and not (cls.__name__ == 'Protocol' and type(cls) is not type)
        else:
            plain = Generic in bases
        if plain:
            raise TypeError("Cannot inherit from plain Generic")
        cls.__parameters__ = () if bases is None else _class_parameters(bases)


def _is_type_variable(value):
    return isinstance(value, (TypeVar, ParamSpec)) or getattr(value, '__typing_is_unpacked_typevartuple__', False)


def _class_parameters(bases):
    """The type variables of a class: those that Generic[...] or Protocol[...] lists, or else all in order."""
    variables = _collect_parameters(bases)
    listed = None
    for base in bases:
        if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
            if listed is not None:
                raise TypeError("Cannot inherit from Generic[...] multiple times.")
            listed, name = base.__parameters__, 'Generic'
    if listed is None:
        for base in bases:
            if isinstance(base, _GenericAlias) and base.__origin__ is globals().get('Protocol'):
                listed, name = base.__parameters__, 'Protocol'
                break
        else:
            return variables
    missing = [variable for variable in variables if variable not in listed]
    if missing:
        raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not listed in "
                        f"{name}[{', '.join(map(str, listed))}]")
    return tuple(listed)


def get_origin(tp):
    """The unsubscripted version of a type: get_origin(List[int]) is list; None if tp is not generic."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, _NativeAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, _NativeUnion):
        return _NativeUnion
    return None


def get_args(tp):
    """The type arguments: get_args(Dict[str, int]) is (str, int)."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, _NativeAlias)):
        args = tp.__args__
        if tp.__origin__ is _callable_origin() and not (len(args) == 2 and _is_parameter_list(args[0])):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, _NativeUnion):
        return tp.__args__
    return ()


# Names made on demand. Values: (module, name in it, number of arguments).

_aliases = {
    'Hashable': ('collections.abc', 'Hashable', 0), 'Sized': ('collections.abc', 'Sized', 0),
    'ByteString': ('collections.abc', 'ByteString', 0), 'Awaitable': ('collections.abc', 'Awaitable', 1),
    'Coroutine': ('collections.abc', 'Coroutine', 3), 'AsyncIterable': ('collections.abc', 'AsyncIterable', 1),
    'AsyncIterator': ('collections.abc', 'AsyncIterator', 1), 'Iterable': ('collections.abc', 'Iterable', 1),
    'Iterator': ('collections.abc', 'Iterator', 1), 'Reversible': ('collections.abc', 'Reversible', 1),
    'Container': ('collections.abc', 'Container', 1), 'Collection': ('collections.abc', 'Collection', 1),
    'AbstractSet': ('collections.abc', 'Set', 1), 'MutableSet': ('collections.abc', 'MutableSet', 1),
    'Mapping': ('collections.abc', 'Mapping', 2), 'MutableMapping': ('collections.abc', 'MutableMapping', 2),
    'Sequence': ('collections.abc', 'Sequence', 1), 'MutableSequence': ('collections.abc', 'MutableSequence', 1),
    'MappingView': ('collections.abc', 'MappingView', 1), 'KeysView': ('collections.abc', 'KeysView', 1),
    'ItemsView': ('collections.abc', 'ItemsView', 2), 'ValuesView': ('collections.abc', 'ValuesView', 1),
    'Generator': ('collections.abc', 'Generator', 3), 'AsyncGenerator': ('collections.abc', 'AsyncGenerator', 2),
    'List': ('builtins', 'list', 1), 'Set': ('builtins', 'set', 1), 'FrozenSet': ('builtins', 'frozenset', 1),
    'Dict': ('builtins', 'dict', 2), 'Type': ('builtins', 'type', 1), 'Deque': ('collections', 'deque', 1),
    'DefaultDict': ('collections', 'defaultdict', 2), 'OrderedDict': ('collections', 'OrderedDict', 2),
    'Counter': ('collections', 'Counter', 1), 'ChainMap': ('collections', 'ChainMap', 2),
    'ContextManager': ('contextlib', 'AbstractContextManager', 1),
    'AsyncContextManager': ('contextlib', 'AbstractAsyncContextManager', 1),
    'Pattern': ('re', 'Pattern', 1), 'Match': ('re', 'Match', 1)}
_cannot_instantiate = ('List', 'Set', 'FrozenSet', 'Dict', 'Type')

_elsewhere = {
    'typing._hints': ('get_type_hints',),
    'typing._marks': ('cast', 'assert_type', 'assert_never', 'reveal_type', 'final', 'no_type_check',
                      'no_type_check_decorator', 'dataclass_transform', 'overload', 'get_overloads', 'clear_overloads'),
    'typing._classes': ('Protocol', 'runtime_checkable', 'NamedTuple', 'TypedDict', 'is_typeddict', 'NewType', 'IO',
                        'TextIO', 'BinaryIO', 'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat',
                        'SupportsIndex', 'SupportsInt', 'SupportsRound')}

_callable_found = None


def _callable_origin():
    global _callable_found
    if _callable_found is None:
        from collections.abc import Callable
        _callable_found = Callable
    return _callable_found


def _import(name):
    __import__(name)
    return _sys.modules[name]


def __getattr__(name):
    if name in _aliases:
        module, origin, count = _aliases[name]
        value = _SpecialGenericAlias(getattr(_import(module), origin), count, name=name,
                                     inst=name not in _cannot_instantiate)
    elif name == 'Tuple':
        value = _TupleType(tuple, -1, inst=False, name='Tuple')
    elif name == 'Callable':
        value = _CallableType(_callable_origin(), 2, name='Callable')
    else:
        for module, names in _elsewhere.items():
            if name in names:
                value = getattr(_import(module), name)
                break
        else:
            raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = value
    return value


AnyStr = TypeVar('AnyStr', bytes, str)
