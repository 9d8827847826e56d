# What the functions of sys.settrace and sys.setprofile may do: natives, raising, f_trace, f_trace_lines, f_locals, swaps.
# modes: plain tco check-heap fibers gil-off parallel
import sys
from _tracing import show, tracer
def profiler(frame, event, arg):
    if frame.f_code.co_filename != __file__: return None
    print('   P', event, frame.f_code.co_name, frame.f_lineno, show(arg))
def run(f, *a, prof=False, trace=True):
    print(f.__name__)
    if prof: sys.setprofile(profiler)
    if trace: sys.settrace(tracer)
    try:
        f(*a)
    except BaseException as e:
        sys.settrace(None)
        sys.setprofile(None)
        print('raised', type(e).__name__, e)
    sys.settrace(None)
    sys.setprofile(None)
# --- profile
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    @property
    def p(self): return self.n
    def __len__(self): return 3
def prof1():
    x = len([1, 2])
    y = [].append(3)
    z = max([3, 1, 2], key=lambda v: -v)
    s = sorted([C(2), C(1)])
    t = str(5) + repr(6)
    u = dict(a=1)
    v = {}.get('k', 1)
    w = 'abc'.upper()
    q = C(1).p
    r = len(C(3))
    try:
        int('x')
    except ValueError: pass
    try:
        [].pop()
    except IndexError: pass
    len(*[[1]])
    isinstance(3, int)
    str.upper('x')
    list.append([], 1)
    m = [].append
    m(3)
    print('hi', end='\n')
    for i in range(2): abs(i)
    next(iter([1]))
    class K: x = len('a')
    dict.fromkeys('ab')
    sum(i for i in range(2))
    getattr(C(1), 'p')
    g = (i for i in [1])
    next(g)
    list(map(lambda x: x, [1]))
    '{}'.format(3)
    b = bytes(3).hex()
    C.__len__(C(1))
    k = dict(**{'a': 1})
    f = '%s' % len('a')
    f'{len("b")}'
    return x
run(prof1, prof=True, trace=False)
def both(n):
    if n: return both(n - 1)
    return len('x')
run(both, 1, prof=True)
def raising():
    def inner():
        raise KeyError('k')
    inner()
run(raising, prof=True)
def geny():
    def g():
        x = yield 1
        yield x
    it = g()
    next(it)
    it.send(3)
    del it
    list(g())
run(geny, prof=True, trace=False)
# return of frames that ran before setprofile
def setter():
    sys.setprofile(profiler)
    return 5
def outer_setter():
    setter()
    len('a')
outer_setter()
sys.setprofile(None)
# --- trace functions that raise
def bad(frame, event, arg):
    if event == 'line' and frame.f_lineno % 2: raise RuntimeError('in trace')
    return bad
def victim():
    try:
        a = 1
        b = 2
        c = 3
    except RuntimeError as e:
        print('caught', e)
    print(sys.gettrace())
sys.settrace(bad); 
victim()
sys.settrace(None)
def badcall(frame, event, arg):
    raise RuntimeError('at ' + event)
sys.settrace(badcall)
try:
    victim()
except RuntimeError as e: print(e, sys.gettrace())
def badreturn(frame, event, arg):
    if event == 'return': raise RuntimeError('at ' + event)
    return badreturn
sys.settrace(badreturn)
def simple(): return 1
try:
    simple()
except RuntimeError as e: print(e, sys.gettrace())
def badprof(frame, event, arg): raise RuntimeError('prof at ' + event)
sys.setprofile(badprof)
try:
    simple()
except RuntimeError as e: print(e, sys.getprofile())
# --- local functions
def local(frame, event, arg):
    print('    local', event, frame.f_lineno)
def once(frame, event, arg):
    print('    once', event, frame.f_lineno)
    return local
sys.settrace(once)
def loc():
    x = 1
    x = 2
loc()
sys.settrace(None)
# f_trace by hand
def by_hand():
    f = sys._getframe()
    print(f.f_trace, f.f_trace_lines, f.f_trace_opcodes)
    f.f_trace = tracer
    sys.settrace(lambda *a: None)
    x = 1
    y = 2
    f.f_trace_lines = False
    z = 3
    z = 4
    f.f_trace_lines = True
    del f.f_trace
    z = 5
    f.f_trace = None
    sys.settrace(None)
    print(f.f_trace)
    try: f.f_trace_lines = 1
    except TypeError as e: print(e)
    try: del f.f_trace_lines
    except TypeError as e: print(e)
    try: f.f_trace_opcodes = None
    except TypeError as e: print(e)
by_hand()
# opcode events
counts = {}
def ops(frame, event, arg):
    frame.f_trace_opcodes = True
    counts[event] = counts.get(event, 0) + 1
    return ops
sys.settrace(ops)
loc()
sys.settrace(None)
print(sorted(counts), counts['opcode'] > 1)
# locals changed
def change(frame, event, arg):
    if event == 'line' and 'x' in frame.f_locals:
        frame.f_locals['x'] = 'changed'
        frame.f_locals['cell'] = 'changed too'
    return change
def locs():
    x = 1
    cell = 2
    def inner(): return cell
    return x, cell, inner()
sys.settrace(change)
r = locs()
sys.settrace(None)
print(r)
# call_tracing
def inside(): return 7
def ct(frame, event, arg):
    print('ct', event, frame.f_code.co_name)
    if frame.f_code.co_name == 'locs' and event == 'call':
        print(sys.call_tracing(len, ('ab',)))
    return None
sys.settrace(ct)
locs()
sys.settrace(None)
try: sys.call_tracing(inside, [])
except TypeError as e: print(e)
try: sys.settrace()
except TypeError as e: print(e)
# recursion in tracer is not traced, swap functions inside
def swap(frame, event, arg):
    print('swap', event, frame.f_code.co_name)
    sys.settrace(tracer)
    return swap
sys.settrace(swap)
simple(); simple()
sys.settrace(None)
# exec and modules
code = compile('x = 1\nfor i in range(2):\n    y = i\ndef f():\n    return 3\nf()\nclass A:\n    z = 1\n', __file__, 'exec')
run(exec, code, {})
run(eval, compile('1 +\\\n 2', __file__, 'eval'))
