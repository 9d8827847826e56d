# A string without its end.
name = "abc
print(name)
