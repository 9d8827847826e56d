# Reads JSON: a recursive descent over the text, by hand and without regular expressions.
# The scanner works on the text with a NUL behind it, so that looking one character ahead never fails.

__all__ = ['JSONDecoder', 'JSONDecodeError']


class JSONDecodeError(ValueError):
    """msg: what is wrong; doc: the text; pos, lineno, colno: where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        super().__init__(f'{msg}: line {lineno} column {colno} (char {pos})')
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


_simple_escapes = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
_hex_digits = frozenset('0123456789abcdefABCDEF')


def _check_control(s, start, end):
    """Complain about the first control character between start and end."""
    if not s[start:end].isprintable():
        for at in range(start, end):
            if s[at] < ' ':
                raise JSONDecodeError("Invalid control character at", s, at)


def _hex4(s, at):
    """The number of the four hexadecimal digits behind the u at at."""
    digits = s[at + 1:at + 5]
    if len(digits) == 4 and _hex_digits.issuperset(digits):
        return int(digits, 16)
    raise JSONDecodeError("Invalid \\uXXXX escape", s, at + 1)


def py_scanstring(s, end, strict=True):
    """Read the string whose opening quote stands before end: (string, index behind the closing quote)."""
    begin = end - 1
    pieces = []
    while True:
        quote = s.find('"', end)
        stop = len(s) if quote < 0 else quote
        slash = s.find('\\', end, stop)
        if slash >= 0:
            stop = slash
        if strict:
            _check_control(s, end, stop)
        if slash < 0:
            if quote < 0:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            if not pieces:
                return s[end:quote], quote + 1
            pieces.append(s[end:quote])
            return ''.join(pieces), quote + 1
        pieces.append(s[end:slash])
        escape = s[slash + 1:slash + 2]
        if escape != 'u':
            if not escape:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            try:
                pieces.append(_simple_escapes[escape])
            except KeyError:
                raise JSONDecodeError("Invalid \\escape", s, slash) from None
            end = slash + 2
            continue
        code = _hex4(s, slash + 1)
        end = slash + 6
        if 0xD800 <= code < 0xDC00 and s.startswith('\\u', end):
            low = _hex4(s, end + 1)
            if 0xDC00 <= low < 0xE000:
                code = 0x10000 + ((code - 0xD800) << 10 | low - 0xDC00)
                end += 6
        pieces.append(chr(code))


try:
    from _json import scanstring
except ImportError:
    scanstring = py_scanstring

_constants = {'-Infinity': float('-inf'), 'Infinity': float('inf'), 'NaN': float('nan')}
_space = ' \t\n\r'
_digits = '0123456789'
_number_characters = frozenset('0123456789+-.eE')


def _scan_number(text, start):
    """(end of the number that starts there, whether it is an int); end is start if there is none."""
    at = start
    if text[at] == '-':
        at += 1
    if text[at] == '0':
        at += 1
    elif text[at] in _digits:
        while text[at] in _digits:
            at += 1
    else:
        return start, True
    is_int = True
    if text[at] == '.' and text[at + 1] in _digits:
        at += 2
        while text[at] in _digits:
            at += 1
        is_int = False
    if text[at] in 'eE':
        ahead = at + 1
        if text[ahead] in '+-':
            ahead += 1
        if text[ahead] in _digits:
            while text[ahead] in _digits:
                ahead += 1
            at = ahead
            is_int = False
    return at, is_int


class _Scanner:
    """One run over one text with one decoder's options."""

    __slots__ = ('doc', 'text', 'strict', 'object_hook', 'pairs_hook', 'parse_float', 'parse_int', 'parse_constant',
                 'keys')

    def __init__(self, decoder, doc):
        self.doc = doc
        self.text = doc + '\0'
        self.strict = decoder.strict
        self.object_hook = decoder.object_hook
        self.pairs_hook = decoder.object_pairs_hook
        self.parse_float = decoder.parse_float
        self.parse_int = decoder.parse_int
        self.parse_constant = decoder.parse_constant
        self.keys = {}  # equal keys of different objects become one string

    def error(self, message, at):
        return JSONDecodeError(message, self.doc, at)

    def value(self, at):
        """Read the value that starts at at: (value, index behind it)."""
        text = self.text
        c = text[at]
        if c == '"':
            return scanstring(self.doc, at + 1, self.strict)
        if c == '{':
            return self.object(at + 1)
        if c == '[':
            return self.array(at + 1)
        if c in '-0123456789':
            if c == '-' and text.startswith('-Infinity', at):
                return self.parse_constant('-Infinity'), at + 9
            end, is_int = _scan_number(text, at)
            if end > at:
                return (self.parse_int if is_int else self.parse_float)(text[at:end]), end
        elif c == 't':
            if text.startswith('true', at):
                return True, at + 4
        elif c == 'f':
            if text.startswith('false', at):
                return False, at + 5
        elif c == 'n':
            if text.startswith('null', at):
                return None, at + 4
        elif c == 'N':
            if text.startswith('NaN', at):
                return self.parse_constant('NaN'), at + 3
        elif c == 'I':
            if text.startswith('Infinity', at):
                return self.parse_constant('Infinity'), at + 8
        raise self.error("Expecting value", at)

    def array(self, at):
        text = self.text
        items = []
        while text[at] in _space:
            at += 1
        if text[at] == ']':
            return items, at + 1
        append = items.append
        read = self.value
        while True:
            item, at = read(at)
            append(item)
            c = text[at]
            while c in _space:
                at += 1
                c = text[at]
            if c == ']':
                return items, at + 1
            if c != ',':
                raise self.error("Expecting ',' delimiter", at)
            at += 1
            while text[at] in _space:
                at += 1

    def object(self, at):
        text, doc, strict = self.text, self.doc, self.strict
        pairs = []
        append = pairs.append
        read = self.value
        share = self.keys.setdefault
        while text[at] in _space:
            at += 1
        if text[at] == '}':
            at += 1
        else:
            if text[at] != '"':
                raise self.error("Expecting property name enclosed in double quotes", at)
            while True:
                key, at = scanstring(doc, at + 1, strict)
                key = share(key, key)
                if text[at] != ':':
                    while text[at] in _space:
                        at += 1
                    if text[at] != ':':
                        raise self.error("Expecting ':' delimiter", at)
                at += 1
                while text[at] in _space:
                    at += 1
                value, at = read(at)
                append((key, value))
                c = text[at]
                while c in _space:
                    at += 1
                    c = text[at]
                if c == '}':
                    at += 1
                    break
                if c != ',':
                    raise self.error("Expecting ',' delimiter", at)
                at += 1
                while text[at] in _space:
                    at += 1
                if text[at] != '"':
                    raise self.error("Expecting property name enclosed in double quotes", at)
        if self.pairs_hook is not None:
            return self.pairs_hook(pairs), at
        result = dict(pairs)
        if self.object_hook is not None:
            result = self.object_hook(result)
        return result, at


class JSONDecoder:
    """Decodes JSON text; the hooks replace what objects, floats, ints and NaN/Infinity become."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _constants.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        """Decode a document: one value with nothing but white space around it."""
        start = 0
        while s[start:start + 1] in ' \t\n\r' and start < len(s):
            start += 1
        obj, end = self.raw_decode(s, start)
        rest = s[end:].lstrip(_space)
        if rest:
            raise JSONDecodeError("Extra data", s, len(s) - len(rest))
        return obj

    def raw_decode(self, s, idx=0):
        """Decode the value that starts at idx; returns it and the index behind it."""
        if idx > len(s):
            raise JSONDecodeError("Expecting value", s, idx)
        return _Scanner(self, s).value(idx)
