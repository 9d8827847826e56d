# str: find, rfind, index, rindex, count, startswith, endswith, in, with bounds.
s = "abcabcabc"
for sub in ("abc", "c", "", "x", "cab", "abcabcabc", "abcabcabcd", "bca"):
    print(repr(sub), s.find(sub), s.rfind(sub), s.count(sub), s.startswith(sub), s.endswith(sub), sub in s)
for a in ((0,), (1,), (1, 5), (-3,), (-3, -1), (5, 2), (100,), (None, 4), (2, None), (None, None), (-100, 100), (9,), (9, 9), (10,)):
    print(a, s.find("abc", *a), s.rfind("abc", *a), s.count("abc", *a), s.startswith("abc", *a), s.endswith("abc", *a), s.find("", *a), s.count("", *a), s.startswith("", *a), s.endswith("", *a), s.rfind("", *a))
print(s.startswith(("x", "ab")), s.endswith(("x", "bc")), s.startswith(()), s.endswith(("", "z"), 3), "aaaa".count("aa"), "é€😀é".find("é", 1), "é€😀é".rfind("é"), "a😀b".index("b"), "aXbX".rindex("X"), "".find(""), "".count(""), "".find("a"), "abc".find("c", -1), "日本語日本".count("日本"))
for t in ("s.index('x')", "s.rindex('x')", "s.index('a', 7)", "s.find()", "s.find(1)", "s.count(None)", "s.startswith()", "s.startswith(1)", "s.startswith(('a', 1))", "s.endswith([])", "s.find('a', 'b')", "s.find('a', 1.0)", "s.index('')", "s.find('a', 1, 2, 3)", "s.startswith(('x', 1))"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
long = "ab" * 5000 + "c"; print(long.find("bc"), long.rfind("aba"), long.count("ba"), ("a" * 10000).find("a" * 99 + "b"), ("x" * 5000 + "needle" + "y" * 5000).find("needle"), ("a" * 3000 + "b").rfind("ab"))
