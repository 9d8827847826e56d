# Modules that import each other.
# in-threads: what an import runs
import imported.cycle_a
from imported import cycle_b
print(cycle_b.value, imported.cycle_a.value, cycle_b.cycle_a is imported.cycle_a)
