# Signatures of callables: Signature, Parameter, BoundArguments. Belongs to inspect, which loads it when needed.
# A native's signature is read from its __text_signature__, if it has one.

import types
from enum import IntEnum

__name__ = 'inspect'

_mappingproxy = type(type.__dict__)
_varargs, _varkeywords = 4, 8


class _empty:
    """Marker object for Signature.empty and Parameter.empty."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self.name

    @property
    def description(self):
        return ('positional-only', 'positional or keyword', 'variadic positional', 'keyword-only',
                'variadic keyword')[self]


_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _ParameterKind


def formatannotation(annotation, base_module=None):
    """An annotation as it is shown in a signature."""
    if getattr(annotation, '__module__', None) == 'typing':
        return repr(annotation).replace('typing.', '')
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return annotation.__module__ + '.' + annotation.__qualname__
    return repr(annotation)


class Parameter:
    """One parameter: name, kind, default, annotation."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind')
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f'{self._kind.description} parameters cannot have default values')
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError('name must be a str, not a {}'.format(type(name).__name__))
        from keyword import iskeyword
        if not name.isidentifier() or iskeyword(name) and self._kind is not _POSITIONAL_ONLY:
            raise ValueError('{!r} is not a valid parameter name'.format(name))
        self._name = name
        self._default = default
        self._annotation = annotation

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=None, kind=None, annotation=None, default=None):
        """A copy with some attributes changed."""
        return type(self)(self._name if name is None else name, self._kind if kind is None else kind,
                          default=self._default if default is None else default,
                          annotation=self._annotation if annotation is None else annotation)

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text = f'{text}: {formatannotation(self._annotation)}'
        if self._default is not _empty:
            text += (' = ' if self._annotation is not _empty else '=') + repr(self._default)
        if self._kind is _VAR_POSITIONAL:
            text = '*' + text
        elif self._kind is _VAR_KEYWORD:
            text = '**' + text
        return text

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind and self._default == other._default
                and self._annotation == other._annotation)


class BoundArguments:
    """Arguments assigned to parameters: arguments is a dict of those that were given."""

    __slots__ = ('arguments', '_signature')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        result = []
        for name, parameter in self._signature.parameters.items():
            if parameter.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            if parameter.kind is _VAR_POSITIONAL:
                result.extend(self.arguments[name])
            else:
                result.append(self.arguments[name])
        return tuple(result)

    @property
    def kwargs(self):
        result = {}
        by_keyword = False
        for name, parameter in self._signature.parameters.items():
            if parameter.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                by_keyword = True
            elif name not in self.arguments:
                by_keyword = True
                continue
            if by_keyword and name in self.arguments:
                if parameter.kind is _VAR_KEYWORD:
                    result.update(self.arguments[name])
                else:
                    result[name] = self.arguments[name]
        return result

    def apply_defaults(self):
        """Add the defaults of parameters that were not given."""
        arguments = {}
        for name, parameter in self._signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif parameter.default is not _empty:
                arguments[name] = parameter.default
            elif parameter.kind is _VAR_POSITIONAL:
                arguments[name] = ()
            elif parameter.kind is _VAR_KEYWORD:
                arguments[name] = {}
        self.arguments = arguments

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    def __repr__(self):
        args = ', '.join(f'{name}={value!r}' for name, value in self.arguments.items())
        return f'<{self.__class__.__name__} ({args})>'


