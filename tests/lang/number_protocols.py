# compare: stderr
# Conversions ask __float__, __int__, __index__ and __complex__ of subclasses of str and numbers too, and warn of subclasses returned.
import operator
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class MyInt(int): pass
class MyFloat(float):
    def __float__(self): return 5.0
class MyComplex(complex): pass
class Index:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class Int:
    def __int__(self): return True
class Float:
    def __float__(self): return MyFloat(2)
class Complex:
    def __complex__(self): return MyComplex(2, 3)
class Bad:
    def __index__(self): return 'x'
class Text(str):
    def __float__(self): return 1.5
    def __int__(self): return 4
class FloatInt(int):
    def __float__(self): return 7.5
t(lambda: 'abc'[Index(True):])
t(lambda: [1] * Index(MyInt(2)))
t(lambda: operator.index(Index(False)))
t(lambda: int(Int()))
t(lambda: float(Float()))
t(lambda: complex(Complex()))
t(lambda: complex(1, Complex()))
t(lambda: (float(Text('2')), int(Text('3')), '%d %f' % (Text('1'), Text('2')), complex(Text('3'))))
t(lambda: (float(MyFloat(1)), MyFloat(1) + 1, float(FloatInt(3)), FloatInt(3) + 0.5, '%f' % MyFloat(1), complex(MyFloat(1))))
for spec in ('%d', '%x', '%c', '%f', b'%d', b'%x', b'%c', b'%f'): t(lambda: spec % Bad())
t(lambda: (int(memoryview(b'12')), float(memoryview(b'1.5')), int(memoryview(b'a12b')[1:3])))
t(lambda: int(memoryview(b'x')))
t(lambda: (b'%zf|%z.0f|%+zd' % (-0.0, -0.3, -0.0), b'%zf' % -1.0))
for spec in ('#.0', '#.1', '.0', '#', '#.3', '-#020.0', '#,.0'):
    t(lambda: [format(x, spec) for x in (0.0, 3.0, 123.456, 1e20, 0.5, 1e-7, float('inf'))])
for spec in ('#.0', '#', '.1'): t(lambda: [format(complex(x, 2), spec) for x in (0.0, 1e20, -0.5)])
big = complex(1e308, 1)
for f in (lambda: big ** 2, lambda: big ** 2 * 0j, lambda: complex(1e200, 1e200) ** 3, lambda: big ** 2.5, lambda: complex(1e300) ** 100, lambda: 1e-200j ** -2, lambda: complex(float('inf'), 1) ** 2, lambda: complex(float('nan'), 1) ** 2):
    t(f)
t(lambda: [hash(frozenset(a)) for a in ((), (1,), (1, 2), range(100), (-1, -2), (frozenset(), frozenset([1])), (1.5, 2))])
t(lambda: 'a\t'.expandtabs(2 ** 31)); t(lambda: b'a\t'.expandtabs(2 ** 31))
for spec in '0>5', '0<5', '05', '0=5', '=5', 'x>020', '1.1.1', 'z.1', '#,.2': t(lambda: format(1 + 2j, spec)); t(lambda: format(True, spec)); t(lambda: format(MyFloat(-0.01), spec))
