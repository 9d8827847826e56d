# Pretty printing: data structures broken over lines so that they fit a width.
# _Printer._put writes one object; each kind of container has a method that knows its brackets.

import sys as _sys
from io import StringIO as _StringIO

__all__ = ['pprint', 'pformat', 'isreadable', 'isrecursive', 'saferepr', 'PrettyPrinter', 'pp']


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Pretty-print a Python object to a stream [default is sys.stdout]."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Format a Python object into a pretty-printed representation."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Pretty-print a Python object, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """Version of repr() which can handle recursive data structures."""
    return PrettyPrinter()._safe(object, {}, None, 0)[0]


def isreadable(object):
    """Determine if saferepr(object) is readable by eval()."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Determine if object requires a recursive representation."""
    return PrettyPrinter().isrecursive(object)


class _Key:
    """Orders values that may not compare: by type name and address then."""
    __slots__ = ('value',)

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return ((str(type(self.value)), id(self.value)) < (str(type(other.value)), id(other.value)))


def _pair_key(pair):
    return _Key(pair[0]), _Key(pair[1])


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


class PrettyPrinter:
    """The options of pretty printing."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not width:
            raise ValueError('width must be != 0')
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        stream = _sys.stdout if self._stream is None else self._stream
        if stream is not None:
            self._put(object, stream, 0, 0, {}, 0)
            stream.write("\n")

    def pformat(self, object):
        stream = _StringIO()
        self._put(object, stream, 0, 0, {}, 0)
        return stream.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text on one line, whether eval() reads it, whether it contains itself); may be overridden."""
        return self._safe(object, context, maxlevels, level)

    # On one line

    def _safe(self, object, context, maxlevels, level):
        kind = type(object)
        if issubclass(kind, int) and kind.__repr__ is int.__repr__ and self._underscore_numbers:
            return f"{object:_d}", True, False
        method = kind.__repr__
        if method is dict.__repr__:
            brackets = '{}'
        elif method is list.__repr__:
            brackets = '[]'
        elif method is tuple.__repr__:
            brackets = ('(', ',)') if len(object) == 1 else '()'
        else:
            text = repr(object)
            return text, bool(text) and not text.startswith('<'), False
        if not object:
            return brackets[0] + brackets[1], True, False
        if maxlevels and level >= maxlevels:
            return brackets[0] + '...' + brackets[1], False, id(object) in context
        if id(object) in context:
            return _recursion(object), False, True
        context[id(object)] = 1
        readable, recursive = True, False
        pieces = []

        def add(item):
            nonlocal readable, recursive
            text, good, again = self.format(item, context, maxlevels, level + 1)
            readable = readable and good
            recursive = recursive or again
            return text
        if brackets == '{}':
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            pieces = [f"{add(key)}: {add(value)}" for key, value in items]
        else:
            pieces = [add(item) for item in object]
        del context[id(object)]
        return brackets[0] + ', '.join(pieces) + brackets[1], readable, recursive

    # Over several lines

    def _put(self, object, stream, indent, allowance, context, level):
        if id(object) in context:
            stream.write(_recursion(object))
            return
        text = self.format(object, context.copy(), self._depth, level)[0]
        if len(text) > self._width - indent - allowance:
            method = self._find(object)
            if method is not None:
                context[id(object)] = 1
                method(self, object, stream, indent, allowance, context, level + 1)
                del context[id(object)]
                return
        stream.write(text)

    def _find(self, object):
        kind = type(object)
        method = _printers.get(kind.__repr__)
        if method is not None:
            return method
        name = kind.__name__
        if kind.__module__ == 'collections' and name in ('Counter', 'ChainMap', 'UserDict', 'UserList', 'UserString',
                                                         'OrderedDict', 'defaultdict', 'deque'):
            return _collection_printers.get(name)
        if name in ('OrderedDict', 'defaultdict', 'deque') and kind.__module__ == '_collections':
            return _collection_printers.get(name)
        if name == 'SimpleNamespace' and kind.__module__ == 'types':
            return PrettyPrinter._put_namespace
        if name == 'mappingproxy':
            return PrettyPrinter._put_proxy
        if '__dataclass_fields__' in kind.__dict__ and kind.__dataclass_params__.repr:
            return PrettyPrinter._put_dataclass
        return None

    def _put_items(self, items, stream, indent, allowance, context, level):
        """A sequence's items, one a line or as many as fit."""
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * ' ')
        between = ',\n' + ' ' * indent
        separator = ''
        width = room = self._width - indent + 1
        items = list(items)
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self.format(item, context, self._depth, level)[0]
                size = len(text) + 2
                if room < size:
                    room = width
                    if separator:
                        separator = between
                if room >= size:
                    room -= size
                    stream.write(separator + text)
                    separator = ', '
                    continue
            stream.write(separator)
            separator = between
            self._put(item, stream, indent, allowance if last else 1, context, level)

    def _put_pairs(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        items = list(items)
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            text = self.format(key, context, self._depth, level)[0]
            stream.write(text + ': ')
            self._put(value, stream, indent + len(text) + 2, allowance if last else 1, context, level)
            if not last:
                stream.write(',\n' + ' ' * indent)

    def _put_attributes(self, items, stream, indent, allowance, context, level):
        items = list(items)
        for i, (name, value) in enumerate(items):
            last = i == len(items) - 1
            stream.write(name + '=')
            if id(value) in context:
                stream.write("...")
            else:
                self._put(value, stream, indent + len(name) + 1, allowance if last else 1, context, level)
            if not last:
                stream.write(',\n' + ' ' * indent)

    def _put_dict(self, object, stream, indent, allowance, context, level):
        stream.write('{')
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * ' ')
        if object:
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            self._put_pairs(items, stream, indent, allowance + 1, context, level)
        stream.write('}')

    def _put_list(self, object, stream, indent, allowance, context, level):
        stream.write('[')
        self._put_items(object, stream, indent, allowance + 1, context, level)
        stream.write(']')

    def _put_tuple(self, object, stream, indent, allowance, context, level):
        stream.write('(')
        end = ',)' if len(object) == 1 else ')'
        self._put_items(object, stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _put_set(self, object, stream, indent, allowance, context, level):
        kind = type(object)
        if kind is set:
            start, end = '{', '}'
        else:
            start, end = kind.__name__ + '({', '})'
            indent += len(kind.__name__) + 1
        if not object:
            stream.write(repr(object))
            return
        stream.write(start)
        self._put_items(sorted(object, key=_Key), stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _put_str(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        chunks = []
        if level == 1:
            indent += 1
            allowance += 1
        width = room = self._width - indent
        lines = object.splitlines(True)
        for i, line in enumerate(lines):
            text = repr(line)
            if i == len(lines) - 1:
                room -= allowance
            if len(text) <= room:
                chunks.append(text)
                continue
            parts = _words(line)
            current = ''
            limit = width
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and i == len(lines) - 1:
                    limit -= allowance
                if len(repr(candidate)) > limit:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            stream.write(text)
            return
        if level == 1:
            stream.write('(')
        stream.write(('\n' + ' ' * indent).join(chunks))
        if level == 1:
            stream.write(')')

    def _put_bytes(self, object, stream, indent, allowance, context, level):
        wrapped = type(object) is bytearray
        if wrapped:
            stream.write('bytearray(')
            indent += 10
            allowance += 1
            object = bytes(object)
            level += 1
        if len(object) <= 4:
            stream.write(repr(object))
        else:
            parens = level == 1
            if parens:
                indent += 1
                allowance += 1
                stream.write('(')
            between = ''
            for text in _byte_chunks(object, self._width - indent, allowance):
                stream.write(between + text)
                between = '\n' + ' ' * indent
            if parens:
                stream.write(')')
        if wrapped:
            stream.write(')')

    def _put_proxy(self, object, stream, indent, allowance, context, level):
        stream.write('mappingproxy(')
        self._put(object.copy(), stream, indent + 13, allowance + 1, context, level)
        stream.write(')')

    def _put_namespace(self, object, stream, indent, allowance, context, level):
        name = 'namespace' if type(object).__name__ == 'SimpleNamespace' else type(object).__name__
        indent += len(name) + 1
        stream.write(name + '(')
        self._put_attributes(object.__dict__.items(), stream, indent, allowance, context, level)
        stream.write(')')

    def _put_dataclass(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__
        indent += len(name) + 1
        items = [(f.name, getattr(object, f.name)) for f in object.__dataclass_fields__.values()
                 if f.repr and f._field_type.text == '_FIELD']
        stream.write(name + '(')
        self._put_attributes(items, stream, indent, allowance, context, level)
        stream.write(')')

    def _put_ordered_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        stream.write(name + '(')
        self._put(list(object.items()), stream, indent + len(name) + 1, allowance + 1, context, level)
        stream.write(')')

    def _put_counter(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        stream.write(name + '({')
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * ' ')
        self._put_pairs(object.most_common(), stream, indent + len(name) + 1, allowance + 2, context, level)
        stream.write('})')

    def _put_default_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        factory = self.format(object.default_factory, context, self._depth, level)[0]
        name = type(object).__name__
        indent += len(name) + 1
        stream.write(f"{name}({factory},\n{' ' * indent}")
        self._put_dict(object, stream, indent, allowance + 1, context, level)
        stream.write(')')

    def _put_deque(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        stream.write(name + '(')
        indent += len(name) + 1
        stream.write('[')
        if object.maxlen is None:
            self._put_items(object, stream, indent, allowance + 2, context, level)
            stream.write('])')
        else:
            self._put_items(object, stream, indent, 2, context, level)
            tail = self.format(object.maxlen, context, self._depth, level)[0]
            stream.write(f"],\n{' ' * indent}maxlen={tail})")

    def _put_chain_map(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__
        stream.write(name + '(')
        indent += len(name) + 1
        for i, mapping in enumerate(object.maps):
            if i == len(object.maps) - 1:
                self._put(mapping, stream, indent, allowance + 1, context, level)
                stream.write(')')
            else:
                self._put(mapping, stream, indent, 1, context, level)
                stream.write(',\n' + ' ' * indent)

    def _put_user(self, object, stream, indent, allowance, context, level):
        self._put(object.data, stream, indent, allowance, context, level - 1)


def _words(line):
    """Cut a line into words, each with the blanks behind it."""
    parts = []
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and not line[end].isspace():
            end += 1
        while end < len(line) and line[end].isspace():
            end += 1
        parts.append(line[at:end])
        at = end
    return parts


def _byte_chunks(object, width, allowance):
    current = b''
    last = len(object) // 4 * 4
    for i in range(0, len(object), 4):
        part = object[i:i + 4]
        candidate = current + part
        if i == last:
            width -= allowance
        if len(repr(candidate)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current = candidate
    if current:
        yield repr(current)


_printers = {
    dict.__repr__: PrettyPrinter._put_dict, list.__repr__: PrettyPrinter._put_list,
    tuple.__repr__: PrettyPrinter._put_tuple, set.__repr__: PrettyPrinter._put_set,
    frozenset.__repr__: PrettyPrinter._put_set, str.__repr__: PrettyPrinter._put_str,
    bytes.__repr__: PrettyPrinter._put_bytes, bytearray.__repr__: PrettyPrinter._put_bytes}
_collection_printers = {
    'OrderedDict': PrettyPrinter._put_ordered_dict, 'Counter': PrettyPrinter._put_counter,
    'defaultdict': PrettyPrinter._put_default_dict, 'deque': PrettyPrinter._put_deque,
    'ChainMap': PrettyPrinter._put_chain_map, 'UserDict': PrettyPrinter._put_user,
    'UserList': PrettyPrinter._put_user, 'UserString': PrettyPrinter._put_user}
