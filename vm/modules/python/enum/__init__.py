# Enumerations: Enum and its metaclass, IntEnum, StrEnum, Flag, IntFlag, auto and the checks of verify().
# A class body runs in a _Body (enum/_body.py), which sorts names into members and the rest; members are then made,
# by a _Builder whose __set_name__ runs inside type.__new__, so that __init_subclass__ already sees them all.
# Invariant: _member_map_ holds every name, _member_names_ only the canonical ones (no aliases).

import sys as _sys
from builtins import property as _plain_property

from enum._body import nonmember, member, auto, _Body, _bits, _binary, _is_dunder, _is_single_bit

__all__ = ['EnumType', 'EnumMeta', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum', 'auto', 'unique',
           'property', 'verify', 'member', 'nonmember', 'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT', 'KEEP',
           'global_flag_repr', 'global_enum_repr', 'global_str', 'global_enum', 'EnumCheck', 'CONTINUOUS',
           'NAMED_FLAGS', 'UNIQUE']

# Set when the classes exist; the metaclass has to do without them at first.
Enum = Flag = ReprEnum = EJECT = KEEP = STRICT = CONFORM = None


class property(_plain_property):
    """A property of members; looked up in the class, its name stands for the member of that name."""

    def __set_name__(self, owner, name):
        self.name = name
        self.clsname = owner.__name__

    def __get__(self, instance, owner=None):
        if instance is None:
            try:
                return owner._member_map_[self.name]
            except KeyError:
                raise AttributeError(f'{owner!r} has no attribute {self.name!r}') from None
        if self.fget is None:
            raise AttributeError(f'{owner!r} member has no attribute {self.name!r}')
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)


class _Builder:
    """Makes the members of a class at the moment type.__new__ names this object."""

    def __init__(self, values):
        self.values = values  # name -> value
        self.error = None

    def __set_name__(self, cls, name):
        try:
            type.__delattr__(cls, name)
            for member_name, value in self.values.items():
                _make_member(cls, member_name, value)
        except BaseException as error:
            self.error = error
            raise


def _make_member(cls, name, value):
    args = value if isinstance(value, tuple) else (value,)
    if cls._member_type_ is tuple:
        args = (args,)
    if cls._use_args_:
        made = cls._new_member_(cls, *args)
    else:
        made = cls._new_member_(cls)
    if not hasattr(made, '_value_'):
        if cls._member_type_ is object:
            made._value_ = value
        else:
            try:
                made._value_ = cls._member_type_(*args)
            except Exception as error:
                raise TypeError('_value_ not set in __new__, unable to create it') from error
    value = made._value_
    made._name_ = name
    made.__objclass__ = cls
    made.__init__(*args)
    made._sort_order_ = len(cls._member_names_)

    twin = None
    try:
        twin = cls._value2member_map_.get(value)
    except TypeError:
        for known in cls._unhashable_values_:
            if known == value:
                twin = next(m for m in cls._member_map_.values() if m._value_ == value)
    canonical = twin is None
    if canonical and Flag is not None and issubclass(cls, Flag) and isinstance(value, int):
        # Only single bits are canonical; other values name combinations.
        canonical = _is_single_bit(value)
        if canonical:
            cls._flag_mask_ |= value
        cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
    if canonical:
        cls._member_names_.append(name)
    if twin is not None:
        made = twin
    cls._member_map_[name] = made
    if not any(isinstance(base.__dict__.get(name), property) for base in cls.__mro__[1:]):
        type.__setattr__(cls, name, made)
    try:
        cls._value2member_map_.setdefault(value, made)
    except TypeError:
        cls._unhashable_values_.append(value)


def _check_extends(cls_name, bases):
    for chain in bases:
        for base in chain.__mro__:
            if isinstance(base, EnumType) and base._member_names_:
                raise TypeError(f'<enum {cls_name!r}> cannot extend {base!r}')


