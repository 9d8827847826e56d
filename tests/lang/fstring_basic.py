# f-strings: expressions, conversions, specs, nesting, =, escapes, concatenation.
x, y, name = 3, 4.5, "Ann"
print(f"{x}", f"{x + 1} {y * 2}", f"{name!r} {name!s} {name!a}", f"{{}} {{{x}}} {{{{", f"")
print(f"{x:5}|{x:<5}|{x:^5}|{x:05}|{y:.2f}|{name:>6}|{name:*^9}|{x:b}|{255:#x}")
w, p = 8, 3
print(f"{y:{w}.{p}}", f"{y:{w}.{p}f}|", f"{name!r:>{w}}", f"{x:{'<'}{w}}|", f"{name:{'*'}^{w + 2}}")
print(f"{x=}", f"{x = }", f"{x + 1=}", f"{name=!s}", f"{y=:.1f}", f"{name = !r:>7}", f"{ x = :>4}", f"{(lambda: 5)()=}")
print(f"{'a' 'b'}", f'{"quoted"}', f"""{
    x
    + 1
}""", f"{[i for i in range(3)]} {({'k': 1})['k']} { {1: 2} }", f"{x if x else y}", f"{(z := 9)} {z}")
print("a" f"{x}" "b" 'c' f'{y}', f"{x}" rf"\n{x}" Rf'\{x}', fr"\t{x}", F"{x}")
print(f"{lambda_ if (lambda_ := 1) else 0}", f"{(lambda v: v * 2)(4)}", f"{x!r:^{w}}", f"{x:>{p}}{y}")
print(f"\N{DIGIT ONE}{x}\x41\n".encode(), f"{x:\x41>4}", f"{1,2}", f"{*[1], 2}", f"{x!s:}|{x:}")
print(f"{f'{x}'}", f"{'%d' % x}", f"{x:{x}{x}}", f"{1 != 2} {1 <= 2} {x == 3}")
class F:
    def __format__(self, spec): return f"<{spec}>"
    def __str__(self): return "str"
    def __repr__(self): return "repr"
print(f"{F()} {F():a b} {F()!s:>5} {F()!r} {F():{x}:{name}} {F()=} {F()=:q}")
def g():
    return f"{yielded}"
yielded = "late"
print(g(), [f"{i}" for i in range(3)], f"{'a'}")
class Order:
    def __init__(self, n): self.n = n
    def __format__(self, s): print("format", self.n); return self.n
print(f"{Order('a')}{Order('b')}")
