# str: strip, lstrip, rstrip, removeprefix, removesuffix, center, ljust, rjust, zfill, expandtabs.
for s in ("  a b  ", "\t\nx\r ", "xxaxx", "", "    ", "xyx", "\u2003a\xa0"):
    print(ascii(s), *map(ascii, (s.strip(), s.lstrip(), s.rstrip(), s.strip("x"), s.lstrip("xy"), s.rstrip("x"), s.strip(""), s.strip(None), s.strip("yx "))))
print("prefix-x".removeprefix("prefix"), "x".removeprefix("xy"), "a.py".removesuffix(".py"), "aa".removesuffix("a"), "a".removesuffix(""), "abc".removeprefix(""), "abab".removeprefix("ab"))
for w in (0, 3, 4, 5, 6, 7, -1):
    print(w, [("ab".center(w), "ab".ljust(w), "ab".rjust(w), "ab".zfill(w), "abc".center(w, "*"), "abc".ljust(w, "-"), "abc".rjust(w, "é"))])
for s in ("5", "-5", "+5", "--5", "", "-", "a-5", "+"): print(s.zfill(5), s.zfill(1), end=" ")
print()
for s in ("a\tb", "\t", "ab\tc\td", "a\n\tb", "abcdefgh\tx", "a\r\tb", "é\tb"): print(*map(ascii, (s.expandtabs(), s.expandtabs(4), s.expandtabs(1), s.expandtabs(0), s.expandtabs(tabsize=3), s.expandtabs(-1))))
for t in ("'a'.center()", "'a'.center(5, '')", "'a'.center(5, 'ab')", "'a'.ljust('x')", "'a'.rjust(5, b'a')", "'a'.strip(5)", "'a'.removeprefix(5)", "'a'.removeprefix(('a',))", "'a'.zfill()", "'a'.zfill('3')", "'a'.expandtabs('3')", "'a'.center(5.0)", "'a'.strip('a', 'b')", "'a'.center(2**70)"):
    try: print(t, "=", repr(eval(t)))
    except Exception as e: print(t, "->", type(e).__name__, e)
