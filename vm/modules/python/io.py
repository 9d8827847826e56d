# Streams: the natives of _io, and the abstract classes that users derive their own streams from.
# The abstract classes live in _iobase.py and are loaded when first asked for.

import _io
from _io import open, StringIO, BytesIO, TextIOWrapper

__all__ = ['BlockingIOError', 'open', 'open_code', 'IOBase', 'RawIOBase', 'FileIO', 'BytesIO', 'StringIO',
           'BufferedIOBase', 'BufferedReader', 'BufferedWriter', 'BufferedRWPair', 'BufferedRandom', 'TextIOBase',
           'TextIOWrapper', 'UnsupportedOperation', 'SEEK_SET', 'SEEK_CUR', 'SEEK_END']

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = getattr(_io, 'DEFAULT_BUFFER_SIZE', 8192)
BlockingIOError = BlockingIOError

if hasattr(_io, 'UnsupportedOperation'):
    UnsupportedOperation = _io.UnsupportedOperation
else:
    class UnsupportedOperation(OSError, ValueError):
        """Raised when a stream cannot do what is asked of it."""


def open_code(path):
    """Open a file of source code, as bytes."""
    return open(path, 'rb')


def text_encoding(encoding, stacklevel=2):
    """The encoding to use when the caller gave encoding, which may be None."""
    return 'locale' if encoding is None else encoding


def __getattr__(name):
    if name in ('IOBase', 'RawIOBase', 'BufferedIOBase', 'TextIOBase'):
        import _iobase
        value = getattr(_iobase, name)
    elif not name.startswith('__') and hasattr(_io, name):
        value = getattr(_io, name)
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = value
    return value
