# Measures searching in text: find, count, in, slices, and matchers written in plain Python.


def failure(pattern):
    table = [0] * len(pattern)
    k = 0
    for i in range(1, len(pattern)):
        while k and pattern[k] != pattern[i]:
            k = table[k - 1]
        if pattern[k] == pattern[i]:
            k += 1
        table[i] = k
    return table


def matches(text, pattern):
    """Knuth, Morris and Pratt."""
    table = failure(pattern)
    k = 0
    found = 0
    for char in text:
        while k and pattern[k] != char:
            k = table[k - 1]
        if pattern[k] == char:
            k += 1
        if k == len(pattern):
            found += 1
            k = table[k - 1]
    return found


def naive(text, pattern):
    size = len(pattern)
    return sum(1 for i in range(len(text) - size + 1) if text[i:i + size] == pattern)


def distance(a, b):
    """Levenshtein's edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def make_text(n):
    x = 99
    out = []
    for _ in range(n):
        x = (x * 22695477 + 1) & 0xFFFFFFFF
        out.append("abcd"[x >> 29 & 3])
    return "".join(out)


text = make_text(1_800_000)
for pattern in ("abcab", "aaaa", "dcbadc"):
    print(pattern, matches(text, pattern), text.count(pattern), text.find(pattern))
print(naive(text, "cabb"))
print(sum(word in text for word in ("abcdabcd", "dddddddddd", "zebra")))
at = hits = 0
while (at := text.find("bad", at) + 1) > 0:
    hits += 1
print(hits)
print(distance(text[:700], text[700:1400]))
