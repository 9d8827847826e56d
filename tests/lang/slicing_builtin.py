# Slices of every built-in sequence: signs, steps, out of range; slice assignment and deletion.
t, s0, b0, r = (1,), "abc", b"abc", range(3)
for seq in ("abcdef", b"abcdef", [1, 2, 3, 4, 5, 6], (1, 2, 3, 4, 5, 6), range(6), bytearray(b"abcdef")):
    print(seq[1:4], seq[:2], seq[-2:], seq[::2], seq[::-1], seq[5:1:-2], seq[10:], seq[-100:100], seq[3:1], seq[:], seq[-1:0:-1], seq[None:None:None])
a = list(range(8))
a[2:5] = "xyz"; print(a)
a[1:1] = [9, 9]; print(a)
a[:2] = []; print(a)
a[::2] = [0] * len(a[::2]); print(a)
a[-1:] = range(3); print(a)
a[5:2] = ["ins"]; print(a)
a[::-1] = list(range(len(a))); print(a)
a[:] = a; print(a)
a[2:4] = a; print(a)
del a[3:7]; print(a)
del a[::3]; print(a)
del a[-1:-3:-1]; print(a)
a[100:] = [7]; print(a)
for text in ("a[::2] = [1]", "a[::0]", "a['x':]", "a[1.0]", "a['k']", "a[1:2] = 5", "a[::2] = 5", "a[None]", "(1,2)[0] = 1", "'abc'[0] = 'x'", "s0['a']", "(1,)[1]", "[][0]", "''[0]", "b''[0]", "a[99] = 1", "range(3)[5]", "b0[1.5]", "t['x']", "r['x']", "bytearray(b'')[0]", "bytearray(b'a')[0] = 300", "a[1, 2]", "s0[1, 2]", "a[2**100]", "'a'[::0]"):
    try:
        exec(text)
        print(text, "fine")
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print([1, 2, 3][2 ** 100:], [1, 2, 3][-2 ** 100:2 ** 100], "abc"[True], [1, 2][False])
class I:
    def __index__(self): return 1
print("abc"[I()], [1, 2, 3][I():], (1, 2)[I()], range(5)[I()], b"ab"[I()])
class S:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
s = S()
print(s[1], s[1:2], s[::], s[1:2, ...], s[...], s[1, 2], s[()], s[:, None:3], s[(1, 2):3], s[*[1, 2]], s[1, *"ab"])
s[1:2] = 3; s[a := 1] = 4
