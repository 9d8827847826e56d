# sys._getframe, f_locals, f_back, tracebacks walked by hand, code attributes.
# in-threads: looks at the frames below its own
import sys
def a(x): y = x + 1; return b(y)
def b(z):
    f = sys._getframe(); out = []
    while f: out.append((f.f_code.co_name, f.f_lineno, sorted(k for k in f.f_locals if len(k) == 1)[:3])); f = f.f_back
    return out
for r in a(1)[:2]: print(r)
print(sys._getframe().f_code.co_name, sys._getframe().f_back, (lambda: sys._getframe().f_code.co_name)(), [sys._getframe().f_code.co_name for _ in range(1)], list(sys._getframe().f_code.co_name for _ in range(1)))
class C:
    name = sys._getframe().f_code.co_name
    def m(self): return sys._getframe().f_code.co_qualname
print(C.name, C().m(), sys._getframe(0).f_globals is globals(), sys._getframe().f_locals is globals())
def caller_name(): return sys._getframe(1).f_code.co_name
def outer(): return caller_name()
print(outer())
def tb():
    try: inner()
    except ZeroDivisionError as e:
        t = e.__traceback__; out = []
        while t: out.append((t.tb_frame.f_code.co_name, t.tb_lineno, t.tb_lasti >= 0)); t = t.tb_next
        return out, e.__traceback__.tb_next.tb_frame.f_locals
def inner(): v = 7; return v / 0
print(tb()); code = inner.__code__; print(code.co_name, code.co_varnames, code.co_consts, code.co_names, code.co_argcount, code.co_nlocals, code.co_flags & 0x20, code.co_cellvars, code.co_freevars, code.co_firstlineno, type(code.co_code).__name__, code.co_stacksize > 0)
def gen(): yield sys._getframe().f_back is not None
print(next(gen()), bool(gen.__code__.co_flags & 0x20)); new = code.replace(co_name="renamed"); print(new.co_name, code == new, code == inner.__code__, hash(code) == hash(inner.__code__))
def mk(n):
    def k(): return n
    return k
print(mk(1).__code__ is mk(2).__code__, mk(1).__code__.co_freevars, mk.__code__.co_cellvars, repr(code)[:19])
def loc():
    p = 1; d = locals(); q = 2; e = locals()
    return sorted(e), d is e
print(loc())
