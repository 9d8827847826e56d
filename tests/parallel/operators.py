# Operators of a class in four threads at once, on objects of their own and on one they share; some decline.
# modes: plain gil-off tco
import threading
class V:
    __slots__ = ("x",)
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x)
    def __mul__(self, k):
        return V(self.x * k) if isinstance(k, int) else NotImplemented
    def __rsub__(self, o): return V(o - self.x)
shared = V(1)
def f(n, out):
    s = V(0)
    for i in range(n):
        s = s + V(1) + shared
        s += V(2) * 1
        t = 5 - s
        try: s * "x"
        except TypeError: pass
    out.append(s.x)
outs = []
ts = [threading.Thread(target=f, args=(3000, outs)) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(outs)
