# eval of an expression that fails.
values = [1, 2]
print(eval("values[0] + values[9]"))
