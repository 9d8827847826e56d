# Long but flat work: many iterations, many objects, long strings, wide calls.
print(sum(range(300_000)), len("".join(str(i) for i in range(30_000))), len([None] * 1_000_000), max(len(str(i)) for i in range(1000)), len({i: i for i in range(100_000)}), len(set(range(100_000))), len(tuple(range(100_000))), (lambda *a: len(a))(*range(50_000)), (lambda **k: len(k))(**{f"k{i}": i for i in range(5000)}), len("ab" * 500_000), ("x" * 100_000 + "y").index("y"), len(b"z" * 1_000_000), len(bytearray(1_000_000)), len(str(2 ** 10_000)), sum(1 for _ in iter(lambda c=iter(range(50_000)): next(c, None), None)))
s = ""
for i in range(20_000): s += "x"
print(len(s)); l = []
for i in range(100_000): l.append(i)
while l: l.pop()
print(len(l)); exec("\n".join(f"v{i} = {i}" for i in range(2000))); print(v1999); d = {}
for i in range(50_000): d[i % 100] = i
for i in range(50): del d[i]
print(len(d), sorted(range(50_000), key=lambda v: -v)[0], "%s" % ("x" * 1000) == "x" * 1000, len(f"{'y' * 1000:>5000}"), len("a,b," * 10_000) == len((",".join(("a,b," * 10_000).split(",")))), eval("+".join("1" for _ in range(500))))
class C: pass
for i in range(2000): setattr(C, f"a{i}", i)
c = C()
for i in range(2000): setattr(c, f"b{i}", i)
print(C.a1999, c.b1999, len(c.__dict__), len(type("T", tuple(type(f"B{i}", (), {}) for i in range(50)), {}).__mro__))
