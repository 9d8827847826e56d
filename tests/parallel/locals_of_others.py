# One thread looks at the locals of frames of others, and uses what is there, while those are inside natives that took it
# for their own: extending a list from a generator, sorting with a key, pushing to a heap what compares in Python.
# modes: plain gil-off
import heapq
import sys
import threading
import time

stop = False
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
def gen(n):
    for i in range(n):
        yield [i]
def extends():
    while not stop:
        big = []
        big.extend(gen(200))
        assert len(big) == 200
def sorts():
    while not stop:
        items = [[(i * 7919) % 100] for i in range(100)]
        items.sort(key=lambda v: v[0])
def heaps():
    while not stop:
        h = []
        for i in range(50): heapq.heappush(h, K((i * 31) % 50))
        while h: heapq.heappop(h)
def uses(v):
    if isinstance(v, list):
        for x in v: uses(x)
        v[:1]; list(v)
    elif isinstance(v, dict):
        for x in list(v.values()): uses(x)
    elif isinstance(v, set):
        list(v)
    elif isinstance(v, K): v.n
threads = [threading.Thread(target=f) for f in (extends, sorts, sorts, heaps)]
for t in threads: t.start()
end = time.monotonic() + 0.3
looked = 0
while time.monotonic() < end:
    for ident, frame in sys._current_frames().items():
        if ident == threading.get_ident(): continue
        while frame is not None:
            try:
                for v in list(frame.f_locals.values()): uses(v)
            except (RuntimeError, AttributeError): pass
            frame.f_lineno
            looked += 1
            frame = frame.f_back
stop = True
for t in threads: t.join()
print(looked > 0)
