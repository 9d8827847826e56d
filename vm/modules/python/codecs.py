# Encodings by name: lookup, registries, and the classes that encode and decode piece by piece.
# The built-in codecs themselves are native (_codecs); the byte-to-byte ones (hex, base64, rot13) are below.

import builtins
import sys
from _codecs import (decode_builtin, encode_builtin, find, find_error, register, register_error, search_functions,
                     unregister)

__all__ = ['register', 'lookup', 'open', 'EncodedFile', 'BOM', 'BOM_BE', 'BOM_LE', 'BOM32_BE', 'BOM32_LE', 'BOM64_BE',
           'BOM64_LE', 'BOM_UTF8', 'BOM_UTF16', 'BOM_UTF16_LE', 'BOM_UTF16_BE', 'BOM_UTF32', 'BOM_UTF32_LE',
           'BOM_UTF32_BE', 'CodecInfo', 'Codec', 'IncrementalEncoder', 'IncrementalDecoder', 'StreamReader',
           'StreamWriter', 'StreamReaderWriter', 'getencoder', 'getdecoder', 'getincrementalencoder',
           'getincrementaldecoder', 'getreader', 'getwriter', 'encode', 'decode', 'iterencode', 'iterdecode',
           'strict_errors', 'ignore_errors', 'replace_errors', 'xmlcharrefreplace_errors', 'backslashreplace_errors',
           'namereplace_errors', 'register_error', 'lookup_error']

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_LE = BOM_UTF16_LE = b'\xff\xfe'
BOM_BE = BOM_UTF16_BE = b'\xfe\xff'
BOM_UTF32_LE = b'\xff\xfe\x00\x00'
BOM_UTF32_BE = b'\x00\x00\xfe\xff'
if sys.byteorder == 'little':
    BOM = BOM_UTF16 = BOM_UTF16_LE
    BOM_UTF32 = BOM_UTF32_LE
else:
    BOM = BOM_UTF16 = BOM_UTF16_BE
    BOM_UTF32 = BOM_UTF32_BE
BOM32_LE, BOM32_BE, BOM64_LE, BOM64_BE = BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE


class CodecInfo(tuple):
    """Everything lookup() knows of a codec; as a tuple (encode, decode, streamreader, streamwriter)."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamreader = streamreader
        self.streamwriter = streamwriter
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        cls = type(self)
        return f'<{cls.__module__}.{cls.__qualname__} object for encoding {self.name} at {id(self):#x}>'


class Codec:
    """Interface of encoders and decoders without state."""

    def encode(self, input, errors='strict'):
        raise NotImplementedError

    def decode(self, input, errors='strict'):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes piece by piece."""

    def __init__(self, errors='strict'):
        self.errors = errors
        self.buffer = ''

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        """Forget what came before."""

    def getstate(self):
        return 0

    def setstate(self, state):
        """Go back to a state that getstate gave."""


class IncrementalDecoder:
    """Decodes piece by piece."""

    def __init__(self, errors='strict'):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        """Forget what came before."""

    def getstate(self):
        return (b'', 0)

    def setstate(self, state):
        """Go back to a state that getstate gave."""


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Keeps input that cannot be encoded yet."""

    def __init__(self, errors='strict'):
        super().__init__(errors)
        self.buffer = ''

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_encode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        self.buffer = ''

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ''


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps the bytes of an unfinished character."""

    def __init__(self, errors='strict'):
        super().__init__(errors)
        self.buffer = b''

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + bytes(input)
        result, consumed = self._buffer_decode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        self.buffer = b''

    def getstate(self):
        return (self.buffer, 0)

    def setstate(self, state):
        self.buffer = state[0]


class StreamWriter(Codec):
    """Writes text to a stream of bytes."""

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        data, _ = self.encode(object, self.errors)
        self.stream.write(data)

    def writelines(self, list):
        self.write(''.join(list))

    def reset(self):
        """Nothing is kept between two writes."""

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReader(Codec):
    """Reads text from a stream of bytes."""

    charbuffertype = str

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        self.errors = errors
        self.bytebuffer = b''
        self.charbuffer = ''

    def _fill(self, size):
        """Decode size more bytes, all when size is negative; False at the end of the stream."""
        more = self.stream.read() if size < 0 else self.stream.read(size)
        data = self.bytebuffer + more
        if not data:
            return False
        text, consumed = self.decode(data, self.errors)
        self.bytebuffer = data[consumed:]
        self.charbuffer += text
        return bool(more)

    def read(self, size=-1, chars=-1, firstline=False):
        wanted = chars if chars >= 0 else size
        while wanted < 0 or len(self.charbuffer) < wanted:
            if not self._fill(size if wanted >= 0 else -1):
                break
            if chars < 0:
                break
        cut = len(self.charbuffer) if chars < 0 else chars
        result, self.charbuffer = self.charbuffer[:cut], self.charbuffer[cut:]
        return result

    def readline(self, size=None, keepends=True):
        while True:
            lines = self.charbuffer.splitlines(True)
            if len(lines) > 1 or (lines and lines[0][-1] == '\n'):
                break
            if not self._fill(size or 72):
                break
        if not self.charbuffer:
            return ''
        line = self.charbuffer.splitlines(True)[0]
        self.charbuffer = self.charbuffer[len(line):]
        return line if keepends else line.splitlines(False)[0]

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def reset(self):
        self.bytebuffer = b''
        self.charbuffer = ''

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    def __iter__(self):
        return self

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReaderWriter:
    """A reader and a writer on one stream."""

    encoding = 'unknown'

    def __init__(self, stream, Reader, Writer, errors='strict'):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None, keepends=True):
        return self.reader.readline(size, keepends)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def __next__(self):
        return next(self.reader)

    def __iter__(self):
        return self

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


