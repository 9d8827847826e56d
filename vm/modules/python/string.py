# String constants, capwords, Template ($-substitution) and Formatter (str.format made extensible).
# Template scans by hand unless a subclass brings a pattern of its own, so that `re` is not needed here.

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits',
           'octdigits', 'printable', 'punctuation', 'whitespace', 'Formatter', 'Template']

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace

_name_start = frozenset(ascii_letters + '_')
_name_rest = frozenset(ascii_letters + digits + '_')


def capwords(s, sep=None):
    """Split into words, capitalize each and join them again; without sep runs of whitespace become one blank."""
    return (sep or ' ').join(map(str.capitalize, s.split(sep)))


class Template:
    """A string in which $name and ${name} are replaced; $$ stands for one dollar sign."""

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = 2  # re.IGNORECASE

    def __init__(self, template):
        self.template = template

    def _scan(self):
        """Yield (start, end, kind, name), kind being 'escaped', 'named', 'braced' or 'invalid'."""
        cls = type(self)
        if (cls.idpattern is not Template.idpattern or cls.braceidpattern is not None
                or cls.flags != Template.flags or hasattr(cls, 'pattern')):
            yield from self._scan_with_pattern()
            return
        text, mark = self.template, self.delimiter
        position = text.find(mark)
        while position >= 0:
            start = position + len(mark)
            if text.startswith(mark, start):
                kind, name, end = 'escaped', None, start + len(mark)
            else:
                braced = text.startswith('{', start)
                end = first = start + braced
                if text[end:end + 1] in _name_start:
                    end += 1
                    while text[end:end + 1] in _name_rest:
                        end += 1
                name = text[first:end]
                if not name or (braced and not text.startswith('}', end)):
                    kind, end = 'invalid', start
                elif braced:
                    kind, end = 'braced', end + 1
                else:
                    kind = 'named'
            yield position, end, kind, name
            position = text.find(mark, end)

    def _scan_with_pattern(self):
        import re
        cls = type(self)
        pattern = getattr(cls, 'pattern', None)
        if pattern is None:
            mark, name = re.escape(cls.delimiter), cls.idpattern
            pattern = (f'{mark}(?:(?P<escaped>{mark})|(?P<named>{name})'
                       f'|{{(?P<braced>{cls.braceidpattern or name})}}|(?P<invalid>))')
        if isinstance(pattern, str):
            pattern = re.compile(pattern, cls.flags | re.VERBOSE)
        for match in pattern.finditer(self.template):
            for kind in ('named', 'braced', 'escaped', 'invalid'):
                if match.group(kind) is not None:
                    yield match.start(), match.end(), kind, match.group(kind)
                    break
            else:
                raise ValueError('Unrecognized named group in pattern', pattern)

    def _invalid(self, position):
        lines = self.template[:position + len(self.delimiter)].splitlines(keepends=True)
        before = len(''.join(lines[:-1]))
        raise ValueError(f'Invalid placeholder in string: line {len(lines) or 1}, col {position - before + 1}')

    def _replace(self, mapping, kws, safe):
        if mapping is None:
            mapping = kws
        elif kws:
            from collections import ChainMap
            mapping = ChainMap(kws, mapping)
        pieces = []
        done = 0
        for start, end, kind, name in self._scan():
            pieces.append(self.template[done:start])
            done = end
            if kind == 'escaped':
                pieces.append(self.delimiter)
            elif kind == 'invalid':
                if not safe:
                    self._invalid(start)
                pieces.append(self.template[start:end])
            elif safe:
                try:
                    pieces.append(str(mapping[name]))
                except KeyError:
                    pieces.append(self.template[start:end])
            else:
                pieces.append(str(mapping[name]))
        pieces.append(self.template[done:])
        return ''.join(pieces)

    def substitute(self, mapping=None, /, **kws):
        """Replace every placeholder; KeyError if one is missing, ValueError if one is malformed."""
        return self._replace(mapping, kws, False)

    def safe_substitute(self, mapping=None, /, **kws):
        """Replace the placeholders that are known and leave the others as they are."""
        return self._replace(mapping, kws, True)

    def is_valid(self):
        """Whether substitute() would find no malformed placeholder."""
        return all(kind != 'invalid' for _, _, kind, _ in self._scan())

    def get_identifiers(self):
        """The names of all placeholders, each once, in order of appearance."""
        return list(dict.fromkeys(name for _, _, kind, name in self._scan() if kind in ('named', 'braced')))


