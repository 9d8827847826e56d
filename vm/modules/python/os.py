# The operating system: what posix provides under the names of os, the environment, and walks over directories.
# os.path is posixpath. A function that posix does not have is absent here too.

import sys as _sys
import posix as _posix
import posixpath as path

_sys.modules['os.path'] = path

name = 'posix'
linesep = '\n'
from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull  # noqa: E402

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK, O_CLOEXEC = 0o100, 0o200, 0o1000, 0o2000, 0o4000, 0o2000000
EX_OK = 0
error = OSError


def _take_over():
    """Give this module the public names of posix."""
    names = globals()
    for key in dir(_posix):
        if not key.startswith('_') and key not in ('environ', 'error'):
            names[key] = getattr(_posix, key)
    if hasattr(_posix, '_exit'):
        names['_exit'] = _posix._exit
    if 'unlink' not in names and 'remove' in names:
        names['unlink'] = names['remove']
    if 'remove' not in names and 'unlink' in names:
        names['remove'] = names['unlink']
    if 'lstat' not in names and 'stat' in names:
        names['lstat'] = names['stat']


_take_over()

__all__ = [_key for _key in globals() if not _key.startswith('_')] + [
    'path', 'environ', 'getenv', 'makedirs', 'removedirs', 'renames', 'walk', 'fspath', 'PathLike', 'fsencode',
    'fsdecode', 'fdopen', 'get_exec_path', 'scandir', '_exit']


# Path names

def fspath(path):
    """Return the file system path representation of the object."""
    if isinstance(path, (str, bytes)):
        return path
    from posixpath import _fspath
    return _fspath(path)


def fsencode(filename):
    """A path name as bytes, in the file system's encoding."""
    filename = fspath(filename)
    return filename.encode('utf-8', 'surrogateescape') if isinstance(filename, str) else filename


def fsdecode(filename):
    """A path name as str, from the file system's encoding."""
    filename = fspath(filename)
    return filename.decode('utf-8', 'surrogateescape') if isinstance(filename, bytes) else filename


def __getattr__(key):
    # An abstract class and a mapping: made when asked for, since they bring abc and collections.abc with them.
    if key == 'PathLike':
        value = _make_path_like()
    elif key == 'environ':
        value = _make_environ()
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {key!r}')
    globals()[key] = value
    return value


def _make_path_like():
    from abc import ABC, abstractmethod

    class PathLike(ABC):
        """Abstract base class for implementing the file system path protocol."""
        __qualname__ = 'PathLike'

        @abstractmethod
        def __fspath__(self):
            """Return the file system path representation of the object."""
            raise NotImplementedError

        @classmethod
        def __subclasshook__(cls, subclass):
            if cls is not PathLike:
                return NotImplemented
            for base in subclass.__mro__:
                if '__fspath__' in base.__dict__:
                    return True if base.__dict__['__fspath__'] is not None else NotImplemented
            return NotImplemented

        __class_getitem__ = classmethod(type(list[int]))
    return PathLike


# The environment

def _make_environ():
    from collections.abc import MutableMapping

    class _Environ(MutableMapping):
        """The process environment; assignments reach the process where posix can do that."""
        __qualname__ = '_Environ'

        def __init__(self, data):
            self._data = data

        @staticmethod
        def _check(value):
            if not isinstance(value, str):
                raise TypeError("str expected, not %s" % type(value).__name__)
            return value

        def __getitem__(self, key):
            return self._data[self._check(key)]

        def __setitem__(self, key, value):
            self._check(key)
            self._check(value)
            if hasattr(_posix, 'putenv'):
                _posix.putenv(key, value)
            self._data[key] = value

        def __delitem__(self, key):
            del self._data[self._check(key)]
            if hasattr(_posix, 'unsetenv'):
                _posix.unsetenv(key)

        def __iter__(self):
            yield from list(self._data)

        def __len__(self):
            return len(self._data)

        def __repr__(self):
            items = ', '.join(f'{key!r}: {value!r}' for key, value in self._data.items())
            return f"environ({{{items}}})"

        def copy(self):
            return dict(self)

        def setdefault(self, key, value):
            if key not in self:
                self[key] = value
            return self[key]

        def __ior__(self, other):
            self.update(other)
            return self

        def __or__(self, other):
            return dict(self) | dict(other) if hasattr(other, 'keys') else NotImplemented

        def __ror__(self, other):
            return dict(other) | dict(self) if hasattr(other, 'keys') else NotImplemented

    return _Environ({fsdecode(key): fsdecode(value) for key, value in _posix.environ.items()})


def getenv(key, default=None):
    """Get an environment variable, return None if it doesn't exist."""
    return _sys.modules[__name__].environ.get(key, default)


def get_exec_path(env=None):
    """The directories in which programs are looked for."""
    if env is None:
        env = _sys.modules[__name__].environ
    return env.get('PATH', defpath).split(pathsep)


# Directories

def makedirs(name, mode=0o777, exist_ok=False):
    """Create a directory and all the missing ones above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == (curdir if isinstance(tail, str) else b'.'):
            return
    try:
        _posix.mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a directory, and then those above it as long as they are empty."""
    _posix.rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            _posix.rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making the directories that the new name needs and removing those that become empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    _posix.rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


class _DirEntry:
    """One name in a directory, as scandir() gives it."""
    __slots__ = ('name', 'path')

    def __init__(self, directory, name):
        self.name = name
        self.path = path.join(directory, name)

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path) and (follow_symlinks or not path.islink(self.path))

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path) and (follow_symlinks or not path.islink(self.path))

    def is_symlink(self):
        return path.islink(self.path)

    def stat(self, *, follow_symlinks=True):
        return (_posix.stat if follow_symlinks else lstat)(self.path)

    def inode(self):
        return self.stat(follow_symlinks=False).st_ino

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f'<DirEntry {self.name!r}>'


class _ScandirIterator:
    def __init__(self, directory):
        self._entries = iter([_DirEntry(directory, name) for name in _posix.listdir(directory)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()


if not hasattr(_posix, 'scandir'):
    DirEntry = _DirEntry

    def scandir(path='.'):
        """The entries of a directory, as objects that know their path and kind."""
        return _ScandirIterator(fspath(path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (directory, names of directories in it, names of the rest) for the tree below top."""
    top = fspath(top)
    try:
        names = _posix.listdir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    directories, others = [], []
    for entry in names:
        (directories if path.isdir(path.join(top, entry)) else others).append(entry)
    if topdown:
        yield top, directories, others
    for entry in directories:
        below = path.join(top, entry)
        if followlinks or not path.islink(below):
            yield from walk(below, topdown, onerror, followlinks)
    if not topdown:
        yield top, directories, others


def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    """A file object for an open file descriptor."""
    if not isinstance(fd, int):
        raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
    return _open_file(fd, mode, buffering, encoding, *args, **kwargs)


def _open_file(*args, **kwargs):
    import io
    return io.open(*args, **kwargs)


if 'get_terminal_size' not in globals():
    def get_terminal_size(fd=1):
        """(columns, lines) of the terminal that fd stands for."""
        raise OSError(25, 'Inappropriate ioctl for device')
