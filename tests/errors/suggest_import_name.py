# ImportError has no suggestion in 3.11.
from collections import OrderedDit
