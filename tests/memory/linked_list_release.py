# Long chains are freed without recursion.
class Node:
    __slots__ = ("next",)
    def __init__(self, n): self.next = n
h = None
for i in range(200_000): h = Node(h)
del h; print("nodes"); l = []
for i in range(200_000): l = [l]
del l; print("lists"); t = ()
for i in range(200_000): t = (t,)
del t; print("tuples"); d = {}
for i in range(100_000): d = {"k": d}
del d; print("dicts")
class Plain: pass
p = None
for i in range(100_000): q = Plain(); q.next = p; p = q
del p, q; print("instances"); f = None
def chain(g): return lambda: g
for i in range(100_000): f = chain(f)
del f; print("closures")
class D:
    count = 0
    def __init__(self, n): self.n = n
    def __del__(self): D.count += 1
d = None
for i in range(20_000): d = D(d)
del d; print("finalisers", D.count); e = None
for i in range(50_000):
    x = ValueError(); x.__context__ = e; e = x
del e, x; print("exceptions"); g = iter(())
for i in range(20_000): g = [g]
del g; print("mixed")
