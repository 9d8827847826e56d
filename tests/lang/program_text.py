# A small program: text work: wrap, caesar, roman, run lengths, anagrams, palindromes, table, diff.
def wrap(text, width):
    lines, cur = [], ""
    for w in text.split():
        if cur and len(cur) + 1 + len(w) > width: lines.append(cur); cur = w
        else: cur = f"{cur} {w}".strip()
    return lines + [cur]
def caesar(s, n): return "".join(chr((ord(c) - b + n) % 26 + b) if c.isalpha() and (b := ord("A") if c.isupper() else ord("a")) else c for c in s)
def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= v: out += s; n -= v
    return out
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append((s[i], j - i)); i = j
    return out
def lcs(a, b):
    t = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b): t[i + 1][j + 1] = t[i][j] + x if x == y else max(t[i + 1][j], t[i][j + 1], key=len)
    return t[-1][-1]
print(*wrap("the quick brown fox jumps over the lazy dog and runs away", 16), sep="\n"); print(caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3)); print([roman(n) for n in (1, 4, 9, 14, 1987, 2024, 3999)]); print(rle("aaabbc"), "".join(c * n for c, n in rle("xxyz"))); print(lcs("AGGTAB", "GXTXAYB"))
groups = {}
for w in "listen silent enlist google elbow below".split(): groups.setdefault("".join(sorted(w)), []).append(w)
print([g for g in groups.values() if len(g) > 1]); print([s for s in ("Racecar", "A man, a plan", "abc") if (t := "".join(c.lower() for c in s if c.isalnum())) == t[::-1]])
rows = [("name", "qty", "price"), ("apple", 3, 0.5), ("pear", 12, 12.25)]
for r in rows: print("|".join(f"{str(c):<8}" if isinstance(c, str) else f"{c:>8}" for c in r))
print("".join(map(str, (int(c) for c in "12321"))), bin(37)[2:][::-1], int("0b1011", 0), "%.3e" % 12345.678, "{:,}".format(1234567), f"{0.1234:.1%}", "ab\tc".expandtabs(4), "a-b_c".replace("-", "_").split("_"))
