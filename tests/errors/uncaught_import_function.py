# An error in a function of an imported module.
from parts import tools

print(tools.half(4))
print(tools.half("x"))
