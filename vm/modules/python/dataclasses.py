# Data classes: a decorator that writes __init__, __repr__, comparisons and __hash__ from annotated fields.
# All methods of one class are generated as one source text and compiled together (_Writer).
# Invariant: cls.__dataclass_fields__ maps names to Field objects in order, pseudo-fields (ClassVar, InitVar) included.

import sys as _sys
from _thread import get_ident as _get_ident

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING', 'fields', 'asdict',
           'astuple', 'make_dataclass', 'replace', 'is_dataclass']

_GenericAlias = type(list[int])
_mappingproxy = type(type.__dict__)
_no_metadata = _mappingproxy({})

_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'


class FrozenInstanceError(AttributeError):
    """Raised on an attempt to change a frozen instance."""


class _Named:
    """A marker that shows itself as a bare word."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_FACTORY_DEFAULT = _Named('<factory>')
_FIELD = _Named('_FIELD')
_FIELD_CLASSVAR = _Named('_FIELD_CLASSVAR')
_FIELD_INITVAR = _Named('_FIELD_INITVAR')


class InitVar:
    """Annotation of a pseudo-field that is only passed to __init__ and __post_init__."""
    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        kind = self.type
        if isinstance(kind, type) and not isinstance(kind, _GenericAlias):
            name = kind.__name__
        else:
            name = repr(kind)
        return f'dataclasses.InitVar[{name}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """Description of one field."""
    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare', 'metadata',
                 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _no_metadata if metadata is None else _mappingproxy(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return (f'Field(name={self.name!r},type={self.type!r},default={self.default!r},'
                f'default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},'
                f'hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},'
                f'kw_only={self.kw_only!r},_field_type={self._field_type})')

    def __set_name__(self, owner, name):
        # The default takes this object's place in the class, so it must hear of its name too.
        hook = getattr(type(self.default), '__set_name__', None)
        if hook:
            hook(self.default, owner, name)

    __class_getitem__ = classmethod(_GenericAlias)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen

    def __repr__(self):
        return (f'_DataclassParams(init={self.init!r},repr={self.repr!r},eq={self.eq!r},order={self.order!r},'
                f'unsafe_hash={self.unsafe_hash!r},frozen={self.frozen!r})')


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None, kw_only=MISSING):
    """Describe a field that needs more than a plain default."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# From annotations to fields

def _text_matches(annotation, cls, is_match):
    """Does an annotation given as text start with a name, perhaps behind a module's, whose object matches?"""
    end = 0
    text = annotation.strip()
    while end < len(text) and (text[end].isalnum() or text[end] in '_.'):
        end += 1
    head, _, last = text[:end].rpartition('.')
    scope = getattr(_sys.modules.get(cls.__module__), '__dict__', {})
    if head:
        scope = getattr(scope.get(head), '__dict__', {})
    return last in scope and is_match(scope[last])


def _is_classvar(annotation):
    typing = _sys.modules.get('typing')
    if typing is None:
        return False
    return annotation is typing.ClassVar or getattr(annotation, '__origin__', None) is typing.ClassVar


def _is_initvar(annotation):
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation):
    return annotation is KW_ONLY


def _matches(annotation, cls, is_match):
    if is_match(annotation):
        return True
    return isinstance(annotation, str) and _text_matches(annotation, cls, is_match)


def _make_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, type(Field.name)):  # a slot's descriptor is no default
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    if _matches(annotation, cls, _is_classvar):
        f._field_type = _FIELD_CLASSVAR
    elif _matches(annotation, cls, _is_initvar):
        f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f'field {f.name} cannot have a default factory')
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f'field {f.name} is a ClassVar but specifies kw_only')
    elif f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory')
    return f