def _mixed_in_types(class_name, bases):
    """(member type, first enum base): the data type that members are of besides being Enum members."""
    if not bases:
        return object, Enum
    first_enum = bases[-1]
    if not isinstance(first_enum, EnumType):
        raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
    return _data_type(class_name, bases) or object, first_enum


def _data_type(class_name, bases):
    found = {}
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                if base._member_type_ is not object:
                    found[base._member_type_] = None
                    break
            elif '__new__' in base.__dict__ or '__dataclass_fields__' in base.__dict__:
                found[candidate or base] = None
                break
            else:
                candidate = candidate or base
    if len(found) > 1:
        raise TypeError(f'too many data types for {class_name!r}: {set(found)!r}')
    return next(iter(found), None)


def _value_repr(bases):
    """The __repr__ with which members show their values."""
    for chain in bases:
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                return base._value_repr_
            if '__repr__' in base.__dict__:
                if '__dataclass_fields__' in base.__dict__ and base.__dataclass_params__.repr:
                    return _dataclass_repr
                return base.__dict__['__repr__']
    return None


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ', '.join(f'{name}={getattr(self, name)!r}' for name in fields if fields[name].repr)


def _find_new(body, member_type, first_enum):
    """(the function that makes members, whether the user wrote it, whether it takes the value's arguments)"""
    made_by = body.get('__new__')
    if made_by is not None:
        return made_by, True, True
    defaults = {None, None.__new__, object.__new__, Enum.__new__ if Enum else None}
    for source in ('__new_member__', '__new__'):
        for owner in (member_type, first_enum):
            target = getattr(owner, source, None)
            if target not in defaults:
                return target, False, True
    return object.__new__, False, False


