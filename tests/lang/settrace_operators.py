# What trace and profile functions are told of the functions that operators call.
import sys
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o):
        return V(self.x + o.x)
    def __sub__(self, o):
        return NotImplemented
    def __mul__(self, o):
        raise ValueError
def tracer(f, e, a):
    print(e, f.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno, type(a).__name__, f.f_back.f_code.co_name if f.f_back else None)
    return tracer
def work():
    a = V(1) + V(2)
    a += V(3)
    try: a - 1
    except TypeError: pass
    try: a * 2
    except ValueError: pass
    return a
sys.settrace(tracer); work(); sys.settrace(None)
def prof(f, e, a):
    if e.startswith("c_"): return
    print(e, f.f_code.co_name)
sys.setprofile(prof); work(); sys.setprofile(None)
