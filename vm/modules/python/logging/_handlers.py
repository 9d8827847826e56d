# Where records go: Handler and its simple kinds. What a handler does with a record, it does under its own lock.

import logging
import sys
from _thread import RLock
from _weakref import ref
from logging._format import _defaultFormatter
from logging._levels import NOTSET, _checkLevel, getLevelName

__name__ = 'logging'

_handlerList = []  # weak references, in the order in which the handlers were made


class Filter:
    """Lets through what a logger and those below it log."""

    def __init__(self, name=''):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        """Whether the record is to be logged."""
        return not self.name or record.name == self.name or record.name.startswith(self.name + '.')


class Filterer:
    """What loggers and handlers have in common: a list of filters."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """Add a filter: an object with a method filter, or a function."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        """Take a filter away."""
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Whether all filters let the record through."""
        for filter in self.filters:
            accepts = filter.filter if hasattr(filter, 'filter') else filter
            if not accepts(record):
                return False
        return True


class Handler(Filterer):
    """Takes records; subclasses say what emit() does with them."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        self._closed = False
        self.createLock()
        _handlerList.append(ref(self, _handlerList.remove))

    def __repr__(self):
        return f'<{type(self).__name__} ({getLevelName(self.level)})>'

    @property
    def name(self):
        """A name for the handler."""
        return self._name

    @name.setter
    def name(self, name):
        self._name = name

    def get_name(self):
        """The name."""
        return self._name

    def set_name(self, name):
        """Give the handler a name."""
        self._name = name

    def createLock(self):
        """Make the lock that emit() is called under."""
        self.lock = RLock()

    def acquire(self):
        """Take the lock."""
        if self.lock:
            self.lock.acquire()

    def release(self):
        """Give the lock back."""
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Ignore records below the level from now on."""
        self.level = _checkLevel(level)

    def format(self, record):
        """The text of a record, by the handler's formatter."""
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        """Do what the handler is for; in subclasses."""
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Emit a record, unless a filter is against it; returns whether it did."""
        accepted = self.filter(record)
        if accepted:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return accepted

    def setFormatter(self, fmt):
        """Use this formatter from now on."""
        self.formatter = fmt

    def flush(self):
        """Make sure that everything is written."""

    def close(self):
        """Let go what the handler holds."""
        self._closed = True

    def handleError(self, record):
        """Called by emit() when an exception came up: shows it, if logging.raiseExceptions is set."""
        if not logging.raiseExceptions or not sys.stderr:
            return
        error = sys.exc_info()[1]
        try:
            _show_error(record, error)
        except OSError:
            pass
        finally:
            del error


def _show_error(record, error):
    import traceback
    stderr = sys.stderr
    stderr.write('--- Logging error ---\n')
    traceback.print_exception(error, file=stderr)
    stderr.write('Call stack:\n')
    frame = error.__traceback__.tb_frame if error.__traceback__ else None
    while frame is not None and frame.f_globals.get('__name__') == __name__:
        frame = frame.f_back
    if frame is not None:
        traceback.print_stack(frame, file=stderr)
    else:
        stderr.write(f'Logged from file {record.filename}, line {record.lineno}\n')
    try:
        stderr.write(f'Message: {record.msg!r}\nArguments: {record.args}\n')
    except RecursionError:
        raise
    except Exception:
        stderr.write('Unable to print the message and arguments - possible formatting error.\n'
                     'Use the traceback above to help find the error.\n')


class StreamHandler(Handler):
    """Writes records to a stream, sys.stderr unless told otherwise."""

    terminator = '\n'

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def __repr__(self):
        name = str(getattr(self.stream, 'name', ''))
        return f'<{type(self).__name__} {name}{" " if name else ""}({getLevelName(self.level)})>'

    def flush(self):
        """Flush the stream."""
        with self.lock:
            if self.stream and hasattr(self.stream, 'flush'):
                self.stream.flush()

    def emit(self, record):
        """Write the record's text and a line end."""
        try:
            # One write, so that the lines of several programs do not mix.
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream; returns the one before, None if it is the same."""
        if stream is self.stream:
            return None
        with self.lock:
            before = self.stream
            self.flush()
            self.stream = stream
        return before


class FileHandler(StreamHandler):
    """Appends records to a file; with delay the file is opened by the first of them."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        import os
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode = mode
        self.encoding = encoding
        self.errors = errors
        self.delay = delay
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            StreamHandler.__init__(self, self._open())

    def __repr__(self):
        return f'<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>'

    def _open(self):
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def close(self):
        """Close the file."""
        with self.lock:
            stream = self.stream
            if stream:
                try:
                    self.flush()
                finally:
                    self.stream = None
                    if hasattr(stream, 'close'):
                        stream.close()
            super().close()

    def emit(self, record):
        """Write the record's text, to a file that is open by now."""
        if self.stream is None and (self.mode != 'w' or not self._closed):
            self.stream = self._open()
        if self.stream:
            super().emit(record)


class _StderrHandler(StreamHandler):
    """Writes to whatever sys.stderr is at the moment."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


class NullHandler(Handler):
    """Does nothing: for libraries, so that lastResort has nothing to do with their records."""

    def handle(self, record):
        """Nothing."""

    def emit(self, record):
        """Nothing."""

    def createLock(self):
        self.lock = None


def shutdown(handlerList=_handlerList):
    """Flush and close all handlers, the last made first; called at exit."""
    for reference in reversed(handlerList[:]):
        handler = reference()
        if handler is None:
            continue
        try:
            handler.acquire()
            try:
                handler.flush()
                handler.close()
            except (OSError, ValueError):
                pass  # the file may be closed already
            finally:
                handler.release()
        except Exception:
            if logging.raiseExceptions:
                raise