# --- lookup

_cache = {}


def _make_builtin(name):
    """The CodecInfo of a native codec."""

    def encode(input, errors='strict'):
        return encode_builtin(name, input, errors)

    def decode(input, errors='strict'):
        return decode_builtin(name, input, errors, True)

    class Encoder(IncrementalEncoder):
        _first = True

        def encode(self, input, final=False):
            encoding = name
            if not self._first:  # the mark stands only at the beginning
                encoding = {'utf-16': 'utf-16-le', 'utf-32': 'utf-32-le', 'utf-8-sig': 'utf-8'}.get(name, name)
            if input:
                self._first = False
            elif self._first:
                return b''
            return encode_builtin(encoding, input, self.errors)[0]

        def reset(self):
            self._first = True

    class Decoder(BufferedIncrementalDecoder):
        _order = None

        def _buffer_decode(self, input, errors, final):
            encoding = self._order or name
            if self._order is None and name in ('utf-16', 'utf-32', 'utf-8-sig'):
                if name == 'utf-8-sig':
                    if len(input) < 3 and not final and BOM_UTF8.startswith(input):
                        return '', 0
                    self._order = 'utf-8'
                    if input.startswith(BOM_UTF8):
                        text, used = decode_builtin('utf-8', input[3:], errors, final)
                        return text, used + 3
                    encoding = 'utf-8'
                else:
                    width = 2 if name == 'utf-16' else 4
                    if len(input) < width and not final:
                        return '', 0
                    big = input.startswith(BOM_UTF16_BE if width == 2 else BOM_UTF32_BE)
                    self._order = name + ('-be' if big else '-le')
            return decode_builtin(encoding, input, errors, final)

        def reset(self):
            super().reset()
            self._order = None

    class Writer(StreamWriter):
        def encode(self, input, errors='strict'):
            return encode_builtin(name, input, errors)

    class Reader(StreamReader):
        def decode(self, input, errors='strict'):
            return decode_builtin(name, input, errors, False)

    return CodecInfo(encode, decode, Reader, Writer, Encoder, Decoder, name)


def _hex_encode(input, errors='strict'):
    return bytes(input).hex().encode(), len(input)


def _hex_decode(input, errors='strict'):
    import binascii
    return binascii.unhexlify(input), len(input)


def _base64_encode(input, errors='strict'):
    import binascii
    lines = [binascii.b2a_base64(input[i:i + 57]) for i in range(0, len(input), 57)]
    return b''.join(lines), len(input)


def _base64_decode(input, errors='strict'):
    import binascii
    return binascii.a2b_base64(input), len(input)


_letters = 'abcdefghijklmnopqrstuvwxyz'
_turned = _letters[13:] + _letters[:13]
_rot13 = str.maketrans(_letters + _letters.upper(), _turned + _turned.upper())


def _rot13_both(input, errors='strict'):
    return str.translate(input, _rot13), len(input)


_others = {}
for _names, _functions in ((('hex', 'hex_codec'), (_hex_encode, _hex_decode)),
                           (('base64', 'base64_codec', 'base_64'), (_base64_encode, _base64_decode)),
                           (('rot13', 'rot_13'), (_rot13_both, _rot13_both))):
    for _name in _names:
        _others[_name] = CodecInfo(*_functions, name=_names[0], _is_text_encoding=False)
del _names, _functions, _name


def lookup(encoding):
    """The CodecInfo of an encoding; LookupError when there is none of that name."""
    if not isinstance(encoding, str):
        raise TypeError(f'lookup() argument must be str, not {type(encoding).__name__}')
    found = _cache.get(encoding)
    if found is not None:
        return found
    name = find(encoding)
    key = encoding.lower().replace('-', '_').replace(' ', '_')
    if name is not None:
        found = _cache.get(name)
        if found is None:
            found = _make_builtin(name)
    elif key in _others:
        found = _others[key]
    else:
        for search in search_functions():
            found = search(key)
            if found is not None:
                break
        else:
            raise LookupError('unknown encoding: ' + encoding)
        if not isinstance(found, tuple) or len(found) != 4:
            raise TypeError('codec search functions must return 4-tuples')
    _cache[encoding] = found
    return found


