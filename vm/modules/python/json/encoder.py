# Writes JSON: one recursive function appends pieces of text to a list.
# Strings that need no escapes, the usual case, are recognised by whole-string tests.

__all__ = ['JSONEncoder']

_names = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f', '\b': '\\b'}
_escapes = {ord(c): _names.get(c, f'\\u{ord(c):04x}') for c in [*map(chr, range(32)), '"', '\\']}


class _AsciiEscapes(dict):
    """For str.translate: also escapes all that is not ASCII, beyond the BMP as a pair of surrogates."""

    def __missing__(self, code):
        if code < 0x80:
            raise LookupError(code)
        if code < 0x10000:
            text = f'\\u{code:04x}'
        else:
            code -= 0x10000
            return f'\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}'
        self[code] = text
        return text


_ascii_escapes = _AsciiEscapes(_escapes)


def py_encode_basestring(s):
    """A JSON string with non-ASCII characters as they are."""
    if '"' not in s and '\\' not in s and s.isprintable():
        return f'"{s}"'
    return f'"{s.translate(_escapes)}"'


def py_encode_basestring_ascii(s):
    """A JSON string of ASCII characters only."""
    if s.isascii() and '"' not in s and '\\' not in s and s.isprintable():
        return f'"{s}"'
    return f'"{s.translate(_ascii_escapes)}"'


try:
    from _json import encode_basestring_ascii
except ImportError:
    encode_basestring_ascii = py_encode_basestring_ascii
try:
    from _json import encode_basestring
except ImportError:
    encode_basestring = py_encode_basestring

_infinity = float('inf')


class JSONEncoder:
    """Encodes Python objects as JSON; override default() to support more types."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """Return something that can be encoded in place of o, or raise TypeError as this does."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """Return the JSON text for o."""
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        return ''.join(self._pieces(o))

    def iterencode(self, o, _one_shot=False):
        """The JSON text for o in pieces."""
        return iter(self._pieces(o))

    def _float(self, o):
        if o != o:
            text = 'NaN'
        elif o == _infinity:
            text = 'Infinity'
        elif o == -_infinity:
            text = '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant")
        return text

    def _key(self, key):
        """The string that a key becomes; None if it is to be left out."""
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
        if key is True:
            return 'true'
        if key is False:
            return 'false'
        if key is None:
            return 'null'
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError(f'keys must be str, int, float, bool or None, not {key.__class__.__name__}')

    def _pieces(self, o):
        pieces = []
        write = pieces.append
        string = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        number, make_key, default = self._float, self._key, self.default
        between, colon = self.item_separator, self.key_separator
        sort_keys = self.sort_keys
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        running = set() if self.check_circular else None

        def enter(o):
            if running is not None:
                if id(o) in running:
                    raise ValueError("Circular reference detected")
                running.add(id(o))

        def sequence(o, level):
            if not o:
                write('[]')
                return
            enter(o)
            if indent is None:
                separator, end = between, ']'
                write('[')
            else:
                separator, end = between + '\n' + indent * (level + 1), '\n' + indent * level + ']'
                write('[\n' + indent * (level + 1))
            first = True
            for item in o:
                if first:
                    first = False
                else:
                    write(separator)
                value(item, level + 1)
            write(end)
            if running is not None:
                running.discard(id(o))

        def mapping(o, level):
            if not o:
                write('{}')
                return
            enter(o)
            if indent is None:
                separator, end, start = between, '}', ''
            else:
                separator, end = between + '\n' + indent * (level + 1), '\n' + indent * level + '}'
                start = '\n' + indent * (level + 1)
            write('{')
            prefix = start
            for key, item in sorted(o.items()) if sort_keys else o.items():
                if type(key) is not str:
                    key = make_key(key)
                    if key is None:
                        continue
                write(prefix + string(key) + colon)
                prefix = separator
                value(item, level + 1)
            if prefix is start:  # every key was left out
                write(prefix)
            write(end)
            if running is not None:
                running.discard(id(o))

        def value(o, level):
            kind = type(o)
            if kind is str:
                write(string(o))
            elif o is None:
                write('null')
            elif o is True:
                write('true')
            elif o is False:
                write('false')
            elif kind is int:
                write(repr(o))
            elif kind is list or kind is tuple:
                sequence(o, level)
            elif kind is dict:
                mapping(o, level)
            elif kind is float:
                write(number(o))
            elif isinstance(o, str):
                write(string(o))
            elif isinstance(o, int):
                write(int.__repr__(o))
            elif isinstance(o, float):
                write(number(o))
            elif isinstance(o, (list, tuple)):
                sequence(o, level)
            elif isinstance(o, dict):
                mapping(o, level)
            else:
                enter(o)
                value(default(o), level)
                if running is not None:
                    running.discard(id(o))

        value(o, 0)
        return pieces
