# Tracebacks as data and as text: StackSummary of FrameSummary, and TracebackException for whole exceptions.
# Plain print_exc() and format_exc() use the interpreter's own printer, without its suggestions, where it exists:
# _terrarium.format_exception(exc); what has limits or options is formatted here.

import sys
import linecache

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception', 'print_last', 'print_stack', 'print_tb',
           'clear_frames', 'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb']

try:
    from _terrarium import format_exception as _native_format
except ImportError:
    _native_format = None
try:
    from _terrarium import caret_anchors as _caret_anchors
except ImportError:
    _caret_anchors = None

_unset = object()
_cause_message = "\nThe above exception was the direct cause of the following exception:\n\n"
_context_message = "\nDuring handling of the above exception, another exception occurred:\n\n"
_repeats_shown = 3


def _pick(exc, value, tb):
    """The exception and traceback that the arguments of print_exception and its kin mean."""
    if exc is _unset:
        raise TypeError("format_exception() missing 1 required positional argument: 'exc'")
    if value is _unset and tb is _unset:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return exc, getattr(exc, '__traceback__', None)
    if value is _unset or tb is _unset:
        raise ValueError("Both or neither of value and tb must be given")
    return value, tb


# Printing and formatting

def _write_all(lines, file):
    file = sys.stderr if file is None else file
    for line in lines:
        print(line, file=file, end="")


