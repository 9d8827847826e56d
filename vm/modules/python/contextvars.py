# Shown as native code.
# Context variables: values that belong to a context, of which Context.run() makes one current in its thread.

from _thread import _local, allocate_lock as _allocate_lock

__all__ = ['Context', 'ContextVar', 'Token', 'copy_context']

_thread = _local()  # its attribute context is the current one of a thread
_missing = object()


def _context():
    try:
        return _thread.context
    except AttributeError:
        context = _thread.context = Context()
        return context


class Token:
    """What ContextVar.set() gives, to be handed to reset()."""

    MISSING = type('_Missing', (), {'__repr__': lambda self: '<Token.MISSING>', '__slots__': ()})()

    def __init__(self, context, var, old_value):
        self._context = context
        self._var = var
        self._old_value = old_value
        self._used = False

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return Token.MISSING if self._old_value is _missing else self._old_value

    def __repr__(self):
        used = ' used' if self._used else ''
        return f'<Token{used} var={self._var!r} at {id(self):#x}>'

    __class_getitem__ = classmethod(type(list[int]))


class ContextVar:
    """A variable with a value in each context."""

    def __init__(self, name, *, default=_missing):
        if not isinstance(name, str):
            raise TypeError('context variable name must be a str')
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_missing, /):
        """The value in the current context, or default, or the variable's own default; else LookupError."""
        value = _context()._values.get(self, _missing)
        for candidate in (value, default, self._default):
            if candidate is not _missing:
                return candidate
        raise LookupError(self)

    def set(self, value, /):
        """Set the value in the current context; returns a Token for reset()."""
        context = _context()
        token = Token(context, self, context._values.get(self, _missing))
        context._values = {**context._values, self: value}
        return token

    def reset(self, token, /):
        """Give the variable back the value it had before the set() that made token."""
        if not isinstance(token, Token):
            raise TypeError(f'expected an instance of Token, got {token!r}')
        if token._used:
            raise RuntimeError(f'{token!r} has already been used once')
        if token._var is not self:
            raise ValueError(f'{token!r} was created by a different ContextVar')
        context = _context()
        if token._context is not context:
            raise ValueError(f'{token!r} was created in a different Context')
        token._used = True
        values = dict(context._values)
        if token._old_value is _missing:
            values.pop(self, None)
        else:
            values[self] = token._old_value
        context._values = values

    def __repr__(self):
        default = '' if self._default is _missing else f' default={self._default!r}'
        return f'<ContextVar name={self._name!r}{default} at {id(self):#x}>'

    __class_getitem__ = classmethod(type(list[int]))


class Context:
    """A mapping from context variables to values. Its dict is replaced, never changed, so that copies are cheap."""

    def __init__(self):
        self._values = {}
        self._entered = _allocate_lock()  # held while it is current in some thread

    def run(self, callable, *args, **kwargs):
        """Call a function with this context as the current one."""
        before = _context()
        if not self._entered.acquire(False):
            raise RuntimeError(f'cannot enter context: {self!r} is already entered')
        _thread.context = self
        try:
            return callable(*args, **kwargs)
        finally:
            _thread.context = before
            self._entered.release()

    def copy(self):
        """Return a shallow copy of the context object."""
        twin = Context()
        twin._values = self._values
        return twin

    def _check(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f'a ContextVar key was expected, got {var!r}')
        return var

    def __getitem__(self, var):
        return self._values[self._check(var)]

    def __contains__(self, var):
        return self._check(var) in self._values

    def get(self, var, default=None, /):
        return self._values.get(self._check(var), default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._values == other._values

    __hash__ = None


def copy_context():
    """A copy of the current context."""
    return _context().copy()
