# str.format and format_map: fields, attributes, items, conversions, nested specs, auto numbering, errors.
class P:
    x = 5
    def __init__(self): self.d = {"k": [1, 2]}
    def __format__(self, s): return f"P<{s}>"
p = P()
print("{} {} {}".format(1, 2, 3), "{2} {0} {1}".format(1, 2, 3), "{a} {b}".format(a=1, b=2), "{0} {a} {0}".format(1, a=2), "{0.x} {0.d[k]} {0.d[k][1]}".format(p), "{a[0]} {a[-1]}".format(a={0: "zero", "-1": "neg"}), "{0[x y]}".format({"x y": 1}), "{} {a} {}".format(1, 2, a=3))
print("{!r} {!s} {!a} {!r:>5}".format("a", "b", "é", "c"), "{:5}|{:<5}|{:>5}|{:^5}|{:*^7}".format("a", "b", "c", "d", "e"), "{:{}}|{:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), "{:{f}{a}{w}}".format("x", f="*", a="^", w=5), "{{}} {{{}}} }}{{".format(1), "{0:{1}}".format(5, "03"), "{:%}".format(0.5), "{:,}".format(10 ** 6), "{:d}".format(True), "".format(), "{}".format(p), "{:abc}".format(p), "{:{}}".format(p, "n"), "{0:}".format("x"))
print("{x}".format_map({"x": 1}), "{a} {b[0]}".format_map({"a": 1, "b": [2]}))
class D(dict):
    def __missing__(self, k): return f"<{k}>"
print("{x} {y}".format_map(D(x=1)))
for f, a, k in (("{", (), {}), ("}", (), {}), ("{}", (), {}), ("{0} {}", (1, 2), {}), ("{} {0}", (1, 2), {}), ("{a}", (), {}), ("{1}", (0,), {}), ("{!x}", (1,), {}), ("{!}", (1,), {}), ("{!r", (1,), {}), ("{0.zz}", (1,), {}), ("{0[1]}", ([1],), {}), ("{0[k]}", ({},), {}), ("{0[k]}", ([],), {}), ("{0.}", (1,), {}), ("{0[]}", (1,), {}), ("{0[}", (1,), {}), ("{0]}", (1,), {}), ("{:{:{}}}", (1, 2, 3), {}), ("{:d}", ("a",), {}), ("{0x}", (1,), {}), ("{ }", (1,), {}), ("{-1}", (1,), {}), ("{!rr}", (1,), {}), ("{a.b}", (), {"a": 1}), ("{:5", (1,), {}), ("{0!r}x}", (1,), {}), ("{[0]}", ([9],), {}), ("{.real}", (5,), {}), ("{99999999999999999999}", (1,), {}), ("{0[0]x}", ([1],), {}), ("{{}", (), {}), ("{:}}", (1,), {})):
    try: print(f, "=", f.format(*a, **k))
    except Exception as e: print(f, "->", type(e).__name__, e)
try: "{}".format_map({"a": 1})
except Exception as e: print(type(e).__name__, e)
try: "{a}".format_map([1])
except Exception as e: print(type(e).__name__, e)
