# SyntaxWarning for "is" with a literal: a warning, and the program runs.
x = 5
print(x is 5)
assert (x, "always true")
