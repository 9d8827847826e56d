# Modules and names that are not there.
try:
    from parts import nothing_like_this
except ImportError as e:
    print(str(e).split(" (")[0])
try:
    from math import no_such_function
except ImportError as e:
    print(type(e).__name__)
import parts.absent.deeper
