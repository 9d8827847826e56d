# Tuple, list and nested unpacking; stars; messages when the counts differ.
a, b = 1, 2
print(a, b)
a, b = b, a
print(a, b)
[c, d] = "xy"
print(c, d)
(e, (f, g)), h = (1, (2, 3)), 4
print(e, f, g, h)
first, *rest = range(5)
print(first, rest)
*start, last = "abc"
print(start, last)
one, *middle, two = [1, 2]
print(one, middle, two)
x, (y, *z), *w = 1, "pqr", 5, 6
print(x, y, z, w)
*all_, = (1, 2)
print(all_)
() = []
[] = ()
for source, target in (("(1,)", "a, b"), ("(1, 2, 3)", "a, b"), ("[]", "a, *b"), ("[1]", "a, *b, c"),
                       ("5", "a, b"), ("{1: 2}", "a, b"), ("iter([1, 2, 3])", "a, b"), ("None", "[a]"),
                       ("5", "*a,"), ("''", "a,")):
    try:
        exec(f"{target} = {source}")
    except (ValueError, TypeError) as e:
        print(target, "=", source, "->", type(e).__name__, e)

def gen():
    print("start")
    yield 1
    print("after 1")
    yield 2
    print("after 2")
    yield 3

try:
    m, n = gen()
except ValueError as e:
    print(e)
d = {}
d["a"], d["b"] = 1, 2
print(d)
i, lst = 0, [0, 0]
i, lst[i] = 1, 9
print(i, lst)
for k, (v, *r) in {"a": (1, 2, 3)}.items():
    print(k, v, r)
