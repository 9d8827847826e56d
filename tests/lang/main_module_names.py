# Names a module has at the start; __name__ guard; globals as a dict.
# in-threads: looks at __main__
print(__name__, __doc__ is None, __package__, __spec__, __file__.endswith("main_module_names.py"), "__builtins__" in globals(), __annotations__ if "__annotations__" in globals() else "none")
if __name__ == "__main__": print("guarded")
g = globals(); g["dynamic"] = 1; print(dynamic, list(g)[-1], g is globals()); del g["dynamic"]
try: dynamic
except NameError as e: print(e)
x = 1
def read(): return x
g["x"] = 2; print(read()); g.update(x=3, y=4); print(read(), y); g.pop("y")
try: y
except NameError as e: print(e)
def write(): global z; z = 5; return "z" in globals()
print(write(), z, sorted(n for n in dir() if len(n) == 1)); print(vars() is globals(), locals() is globals()); import sys; m = sys.modules["__main__"]; m.via_module = "seen"; print(via_module, m.x, m is sys.modules[__name__]); del m.x
try: x
except NameError as e: print(e)
setattr(m, "odd name", 1); print(globals()["odd name"], hasattr(m, "x"), getattr(m, "x", "gone"), m.__dict__ is globals()); exec("x = 7"); print(read())
def local_names(a, b=2, *c, **d):
    e = 1
    if 0: f = 1
    return sorted(locals()), locals()["a"]
print(local_names(1)); l = local_names; print(l.__globals__ is globals(), eval("x", l.__globals__))
