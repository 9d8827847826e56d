# heapq and bisect.
import heapq, bisect
h = []
for x in (5, 3, 8, 1, 9, 2): heapq.heappush(h, x)
print(h, heapq.heappop(h), h, heapq.heappushpop(h, 0), heapq.heappushpop(h, 4), heapq.heapreplace(h, 7), h, [heapq.heappop(h) for _ in range(len(h))])
l = [9, 4, 7, 1, 8, 2]; heapq.heapify(l); print(l, heapq.nlargest(2, l), heapq.nsmallest(3, l), heapq.nlargest(1, ["a", "ccc", "bb"], key=len), heapq.nsmallest(0, l), heapq.nlargest(100, [1, 2]), heapq.nsmallest(2, [], key=len), list(heapq.merge([1, 4], [2, 3], [])), list(heapq.merge([4, 1], [3, 2], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
t = [(2, "b"), (1, "z"), (1, "a")]; heapq.heapify(t); print([heapq.heappop(t) for _ in range(3)])
class N:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n > o.n
m = [N(i) for i in (1, 3, 2)]; heapq.heapify(m); print([heapq.heappop(m).n for _ in range(3)])
a = [1, 2, 2, 3, 5]
print([bisect.bisect(a, x) for x in range(7)], [bisect.bisect_left(a, x) for x in range(7)], bisect.bisect_right(a, 2, 0, 2), bisect.bisect_left(a, 2, 2), bisect.bisect(["a", "bb"], 2, key=len), bisect.bisect_left([(1, 2)], (1,))); bisect.insort(a, 4); bisect.insort_left(a, 2); bisect.insort(a, 0, key=lambda v: v) ; print(a)
w = ["a", "ccc"]; bisect.insort(w, "bb", key=len); print(w)
for x in ("heapq.heappop([])", "heapq.heapreplace([], 1)", "heapq.heappush((), 1)", "heapq.heapify(5)", "heapq.heappush([1], 'a')", "bisect.bisect([1], 'a')", "bisect.bisect(5, 1)", "bisect.bisect([1], 1, -1)", "heapq.nlargest('a', [1])", "bisect.insort([1, 3], None)", "heapq.heappushpop([], 5)", "heapq.heapify([1, 'a'])"):
    try: print(x, "=", eval(x))
    except Exception as e: print(x, "->", type(e).__name__, e)
