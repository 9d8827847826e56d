# __del__ runs at the moment the last reference goes.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = D("name"); del a; print("1")
b = D("rebound"); b = None; print("2")
def f():
    x = D("local"); print("in f"); return 5
f(); print("3")
def g(): return D("returned")
g(); print("4")
l = [D("item0"), D("item1")]; l.pop(); print("5"); l[0] = None; print("6")
d = {"k": D("value")}; d["k"] = 1; print("7"); d = {"k": D("value2")}; del d; print("8")
D("temp").n; print("9"); (D("t1"), D("t2")); print("10")
print(D("arg").n, "11"); [D("comp") for _ in range(2)]; print("12")
for i in [D("loop")]: pass
print("13"); del i; print("14")
def h(x): print("got", x.n)
h(D("param")); print("15")
try: raise ValueError(D("in exception"))
except ValueError as e: print("handling")
print("16"); s = {D("set")}; s.clear(); print("17"); t = (D("tuple"),); t = (); print("18")
c = (lambda v: lambda: v)(D("closure")); print("19"); del c; print("20")
def gen():
    v = D("gen local"); yield 1; yield 2
it = gen(); next(it); print("21"); del it; print("22"); list(gen()); print("23")
class H: pass
o = H(); o.attr = D("attr"); o.attr = 0; print("24"); o.attr = D("attr2"); del o; print("25"); x = y = D("two names"); del x; print("26"); del y; print("27")
def default(v=D("default")): pass
del default; print("28"); w = D("swap1"); z = D("swap2"); w, z = z, w; print(w.n); del w, z; print("29"); D("if") if 1 else 0; print("30"); D("a") == D("b"); print("31"); z = [D("slice0"), D("slice1"), D("slice2")]; z[:2] = []; print("32"); del z[:]; print("33"); q = D("or") and None; print("34")
