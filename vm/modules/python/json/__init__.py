# JSON: dumps and dump write it, loads and load read it.
# Plain values with the default options are read and written by _json. The rest is done in json/encoder.py and
# json/decoder.py; each is loaded when first needed.

from _json import read_plain as _read_plain, write_plain as _write_plain

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']

_encoder_with_defaults = _decoder_with_defaults = None


def __getattr__(name):
    if name == 'JSONEncoder':
        from json.encoder import JSONEncoder as value
    elif name == 'JSONDecoder':
        from json.decoder import JSONDecoder as value
    elif name == 'JSONDecodeError':
        from json.decoder import JSONDecodeError as value
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = value
    return value


def _make_encoder(skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
                  separators=None, default=None, sort_keys=False, **kw):
    global _encoder_with_defaults
    if (not skipkeys and ensure_ascii and check_circular and allow_nan and cls is None and indent is None
            and separators is None and default is None and not sort_keys and not kw):
        if _encoder_with_defaults is None:
            from json.encoder import JSONEncoder
            _encoder_with_defaults = JSONEncoder()
        return _encoder_with_defaults
    if cls is None:
        from json.encoder import JSONEncoder as cls
    return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
               indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw)


def dump(obj, fp, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
         separators=None, default=None, sort_keys=False, **kw):
    """Write obj as JSON to the file fp."""
    encoder = _make_encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default,
                            sort_keys, **kw)
    for chunk in encoder.iterencode(obj):
        fp.write(chunk)


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    """Return obj as a JSON string."""
    encoder = _make_encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default,
                            sort_keys, **kw)
    if encoder is _encoder_with_defaults:
        text = _write_plain(obj)
        if text is not None:
            return text
    return encoder.encode(obj)


def detect_encoding(b):
    """The UTF flavour of JSON text in bytes, by its byte order mark or the zeros in its first characters."""
    if b.startswith((b'\xff\xfe\0\0', b'\0\0\xfe\xff')):
        return 'utf-32'
    if b.startswith((b'\xff\xfe', b'\xfe\xff')):
        return 'utf-16'
    if b.startswith(b'\xef\xbb\xbf'):
        return 'utf-8-sig'
    if len(b) >= 4:
        if not b[0]:
            return 'utf-16-be' if b[1] else 'utf-32-be'
        if not b[1]:
            return 'utf-16-le' if b[2] or b[3] else 'utf-32-le'
    elif len(b) == 2:
        if not b[0]:
            return 'utf-16-be'
        if not b[1]:
            return 'utf-16-le'
    return 'utf-8'


def load(fp, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
         object_pairs_hook=None, **kw):
    """Read the JSON document in the file fp."""
    return loads(fp.read(), cls=cls, object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
                 parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw)


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    """Read the JSON document in s: str, bytes or bytearray."""
    global _decoder_with_defaults
    if isinstance(s, str):
        if s.startswith('\ufeff'):
            from json.decoder import JSONDecodeError
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    else:
        if not isinstance(s, (bytes, bytearray)):
            raise TypeError(f'the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}')
        s = s.decode(detect_encoding(s), 'surrogatepass')
    if (cls is None and object_hook is None and parse_int is None and parse_float is None
            and parse_constant is None and object_pairs_hook is None and not kw):
        value = _read_plain(s)
        if value is not ...:
            return value
        if _decoder_with_defaults is None:
            from json.decoder import JSONDecoder
            _decoder_with_defaults = JSONDecoder()
        return _decoder_with_defaults.decode(s)
    if cls is None:
        from json.decoder import JSONDecoder as cls
    options = {'object_hook': object_hook, 'object_pairs_hook': object_pairs_hook, 'parse_float': parse_float,
               'parse_int': parse_int, 'parse_constant': parse_constant}
    kw.update((name, value) for name, value in options.items() if value is not None)
    return cls(**kw).decode(s)
