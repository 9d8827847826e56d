# str: replace, translate, maketrans.
s = "abcabc"
print(s.replace("a", "X"), s.replace("abc", ""), s.replace("", "-"), s.replace("", "-", 2), s.replace("a", "aa", 1), s.replace("z", "y"), s.replace("b", "é"), s.replace("abc", "abcabc"), s.replace("a", "b", 0), s.replace("a", "b", -1), "".replace("", "x"), "".replace("a", "x"), "aaa".replace("aa", "b"), "é😀".replace("😀", "a"), "aXbX".replace("X", "😀", 1), "a" .replace("a", "b", 10 ** 10))
t = str.maketrans("abc", "xyz"); print(t, s.translate(t))
t = str.maketrans("ab", "AB", "c"); print(t, s.translate(t))
t = str.maketrans({"a": "AAA", "b": None, 99: 100, "é": "e"}); print(t, (s + "é").translate(t))
print("abc".translate({97: "longer", 98: ord("B")}), "abc".translate({}), "abc".translate({ord("a"): "é"}), "日本".translate({ord("日"): None}))
class T:
    def __getitem__(self, k):
        if k == 97: raise LookupError
        if k == 98: return None
        return chr(k + 1)
print("abcd".translate(T()))
for x in ("s.replace()", "s.replace('a')", "s.replace('a', 1)", "s.replace(1, 'a')", "s.replace('a', 'b', 'c')", "s.replace('a', 'b', 1.0)", "str.maketrans('a')", "str.maketrans('a', 'bc')", "str.maketrans({'ab': 1})", "str.maketrans({1.5: 1})", "str.maketrans('a', 'b', 5)", "str.maketrans(5, 'b')", "s.translate(5)", "s.translate({97: 1.5})", "s.translate({97: 0x110000})", "s.translate({97: b'x'})", "s.translate()", "s.replace('a', 'b', count=1)", "str.maketrans('a', 5)"):
    try: print(x, "=", eval(x))
    except Exception as e: print(x, "->", type(e).__name__, e)
