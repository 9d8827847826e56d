# "Did you mean" for attributes of modules and of builtin types.
import math

try:
    [].apend(1)
except AttributeError as e:
    print(e)
math.sqr