_unregister = unregister


def unregister(search_function, /):
    """Take a search function back, and forget what it found."""
    _unregister(search_function)
    _cache.clear()


def encode(obj, encoding='utf-8', errors='strict'):
    """Encode obj with the codec registered for encoding."""
    return lookup(encoding)[0](obj, errors)[0]


def decode(obj, encoding='utf-8', errors='strict'):
    """Decode obj with the codec registered for encoding."""
    return lookup(encoding)[1](obj, errors)[0]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors='strict', **kwargs):
    """Encode pieces of text one by one."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        output = encoder.encode(piece)
        if output:
            yield output
    output = encoder.encode('', True)
    if output:
        yield output


def iterdecode(iterator, encoding, errors='strict', **kwargs):
    """Decode pieces of bytes one by one."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        output = decoder.decode(piece)
        if output:
            yield output
    output = decoder.decode(b'', True)
    if output:
        yield output


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    """Open a file whose bytes are encoded and decoded on the way."""
    if encoding is not None and 'b' not in mode:
        mode += 'b'
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    info = lookup(encoding)
    wrapped = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
    wrapped.encoding = encoding
    return wrapped


def EncodedFile(file, data_encoding, file_encoding=None, errors='strict'):
    """A stream of bytes in data_encoding over a file in file_encoding."""
    info = lookup(file_encoding or data_encoding)
    outer = lookup(data_encoding)

    class Recoder(StreamReaderWriter):
        def read(self, size=-1):
            return outer.encode(super().read(size), errors)[0]

        def readline(self, size=None, keepends=True):
            return outer.encode(super().readline(size, keepends), errors)[0]

        def write(self, data):
            return super().write(outer.decode(data, errors)[0])

    return Recoder(file, info.streamreader, info.streamwriter, errors)


# --- error handlers

def strict_errors(exception):
    """Raises the exception."""
    if isinstance(exception, Exception):
        raise exception
    raise TypeError('codec must pass exception instance')


def ignore_errors(exception):
    """Leaves out what is wrong."""
    return '', exception.end


def replace_errors(exception):
    """Puts a replacement character."""
    if isinstance(exception, UnicodeEncodeError):
        return '?' * (exception.end - exception.start), exception.end
    if isinstance(exception, UnicodeDecodeError):
        return '\ufffd', exception.end
    if isinstance(exception, UnicodeTranslateError):
        return '\ufffd' * (exception.end - exception.start), exception.end
    raise TypeError(f"don't know how to handle {type(exception).__name__} in error callback")


def xmlcharrefreplace_errors(exception):
    """Puts XML character references."""
    if not isinstance(exception, UnicodeEncodeError):
        raise TypeError(f"don't know how to handle {type(exception).__name__} in error callback")
    wrong = exception.object[exception.start:exception.end]
    return ''.join(f'&#{ord(c)};' for c in wrong), exception.end


def backslashreplace_errors(exception):
    """Puts backslashed escapes."""
    wrong = exception.object[exception.start:exception.end]
    if isinstance(exception, UnicodeDecodeError):
        return ''.join(f'\\x{byte:02x}' for byte in wrong), exception.end
    return wrong.encode('ascii', 'backslashreplace').decode('ascii'), exception.end


def namereplace_errors(exception):
    """Puts character names in \\N{...}, backslashed escapes for what has none."""
    if not isinstance(exception, UnicodeEncodeError):
        raise TypeError(f"don't know how to handle {type(exception).__name__} in error callback")
    wrong = exception.object[exception.start:exception.end]
    from unicodedata import name
    return ''.join(f'\\N{{{known}}}' if (known := name(c, '')) else f'\\x{ord(c):02x}' if c < '\x80' else c.encode('ascii', 'backslashreplace').decode('ascii')
                   for c in wrong), exception.end


def _through_codec(name):
    """A handler that lets the native one work on the faulty part alone."""

    def handler(exception):
        wrong = exception.object[exception.start:exception.end]
        if isinstance(exception, UnicodeEncodeError):
            return encode_builtin(exception.encoding, wrong, name)[0], exception.end
        return decode_builtin(exception.encoding, wrong, name)[0], exception.end

    handler.__name__ = handler.__qualname__ = name
    return handler


_handlers = {'strict': strict_errors, 'ignore': ignore_errors, 'replace': replace_errors,
             'xmlcharrefreplace': xmlcharrefreplace_errors, 'backslashreplace': backslashreplace_errors,
             'namereplace': namereplace_errors, 'surrogateescape': _through_codec('surrogateescape'),
             'surrogatepass': _through_codec('surrogatepass')}


def lookup_error(errors, /):
    """The error handler registered under that name."""
    handler = find_error(errors) or _handlers.get(errors)
    if handler is None:
        raise LookupError(f"unknown error handler name '{errors}'")
    return handler
