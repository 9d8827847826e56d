x = 2 * 3 + 10 ** 3
y = (1, (2, 'a' 'b'), -1)
z = 'a' * 3
t = 1 if True else 2
u = x in {1, 2}
v = x in [1, 2]
while 0: never
