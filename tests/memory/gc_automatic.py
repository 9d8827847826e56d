# The collector runs by itself when enough containers were made.
import gc, weakref
class N: pass
gc.enable(); gc.set_threshold(100, 5, 5); runs = []
gc.callbacks.append(lambda phase, info: runs.append(info["generation"]) if phase == "start" else None)
seen = weakref.WeakSet()
for i in range(5000):
    n = N(); n.me = n
    if i % 50 == 0: seen.add(n)
del n
gc.callbacks.clear(); print(len(runs) > 10, 0 in runs, 1 in runs, 2 in runs, len(seen) < 30); gc.collect(); print(len(seen)); gc.disable(); before = len(runs)
for i in range(2000):
    n = N(); n.me = n
print(len(runs) == before, gc.collect() > 1000); gc.set_threshold(700, 10, 10); gc.enable()
