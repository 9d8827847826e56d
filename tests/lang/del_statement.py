# del of names, items, slices, attributes, tuples; errors.
x = 1
del x
try:
    x
except NameError as e:
    print(e)
a = b = 1
c = [1, 2, 3, 4, 5, 6]
del a, (b, c[0])
print(c)
del c[1:3]
print(c)
del c[::2]
print(c)
class O: pass
o = O(); o.y = 1
del o.y
d = {1: 2, "k": 3}
del d["k"]
print(d, o.__dict__)
for text in ("del d[5]", "del c[9]", "del o.y", "del (1,2)[0]", "del 'abc'[0]", "del nothing", "del len.x", "del (5).real", "del o.__class__", "del int.x", "del {1}[0]", "del range(3)[1]"):
    try:
        exec(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
def local():
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)
    v = 2
    return v
print(local())
def cell():
    v = 1
    def f(): return v
    del v
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    v = 3
    return f()
print(cell())
class D:
    def __delitem__(self, k): print("delitem", k)
    def __delattr__(self, n): print("delattr", n)
del D()[1], D()[1:2], D().q, D()[1:2:3, ...]
del (), []
