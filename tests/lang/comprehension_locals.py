# Names inside comprehensions: locals(), global, nonlocal cells, nested functions, class bodies.
def outer():
    n = 1
    def inner():
        nonlocal n
        n += 1
        return n
    return [inner() for _ in range(3)], n

print(outer())
print([sorted(locals()) for k in range(1)][0])

def cells():
    out = []
    for i in range(2):
        out.append([lambda: (i, j) for j in range(2)])
    return [[f() for f in row] for row in out]

print(cells())
glob = 10
def use():
    return [glob + d for d in (1, 2)]
print(use())
class C:
    glob = 99
    values = [glob for _ in range(1)]
    first = [v for v in range(glob)][-1]
print(C.values, C.first)
def shadow(x):
    return [x for x in x], x
print(shadow([1, 2]))
def deep():
    a = 1
    return [[[a + b + c for c in range(2)] for b in range(2)] for _ in range(1)]
print(deep())
def unbound():
    try:
        return [q for _ in range(1)]
    except NameError as e:
        return type(e).__name__, str(e)
    q = 1
print(unbound())
print([*(i for i in range(3))], [*[1], *(2, 3)], {*"a", *"a"}, (*[1], 2), sum(i * i for i in range(5)), max((len(w), w) for w in ["a", "bcd"]))
