# Text made in loops: +=, join, reversed, nested formats, big pieces.
s = ""
for i in range(50): s += chr(97 + i % 26)
t = s; s += "!"; print(s, t, len(s), len(t))
def build(n):
    r = ""
    for i in range(n): r = r + str(i) + ","
    return r
print(build(12)); a = "x"; b = a; a += "y"; print(a, b); l = ["p"]; l[0] += "q"; l[0] += "r"; print(l); d = {"k": ""}
for c in "abc": d["k"] += c
print(d)
class O: text = ""
o = O()
for c in "xyz": o.text += c
print(o.text, O.text, "".join(reversed("stressed")), "-".join("%02d" % i for i in range(5)), "\n".join(f"{i:>3}|{'*' * i:<5}|" for i in range(4)))
w = "é"; w += "a"; w += "😀"; w += "z"; print(w, len(w), w[2], [hex(ord(c)) for c in w]); big = "ab" * 1000; print(len(big), big[999:1003], big.count("ba"), hash(big) == hash("ab" * 1000), big == "ab" * 1000, big is big); x = "a" * 5; x *= 2; print(x, x[::3], "=" * 10, "ab" "cd" * 2)
print("".join(c.upper() if i % 2 else c for i, c in enumerate("hello world")), " ".join(w.capitalize() for w in "the quick fox".split()), "".join(sorted("hello")), "".join(dict.fromkeys("mississippi")), "racecar" == "racecar"[::-1], str([str(i) for i in range(3)]), "%s" * 3 % ("a", "b", "c"), "{}-{}".format(*"ab"), f"{'nested ' + f'{1 + 1}'}")
