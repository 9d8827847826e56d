# The order in which operands, arguments, displays, slices and targets are evaluated.
def e(n):
    print(n, end=" ")
    return n

class Any:
    def __getattr__(self, n): return self
    def __getitem__(self, n): return self
    def __setitem__(self, k, v): print("set", end=" ")
    def __setattr__(self, k, v): print("setattr", end=" ")
    def __call__(self, *a, **k): return self
    def __add__(self, o): return self

def o(n):
    print(n, end=" ")
    return Any()

e(1) + e(2) * e(3) - e(4); print()
(e(1), e(2), [e(3), {e(4)}]); print()
{e(1): e(2), e(3): e(4)}; print()
o(1)(o(2), *(e(3),), x=e(4), **{str(e(5)): e(6)}); print()
o(1)[e(2):e(3):e(4)]; print()
o(2)[e(3)] = e(1); print()
o(2).x = e(1); print()
o(2)[e(3)], o(4).y = e(0), e(1); print()
o(1)[e(2)] += e(3); print()
e(1) if e(2) else e(3); print()
e(2) < e(3) > e(1) in [e(4)]; print()
lambda x=e(1), *, y=e(2): e(9); print()
def f(a: e(3), b: e(4) = e(1), *, c=e(2)) -> e(5): pass
print()
@o(1)
@o(2)
class C(o(3) and object, metaclass=e(4) and type): e(5)
print()
[e(2) for x in [e(1)]]; print()
f"{e(1)}{e(2):{e(3)}}"; print()
[*[e(1)], e(2), *[e(3)]]; print()
{**{e(1): e(2)}, e(3): e(4)}; print()
e(2) ** e(3); print()
print(e(1), e(2), sep=str(e(3)))
