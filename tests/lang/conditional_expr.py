# x if c else y, nested, with lambdas and side effects.
def t(v):
    print("t", v)
    return v

print(t(1) if t(True) else t(2))
print(t(1) if t(0) else t(2))
print(1 if 0 else 2 if 0 else 3)
print((1 if 1 else 2) if 0 else 3)
f = lambda x: "neg" if x < 0 else "zero" if x == 0 else "pos"
print(f(-1), f(0), f(1))
print([i if i % 2 else -i for i in range(5)])
x = 5
y = x if x > 3 else None
print(y, (lambda: 1)() if x else (lambda: 2)())
print("a" if [] or {} else "b", not 1 if 1 else 2)
a, b = (1, 2) if x else (3, 4)
print(a, b)
print(1 if True else 1 / 0)
