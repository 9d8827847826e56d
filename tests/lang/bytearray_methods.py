# bytearray: changes in place, slices, methods shared with bytes, errors.
a = bytearray(b"hello")
a[0] = 72; a[-1] = ord("O"); print(a, a[0], a[1:3], type(a[1:3]).__name__); a.append(33); a.extend(b"?!"); a.extend([65, 66]); print(a, a.pop(), a.pop(0), a); a.insert(0, 88); a.remove(33); print(a); a.reverse(); print(a)
a[1:3] = b"___"; print(a); del a[0]; del a[::2]; print(a); a[::2] = b"12345"[:len(a[::2])]; print(a); a += b"more"; a *= 2; print(a, len(a)); b = a; b += b"x"; print(a is b); c = a.copy(); c.clear(); print(c, len(a)); a[:] = b""; print(a, bool(a)); a[0:0] = [1, 2, 3]; print(a, list(a))
print(bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(b"ab") == b"ab", b"ab" == bytearray(b"ab"), bytearray(b"a") + b"b", b"a" + bytearray(b"b"), type(b"a" + bytearray(b"b")).__name__, bytearray(b"aXb").split(b"X"), bytearray(b"ab").upper(), bytearray(b"abc").find(b"c"), bytearray(b"abc").replace(b"b", b"-"), bytearray(b",").join([b"a", b"b"]), bytearray(b"%d") % 5, bytearray(b"a").hex(), bytearray.fromhex("ff"), bytearray(b" x ").strip(), bytearray(b"a,b").partition(b","), bytearray(b"ab").decode(), bytearray(b"x") * 3, bytearray(b"a").center(3), bytearray(b"z").isalpha(), bytearray(b"abc").translate(None, b"b"), 97 in bytearray(b"a"), b"a" in bytearray(b"ab"), bytearray(b"a") < bytearray(b"b"), repr(bytearray()), repr(bytearray(b"'")), str(bytearray(b"s")))
for t in ("a[99]", "a.__setitem__(0, 256)", "a.__setitem__(0, -1)", "a.__setitem__(0, 'x')", "a.__setitem__(99, 1)", "a.append(256)", "a.append('a')", "a.append(b'a')", "a.extend('abc')", "a.extend([300])", "a.extend(5)", "a.extend(['a'])", "bytearray().pop()", "a.pop(99)", "a.remove(200)", "a.remove('a')", "a.insert('x', 1)", "hash(a)", "bytearray('a')", "bytearray(-1)", "a + 'x'", "a + 5", "a.__setitem__(slice(0, 1), 5)", "a.__setitem__(slice(0, 1), 'abc')", "a.__setitem__(slice(None, None, 2), b'12345')", "bytearray([256])", "a.index(b'zz')", "{a: 1}", "a.x", "bytearray(1, 2)", "a < 'x'", "a.__delitem__(99)", "a.find('x')", "bytearray(None)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
m = memoryview(a)
for f in (lambda: a.append(1), lambda: a.clear(), lambda: a.extend(b"xy"), lambda: a.pop()):
    try: f()
    except BufferError as e: print(e)
a[0] = 9; print(m[0]); m.release(); a.append(1); print(a)
it = iter(bytearray(b"ab")); print(next(it), it.__length_hint__(), list(it)); x = bytearray(b"abc"); x[1:1] = x; print(x); x.extend(x); print(x); x[5] ^= 1; print(x[5])

# No bytes for an extended slice: its slots go.
x = bytearray(range(10))
x[::3] = b""
print(x)
