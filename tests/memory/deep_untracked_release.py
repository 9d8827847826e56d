# Tuples in tuples that the collector had let go of were freed one inside the other on the machine stack, and a
# million of them used it up.
import gc

t = ()
for _ in range(1_000_000):
    t = (t,)
gc.collect()
del t
print("freed")