def _parse(format_string):
    """Yield (literal, field, spec, conversion) as str.format sees the string."""
    position, size = 0, len(format_string)
    literal = []
    while position < size:
        c = format_string[position]
        position += 1
        if c == '{' or c == '}':
            if format_string[position:position + 1] == c:
                literal.append(c)
                position += 1
                yield ''.join(literal), None, None, None
                literal = []
                continue
            if c == '}':
                raise ValueError("Single '}' encountered in format string")
            if position >= size:
                raise ValueError("Single '{' encountered in format string")
            start, depth, brackets = position, 1, False
            while position < size:
                c = format_string[position]
                position += 1
                if c == '[' and depth == 1:
                    brackets = True
                elif c == ']' and depth == 1:
                    brackets = False
                elif brackets:
                    continue
                elif c == '{':
                    depth += 1
                elif c == '}':
                    depth -= 1
                    if not depth:
                        break
            else:
                raise ValueError("expected '}' before end of string")
            yield (''.join(literal), *_split_field(format_string[start:position - 1]))
            literal = []
        else:
            nearest = [at for at in (format_string.find('{', position), format_string.find('}', position)) if at >= 0]
            end = min(nearest, default=size)
            literal.append(format_string[position - 1:end])
            position = end
    if literal:
        yield ''.join(literal), None, None, None


def _split_field(text):
    end, brackets = 0, False
    while end < len(text):
        c = text[end]
        if c == '[':
            brackets = True
        elif c == ']':
            brackets = False
        elif c in '!:' and not brackets:
            break
        elif c == '{' and not brackets:
            raise ValueError("unexpected '{' in field name")
        end += 1
    name, rest = text[:end], text[end:]
    conversion, spec = None, ''
    if rest.startswith('!'):
        conversion = rest[1:2]
        if not conversion:
            raise ValueError("unmatched '{' in format spec")
        if len(rest) > 2 and rest[2] != ':':
            raise ValueError("expected ':' after conversion specifier")
        spec = rest[3:]
    elif rest:
        spec = rest[1:]
    return name, spec, conversion


def _field_parts(name):
    """(first, [(is_attribute, name or index)...]) of a field such as 'a.b[0]'."""
    end = 0
    while end < len(name) and name[end] not in '.[':
        end += 1
    first, parts = name[:end], []
    while end < len(name):
        if name[end] == '.':
            start = end = end + 1
            while end < len(name) and name[end] not in '.[':
                end += 1
            part = (True, name[start:end])
        elif name[end] == '[':
            close = name.find(']', end)
            if close < 0:
                raise ValueError("Missing ']' in format string")
            key = name[end + 1:close]
            part = (False, int(key) if key.isdecimal() else key)
            end = close + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if part[1] == '':
            raise ValueError("Empty attribute in format string")
        parts.append(part)
    return int(first) if first.isdecimal() else first, parts


class Formatter:
    """str.format in pieces that subclasses may override."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2, 0)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto):
        # auto: the next automatic field number, or None once fields are numbered by hand.
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            first, _ = _field_parts(name)
            if first == '':
                if auto is None:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                name = str(auto) + name
                auto += 1
            elif isinstance(first, int):
                if auto:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                auto = None
            value, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            value = self.convert_field(value, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto)
            result.append(self.format_field(value, spec))
        return ''.join(result), auto

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        if conversion == 'a':
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        return _parse(format_string)

    def get_field(self, field_name, args, kwargs):
        first, parts = _field_parts(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, key in parts:
            value = getattr(value, key) if is_attribute else value[key]
        return value, first
