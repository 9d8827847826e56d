# Endless recursion of every kind ends in RecursionError; the program lives on.
import functools
def t(name, f):
    try: f(); print(name, "ended")
    except RecursionError as e: print(name, "RecursionError")
    except Exception as e: print(name, type(e).__name__, e)
def plain(): return plain() + 1
def a(): return 1 + b()
def b(): return 1 + a()
class Get:
    def __getattr__(self, n): return getattr(self, n + "x") + 1
class GetA:
    def __getattribute__(self, n): return self.x
class Repr:
    def __repr__(self): return repr(self) + "x"
class Str:
    def __str__(self): return f"{self}"
class Eq:
    def __eq__(self, o): return self == o or 1
class Lt:
    def __lt__(self, o): return not (self < o)
class Add:
    def __add__(self, o): return (self + o) + 1
class Radd:
    def __radd__(self, o): return 1 + (o + self)
class Call: pass
Call.__call__ = lambda s: 1 + s()
class Hash:
    def __hash__(self): return hash(self) + 1
class Len:
    def __len__(self): return len(self) + 1
class Bool:
    def __bool__(self): return not self
class Iter:
    def __iter__(self): return iter([*self])
class Item:
    def __getitem__(self, k): return self[k] + 1
class SetItem:
    def __setitem__(self, k, v): self[k] = v; return 1
class SetAttr:
    def __setattr__(self, n, v): self.x = v; return 1
class Contains:
    def __contains__(self, x): return not (x in self)
class Format:
    def __format__(self, s): return format(self, s) + "x"
class New:
    def __new__(cls): return cls() or 1
class Init:
    def __init__(self): self.k = Init()
class Prop:
    @property
    def p(self): return self.p + 1
class Enter:
    def __enter__(self):
        with self: return 1
    def __exit__(self, *a): return None
class Index:
    def __index__(self): return [1][self] + 1
class Meta(type):
    def __call__(cls): return cls() or 1
class M(metaclass=Meta): pass
class Inst(type):
    def __instancecheck__(cls, o): return not isinstance(o, cls)
class I2(metaclass=Inst): pass
class Desc:
    def __get__(self, o, t): return o.d + 1
class HasD: d = Desc()
class Miss(dict):
    def __missing__(self, k): return self[k] + 1
class Neg:
    def __neg__(self): return -(-self)
def gen(): yield from gen()
def gen2():
    for x in gen2(): yield x
def dec(f): return dec(lambda: f()) or 1
async def co(): return await co()
@functools.lru_cache(None)
def cached(n): return cached(n + 1) + 1
def keysort(x): return sorted([x, x], key=keysort)
def viamap(x): return list(map(viamap, [x]))
def viafilter(x): return list(filter(viafilter, [x]))
def viamax(x): return max([x], key=viamax)
def viareduce(x, y): return functools.reduce(viareduce, [x, y])
def viacomp(n): return [viacomp(n) for _ in range(1)]
def viadict(n): return {k: viadict(n) for k in range(1)}
def viastar(*a): return viastar(*a, 1) or 1
def viakw(**k): return viakw(**k) or 1
def vialambda(): return (lambda: vialambda() or 1)() or 1
def viaexec(): exec("viaexec()")
def viaeval(): return eval("viaeval() or 1")
def viasub(): return "%s" % viasub()
def viajoin(): return ",".join(x for x in [viajoin()])
def viaclass():
    class K: x = viaclass()
    return K
def viafinally():
    try: return viafinally() or 1
    finally: pass
p = functools.partial(lambda: p() or 1)
x = HasD()
for name, f in (("plain", plain), ("mutual", a), ("getattr", lambda: Get().x), ("getattribute", lambda: GetA().y), ("repr", lambda: repr(Repr())), ("str", lambda: str(Str())), ("eq", lambda: Eq() == Eq()), ("lt", lambda: Lt() < Lt()), ("add", lambda: Add() + 1), ("radd", lambda: 1 + Radd()), ("call", lambda: Call()()), ("hash", lambda: hash(Hash())), ("len", lambda: len(Len())), ("bool", lambda: bool(Bool())), ("iter", lambda: iter(Iter())), ("item", lambda: Item()[0]), ("setitem", lambda: SetItem().__setitem__(0, 1)), ("setattr", lambda: setattr(SetAttr(), "y", 1)), ("contains", lambda: 1 in Contains()), ("format", lambda: format(Format())), ("new", New), ("init", Init), ("prop", lambda: Prop().p), ("enter", lambda: Enter().__enter__()), ("index", lambda: [1][Index()]), ("metacall", M), ("instancecheck", lambda: isinstance(1, I2)), ("descriptor", lambda: x.d), ("missing", lambda: Miss()[1]), ("neg", lambda: -Neg()), ("yield from", lambda: next(gen())), ("generator", lambda: next(gen2())), ("decorator", lambda: dec(print)), ("coroutine", lambda: co().send(None)), ("lru_cache", lambda: cached(0)), ("sorted", lambda: keysort(1)), ("map", lambda: viamap(1)), ("filter", lambda: viafilter(1)), ("max", lambda: viamax(1)), ("reduce", lambda: viareduce(1, 2)), ("comprehension", lambda: viacomp(1)), ("dict comprehension", lambda: viadict(1)), ("star", viastar), ("keywords", lambda: viakw(a=1)), ("lambda", vialambda), ("exec", viaexec), ("eval", viaeval), ("percent", viasub), ("join", viajoin), ("class body", viaclass), ("finally", viafinally), ("partial", p)):
    t(name, f)
print("alive")