class Signature:
    """The parameters of a callable in order, and its return annotation."""

    __slots__ = ('_return_annotation', '_parameters')

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        ordered = {}
        last_kind, defaults_begun = _POSITIONAL_ONLY, False
        for parameter in parameters or ():
            if __validate_parameters__:
                if parameter.kind < last_kind:
                    raise ValueError('wrong parameter order: {} parameter before {} parameter'.format(
                        last_kind.description, parameter.kind.description))
                last_kind = parameter.kind
                if parameter.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                    if parameter.default is not _empty:
                        defaults_begun = True
                    elif defaults_begun:
                        raise ValueError('non-default argument follows default argument')
                if parameter.name in ordered:
                    raise ValueError('duplicate parameter name: {!r}'.format(parameter.name))
            ordered[parameter.name] = parameter
        self._parameters = _mappingproxy(ordered)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """The signature of a callable."""
        return _signature_of(obj, cls, follow_wrapped, eval_str)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=None, return_annotation=None):
        """A copy with some attributes changed."""
        return type(self)(self._parameters.values() if parameters is None else parameters,
                          return_annotation=self._return_annotation if return_annotation is None
                          else return_annotation)

    def _key(self):
        positional = tuple(p for p in self._parameters.values() if p.kind is not _KEYWORD_ONLY)
        named = {p.name: p for p in self._parameters.values() if p.kind is _KEYWORD_ONLY}
        return positional, named, self._return_annotation

    def __hash__(self):
        positional, named, result = self._key()
        return hash((positional, frozenset(named.values()), result))

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self._key() == other._key()

    def bind(self, /, *args, **kwargs):
        """Assign arguments to parameters as a call would; TypeError if they do not fit."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """Like bind(), but arguments may be missing."""
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        values = list(args)
        kwargs = dict(kwargs)
        keywords = None
        for name, parameter in self._parameters.items():
            kind = parameter.kind
            if kind is _VAR_POSITIONAL:
                if values:
                    arguments[name] = tuple(values)
                    values = []
            elif kind is _VAR_KEYWORD:
                keywords = name
            elif kind is _KEYWORD_ONLY and values:
                raise TypeError('too many positional arguments')
            elif kind is not _KEYWORD_ONLY and values:
                if name in kwargs and kind is not _POSITIONAL_ONLY:
                    raise TypeError('multiple values for argument {arg!r}'.format(arg=name))
                arguments[name] = values.pop(0)
            elif name in kwargs and kind is not _POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif kind is _POSITIONAL_ONLY and name in kwargs:
                raise TypeError('{arg!r} parameter is positional only, but was passed as a keyword'.format(arg=name))
            elif parameter.default is _empty and not partial:
                raise TypeError('missing a required argument: {arg!r}'.format(arg=name))
        if values:
            raise TypeError('too many positional arguments')
        if kwargs:
            if keywords is None:
                raise TypeError('got an unexpected keyword argument {arg!r}'.format(arg=next(iter(kwargs))))
            arguments[keywords] = kwargs
        return BoundArguments(self, arguments)

    def __repr__(self):
        return f'<{self.__class__.__name__} {self}>'

    def __str__(self):
        pieces = []
        seen_star = slash_due = False
        for parameter in self._parameters.values():
            kind = parameter.kind
            if kind is _POSITIONAL_ONLY:
                slash_due = True
            elif slash_due:
                pieces.append('/')
                slash_due = False
            if kind is _VAR_POSITIONAL:
                seen_star = True
            elif kind is _KEYWORD_ONLY and not seen_star:
                pieces.append('*')
                seen_star = True
            pieces.append(str(parameter))
        if slash_due:
            pieces.append('/')
        text = f'({", ".join(pieces)})'
        if self._return_annotation is not _empty:
            text += f' -> {formatannotation(self._return_annotation)}'
        return text


def _of_function(func, cls, eval_str):
    code = func.__code__
    count, positional_only, keyword_count = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    names = code.co_varnames
    annotations = func.__annotations__
    if eval_str:
        annotations = {name: eval(value, func.__globals__) if isinstance(value, str) else value
                       for name, value in annotations.items()}
    defaults = func.__defaults__ or ()
    keyword_defaults = func.__kwdefaults__ or {}
    first_default = count - len(defaults)
    parameters = []
    for i, name in enumerate(names[:count]):
        parameters.append(Parameter(
            name, _POSITIONAL_ONLY if i < positional_only else _POSITIONAL_OR_KEYWORD,
            default=defaults[i - first_default] if i >= first_default else _empty,
            annotation=annotations.get(name, _empty)))
    at = count + keyword_count
    if code.co_flags & _varargs:
        parameters.append(Parameter(names[at], _VAR_POSITIONAL, annotation=annotations.get(names[at], _empty)))
        at += 1
    for name in names[count:count + keyword_count]:
        parameters.append(Parameter(name, _KEYWORD_ONLY, default=keyword_defaults.get(name, _empty),
                                    annotation=annotations.get(name, _empty)))
    if code.co_flags & _varkeywords:
        parameters.append(Parameter(names[at], _VAR_KEYWORD, annotation=annotations.get(names[at], _empty)))
    return cls(parameters, return_annotation=annotations.get('return', _empty), __validate_parameters__=False)


def _of_text(obj, cls):
    """The signature that a native's __text_signature__ spells, e.g. '($self, x, /)'."""
    text = getattr(obj, '__text_signature__', None)
    if not text:
        raise ValueError(f'no signature found for builtin {obj!r}')
    bound = '$' in text
    scope = {}
    try:
        exec(f"def f{text.replace('$', '')}: pass", {}, scope)
    except SyntaxError:
        raise ValueError(f'{obj!r} has invalid signature') from None
    result = _of_function(scope['f'], cls, False)
    if bound and getattr(obj, '__self__', None) is not None:
        result = _without_first(result)
    return result


def _without_first(signature):
    parameters = list(signature.parameters.values())
    if not parameters or parameters[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if parameters[0].kind is not _VAR_POSITIONAL:
        parameters.pop(0)
    return signature.replace(parameters=parameters)


def _of_partial(obj, cls, follow_wrapped, eval_str):
    signature = _signature_of(obj.func, cls, follow_wrapped, eval_str)
    given = list(obj.args)
    keywords = obj.keywords or {}
    try:
        signature.bind_partial(*obj.args, **keywords)
    except TypeError as error:
        raise ValueError(f'partial object {obj!r} has incorrect arguments') from error
    parameters = []
    keyword_only = False
    for parameter in signature.parameters.values():
        kind = parameter.kind
        if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD) and given:
            given.pop(0)
            continue
        if parameter.name in keywords and kind in (_POSITIONAL_OR_KEYWORD, _KEYWORD_ONLY):
            # What has a default by keyword, and all that follows, can be given by keyword only.
            parameter = parameter.replace(default=keywords[parameter.name], kind=_KEYWORD_ONLY)
            keyword_only = True
        elif keyword_only and kind is _POSITIONAL_OR_KEYWORD:
            parameter = parameter.replace(kind=_KEYWORD_ONLY)
        elif keyword_only and kind is _VAR_POSITIONAL:
            continue
        parameters.append(parameter)
    return signature.replace(parameters=parameters)


