# Module attributes: __getattr__, __dir__, assignment, deletion, module objects.
# in-threads: looks at __main__
from imported import lazy
from imported.lazy import made_up
import types
print(lazy.present, lazy.made_thing, made_up, dir(lazy), hasattr(lazy, "zzz"))
try: lazy.zzz
except AttributeError as e: print(e)
try: from imported.lazy import nope
except ImportError as e: print(str(e).split(" (")[0])
lazy.added = 5; print(lazy.added, vars(lazy)["added"]); del lazy.added
try: del lazy.added
except AttributeError as e: print(type(e).__name__)
m = types.ModuleType("mine", "doc"); print(m.__name__, m.__doc__, m.__dict__.keys() >= {"__name__", "__doc__"}, repr(m), m.__spec__, m.__loader__, m.__package__)
try: m.x
except AttributeError as e: print(e)
m.__dict__["x"] = 1; print(m.x); m.f = lambda: 2; print(m.f()); del m.__name__
try: m.nothing
except AttributeError as e: print(e)
print(__name__, __doc__, __package__, type(__builtins__).__name__, __spec__, __file__.endswith("import_module_getattr.py"))
class Sub(types.ModuleType):
    @property
    def prop(self): return "prop of " + self.__name__
s = Sub("s"); print(s.prop, repr(s)); lazy.__class__ = Sub; print(lazy.prop)
