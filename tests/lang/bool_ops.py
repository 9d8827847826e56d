# and, or, not: values, short circuit, truth of every kind of object.
def note(value):
    print("<", value, ">", end=" ")
    return value

print(note(0) and note(1))
print(note(2) and note(3))
print(note(0) or note("") or note([]))
print(note(1) or note(2))
print(note(1) and note(0) or note(5))
print(not note(0), not note("a"))
print(0 or 1 and 2, (0 or 1) and 2, not 1 == 2, not (1 and 0))
for v in (0, 1, -1, 0.0, -0.0, 0.1, 0j, 1j, "", " ", b"", b"\0", [], [0], (), (0,), {}, {0: 0}, set(), {0}, range(0), range(1), None, Ellipsis, 3,
          frozenset(), bytearray(), object, len, lambda: 0, float("nan")):
    print(bool(v), not v, end="; ")
print()

class ByBool:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v

class ByLen:
    def __init__(self, v): self.v = v
    def __len__(self): return self.v

print(bool(ByBool(True)), bool(ByBool(False)), bool(ByLen(0)), bool(ByLen(3)))
for bad in (ByBool(1), ByBool(None), ByLen(-1), ByLen("a"), ByLen(2 ** 70), ByLen(1.0)):
    try:
        print(bool(bad))
    except Exception as e:
        print(type(e).__name__, e)
print(True + True, True == 1, True is True, isinstance(True, int), int(True), str(True), repr(False), True * 3, "abc"[True])
print(bool(), bool([]), type(bool(1)), issubclass(bool, int))
try:
    class Sub(bool): pass
except TypeError as e:
    print(e)
