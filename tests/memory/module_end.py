# What dies when the program ends: globals, in the order CPython clears them.
import atexit
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
first = D("first")
_private = D("private")
second = D("second")
cycle = D("cycle"); cycle.me = cycle
held = [D("in list")]
def f(v=D("default")): pass
atexit.register(lambda: print("atexit"))
print("end of script")
