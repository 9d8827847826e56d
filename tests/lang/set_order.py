# Sets of ints are walked in the order of CPython: a slot given up on the way is used again; a set of constants is rebuilt.
print({20, 4, 12}, frozenset({20, 4, 12}), {33, 1, 65})
s = {2, 4, 5, 6, 7, 8, -4, -3, -2}
s ^= {6, 9, -3, 1, 8, -2}
s |= {-2}
print(list(s))
s |= {-1}
print(list(s))
for i in range(40):
    s.add(i * 7 % 64)
    if i % 3 == 0:
        s.discard(i * 5 % 64)
    if i % 11 == 5:
        s.pop()
print(list(s))
