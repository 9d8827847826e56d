# The rarely used parts of enum: verify() with its checks, and enumerations whose members live in a module.
# enum/__init__.py loads this file when one of the names is asked for.

import sys as _sys

from enum import StrEnum, Enum, Flag, ReprEnum, _bits, _is_single_bit

__name__ = 'enum'  # where users find what is below

class EnumCheck(StrEnum):
    """What verify() can demand."""
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Class decorator that checks an enumeration for the given constraints."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                self._check_unique(enumeration)
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named(enumeration)
        return enumeration

    def _check_unique(self, enumeration):
        duplicates = [(name, m.name) for name, m in enumeration.__members__.items() if name != m.name]
        if duplicates:
            details = ', '.join(f'{alias} -> {name}' for alias, name in duplicates)
            raise ValueError(f'aliases found in {enumeration!r}: {details}')

    def _check_continuous(self, enumeration):
        values = {m.value for m in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            missing = [bit for bit in _bits(2 ** high.bit_length() - 1) if bit > low and bit not in values]
            kind = 'flag'
        elif issubclass(enumeration, Enum):
            missing = [value for value in range(low + 1, high) if value not in values]
            kind = 'enum'
        else:
            raise Exception(f'verify: unknown type {enumeration!r}')
        if missing:
            raise ValueError((f"invalid {kind} {enumeration.__name__!r}: missing values "
                              f"{', '.join(map(str, missing))}")[:256])

    def _check_named(self, enumeration):
        names = enumeration._member_names_
        values = [m.value for m in enumeration]
        missing_names, missing_bits = [], 0
        for name, alias in enumeration._member_map_.items():
            if name in names or alias.value < 0:
                continue
            missed = [bit for bit in _bits(alias.value) if bit not in values]
            if missed:
                missing_names.append(name)
                for bit in missed:
                    missing_bits |= bit
        if missing_names:
            if len(missing_names) == 1:
                alias = f'alias {missing_names[0]} is missing'
            else:
                alias = (f"aliases {', '.join(missing_names[:-1])} and {missing_names[-1]} are missing")
            if _is_single_bit(missing_bits):
                value = f'value 0x{missing_bits:x}'
            else:
                value = f'combined values of 0x{missing_bits:x}'
            raise ValueError(f'invalid Flag {enumeration.__name__!r}: {alias} {value} '
                             '[use enum.show_flag_values(value) for details]')


def show_flag_values(value):
    """The single bits of value as a list."""
    return list(_bits(value))


# Enumerations whose members live in a module

def _module_name(self):
    return self.__class__.__module__.split('.')[-1]


def global_enum_repr(self):
    """A repr that shows a member as an attribute of its module."""
    return f'{_module_name(self)}.{self._name_}'


def global_flag_repr(self):
    """A repr that shows a flag as a combination of attributes of its module."""
    module, name = _module_name(self), self.__class__.__name__
    if self._name_ is None:
        return f"{module}.{name}({self._value_!r})"
    if _is_single_bit(self._value_):
        return f'{module}.{self._name_}'
    parts = [part if part[0].isdigit() else f'{module}.{part}' for part in self._name_.split('|')]
    return '|'.join(parts)


def global_str(self):
    """A str that shows only the member's name."""
    if self._name_ is None:
        return f"{self.__class__.__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Class decorator that puts the members into the module and shows them as its attributes."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    _sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
