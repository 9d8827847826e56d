# A TypeError of __iter__ is told as the object's fault by `in`, bytes and bytearray, and left alone elsewhere; items of a
# class that only sets or only deletes them; += of sequences' subclasses.
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class J:
    def __iter__(self): return 1
class A(list):
    def __iter__(self): return (1, 2)
class Raises:
    def __iter__(self): raise ValueError('iter')
for v in (J(), A(), Raises(), 5):
    for f in (lambda: 1 in v, lambda: bytes(v) if v != 5 else 0, lambda: bytearray(v) if v != 5 else 0, lambda: bytearray().extend(v), lambda: list(v), lambda: ''.join(v), lambda: set(v)): t(f)
class Sets:
    def __setitem__(self, k, v): pass
class Deletes:
    def __delitem__(self, k): pass
for text in 'del Sets()[0]', 'del Sets()["a"]', 'Deletes()[0] = 1', 'del Deletes()[0]', 'Sets()[0] = 1', 'del J()[0]', 'J()[0] = 1': t(lambda: exec(text))
class C(list):
    def __radd__(self, o): return -1
    def __add__(self, o): return 'add'
class D(bytearray):
    def __radd__(self, o): return -1
def grow(a, by):
    b = a
    a += by
    return a, type(a).__name__, a is b
t(lambda: grow(C(), (1, 2))); t(lambda: grow(C(), 1)); t(lambda: grow(D(b'x'), b'y')); t(lambda: C() + 1); t(lambda: grow([1], C()))
for text in '\0\ufffd', 'é', '1é', 'ab g', 'abé', '0': t(lambda: bytes.fromhex(text))
import string; t(lambda: string.capwords(b'a b'))
try:
    try: raise ExceptionGroup('g', [TypeError('t')])
    except* KeyError: pass
except Exception as e: print(e.__suppress_context__, e.__context__, e.__cause__)
print([x.__suppress_context__ for x in ExceptionGroup('g', [TypeError('t'), KeyError(1)]).split(KeyError)])
for a in ('x', {}, {}, (), 1), ('x', None, None, (), 1), ('x', [], None, (), 1), ('x', {'__package__': 1}, None, (), 1), ('x', {'__spec__': 1}, None, (), 1), ('x', {'__package__': 'os'}, None, (), 2 ** 40), ('\0',): t(lambda: __import__(*a))
class Hint:
    def __init__(self, h): self.h = h
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self): return self.h
for h in 'text', -1, 2 ** 70, NotImplemented, 5:
    for f in (lambda: bytes(Hint(h)), lambda: bytearray(Hint(h)), lambda: bytearray().extend(Hint(h)), lambda: list(Hint(h))): t(f)
class BadIndex(tuple):
    def __index__(self): return 'text'
class Bytes(str):
    def __bytes__(self): return 1
t(lambda: bytes(BadIndex((1, 2)))); t(lambda: bytearray(BadIndex((1, 2)))); t(lambda: bytes(Bytes('a'))); t(lambda: bytes(Bytes('a'), 'ascii'))
