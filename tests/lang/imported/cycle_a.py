# Imports cycle_b, which imports this one.
print("a starts")
from . import cycle_b
value = "a"
print("a sees", cycle_b.value, cycle_b.early)
