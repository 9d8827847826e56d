# Sees cycle_a half made.
print("b starts")
from . import cycle_a
early = hasattr(cycle_a, "value")
value = "b"
try:
    from .cycle_a import value as late
except ImportError as e:
    print(type(e).__name__, str(e).split(" (")[0])
try:
    cycle_a.value
except AttributeError as e:
    print(str(e).split(" (")[0])
