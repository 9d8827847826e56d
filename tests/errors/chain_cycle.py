# A chain that bites its tail is printed once.
a = ValueError("a")
b = KeyError("b")
a.__cause__ = b
b.__cause__ = a
raise a
