# nsmallest and nlargest compare what Python's own would, in the same order.
import heapq
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class V:
    log = []
    def __init__(s, v): s.v = v
    def __lt__(s, o): V.log.append((s.v, o.v)); return s.v < o.v
    def __gt__(s, o): V.log.append((s.v, '>', o.v)); return s.v > o.v
    def __eq__(s, o): V.log.append((s.v, '=', o.v)); return s.v == o.v
    def __repr__(s): return 'V%r' % s.v
for f in heapq.nsmallest, heapq.nlargest:
    for n in (1, 2, 3, 5, 0, -1, 1.0, 2.5, 'a', None, 2 ** 70):
        for k in (0, 1, 2, 5, 11):
            vs = [V(i * i * 7 % 13) for i in range(k)]
            for it in vs, iter(vs):
                V.log.clear(); t(lambda: f(n, it)); print(V.log)
            t(lambda: f(n, iter(vs), key=lambda v: -v.v))
    for a in [1, None], [None, 1], [3, None, 2], [(1, 2), (1, None)]:
        for n in 1, 2, 4: t(lambda: f(n, a))
    t(lambda: f(0, 5)); t(lambda: f(2, [[1, 2], [1], []], len)); t(lambda: f(-1, [(1, None), (0, 1)]))