def format_exception(exc, /, value=_unset, tb=_unset, limit=None, chain=True):
    """The lines that the interpreter would print for an exception, as a list of strings."""
    value, tb = _pick(exc, value, tb)
    if (_native_format is not None and limit is None and chain and value is not None
            and not isinstance(value, SyntaxError)  # the interpreter marks less of an IndentationError
            and tb is value.__traceback__ and not hasattr(sys, 'tracebacklimit')):
        text = _native_format(value)
        return text.splitlines(keepends=True) if isinstance(text, str) else list(text)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def print_exception(exc, /, value=_unset, tb=_unset, limit=None, file=None, chain=True):
    """Print an exception with its traceback, to stderr unless file is given."""
    _write_all(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=_unset):
    """The lines of an exception without traceback; usually one."""
    if value is _unset:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only())


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(sys.exc_info()[1], limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Like print_exc() but return a string."""
    return "".join(format_exception(sys.exc_info()[1], limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the exception that last reached the top level."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def print_tb(tb, limit=None, file=None):
    """Print the entries of a traceback."""
    _write_all(format_tb(tb, limit), file)


def format_tb(tb, limit=None):
    """The entries of a traceback as strings."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback as a StackSummary."""
    return StackSummary._extract(_positions_of_tb(tb), limit=limit)


def print_list(extracted_list, file=None):
    """Print the entries of a StackSummary."""
    _write_all(format_list(extracted_list), file)


def format_list(extracted_list):
    """The entries of a StackSummary as strings."""
    return StackSummary.from_list(extracted_list).format()


def _frame(frame, depth):
    return sys._getframe(depth + 1) if frame is None else frame


def print_stack(f=None, limit=None, file=None):
    """Print where the program is, or frame f."""
    _write_all(format_stack(_frame(f, 1), limit), file)


def format_stack(f=None, limit=None):
    """Where the program is, as strings."""
    return format_list(extract_stack(_frame(f, 1), limit=limit))


def extract_stack(f=None, limit=None):
    """Where the program is, as a StackSummary."""
    stack = StackSummary.extract(walk_stack(_frame(f, 1)), limit=limit)
    stack.reverse()
    return stack


def walk_stack(f):
    """Yield (frame, line number) from f outwards."""
    f = _frame(f, 2) if f is None else f
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Yield (frame, line number) of a traceback's entries."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def clear_frames(tb):
    """Clear the local variables of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except (RuntimeError, AttributeError):
            pass
        tb = tb.tb_next


def _positions_of_tb(tb):
    """Yield (frame, (line, end line, column, end column)) of a traceback's entries."""
    while tb is not None:
        positions = (None, None, None, None)
        finder = getattr(tb.tb_frame.f_code, 'co_positions', None)
        if finder is not None and tb.tb_lasti >= 0:
            for i, found in enumerate(finder()):
                if i == tb.tb_lasti // 2:
                    positions = found
                    break
        if positions[0] is None:
            positions = (tb.tb_lineno, *positions[1:])
        yield tb.tb_frame, positions
        tb = tb.tb_next


class FrameSummary:
    """One entry of a traceback: file, line, function, and the source line when it is asked for."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line', 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None,
                 colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        if lookup_line:
            self.line
        self.locals = {key: repr(value) for key, value in locals.items()} if locals else None
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno and self.name == other.name
                    and self.locals == other.locals)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    @property
    def _original_line(self):
        self.line
        return self._line

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()


class StackSummary(list):
    """A list of FrameSummary, the outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Make one from pairs of frame and line number."""
        return klass._extract(((frame, (lineno, None, None, None)) for frame, lineno in frame_gen),
                              limit, lookup_lines, capture_locals)

    @classmethod
    def _extract(klass, entries, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, 'tracebacklimit', None)
            if limit is not None and limit < 0:
                limit = 0
        entries = list(entries)
        if limit is not None:
            entries = entries[:limit] if limit >= 0 else entries[limit:]
        result = klass()
        for filename in {frame.f_code.co_filename for frame, _ in entries}:
            linecache.checkcache(filename)
        for frame, (lineno, end_lineno, colno, end_colno) in entries:
            result.append(FrameSummary(
                frame.f_code.co_filename, lineno, frame.f_code.co_name, lookup_line=lookup_lines,
                locals=frame.f_locals if capture_locals else None, end_lineno=end_lineno, colno=colno,
                end_colno=end_colno))
        return result

    @classmethod
    def from_list(klass, a_list):
        """Make one from FrameSummary objects or from tuples (file, line, function, source line)."""
        result = klass()
        for frame in a_list:
            if isinstance(frame, FrameSummary):
                result.append(frame)
            else:
                filename, lineno, name, line = frame
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, frame_summary):
        """The text of one entry; None leaves it out."""
        pieces = [f'  File "{frame_summary.filename}", line {frame_summary.lineno}, in {frame_summary.name}\n']
        if frame_summary.line:
            pieces.append(f'    {frame_summary.line.strip()}\n')
            carets = _caret_line(frame_summary)
            if carets:
                pieces.append(f'    {carets}\n')
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                pieces.append(f'    {name} = {value}\n')
        return ''.join(pieces)

    def format(self):
        """All entries as strings; more than three equal ones in a row are counted instead."""
        result = []
        last, count = None, 0

        def note_repeats():
            if count > _repeats_shown:
                more = count - _repeats_shown
                result.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
        for frame_summary in self:
            text = self.format_frame_summary(frame_summary)
            if text is None:
                continue
            key = (frame_summary.filename, frame_summary.lineno, frame_summary.name)
            if key != last:
                note_repeats()
                last, count = key, 0
            count += 1
            if count <= _repeats_shown:
                result.append(text)
        note_repeats()
        return result


def _caret_line(summary):
    """The marks under a source line, '' if they would cover all of it or are not known."""
    if summary.colno is None or summary.end_colno is None:
        return ''
    original = summary._original_line.rstrip('\n')
    stripped = summary.line
    data = original.encode('utf-8')
    start = len(data[:summary.colno].decode('utf-8', 'replace'))
    if summary.end_lineno not in (None, summary.lineno):
        end = len(original.rstrip())
    else:
        end = len(data[:summary.end_colno].decode('utf-8', 'replace'))
    margin = len(original) - len(original.lstrip())
    width = end - start
    if width <= 0 or (width >= len(stripped.rstrip()) and summary.end_lineno in (None, summary.lineno)):
        return ''
    marks = '^' * width
    if _caret_anchors is not None and summary.end_lineno in (None, summary.lineno):
        anchors = _caret_anchors(original[start:end])
        if anchors:
            left, right = anchors
            marks = '~' * left + '^' * (right - left) + '~' * (width - right)
    return ' ' * (start - margin) + marks


def _text(value, what, function=str):
    try:
        return function(value)
    except Exception:
        return f'<{what} {function.__name__}() failed>'


class TracebackException:
    """An exception made ready for printing; holds no frames and no exception objects."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract(_positions_of_tb(exc_traceback), limit, lookup_lines, capture_locals)
        self.exc_type = exc_type
        self._str = _text(exc_value, 'exception')
        self.__notes__ = getattr(exc_value, '__notes__', None)
        self._syntax = exc_type is not None and issubclass(exc_type, SyntaxError)
        if self._syntax:
            lineno, end_lineno = exc_value.lineno, getattr(exc_value, 'end_lineno', None)
            self.filename = exc_value.filename
            self.lineno = None if lineno is None else str(lineno)
            self.end_lineno = None if end_lineno is None else str(end_lineno)
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = getattr(exc_value, 'end_offset', None)
            self.msg = exc_value.msg
        options = {'limit': limit, 'lookup_lines': lookup_lines, 'capture_locals': capture_locals, '_seen': seen,
                   'max_group_width': max_group_width, 'max_group_depth': max_group_depth}

        def inner(exc):
            if exc is None or id(exc) in seen:
                return None
            return TracebackException(type(exc), exc, exc.__traceback__, **options)
        self.__suppress_context__ = exc_value is not None and exc_value.__suppress_context__
        self.__cause__ = inner(exc_value and exc_value.__cause__)
        hidden = compact and (self.__cause__ is not None or self.__suppress_context__)
        self.__context__ = None if hidden else inner(exc_value and exc_value.__context__)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [TracebackException(type(exc), exc, exc.__traceback__, **options)
                               for exc in exc_value.exceptions]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def _type_name(self):
        module = self.exc_type.__module__
        if module in ('__main__', 'builtins'):
            return self.exc_type.__qualname__
        return f'{module if isinstance(module, str) else "<unknown>"}.{self.exc_type.__qualname__}'

    def format_exception_only(self):
        """Yield the lines that name the exception, with its notes."""
        if self.exc_type is None:
            yield f'None: {self._str}\n'
            return
        name = self._type_name()
        if self._syntax:
            yield from self._format_syntax_error(name)
        elif self._str:
            yield f'{name}: {self._str}\n'
        else:
            yield f'{name}\n'
        notes = self.__notes__
        if isinstance(notes, (list, tuple)):
            for note in notes:
                for line in _text(note, 'note').split('\n'):
                    yield line + '\n'
        elif notes is not None:
            yield _text(notes, '__notes__', repr) + '\n'

    def _format_syntax_error(self, name):
        suffix = ''
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f' ({self.filename})'
        if self.text is not None:
            right = self.text.rstrip('\n')
            line = right.lstrip(' \n\f')
            margin = len(right) - len(line)
            yield f'    {line}\n'
            if self.offset is not None:
                end = self.end_offset if self.end_offset not in (None, 0) else self.offset
                if self.offset == end or end == -1:
                    end = self.offset + 1
                start, stop = self.offset - 1 - margin, end - 1 - margin
                if self.end_lineno not in (None, self.lineno):
                    stop = len(line)
                if start >= 0:
                    blanks = ''.join(c if c.isspace() else ' ' for c in line[:start])
                    yield f'    {blanks}{"^" * max(stop - start, 1)}\n'
        yield f'{name}: {self.msg or "<no detail available>"}{suffix}\n'

    def format(self, *, chain=True):
        """Yield the text of the whole exception, with what it was caused by."""
        return self._format(chain, _Margin())

    def _chain(self, chain):
        """[(message before it, exception)...], the first to be printed first."""
        links = []
        exc = self
        while exc is not None:
            message = following = None
            if chain:
                if exc.__cause__ is not None:
                    message, following = _cause_message, exc.__cause__
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    message, following = _context_message, exc.__context__
            links.append((message, exc))
            exc = following
        return reversed(links)

    def _format(self, chain, margin):
        for message, exc in self._chain(chain):
            if message is not None:
                yield from margin.put(message)
            if exc.exceptions is not None:
                yield from exc._format_group(chain, margin)
                continue
            if exc.stack:
                yield from margin.put('Traceback (most recent call last):\n')
                yield from margin.put_all(exc.stack.format())
            yield from margin.put_all(exc.format_exception_only())

    def _format_group(self, chain, margin):
        if margin.depth > self.max_group_depth:
            yield from margin.put(f'... (max_group_depth is {self.max_group_depth})\n')
            return
        outermost = margin.depth == 0
        if outermost:
            margin.depth = 1
        if self.stack:
            yield from margin.put('Exception Group Traceback (most recent call last):\n', '+' if outermost else '|')
            yield from margin.put_all(self.stack.format())
        yield from margin.put_all(self.format_exception_only())
        total = len(self.exceptions)
        shown = self.exceptions[:self.max_group_width]
        margin.open = False
        blocks = len(shown) + (total > len(shown))
        for i in range(blocks):
            margin.open = i == blocks - 1
            title = str(i + 1) if i < len(shown) else '...'
            yield f'{margin.indent()}{"+-" if i == 0 else "  "}+---------------- {title} ----------------\n'
            margin.depth += 1
            if i < len(shown):
                yield from shown[i]._format(chain, margin)
            else:
                more = total - len(shown)
                yield from margin.put(f"and {more} more exception{'s' if more > 1 else ''}\n")
            margin.depth -= 1
        if margin.open:  # a group that ends with another group leaves the closing line to that
            yield margin.indent() + '  +------------------------------------\n'
            margin.open = False
        if outermost:
            margin.depth = 0

    def print(self, *, file=None, chain=True):
        """Print the text of the whole exception."""
        _write_all(self.format(chain=chain), file)


class _Margin:
    """The left margin of nested exception groups."""

    def __init__(self):
        self.depth = 0
        self.open = False

    def indent(self):
        return ' ' * (2 * self.depth)

    def put(self, text, mark='|'):
        prefix = f'{self.indent()}{mark} ' if self.depth else ''
        for line in text.splitlines(keepends=True):
            yield prefix + line

    def put_all(self, texts):
        for text in texts:
            yield from self.put(text)
