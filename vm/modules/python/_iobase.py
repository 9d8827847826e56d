# Shown as native code.
# The abstract classes of io: IOBase, RawIOBase, BufferedIOBase, TextIOBase.
# Over the natives of _io where it has them, otherwise complete in Python; native streams are registered at the end.

import abc
import _io
from io import UnsupportedOperation

__name__ = 'io'


class _IOBase:
    """What all streams share; reading lines and iterating rest on read()."""

    _closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def seek(self, pos, whence=0):
        self._unsupported('seek')

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, pos=None):
        self._unsupported('truncate')

    def fileno(self):
        self._unsupported('fileno')

    def flush(self):
        self._check_closed()

    def close(self):
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True

    @property
    def closed(self):
        return self._closed

    def _check_closed(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def seekable(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def isatty(self):
        self._check_closed()
        return False

    def __enter__(self):
        self._check_closed()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        self._check_closed()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readline(self, size=-1):
        if size is None:
            size = -1
        pieces = bytearray()
        while size < 0 or len(pieces) < size:
            piece = self.read(1)
            if not piece:
                break
            pieces += piece
            if pieces.endswith(b'\n'):
                break
        return bytes(pieces)

    def readlines(self, hint=None):
        if hint is None or hint <= 0:
            return list(self)
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size >= hint:
                break
        return lines

    def writelines(self, lines):
        self._check_closed()
        for line in lines:
            self.write(line)


class _RawIOBase(_IOBase):
    def read(self, size=-1):
        if size is None:
            size = -1
        if size < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        if count is None:
            return None
        return bytes(buffer[:count])

    def readall(self):
        pieces = bytearray()
        while True:
            piece = self.read(8192)
            if not piece:
                return bytes(pieces) if pieces else piece
            pieces += piece

    def readinto(self, b):
        self._unsupported('readinto')

    def write(self, b):
        self._unsupported('write')


class _BufferedIOBase(_IOBase):
    def read(self, size=-1):
        self._unsupported('read')

    def read1(self, size=-1):
        self._unsupported('read1')

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    readinto1 = readinto

    def write(self, b):
        self._unsupported('write')

    def detach(self):
        self._unsupported('detach')


class _TextIOBase(_IOBase):
    encoding = None
    errors = None
    newlines = None

    def read(self, size=-1):
        self._unsupported('read')

    def write(self, s):
        self._unsupported('write')

    def readline(self):
        self._unsupported('readline')

    def detach(self):
        self._unsupported('detach')


class IOBase(getattr(_io, '_IOBase', _IOBase), metaclass=abc.ABCMeta):
    """The abstract base class of all streams."""


class RawIOBase(getattr(_io, '_RawIOBase', _RawIOBase), IOBase):
    """Base class for raw binary streams."""


class BufferedIOBase(getattr(_io, '_BufferedIOBase', _BufferedIOBase), IOBase):
    """Base class for buffered binary streams."""


class TextIOBase(getattr(_io, '_TextIOBase', _TextIOBase), IOBase):
    """Base class for text streams."""


for _base, _names in ((RawIOBase, ('FileIO',)),
                      (BufferedIOBase, ('BytesIO', 'BufferedReader', 'BufferedWriter', 'BufferedRandom',
                                        'BufferedRWPair')),
                      (TextIOBase, ('StringIO', 'TextIOWrapper'))):
    for _name in _names:
        if hasattr(_io, _name):
            _base.register(getattr(_io, _name))
