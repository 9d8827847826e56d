# Chained assignment binds its targets from left to right, the value is evaluated once.
def show(name):
    print("value of", name)
    return name

a = b = c = show("x")
print(a, b, c)

class Log:
    def __setitem__(self, key, value):
        print("set", key, value)
    def __setattr__(self, name, value):
        print("attr", name, value)

log = Log()
def key(k):
    print("key", k)
    return k

log[key(1)] = log.name = log[key(2)] = show("v")
i = 0
items = [0, 0, 0]
i = items[i] = 2
print(i, items)
x = y = []
x.append(1)
print(y, x is y)
(p, q) = r = (1, 2)
print(p, q, r)
