# Shown as native code.
# Warnings: which of them are shown is decided by a list of filters, the first that matches.
# filters holds (action, message pattern, category, module pattern, line number); patterns are _Pattern or None.
# The interpreter itself warns through warn_explicit().

import sys

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings',
           'catch_warnings']

filters = []
onceregistry = {}
defaultaction = 'default'
_version = 0  # registries with another version are out of date
_actions = ('error', 'ignore', 'always', 'default', 'module', 'once')
_special = frozenset('.^$*+?{}[]\\|()')


class _Pattern:
    """A regular expression matched at the start of a text; one without special characters needs no `re`."""

    def __init__(self, pattern, ignore_case):
        self.pattern = pattern
        self.ignore_case = ignore_case
        self.compiled = None
        if not _special.isdisjoint(pattern):
            import re
            self.compiled = re.compile(pattern, re.I if ignore_case else 0)

    def match(self, text):
        if self.compiled is not None:
            return self.compiled.match(text)
        if self.ignore_case:
            return text.lower().startswith(self.pattern.lower())
        return text.startswith(self.pattern)

    def __eq__(self, other):
        return (isinstance(other, _Pattern) and self.pattern == other.pattern
                and self.ignore_case == other.ignore_case)

    def __repr__(self):
        return f're.compile({self.pattern!r}{", re.IGNORECASE" if self.ignore_case else ""})'


class _Exactly:
    """Matches one text only; what the default filters use for __main__."""

    def __init__(self, text):
        self.text = text

    def match(self, text):
        return text == self.text


class WarningMessage:
    """One warning with the place where it was given."""

    _WARNING_DETAILS = ('message', 'category', 'filename', 'lineno', 'file', 'line', 'source')

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, filename : {self.filename!r}, "
                f"lineno : {self.lineno}, line : {self.line!r}}}")


def formatwarning(message, category, filename, lineno, line=None):
    """The text in which a warning is shown."""
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line is None:
        try:
            import linecache
            line = linecache.getline(filename, lineno)
        except Exception:
            line = None
    if line:
        text += f"  {line.strip()}\n"
    return text


_formatwarning = formatwarning


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, stderr unless told otherwise."""
    if file is None:
        file = sys.stderr
        if file is None:
            return
    try:
        file.write(formatwarning(message, category, filename, lineno, line))
    except OSError:
        pass


_showwarning = showwarning


def _show(warning):
    showwarning(warning.message, warning.category, warning.filename, warning.lineno, warning.file, warning.line)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Insert a filter at the front (or the back): message and module are regular expressions."""
    assert action in _actions, "invalid action: %r" % (action,)
    assert isinstance(message, str), "message must be a string"
    assert isinstance(category, type), "category must be a class"
    assert issubclass(category, Warning), "category must be a Warning subclass"
    assert isinstance(module, str), "module must be a string"
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    _add_filter(action, _Pattern(message, True) if message else None, category,
                _Pattern(module, False) if module else None, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Insert a filter that matches all modules and messages."""
    assert action in _actions, "invalid action: %r" % (action,)
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _filters_mutated()


def _filters_mutated():
    global _version
    _version += 1


def resetwarnings():
    """Clear the list of warning filters, so that no filters are active."""
    filters[:] = []
    _filters_mutated()


def warn(message, category=None, stacklevel=1, source=None):
    """Issue a warning, or maybe ignore it or raise an exception."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    try:
        frame = sys._getframe(max(stacklevel, 1))
    except ValueError:
        scope, filename, lineno = sys.__dict__, 'sys', 1
    else:
        scope, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    module = scope.get('__name__', '<string>')
    registry = scope.setdefault('__warningregistry__', {})
    warn_explicit(message, category, filename, lineno, module, registry, scope, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Issue a warning for a place that is given."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get('version', 0) != _version:
        registry.clear()
        registry['version'] = _version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    for action, pattern, kind, module_pattern, line in filters:
        if ((pattern is None or pattern.match(text)) and issubclass(category, kind)
                and (module_pattern is None or module_pattern.match(module)) and (line == 0 or lineno == line)):
            break
    else:
        action = defaultaction
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    if action == 'once':
        registry[key] = 1
        once = (text, category)
        if onceregistry.get(once):
            return
        onceregistry[once] = 1
    elif action == 'module':
        registry[key] = 1
        whole = (text, category, 0)
        if registry.get(whole):
            return
        registry[whole] = 1
    elif action == 'default':
        registry[key] = 1
    elif action != 'always':
        raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n {(action, pattern, kind)}")
    _show(WarningMessage(message, category, filename, lineno, source=source))


class catch_warnings:
    """Context manager that restores filters and showwarning; with record=True it gives a list of the warnings."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules[__name__] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules['warnings']:
            args.append("module=" + repr(self._module))
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError("Cannot enter %r twice" % self)
        self._entered = True
        module = self._module
        self._saved = module.filters, module.showwarning, module._show
        module.filters = module.filters[:]
        module._filters_mutated()
        log = None
        if self._record:
            log = []
            module._show = log.append
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        module = self._module
        module.filters, module.showwarning, module._show = self._saved
        module._filters_mutated()


def _install_defaults():
    """The filters of a session, from the options in sys.warnoptions and the usual defaults."""
    filters[:] = [('default', None, DeprecationWarning, _Exactly('__main__'), 0),
                  ('ignore', None, DeprecationWarning, None, 0),
                  ('ignore', None, PendingDeprecationWarning, None, 0),
                  ('ignore', None, ImportWarning, None, 0),
                  ('ignore', None, ResourceWarning, None, 0)]
    for option in getattr(sys, 'warnoptions', ()):
        parts = [part.strip() for part in option.split(':')]
        action, message, category, module, lineno = parts + [''] * (5 - len(parts))
        matching = [known for known in ('default', 'always', 'ignore', 'module', 'once', 'error', 'all')
                    if known.startswith(action)]
        if not matching:
            print(f"Invalid -W option ignored: invalid action: {action!r}", file=sys.stderr)
            continue
        action = matching[0].replace('all', 'always')
        kind = getattr(__builtins__, category, Warning) if not isinstance(__builtins__, dict) \
            else __builtins__.get(category, Warning)
        filters.insert(0, (action, _Pattern(message, True) if message else None, kind,
                           _Exactly(module) if module else None, int(lineno) if lineno.isdecimal() else 0))


_install_defaults()