def _collect_fields(cls, kw_only):
    """(all fields with those of the bases, whether some base is frozen, whether some base is not)"""
    collected = {}
    any_frozen = any_thawed = False
    for base in cls.__mro__[-1:0:-1]:
        inherited = getattr(base, _FIELDS, None)
        if inherited is not None:
            collected.update(inherited)
            if getattr(base, _PARAMS).frozen:
                any_frozen = True
            else:
                any_thawed = True
    own = []
    seen_kw_only = False
    annotations = cls.__dict__.get('__annotations__', {})
    for name, annotation in annotations.items():
        if _matches(annotation, cls, _is_kw_only):
            if seen_kw_only:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            seen_kw_only = kw_only = True
        else:
            own.append(_make_field(cls, name, annotation, kw_only))
    for f in own:
        collected[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            # The class attribute is the default itself, if there is one.
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    return collected, any_frozen, any_thawed


# Generating methods

class _Writer:
    """Collects the source of methods and the objects it names; compiles all of it at once."""

    def __init__(self, cls):
        self.cls = cls
        self.lines = []
        self.names = []
        self.scope = {'MISSING': MISSING, '_FACTORY_DEFAULT': _FACTORY_DEFAULT, '_set': object.__setattr__,
                      '_running': set(), '_frozen': FrozenInstanceError, '_cls': cls,
                      '_hash': hash, '_id': id, '_thread': _get_ident, '_type': type,
                      '_super': super, '_not_implemented': NotImplemented}

    def method(self, name, parameters, body):
        self.names.append(name)
        self.lines.append(f' def {name}({parameters}):')
        self.lines.extend('  ' + line for line in body)

    def finish(self):
        if not self.names:
            return {}
        # The outer function gives the methods the names of scope as closures, beside the module's own globals.
        source = '\n'.join([f'def _make({", ".join(self.scope)}):', *self.lines,
                            f' return ({", ".join(self.names)},)'])
        module = _sys.modules.get(self.cls.__module__)
        result = {}
        exec(source, module.__dict__ if module is not None else {}, result)
        methods = dict(zip(self.names, result['_make'](**self.scope)))
        for name, method in methods.items():
            method.__qualname__ = f'{self.cls.__qualname__}.{name}'
        return methods


def _values(fields, owner):
    return '(' + ''.join(f'{owner}.{f.name}, ' for f in fields) + ')'


def _write_init(writer, positional, keyword_only, slots, frozen, post_init):
    seen_default = False
    for f in positional:
        if f.init:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen_default = True
            elif seen_default:
                raise TypeError(f'non-default argument {f.name!r} follows default argument')
    everything = positional + keyword_only
    this = '__dataclass_self__' if any(f.name == 'self' for f in everything) else 'self'

    def parameter(f):
        if f.default is not MISSING:
            return f'{f.name}=_default_{f.name}'
        if f.default_factory is not MISSING:
            return f'{f.name}=_FACTORY_DEFAULT'
        return f.name

    def assignment(f):
        value = f.name
        if f._field_type is _FIELD_INITVAR:
            if f.default is not MISSING:
                writer.scope[f'_default_{f.name}'] = f.default
            return None
        if f.default_factory is not MISSING:
            writer.scope[f'_default_{f.name}'] = f.default_factory
            value = f'_default_{f.name}()'
            if f.init:
                value += f' if {f.name} is _FACTORY_DEFAULT else {f.name}'
        elif f.default is not MISSING:
            writer.scope[f'_default_{f.name}'] = f.default
            if not f.init:
                if not slots:
                    return None
                value = f'_default_{f.name}'
        elif not f.init:
            return None
        if frozen:
            return f'_set({this}, {f.name!r}, {value})'
        return f'{this}.{f.name} = {value}'

    parameters = [this] + [parameter(f) for f in positional if f.init]
    late = [parameter(f) for f in keyword_only if f.init]
    if late:
        parameters += ['*'] + late
    body = [line for line in map(assignment, everything) if line]
    if post_init:
        passed = ', '.join(f.name for f in everything if f._field_type is _FIELD_INITVAR)
        body.append(f'{this}.__post_init__({passed})')
    writer.method('__init__', ', '.join(parameters), body or ['pass'])


def _write_repr(writer, fields):
    text = ', '.join(f'{f.name}={{self.{f.name}!r}}' for f in fields)
    writer.method('__repr__', 'self', [
        'key = _id(self), _thread()',
        "if key in _running: return '...'",
        '_running.add(key)',
        f"try: return self.__class__.__qualname__ + f'({text})'",
        'finally: _running.discard(key)'])


def _write_comparison(writer, name, operator, fields):
    writer.method(name, 'self, other', [
        'if other.__class__ is self.__class__:',
        f' return {_values(fields, "self")} {operator} {_values(fields, "other")}',
        'return _not_implemented'])


def _write_frozen(writer, fields):
    names = '(' + ''.join(f'{f.name!r}, ' for f in fields) + ')'
    condition = f'if _type(self) is _cls or name in {names}:'
    writer.method('__setattr__', 'self, name, value', [
        condition, " raise _frozen(f'cannot assign to field {name!r}')",
        '_super(_cls, self).__setattr__(name, value)'])
    writer.method('__delattr__', 'self, name', [
        condition, " raise _frozen(f'cannot delete field {name!r}')",
        '_super(_cls, self).__delattr__(name)'])


def _install(cls, methods, names, advice=''):
    for name in names:
        if name in cls.__dict__:
            raise TypeError(f'Cannot overwrite attribute {name} in class {cls.__name__}{advice}')
        setattr(cls, name, methods[name])


def _annotation_text(annotation):
    if getattr(annotation, '__module__', None) == 'typing':
        return repr(annotation).replace('typing.', '')
    if isinstance(annotation, _GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', None):
            return annotation.__qualname__
        return f'{annotation.__module__}.{annotation.__qualname__}'
    return repr(annotation)


def _signature_text(cls, positional, keyword_only, has_init):
    """What str(inspect.signature(cls)) would say of the generated __init__."""
    if not has_init:
        try:
            import inspect
            return str(inspect.signature(cls)).replace(' -> None', '')
        except (TypeError, ValueError):
            return ''
    parts = []
    for group, mark in ((positional, None), (keyword_only, '*')):
        group = [f for f in group if f.init]
        if group and mark:
            parts.append(mark)
        for f in group:
            text = f'{f.name}: {_annotation_text(f.type)}'
            if f.default is not MISSING:
                text += f' = {f.default!r}'
            elif f.default_factory is not MISSING:
                text += ' = <factory>'
            parts.append(text)
    return f'({", ".join(parts)})'


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    collected, any_frozen, any_thawed = _collect_fields(cls, kw_only)
    setattr(cls, _FIELDS, collected)
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    if any_frozen or any_thawed:
        if any_thawed and frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
        if any_frozen and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
    own_hash = cls.__dict__.get('__hash__', MISSING)
    explicit_hash = not (own_hash is MISSING or own_hash is None and '__eq__' in cls.__dict__)
    if order and not eq:
        raise ValueError('eq must be true if order is true')

    everything = list(collected.values())
    real = [f for f in everything if f._field_type is _FIELD]
    parameters = [f for f in everything if f._field_type is not _FIELD_CLASSVAR]
    positional = [f for f in parameters if not f.kw_only]
    keyword_only = [f for f in parameters if f.kw_only]

    writer = _Writer(cls)
    if init:
        _write_init(writer, positional, keyword_only, slots, frozen, hasattr(cls, '__post_init__'))
    if repr:
        _write_repr(writer, [f for f in real if f.repr])
    compared = [f for f in real if f.compare]
    if eq:
        _write_comparison(writer, '__eq__', '==', compared)
    orderings = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='} if order else {}
    for name, operator in orderings.items():
        _write_comparison(writer, name, operator, compared)
    if frozen:
        _write_frozen(writer, real)
    add_hash = unsafe_hash or (eq and frozen and not explicit_hash)
    if add_hash:
        hashed = [f for f in real if (f.compare if f.hash is None else f.hash)]
        writer.method('__hash__', 'self', [f'return _hash({_values(hashed, "self")})'])

    methods = writer.finish()
    if init:
        annotations = {f.name: f.type for f in positional + keyword_only if f.init}
        methods['__init__'].__annotations__ = {**annotations, 'return': None}
    for name in ('__init__', '__repr__', '__eq__'):
        if name in methods and (name == '__init__' or name not in cls.__dict__):
            setattr(cls, name, methods[name])
    _install(cls, methods, orderings, '. Consider using functools.total_ordering')
    if frozen:
        _install(cls, methods, ('__setattr__', '__delattr__'))
    if add_hash:
        if explicit_hash:
            raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
        setattr(cls, '__hash__', methods['__hash__'])
    elif eq and not frozen and not explicit_hash:
        cls.__hash__ = None

    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _signature_text(cls, positional, keyword_only, init)
    if match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in positional if f.init)
    if slots:
        cls = _with_slots(cls, frozen, weakref_slot)
    elif weakref_slot:
        raise TypeError('weakref_slot is True but slots is False')
    if hasattr(cls, '__abstractmethods__'):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    return cls


def _slot_names(cls):
    names = cls.__dict__.get('__slots__')
    if names is None:
        return ()
    if isinstance(names, str):
        return (names,)
    if hasattr(names, '__next__'):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return tuple(names)


def _with_slots(cls, frozen, weakref_slot):
    """A twin of cls with slots for its fields."""
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    namespace = dict(cls.__dict__)
    names = tuple(f.name for f in fields(cls))
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slot_names(base)}
    slots = [name for name in names if name not in inherited]
    if weakref_slot and '__weakref__' not in inherited:
        slots.append('__weakref__')
    namespace['__slots__'] = tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop('__dict__', None)
    namespace.pop('__weakref__', None)
    qualname = getattr(cls, '__qualname__', None)
    cls = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        cls.__qualname__ = qualname
    if frozen:
        if '__getstate__' not in namespace:
            cls.__getstate__ = _slots_getstate
        if '__setstate__' not in namespace:
            cls.__setstate__ = _slots_setstate
    return cls


