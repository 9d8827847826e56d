# import in all its forms, on a package of our own beside this file.
# in-threads: what an import runs
import imported
import imported.alpha
import imported.alpha as al, imported.sub.deep as dp
from imported import alpha, beta as be, VALUE
from imported.sub import (deep, up_one,)
from imported.sub.deep import name as deep_name
print(imported.__name__, imported.alpha is al is alpha, be.NAME, VALUE, dp is deep, up_one, deep_name, imported.sub.deep.name)
print(imported.__package__, alpha.__package__, imported.sub.__package__, alpha.__name__, imported.__doc__, type(imported.__path__).__name__, imported.__spec__.name, alpha.__file__.endswith("alpha.py"), imported.__file__.endswith("__init__.py"))
def f():
    import imported.beta
    from imported.alpha import double as d
    return d(4), imported.beta.NAME
print(f())
from imported.starred import *
print(public, also_listed, "hidden" in globals(), "_private" in globals())
from imported.unlisted import *
print(seen, "_unseen" in globals())
import sys
print("imported.alpha" in sys.modules, sys.modules["imported"] is imported, "imported.never" in sys.modules)
for text in ("import nothing_here", "import imported.nothing", "from imported import nothing", "from nothing_here import x", "import imported.alpha.deeper", "from . import x", "from .. import y", "from imported.alpha import zzz", "from imported.badall import *", "import imported.fails", "from .x import y"):
    try: exec(text); print(text, "fine")
    except Exception as e: print(text, "->", type(e).__name__, str(e).split(" (")[0], getattr(e, "name", None))
print("imported.fails" in sys.modules, "imported" in dir(), imported.counter)
try: import imported.fails
except ZeroDivisionError: print("runs again", imported.counter)
del sys.modules["imported.beta"]; import imported.beta; print(imported.beta is be, __import__("imported.sub.deep").__name__, __import__("imported.sub", fromlist=["deep"]).__name__)
import importlib; print(importlib.import_module("imported.alpha") is alpha, importlib.import_module(".beta", "imported").NAME)