class EnumType(type):
    """Metaclass for Enum"""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        _check_extends(cls, bases)
        body = _Body(cls)
        if bases:
            _, first_enum = _mixed_in_types(cls, bases)
            if first_enum is not None:
                dict.__setitem__(body, '_generate_next_value_', first_enum.__dict__.get('_generate_next_value_')
                                 or first_enum._generate_next_value_)
                body._generate = first_enum._generate_next_value_
        return body

    def __new__(metacls, cls, bases, body, *, boundary=None, _simple=False, **kwds):
        for key in body._ignore:
            body.pop(key, None)
        values = {name: body[name] for name in body._member_names}
        bad = {'mro', ''} & set(values)
        if bad:
            raise ValueError('invalid enum member name(s) ' + ','.join(map(repr, bad)))
        order = body.pop('_order_', None)
        namespace = {key: value for key, value in body.items() if key not in values and key != '_ignore_'}
        generate = namespace.get('_generate_next_value_')
        if generate is not None and not isinstance(generate, staticmethod):
            namespace['_generate_next_value_'] = staticmethod(generate)

        member_type, first_enum = _mixed_in_types(cls, bases)
        new_member, own_new, use_args = _find_new(namespace, member_type, first_enum)
        namespace.update(
            _new_member_=staticmethod(new_member) if isinstance(new_member, type(_is_dunder)) else new_member,
            _use_args_=use_args, _member_names_=[], _member_map_={}, _value2member_map_={}, _unhashable_values_=[],
            _member_type_=member_type, _value_repr_=_value_repr(bases))
        if Flag is not None and first_enum is not None and issubclass(first_enum, Flag):
            namespace.update(_boundary_=boundary or first_enum._boundary_, _flag_mask_=0, _all_bits_=0,
                             _inverted_=None)
        elif boundary is not None:
            namespace['_boundary_'] = boundary
        namespace.setdefault('__doc__', None)
        builder = _Builder(values)
        namespace['_member_builder_'] = builder
        if own_new:
            namespace['__new_member__'] = namespace['__new__']

        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        except BaseException:
            if builder.error is None:
                raise
        if builder.error is not None:
            raise builder.error
        _settle_methods(enum_class, namespace, member_type, first_enum, bases)
        if Enum is not None:
            # From now on calling the class finds members and makes none.
            type.__setattr__(enum_class, '__new__', Enum.__dict__['__new__'])
        if order is not None:
            _check_order(enum_class, order)
        return enum_class

    def __init__(cls, *args, **kwds):
        pass

    def __bool__(cls):
        """classes/types should always be True."""
        return True

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        """With a value alone find the member; with names create a new enumeration called value."""
        if names is None:
            return cls.__new__(cls, value)
        return _create(cls, value, names, module, qualname, type, start, boundary)

    def __contains__(cls, member):
        """True if member is a member of this class; other values raise TypeError."""
        if not isinstance(member, Enum):
            import warnings
            warnings.warn("in 3.12 __contains__ will no longer raise TypeError, but will return True or\n"
                          "False depending on whether the value is a member or the value of a member",
                          DeprecationWarning, stacklevel=2)
            raise TypeError(f"unsupported operand type(s) for 'in': '{type(member).__qualname__}' "
                            f"and '{cls.__class__.__qualname__}'")
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __getattr__(cls, name):
        if _is_dunder(name):
            raise AttributeError(name)
        try:
            return cls.__dict__['_member_map_'][name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls._member_map_:
            raise AttributeError(f'{cls.__name__!r} cannot delete member {name!r}.')
        super().__delattr__(name)

    def __dir__(cls):
        names = {'__class__', '__contains__', '__doc__', '__getitem__', '__iter__', '__len__', '__members__',
                 '__module__', '__name__', '__qualname__', *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            names.add('__new__')
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add('__init_subclass__')
        if cls._member_type_ is not object:
            names |= set(dir(cls._member_type_))
        return sorted(names)

    def __getitem__(cls, name):
        """The member of that name."""
        return cls._member_map_[name]

    def __iter__(cls):
        """The members in order of definition, without aliases."""
        members = cls._member_map_
        return (members[name] for name in cls._member_names_)

    def __reversed__(cls):
        members = cls._member_map_
        return (members[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_plain_property
    def __members__(cls):
        """A read-only mapping of all names, aliases included, to members."""
        return type(type.__dict__)(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"


EnumMeta = EnumType

_binary_flag_methods = ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__')


def _settle_methods(cls, namespace, member_type, first_enum, bases):
    """Decide between the methods of the data type and those of Enum, which comes later in the MRO."""
    def put(name, method):
        type.__setattr__(cls, name, method)

    if ReprEnum is not None and ReprEnum in bases:
        if member_type is object:
            raise TypeError('ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)')
        if '__format__' not in namespace:
            put('__format__', member_type.__format__)
        if '__str__' not in namespace:
            method = member_type.__str__
            put('__str__', member_type.__repr__ if method is object.__str__ else method)
    if first_enum is not None:
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name in namespace or name in cls.__dict__:
                continue
            inherited = getattr(cls, name, None)
            if inherited in (getattr(member_type, name, None), getattr(object, name, None)):
                put(name, getattr(first_enum, name, inherited))
    if Flag is None or not issubclass(cls, Flag):
        return
    for name in _binary_flag_methods:
        if name not in namespace:
            put(name, getattr(Flag, name))
    if not any('_iter_member_' in base.__dict__ for base in cls.__mro__ if not base.__module__ == __name__):
        values = [cls._member_map_[name]._value_ for name in cls._member_names_]
        if values != sorted(values):
            put('_iter_member_', cls._iter_member_by_def_)


def _check_order(cls, order):
    if isinstance(order, str):
        order = order.replace(',', ' ').split()
    wanted = [name for name in order if name not in cls._member_map_ or name in cls._member_names_]
    names = cls._member_names_
    if wanted != names:
        raise TypeError(f'member order does not match _order_:\n  {names!r}\n  {wanted!r}')


def _create(cls, class_name, names, module, qualname, mixin, start, boundary):
    """The functional API: names is a string, a mapping, or a sequence of names or of pairs."""
    metacls = cls.__class__
    bases = (cls,) if mixin is None else (mixin, cls)
    body = metacls.__prepare__(class_name, bases)
    if isinstance(names, str):
        names = names.replace(',', ' ').split()
    if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
        values = []
        for count, name in enumerate(names):
            value = cls._generate_next_value_(name, start, count, values[:])
            values.append(value)
            body[name] = value
    else:
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            body[name] = value
    if module is None:
        try:
            module = _sys._getframe(2).f_globals['__name__']
        except (AttributeError, ValueError, KeyError):
            pass
    if module is not None:
        body['__module__'] = module
    if qualname is not None:
        body['__qualname__'] = qualname
    return metacls.__new__(metacls, class_name, bases, body, boundary=boundary)


class Enum(metaclass=EnumType):
    """A set of names bound to unique values: class Color(Enum): RED = 1"""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:  # not hashable
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member
        return _find_missing(cls, value)

    def __init__(self, *args, **kwds):
        pass

    def _generate_next_value_(name, start, count, last_values):
        """One more than the last value; start if there is none."""
        if not last_values:
            return start
        last = last_values[-1]
        try:
            highest = max(last_values)
            following = last + 1
        except TypeError:  # a mixture: the first value that allows it decides
            highest, following = None, start
            for value in last_values:
                try:
                    following = value + 1
                    break
                except TypeError:
                    pass
        if last != highest:
            import warnings
            warnings.warn("In 3.13 the default `auto()`/`_generate_next_value_` will require all values to be "
                          "sortable and support adding +1\nand the value returned will be the largest value in "
                          "the enum incremented by 1", DeprecationWarning, stacklevel=4)
        return following

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __dir__(self):
        names = {name for base in type(self).__mro__ for name in base.__dict__
                 if name[0] != '_' and name not in self._member_map_}
        names |= {name for name in getattr(self, '__dict__', ()) if name[0] != '_'}
        names |= {'__class__', '__doc__', '__eq__', '__hash__', '__module__', 'name', 'value'}
        if self._member_type_ is not object:
            names |= set(object.__dir__(self))
        return sorted(names | set(self._member_map_))

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return getattr, (self.__class__, self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        """The name of the Enum member."""
        return self._name_

    @property
    def value(self):
        """The value of the Enum member."""
        return self._value_


def _find_missing(cls, value):
    """Ask _missing_ for a value that names no member."""
    complaint = ValueError(f'{value!r} is not a valid {cls.__qualname__}')
    try:
        result = cls._missing_(value)
    except Exception as error:
        if not isinstance(error, ValueError):
            error.__context__ = complaint
        raise
    if isinstance(result, cls):
        return result
    if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
        return result
    if result is None:
        raise complaint
    error = TypeError(f'error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member')
    error.__context__ = complaint
    raise error


class ReprEnum(Enum):
    """Only changes the repr(), leaving str() and format() to the mixed-in type."""


class IntEnum(int, ReprEnum):
    """Enum where members are also (and must be) ints"""


class StrEnum(str, ReprEnum):
    """Enum where members are also (and must be) strings"""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f'too many arguments for str(): {values!r}')
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f'{values[0]!r} is not a string')
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f'encoding must be a string, not {values[1]!r}')
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError('errors must be a string, not %r' % (values[2]))
        made = str.__new__(cls, *values)
        made._value_ = str(*values)
        return made

    def _generate_next_value_(name, start, count, last_values):
        """The lower-cased name."""
        return name.lower()


class FlagBoundary(StrEnum):
    """What a Flag does with bits that belong to no member."""
    STRICT = auto()   # ValueError
    CONFORM = auto()  # drop them
    EJECT = auto()    # give a plain int
    KEEP = auto()     # keep them


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=CONFORM):
    """Support for flags: members combine with |, &, ^ and ~."""

    _numeric_repr_ = repr

    def __reduce_ex__(self, proto):
        from functools import reduce
        from operator import or_
        members = [member for member in self._iter_member_(self._value_)]
        rest = self._value_ & ~self._flag_mask_
        if len(members) == 1 and not rest:
            return getattr, (self.__class__, self._name_)
        if members and rest:
            return or_, (reduce(or_, members), rest)
        if len(members) > 1:
            return or_, (reduce(or_, members[:-1]), members[-1])
        return self.__class__, (self._value_,)

    def _generate_next_value_(name, start, count, last_values):
        """The next power of two."""
        if not last_values:
            return 1 if start is None else start
        highest = max(last_values)
        try:
            return 2 ** highest.bit_length()
        except Exception:
            raise TypeError('invalid flag value %r' % highest) from None

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The members of the single bits in value, by rising value."""
        for bit in _bits(value & cls._flag_mask_):
            yield cls._value2member_map_[bit]

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """The members of the single bits in value, in order of definition."""
        yield from sorted(cls._iter_member_by_value_(value), key=lambda member: member._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """Make the member that stands for a combination of bits."""
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        given = value
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if cls._boundary_ is STRICT:
                bits = max(value.bit_length(), mask.bit_length())
                raise ValueError(f'{cls!r} invalid value {value!r}\n    given {_binary(value, bits)}\n'
                                 f'  allowed {_binary(mask, bits)}')
            if cls._boundary_ is CONFORM:
                value &= mask
            elif cls._boundary_ is EJECT:
                return value
            elif value < 0:
                value += max(all_bits + 1, 2 ** value.bit_length())
        if value < 0:
            value += all_bits + 1
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known

        if cls._member_type_ is object:
            made = object.__new__(cls)
        else:
            made = cls._member_type_.__new__(cls, value)
        made._value_ = value
        names = [member._name_ for member in cls._iter_member_(value)]
        unknown = value & ~mask
        if names:
            if unknown:
                names.append(cls._numeric_repr_(unknown))
            made._name_ = '|'.join(names)
        else:
            made._name_ = None
        made.__objclass__ = cls
        return cls._value2member_map_.setdefault(value, made)

    def __contains__(self, other):
        """True if other has no flag that self has not."""
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} "
                            f"and {self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """The members of the flags that are set."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        name = self.__class__.__name__
        show = self.__class__._value_repr_ or repr
        if self._name_ is None:
            return f"<{name}: {show(self._value_)}>"
        return f"<{name}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        name = self.__class__.__name__
        if self._name_ is None:
            return f"{name}({self._value_!r})"
        return f"{name}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _operand(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __or__(self, other):
        bits = self._operand(other)
        return NotImplemented if bits is None else self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._operand(other)
        return NotImplemented if bits is None else self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._operand(other)
        return NotImplemented if bits is None else self.__class__(self._value_ ^ bits)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        if self._inverted_ is None:
            if self._boundary_ is KEEP:
                self._inverted_ = self.__class__(-self._value_ - 1)
            else:
                self._inverted_ = self.__class__(self._flag_mask_ ^ self._value_ & self._flag_mask_)
        return self._inverted_


type.__setattr__(Flag, '_flag_mask_', 0)
type.__setattr__(Flag, '_all_bits_', 0)
type.__setattr__(Flag, '_inverted_', None)


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Support for integer-based Flags"""


def unique(enumeration):
    """Class decorator that forbids aliases."""
    duplicates = [(name, member.name) for name, member in enumeration.__members__.items() if name != member.name]
    if duplicates:
        details = ', '.join(f'{alias} -> {name}' for alias, name in duplicates)
        raise ValueError(f'duplicate values found in {enumeration!r}: {details}')
    return enumeration


def __getattr__(name):
    # The rarely used rest.
    if name in ('EnumCheck', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE', 'verify', 'show_flag_values',
                'global_flag_repr', 'global_enum_repr', 'global_str', 'global_enum'):
        from enum import _checks
        value = globals()[name] = getattr(_checks, name)
        return value
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
