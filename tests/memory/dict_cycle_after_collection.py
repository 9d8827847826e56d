# A dict of atoms that has seen a full collection and gets a container later was never looked at again: its cycles leaked.
import gc, weakref
class N: pass
d = {"a": 1}; gc.collect()
n = N(); d["n"] = n; n.d = d; seen = weakref.ref(n)
del n, d
gc.collect(); print(seen())
