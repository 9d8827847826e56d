# A keyword right after a number; warnings of the compiler come each time, also twice for a line.
x = 1if 1else 2
y = [0x1for x in [1]], 1 is 1, 2 is 2
assert (1, 2); assert (3, 4)
