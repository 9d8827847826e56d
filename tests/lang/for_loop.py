# for: else, break, continue, targets of all kinds, changing the list while looping.
for i in range(3):
    print(i, end=" ")
else:
    print("done")
for i in "abc":
    if i == "b":
        break
else:
    print("not reached")
print(i)
for i in []:
    pass
else:
    print("empty")
d = {}
for d["k"] in range(3):
    pass
print(d)
class O: pass
o = O()
for o.x, [o.y, *o.z] in [(1, (2, 3, 4))]:
    print(o.x, o.y, o.z)
items = [1, 2, 3]
for x in items:
    if len(items) < 6:
        items.append(x * 10)
print(items)
items = [1, 2, 3, 4]
for x in items:
    items.remove(x)
print(items)
for x in (1,), [2], {3}, {4: 5}:
    print(type(x).__name__, *x)
for x in 1, 2:
    print(x)
for a in *[1, 2], 3:
    print(a, end=";")
print()
for x in range(3):
    x = 10
    print(x, end=" ")
print(x)
for text in ("5", "None", "object()", "lambda: 0", "1.5", "int"):
    try:
        for q in eval(text): pass
    except TypeError as e:
        print(e)
def f():
    for i in range(5):
        for j in range(5):
            if i * j == 6:
                return i, j
print(f())
