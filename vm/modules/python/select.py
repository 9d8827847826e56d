# Shown as native code.
# Waiting for several files at once: select() and poll objects, on _select.wait().

from _select import *
from _select import (wait as _wait, POLLIN as _IN, POLLPRI as _PRI, POLLOUT as _OUT, POLLERR as _ERR, POLLHUP as _HUP,
                     POLLNVAL as _NVAL)
from _terrarium import make_native as _make_native

error = OSError
_readable = _IN | _HUP | _ERR
_writable = _OUT | _ERR


def _descriptor(file):
    if isinstance(file, int):
        number = file
    else:
        try:
            number = file.fileno()
        except AttributeError:
            raise TypeError('argument must be an int, or have a fileno() method.') from None
        if not isinstance(number, int):
            raise TypeError('fileno() returned a non-integer')
    if number < 0:
        raise ValueError(f'file descriptor cannot be a negative integer ({number})')
    return number


def select(rlist, wlist, xlist, timeout=None, /):
    """Wait until a file can be read, written, or has news; returns three lists of those that are ready."""
    if timeout is not None:
        if not isinstance(timeout, (int, float)):
            raise TypeError('timeout must be a float or None')
        if timeout < 0:
            raise ValueError('timeout must be non-negative')
    wanted = {}
    groups = []
    for files, events in ((rlist, _IN), (wlist, _OUT), (xlist, _PRI)):
        try:
            files = list(files)
        except TypeError:
            raise TypeError('arguments 1-3 must be sequences') from None
        numbers = [_descriptor(file) for file in files]
        groups.append((files, numbers))
        for number in numbers:
            wanted[number] = wanted.get(number, 0) | events
    ready = dict(_wait(list(wanted.items()), timeout))
    if any(events & _NVAL for events in ready.values()):
        import errno
        raise OSError(errno.EBADF, 'Bad file descriptor')
    return tuple([file for file, number in zip(files, numbers) if ready.get(number, 0) & events]
                 for (files, numbers), events in zip(groups, (_readable, _writable, _PRI)))


class _Poll:
    """Files to be waited for, each with the events that are wanted."""

    __slots__ = ('_wanted', '__weakref__')

    def register(self, fd, eventmask=_IN | _PRI | _OUT, /):
        """Wait for a file too; other events if it is there already."""
        self._wanted[_descriptor(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        """Change the events wanted of a file."""
        number = _descriptor(fd)
        if number not in self._wanted:
            import errno
            raise OSError(errno.ENOENT, 'No such file or directory')
        self._wanted[number] = eventmask

    def unregister(self, fd, /):
        """Do not wait for a file any more."""
        del self._wanted[_descriptor(fd)]

    def poll(self, timeout=None, /):
        """Wait, up to timeout milliseconds; returns a list of pairs of descriptor and events."""
        if timeout is not None:
            if not isinstance(timeout, (int, float)):
                raise TypeError('timeout must be an integer or None')
            timeout = None if timeout < 0 else timeout / 1000
        return _wait(list(self._wanted.items()), timeout)


def poll():
    """A new poll object."""
    made = _Poll()
    made._wanted = {}
    return made


_Poll.__name__ = _Poll.__qualname__ = 'poll'
_make_native(_Poll)