def _slots_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _slots_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods to a class, based on the fields its annotations declare."""
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


# Working with instances

def fields(class_or_instance):
    """The fields of a dataclass or of an instance, as a tuple."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """True if obj is a dataclass or an instance of one."""
    cls = obj if isinstance(obj, type) and not isinstance(obj, _GenericAlias) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a new dict; nested dataclasses, lists, tuples and dicts are converted too."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda names, values: dict_factory(list(zip(names, values))))


def astuple(obj, *, tuple_factory=tuple):
    """The fields of an instance as a new tuple; nested dataclasses, lists, tuples and dicts are converted too."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda names, values: tuple_factory(values))


_plain_values = frozenset({int, str, float, bool, type(None), bytes, complex})


def _convert(obj, build):
    cls = type(obj)
    if cls in _plain_values:
        return obj
    if _is_instance(obj):
        names = [f.name for f in fields(obj)]
        return build(names, [_convert(getattr(obj, name), build) for name in names])
    if isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return cls(*[_convert(item, build) for item in obj])
    if isinstance(obj, (list, tuple)):
        return cls(_convert(item, build) for item in obj)
    if isinstance(obj, dict):
        return cls((_convert(key, build), _convert(value, build)) for key, value in obj.items())
    from copy import deepcopy
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Create a dataclass; fields are names, (name, type) or (name, type, field(...))."""
    from keyword import iskeyword
    import types
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, 'typing.Any'
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = annotation

    def fill(body):
        body.update(namespace or {})
        body.update(defaults)
        body['__annotations__'] = annotations
    cls = types.new_class(cls_name, bases, {}, fill)
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new instance of the same class in which the given fields have other values."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f'field {f.name} is declared with init=False, '
                                 'it cannot be specified with replace()')
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
