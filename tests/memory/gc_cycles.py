# Cycles of every kind are found; counts of collected objects where they are exact.
import gc, weakref
gc.disable(); gc.collect()
class N:
    def __init__(self, n=0): self.n = n
alive = weakref.WeakSet()
def make(f):
    for _ in range(3): f()
    before = len(alive); gc.collect(); return before, len(alive)
def self_loop(): a = N(); a.a = a; alive.add(a)
def pair(): a, b = N(), N(); a.o, b.o = b, a; alive.add(a); alive.add(b)
def through_list(): a = N(); a.l = [a]; alive.add(a)
def through_dict(): a = N(); a.d = {"k": {1: a}}; alive.add(a)
def through_tuple(): a = N(); a.t = (1, (a,)); alive.add(a)
def through_set(): a = N(); a.s = {a}; alive.add(a)
def through_closure():
    a = N(); a.f = lambda: a; alive.add(a)
def through_generator():
    def g():
        x = a; yield x
    a = N(); a.g = g(); next(a.g); alive.add(a)
def through_method(): a = N(); a.m = a.__init__; alive.add(a)
def through_class():
    class K: pass
    K.inst = K(); alive.add(K.inst)
def through_exception():
    a = N(); alive.add(a)
    try: raise ValueError(a)
    except ValueError as e: a.e = e
def through_partial():
    import functools; a = N(); a.p = functools.partial(print, a); alive.add(a)
def through_deque():
    import collections; a = N(); a.q = collections.deque([a]); alive.add(a)
def through_property():
    class P: pass
    p = P(); P.x = property(lambda s: p); alive.add(p)
def ring():
    l = [N(i) for i in range(10)]
    for i in range(10): l[i].next = l[i - 1]; alive.add(l[i])
def through_iter(): a = N(); l = [a]; a.i = iter(l); l.append(a.i); alive.add(a)
def through_bound_builtin(): a = N(); l = [a]; a.b = l.append; alive.add(a)
def through_view(): a = N(); d = {1: a}; a.v = d.values(); alive.add(a)
for f in (self_loop, pair, through_list, through_dict, through_tuple, through_set, through_closure, through_generator, through_method, through_class, through_exception, through_partial, through_deque, through_property, ring, through_iter, through_bound_builtin, through_view): print(f.__name__, *make(f))
l = []; l.append(l); del l; print(gc.collect()); d = {}; d["d"] = d; del d; print(gc.collect()); l = [[]]; l[0].append(l); del l; print(gc.collect()); print(gc.collect())
class Del:
    def __del__(self): print("del", self.n)
a, b = Del(), Del(); a.n, b.n = "a", "b"; a.o, b.o = b, a; del a, b; gc.collect(); keep = N(); keep.me = keep; gc.collect(); print(keep.me is keep); outside = N(); x = N(); x.me = x; x.out = outside; del x; gc.collect(); print(outside.n)
