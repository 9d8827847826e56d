# SyntaxWarnings for calls and subscripts of literals.
try:
    "a" (1)
except TypeError as e:
    print(e)
try:
    [1, 2] ["x"]
except TypeError as e:
    print(e)
