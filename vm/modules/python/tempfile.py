# Temporary files and directories with names nobody else has.

import os
import io as _io

__all__ = ['NamedTemporaryFile', 'TemporaryFile', 'TemporaryDirectory', 'SpooledTemporaryFile', 'mkstemp', 'mkdtemp',
           'mktemp', 'gettempdir', 'gettempprefix', 'tempdir']

template = 'tmp'
tempdir = None
TMP_MAX = 10000
_letters = 'abcdefghijklmnopqrstuvwxyz0123456789_'


def _random_name():
    return ''.join([_letters[byte % len(_letters)] for byte in os.urandom(8)])


def gettempprefix():
    """The default prefix of names."""
    return template


def gettempdir():
    """The directory for temporary files."""
    global tempdir
    if tempdir is None:
        for name in ('TMPDIR', 'TEMP', 'TMP'):
            directory = os.getenv(name)
            if directory and os.path.isdir(directory):
                break
        else:
            directory = next((d for d in ('/tmp', '/var/tmp', '/usr/tmp') if os.path.isdir(d)), os.getcwd())
        tempdir = os.path.abspath(directory)
    return tempdir


def _attempts(suffix, prefix, dir):
    suffix = '' if suffix is None else suffix
    prefix = template if prefix is None else prefix
    dir = gettempdir() if dir is None else dir
    for _ in range(TMP_MAX):
        yield os.path.abspath(os.path.join(dir, prefix + _random_name() + suffix))
    raise FileExistsError(17, "No usable temporary file name found")


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Create a file; returns (descriptor, name). The caller deletes it."""
    for name in _attempts(suffix, prefix, dir):
        try:
            return os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), name
        except FileExistsError:
            continue


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Create a directory; returns its name. The caller deletes it."""
    for name in _attempts(suffix, prefix, dir):
        try:
            os.mkdir(name, 0o700)
            return name
        except FileExistsError:
            continue


def mktemp(suffix="", prefix=template, dir=None):
    """A name that is free now; another program may take it before you do."""
    for name in _attempts(suffix, prefix, dir):
        if not os.path.lexists(name):
            return name


class _TemporaryFile:
    """A file that is deleted when it is closed; everything else is passed on to the file itself."""

    def __init__(self, file, name, delete):
        self.file = file
        self.name = name
        self.delete = delete

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        return iter(self.file)

    def close(self):
        if not self.file.closed:
            try:
                self.file.close()
            finally:
                if self.delete:
                    os.unlink(self.name)

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                       delete=True, *, errors=None):
    """Create and open a file with a name; it is deleted when closed, unless delete is false."""
    fd, name = mkstemp(suffix, prefix, dir)
    file = _io.open(fd, mode, buffering, encoding=encoding, errors=errors, newline=newline)
    return _TemporaryFile(file, name, delete)


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                  errors=None):
    """Create and open a file without a name."""
    fd, name = mkstemp(suffix, prefix, dir)
    os.unlink(name)
    return _io.open(fd, mode, buffering, encoding=encoding, errors=errors, newline=newline)


def SpooledTemporaryFile(max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                         dir=None, *, errors=None):
    """A temporary file without a name; held on disk from the start."""
    return TemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir, errors=errors)


class TemporaryDirectory:
    """A directory that is deleted, with all that is in it, by cleanup() or at the end of a with-block."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._alive = True

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *exc_info):
        self.cleanup()

    def cleanup(self):
        if self._alive or os.path.exists(self.name):
            self._alive = False
            import shutil
            shutil.rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    def __del__(self):
        try:
            self.cleanup()
        except Exception:
            pass

    __class_getitem__ = classmethod(type(list[int]))
