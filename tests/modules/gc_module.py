# gc: the whole module, deterministic parts.
# in-threads: the collector's settings
import gc
print(gc.isenabled(), gc.get_threshold(), len(gc.get_count()), len(gc.get_stats()), sorted(gc.get_stats()[0]), gc.garbage, gc.get_debug(), gc.callbacks, gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.disable(); print(gc.isenabled()); gc.set_threshold(100, 5, 5); print(gc.get_threshold()); gc.set_threshold(700); print(gc.get_threshold()); gc.set_threshold(0); gc.set_threshold(700, 10, 10); gc.collect()
class A: pass
def cycle(n=1):
    a = A(); a.me = a
    return None
cycle(); print(gc.collect() > 0, gc.collect()); cycle(); print(gc.collect(0) > 0, gc.collect(1), gc.collect(2))
class Holder: pass
o = Holder(); l = [o]; d = {"k": o}; print([type(r).__name__ for r in gc.get_referrers(o) if r is l or r is d], gc.get_referents([1, "a"]), sorted(map(repr, gc.get_referents({"x": 5}))), gc.get_referents(), gc.get_referents(5))
print(gc.is_tracked(5), gc.is_tracked("a"), gc.is_tracked([]), gc.is_tracked(A()), gc.is_tracked(None), gc.is_tracked(lambda: 0), gc.is_tracked({"a": []}), gc.is_tracked(([],)), gc.is_finalized(o), any(x is l for x in gc.get_objects()), any(x is o for x in gc.get_objects(generation=0)))
log = []
def cb(phase, info): log.append((phase, sorted(info), info["generation"]))
gc.callbacks.append(cb); gc.collect(); gc.collect(0); gc.callbacks.remove(cb); print(log)
class F:
    def __del__(self): pass
f = F(); print(gc.is_finalized(f)); gc.freeze(); print(gc.get_freeze_count() > 0); gc.unfreeze(); print(gc.get_freeze_count())
gc.set_debug(gc.DEBUG_SAVEALL); cycle(); gc.collect(); print(any(isinstance(x, A) for x in gc.garbage)); gc.set_debug(0); gc.garbage.clear(); gc.collect(); print(gc.garbage)
for t in ("gc.collect(5)", "gc.collect(-1)", "gc.collect('a')", "gc.set_threshold()", "gc.set_threshold('a')", "gc.set_debug('a')", "gc.get_objects(generation=9)", "gc.get_objects(generation=-5)", "gc.is_tracked()", "gc.get_objects(5, 5)", "gc.enable(1)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
gc.enable(); print(gc.isenabled())
