# * and ** in displays, calls, subscripts, return, for, assignment; order and duplicates.
a, b = [1, 2], {"x": 1}
print([*a, *a], (*a, 3), {*a, 3}, {**b, "y": 2}, {"x": 0, **b}, {**b, "x": 9}, [*"ab", *{}, *range(2)], *a, sep=",")
def ret(): return *a, 5
def yld(): yield *a, 6
print(ret(), list(yld()))
for x in *a, *a: print(x, end=" ")
print()
def f(*args, **kw): return args, kw
print(f(*a, *a, 7, **b, z=2, **{"w": 3}), f(1, *[], **{}), f(*"ab", *(c for c in "cd")))
x = *a, ; print(x)
x, = *a[:1],; print(x)
print({**{1: 2}, **{1: 3}}, [*[*[*a]]], (*(),), {**{}}, [*()])
for text in ("f(**{'a': 1}, a=2)", "f(**{'a': 1}, **{'a': 2})", "f(*5)", "f(**5)", "f(**{1: 2})", "[*5]", "{**5}", "{**[1]}", "print(*None)", "f(*a, **[1])", "(*5,)", "{*5}"):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, "->", e)
for text in ("*a", "x = *a", "(*a)", "print(**b, *a)", "f(**b, 1)", "f(x=1, 2)", "{*a: 1}", "{**a, *b}", "del *a", "*a, *b = 1", "*a = 1", "[*a for a in b]", "{**a for a in b}", "a[**b]", "return *a", "f(*)", "lambda *: 1", "f(a for a in b, 1)", "f(1, a for a in b)", "f(x=1, x=2)", "f(a.b=1)", "f(1=2)", "f(True=1)"):
    try:
        compile(text, "s", "exec")
        print(text, "compiles")
    except SyntaxError as e:
        print(text, "->", e.msg)
class M:
    def keys(self): return ["k", "l"]
    def __getitem__(self, k): return k * 2
print({**M()}, f(**M()))
