# str: split, rsplit, splitlines, partition, rpartition, join.
for s in ("a b  c", "  lead trail  ", "", "   ", "one", "a,b,,c", ",a,", "a\tb\nc\x0bd\x1ce\u2003f", "aXXbXXc", "XX"):
    print(ascii(s), s.split(), s.rsplit(), s.split(None, 1), s.rsplit(None, 1), s.split(","), s.rsplit(",", 1), s.split(",", 1), s.split("XX"), s.rsplit("XX", 1), s.split(" "), s.split(None, 0), s.split(",", 0), s.partition(","), s.rpartition(","), s.partition("XX"), sep="\n   ")
for s in ("", "a", "a\n", "a\nb", "a\r\nb\rc", "\n", "\n\n", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "a\n\rb", "end\r\n"):
    print(ascii(s), list(map(ascii, s.splitlines())), list(map(ascii, s.splitlines(True))), len(s.splitlines(keepends=False)))
print("-".join("abc"), "".join([]), ",".join(["x"]), ", ".join(str(i) for i in range(4)), "é".join(("a", "😀")), " ".join({"k": 1}), "ab".join("12"), "-".join(["", ""]), "x".join(iter(["1", "2"])), "".join(["a"] * 5))
print("a b c".split(maxsplit=1), "a b c".split(sep=" ", maxsplit=1), "a b c".rsplit(maxsplit=1), "a,b".split(sep=","), "  a  b ".split(" ", 2), " a b ".rsplit(None, 1), " a b ".split(None, 1), "abc".split("abc"), "a.b.c".rpartition("."), "abc".rpartition("x"), "x".split("x", -1))
for t in ("'a'.split('')", "'a'.rsplit('')", "'a'.partition('')", "'a'.rpartition('')", "'a'.split(1)", "','.join([1])", "','.join(['a', b'b'])", "','.join(5)", "'a'.split(',', 'x')", "'a'.splitlines('x')", "','.join()", "'a'.partition(1)", "'a'.split(None, None)", "','.join(['a', None, 'b'])", "'a'.split(bad=1)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
