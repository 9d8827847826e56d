# Regular expressions: flags and the error class; patterns, matching and the functions are native (_re).

import enum
from _re import (Match, Pattern, compile, escape, findall, finditer, fullmatch, match, purge, search, split, sub,
                 subn)

__all__ = ['match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile', 'purge',
           'template', 'escape', 'error', 'Pattern', 'Match', 'A', 'I', 'L', 'M', 'S', 'X', 'U', 'ASCII', 'IGNORECASE',
           'LOCALE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE', 'NOFLAG', 'RegexFlag']

__version__ = '2.2.1'


@enum.global_enum
class RegexFlag(enum.IntFlag, boundary=enum.KEEP):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    TEMPLATE = T = 1
    DEBUG = 128
    __str__ = object.__str__
    _numeric_repr_ = hex


class error(Exception):
    """A pattern or template that cannot be read: msg, pattern, pos, lineno, colno."""

    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            msg = f'{msg} at position {pos}'
            newline = '\n' if isinstance(pattern, str) else b'\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        else:
            self.lineno = self.colno = None
        super().__init__(msg)


def template(pattern, flags=0):
    """Compile a template pattern: deprecated."""
    import warnings
    warnings.warn('The re.template() function is deprecated as it is an undocumented flag without an obvious purpose. '
                  "Don't use it.", DeprecationWarning)
    return compile(pattern, flags | T)


class Scanner:
    """Cuts a string into tokens by a list of (pattern, action)."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._numbers = []
        parts = []
        for phrase, _ in lexicon:
            self._numbers.append(1 + sum(compile(part, flags).groups for part in parts))
            parts.append(f'({phrase})')
        self.scanner = compile('|'.join(parts), flags)

    def scan(self, string):
        result = []
        step = self.scanner.scanner(string).match
        at = 0
        while True:
            found = step()
            if not found or found.end() == at:
                break
            for number, (_, action) in zip(self._numbers, self.lexicon):
                if found.group(number) is not None:
                    break
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            at = found.end()
        return result, string[at:]