def _of_class(obj, cls, follow_wrapped, eval_str):
    for owner, name in ((type(obj), '__call__'), (obj, '__new__'), (obj, '__init__')):
        method = None
        for base in owner.__mro__:
            if name in base.__dict__:
                method = base.__dict__[name]
                break
        if isinstance(method, staticmethod):
            method = method.__func__
        if isinstance(method, types.FunctionType):
            return _without_first(_signature_of(method, cls, follow_wrapped, eval_str))
    for base in obj.__mro__[:-1]:
        if getattr(base, '__text_signature__', None):
            return _of_text(base, cls)
    if type(obj).__call__ is type.__call__ and obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
        return cls([])
    raise ValueError('no signature found for builtin type {!r}'.format(obj))


def _signature_of(obj, cls, follow_wrapped=True, eval_str=False):
    from functools import partial, partialmethod
    if not callable(obj):
        raise TypeError('{!r} is not a callable object'.format(obj))
    if isinstance(obj, types.MethodType):
        return _without_first(_signature_of(obj.__func__, cls, follow_wrapped, eval_str))
    if follow_wrapped:
        while hasattr(obj, '__wrapped__') and not hasattr(obj, '__signature__'):
            obj = obj.__wrapped__
        if isinstance(obj, types.MethodType):
            return _signature_of(obj, cls, follow_wrapped, eval_str)
    explicit = getattr(obj, '__signature__', None)
    if explicit is not None:
        if not isinstance(explicit, Signature):
            raise TypeError('unexpected object {!r} in __signature__ attribute'.format(explicit))
        return explicit
    via = getattr(obj, '_partialmethod', None)
    if isinstance(via, partialmethod):
        inner = _of_partial(partial(via.func, None, *via.args, **via.keywords), cls, follow_wrapped, eval_str)
        first = next(iter(_signature_of(via.func, cls, follow_wrapped, eval_str).parameters.values()))
        return inner.replace(parameters=(first, *inner.parameters.values()))
    if isinstance(obj, types.FunctionType):
        return _of_function(obj, cls, eval_str)
    if isinstance(obj, partial):
        return _of_partial(obj, cls, follow_wrapped, eval_str)
    if isinstance(obj, type):
        return _of_class(obj, cls, follow_wrapped, eval_str)
    if isinstance(obj, (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType,
                        types.MethodWrapperType, types.ClassMethodDescriptorType)):
        return _of_text(obj, cls)
    call = getattr(type(obj), '__call__', None)
    if isinstance(call, types.FunctionType):
        return _without_first(_signature_of(call, cls, follow_wrapped, eval_str))
    raise ValueError('callable {!r} is not supported by signature'.format(obj))


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Get a signature object for the passed callable."""
    return _signature_of(obj, Signature, follow_wrapped, eval_str)


FullArgSpec = None


def getfullargspec(func):
    """Names and default values of a callable's parameters, as a named tuple."""
    global FullArgSpec
    if FullArgSpec is None:
        from collections import namedtuple
        FullArgSpec = namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, '
                                 'annotations', module='inspect')
    try:
        parameters = _signature_of(getattr(func, '__func__', func), Signature, False).parameters.values()
    except Exception as error:
        raise TypeError('unsupported callable') from error

    def names(*kinds):
        return [p.name for p in parameters if p.kind in kinds]
    defaults = tuple(p.default for p in parameters if p.kind <= 1 and p.default is not _empty)
    annotations = {k: v for k, v in getattr(func, '__annotations__', {}).items() if k == 'return'}
    annotations.update((p.name, p.annotation) for p in parameters if p.annotation is not _empty)
    return FullArgSpec(names(_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD), next(iter(names(_VAR_POSITIONAL)), None),
                       next(iter(names(_VAR_KEYWORD)), None), defaults or None, names(_KEYWORD_ONLY),
                       {p.name: p.default for p in parameters
                        if p.kind is _KEYWORD_ONLY and p.default is not _empty} or None, annotations)


def getcallargs(func, /, *positional, **named):
    """What each parameter of func would be in the call func(*positional, **named)."""
    target, args = func, positional
    if isinstance(func, types.MethodType):
        target, args = func.__func__, (func.__self__, *positional)
    bound = signature(target).bind(*args, **named)
    bound.apply_defaults()
    return dict(bound.arguments)
