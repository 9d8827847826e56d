# Rich comparison: reflection, NotImplemented, subclass first, default equality, __ne__ from __eq__.
class A:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print("A.eq"); return self.n == getattr(o, "n", None)
    def __lt__(self, o): print("A.lt"); return NotImplemented
    def __le__(self, o): print("A.le"); return NotImplemented
    def __gt__(self, o): print("A.gt"); return "A>"
    def __ge__(self, o): print("A.ge"); return "A>="

class B(A):
    def __gt__(self, o): print("B.gt"); return "B>"

a, b = A(1), B(1)
print(a == b); print(a != b); print(b == a)
print(a < b)
print(a <= b)
print(a > b)
for text in ("a < a", "a < 1", "1 > a", "1 < a", "1 <= a"):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, e)

class C:
    def __eq__(self, o): return NotImplemented

c = C()
print(c == c, c == 1, c != c, C() == C())
class D:
    def __ne__(self, o): return "ne"
print(D() != 1, D() == D())
print(object() == object(), [c] == [c], c in [C()], c in [c])

class E:
    def __eq__(self, o): raise ValueError("compared")
try:
    E() == 1
except ValueError as e:
    print(e)
e1 = E()
print(e1 in [e1], [e1].index(e1), [e1].count(e1))
try:
    e1 in [1]
except ValueError as e:
    print("in:", e)
try:
    a.__lt__()
except TypeError as e:
    print(e)
print(int.__eq__(1, "a"), (1).__lt__(2.5), "a".__eq__("a"), [].__gt__([]))
