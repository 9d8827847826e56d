# Assignment expressions: value, scope, in conditions, comprehensions, calls, slices.
if (n := 5) > 3:
    print(n)
data = iter([1, 2, 0, 3])
while (v := next(data)):
    print(v)
print([y := 1, y + 1, (z := y) + 2], y, z)
print([(a, b) for a in range(4) if (b := a * a) > 1], b)
def f(x, y=0): return x, y
print(f(k := 3, y=(m := 4)), k, m)
items = list(range(10))
print(items[(s := 2):(e := 5)], s, e, items[i := 3], i)
print((t := 1, 2), t)
print((lambda: (q := 7) + q)())
print(any((hit := w).startswith("b") for w in ["ab", "bc", "cd"]), hit)
print(f"{(w := 9)} {w:=5}")
def g():
    if any((inner := x) > 2 for x in range(5)):
        return inner
print(g())
print({(k2 := 1): (v2 := 2)}, k2, v2, {(u := 5), u})
for text in ("x := 1", "(x.y := 1)", "(x[0] := 1)", "[i := 0 for i in range(3)]", "[0 for i in (j := range(3))]", "f(x = y := 1)", "((a, b) := 1)", "x = y := 2", "lambda: x := 1", "class C: [(z := 1) for _ in range(1)]", "(1 := 2)", "(None := 1)", "[[(i := 1) for j in range(2)] for i in range(1)]"):
    try:
        compile(text, "s", "exec")
        print(text, "compiles")
    except SyntaxError as err:
        print(text, "->", err.msg)
