# The namespace of an enum class body: _Body sorts names into members and the rest, and resolves auto().
# Its classes belong to users as enum.auto and so on, hence the __name__ below.

__name__ = 'enum'


class nonmember:
    """Protects an item of an enum class from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Forces an item of an enum class to become a member."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for a value that _generate_next_value_ chooses."""

    def __init__(self, value=None):
        self.value = _unset if value is None else value

    def __repr__(self):
        return f'auto({self.value!r})'


class _Unset:
    def __repr__(self):
        return '_auto_null'


_unset = _Unset()


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_private(class_name, name):
    prefix = f'_{class_name}__'
    return len(name) > len(prefix) and name.startswith(prefix) and not name.endswith('__')


def _is_descriptor(value):
    return hasattr(value, '__get__') or hasattr(value, '__set__') or hasattr(value, '__delete__')


def _is_single_bit(value):
    return value > 0 and value & (value - 1) == 0


def _bits(value):
    """The single bits of a positive number, the lowest first."""
    while value:
        low = value & -value
        yield low
        value ^= low


def _binary(value, bits):
    """A number in binary with a blank after its sign bit: '0b0 0101', '0b1 1010' (two's complement)."""
    top = 1 << value.bit_length()
    sign, digits = ('0', format(value, 'b')) if value >= 0 else ('1', format(value + top, f'0{value.bit_length()}b'))
    return f'0b{sign} ' + digits.rjust(bits, sign)


class _Body(dict):
    """The namespace of an enum class body, which notes the members and resolves auto()."""

    def __init__(self, class_name):
        super().__init__()
        self._class_name = class_name
        self._member_names = {}  # in order of definition
        self._last_values = []
        self._ignore = []
        self._generate = None
        self._auto_used = False

    def __setitem__(self, key, value):
        if _is_private(self._class_name, key):
            pass
        elif _is_sunder(key):
            self._set_sunder(key, value)
            return
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError(f'{key!r} already defined as {self[key]!r}')
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) and not isinstance(value, type):
            pass
        else:
            if key in self:
                raise TypeError(f'{key!r} already defined as {self[key]!r}')
            if isinstance(value, type):
                import warnings
                warnings.warn("In 3.13 classes created inside an enum will not become a member.  "
                              "Use the `member` decorator to keep the current behavior.",
                              DeprecationWarning, stacklevel=2)
            if isinstance(value, member):
                value = value.value
            resolved = self._resolve(key, value)
            self._member_names[key] = None
            if resolved is value:
                self._last_values.append(value)
            value = resolved
        if isinstance(value, member):
            value = value.value
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key == '_generate_next_value_':
            if self._auto_used:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate = value.__func__ if isinstance(value, staticmethod) else value
        elif key == '_ignore_':
            value = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError(f'_ignore_ cannot specify already set names: {already!r}')
            self._ignore = value
        elif key not in ('_order_', '_missing_', '_numeric_repr_', '_iter_member_', '_iter_member_by_value_',
                         '_iter_member_by_def_'):
            raise ValueError(f'_sunder_ names, such as {key!r}, are reserved for future Enum use')
        super().__setitem__(key, value)

    def _resolve(self, key, value):
        if isinstance(value, auto):
            self._auto_used = True
            if value.value is _unset:
                value.value = self._generate(key, 1, len(self._member_names), self._last_values[:])
            self._last_values.append(value.value)
            return value.value
        if isinstance(value, tuple) and any(isinstance(part, auto) for part in value):
            parts = [self._resolve(key, part) if isinstance(part, auto) else part for part in value]
            return tuple(parts) if type(value) is tuple else type(value)(*parts)
        return value

    def update(self, members=(), **more):
        for key, value in members.items() if hasattr(members, 'keys') else members:
            self[key] = value
        for key, value in more.items():
            self[key] = value
