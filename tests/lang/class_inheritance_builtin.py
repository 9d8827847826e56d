# Subclasses of every builtin type: methods inherited and overridden, results of operators.
class I(int):
    def __add__(self, o): return I(int(self) + int(o) + 100)
    def __str__(self): return f"I{int(self)}"
class F(float):
    def __repr__(self): return f"F({float(self)})"
class S(str):
    def __len__(self): return 99
    def __getitem__(self, i): return "item"
    def __iter__(self): return iter("iter")
class L(list):
    def __getitem__(self, i): return "L" + str(super().__getitem__(i))
    def __len__(self): return 50
class D(dict):
    def __getitem__(self, k): return "D" + str(super().get(k))
    def __contains__(self, k): return True
    def __iter__(self): return iter(["fake"])
class T(tuple):
    def __iter__(self): return iter("tuple iter")
class St(set):
    def __contains__(self, x): return "always"
class B(bytes): pass
class C(complex): pass
class Fs(frozenset):
    def __hash__(self): return 7
print(I(1) + 2, 2 + I(1), I(5) * 2, str(I(3)), repr(I(3)), f"{I(3)}", f"{I(3):d}", "%s %d" % (I(3), I(3)), [I(1)], sum([I(1), I(2)]), int(I(9)), I(3) == 3, hash(I(3)) == hash(3), -I(3), abs(I(-3)), type(I(1) - 1).__name__, max(I(1), 2), range(I(3)), I("12"), bool(I(0)), I(7).bit_length())
print(F(1.5), [F(1.5)], str(F(1.5)), f"{F(1.5)}", F(1) + 1, F(2.5) // 1, round(F(2.567), 1), F("1.25"), "%s %r %.1f" % (F(1), F(1), F(1)), F(3).is_integer())
s = S("abc"); print(len(s), s[0], list(s), s.upper(), s + "d", s == "abc", "".join(s), str(s), f"{s}", s.join(["1", "2"]), "b" in s, s * 2, [c for c in s], bool(S("")), "%s" % s, {s: 1}.get("abc"), s.__class__.__name__, str.__len__(s), sorted(s))
l = L([1, 2]); print(len(l), l[0], list(l), [x for x in l], l + [3], l, bool(L()), sum(list.__iter__(l)), l[-1], l == [1, 2], sorted(l), l.pop(), l.index(1), repr(l), tuple(l), l * 2, list.__len__(l))
d = D(a=1); print(d["a"], d["zz"], d.get("a"), "q" in d, list(d), dict(d), d, {**d}, len(d), d.items(), d.copy(), d == {"a": 1}, d.pop("a"), "%(k)s" % D(k=2), "{k}".format(**D(k=3)), "{k}".format_map(D(k=4)), sorted(D(x=1)), D(a=1) | {"b": 2})
t = T([1, 2]); print(t, list(t), len(t), t[0], t + (3,), t == (1, 2), hash(t) == hash((1, 2)), [*t], max(t), tuple(t), t.count(1)); print(5 in St([1]), St([1]) | {2}, St([1, 1]), type(St([1]) & {1}).__name__, sorted(St([2, 1])), St([1]) == {1}, B(b"ab") + b"c", B(b"ab")[0], B(b"x"), C(1, 2) * 2, C(1j), hash(Fs([1])), Fs([1]) == frozenset([1]), {Fs([1]): 1}.get(Fs([1])), type(Fs([1]) | {2}).__name__)
