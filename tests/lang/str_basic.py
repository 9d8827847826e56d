# str: construction, repr, escapes, indexing, concatenation, comparison, immutability.
print(str(), str(5), str(None), str([1, "a"]), str(b"x"), str(b"x", "ascii"), str(b"\xc3\xa9", "utf-8"), str(b"\xff", errors="replace"), str(object=1), str("s"))
for s in ("a", "it's", 'say "hi"', "both ' and \"", "tab\t", "nl\n", "\r", "\x00", "\x1b", "\x7f", "é", "\xa0", "\u200b", "\u2028", "😀", "\ud800", "\\", "\U0010ffff", "日本", "\xad", "\u0378"):
    print(ascii(s), repr(s).encode("unicode_escape"), len(s))
s = "hello"
print(s[0], s[-1], s[1:3], s[::-1], s + " world", s * 3, 3 * s, s * 0, s * -1, "ell" in s, "" in s, len(s), min(s), max(s), sorted(s), list(s), tuple(s), set("aaa"), [c for c in s], "".join(reversed(s)), s == "hello", s != "x", s < "help", "a" < "B", "Z" < "a", "" < "a", "abc" < "abcd", "é" > "z", "\uffff" < "\U00010000")
x = "a"
for i in range(5): x += x
print(len(x), x[:4], "abc" "def", "%s-%s" % ("a", "b"), hash("a") == hash("a"), ord("€"), chr(8364), chr(0x1F600).encode(), "a".__contains__("a"), "ab".__getitem__(1), "a".__add__("b"), "a".__mul__(2), "a".__rmul__(2), "a".__len__(), str.__name__)
class S(str): pass
print(S("x"), type(S("x") + "y"), type(S("x").upper()), S("x") == "x", type(S("x")[:]), type("".join([S("x")])), repr(S("q")), S("abc")[1], isinstance(S(), str), str(S("z")), type(str(S("z"))), f"{S('w')}", S("a") in {"a"})
for t in ("s[10]", "s['a']", "s[1.0]", "s + 1", "1 + s", "s - 'a'", "s * 1.5", "s < 1", "s[0] = 'x'" , "s * 'a'", "s ** 2", "-s", "s @ s", "chr(-1)", "chr(1114112)", "ord('')", "ord('ab')", "ord(5)", "str(1, 'utf-8')", "str('a', 'utf-8')", "str(b'a', 'nope')", "str(b'\\xff', 'utf-8')", "s.x", "len(5)", "'a' in 5", "5 in 'a'", "'a' * 10**20", "int(s)", "s()", "s.upper.x", "str(1, 2, 3)", "str(b'a', 1)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
