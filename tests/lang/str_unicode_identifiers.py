# Source in Unicode: identifiers are compared by NFKC, text keeps its form.
이름 = "값"
print(이름, "이름" in globals())
ñ = 1
print(ñ, "n\u0303" == "ñ")
ﬁne = "ligature"
print(fine, "fine" in dir())
def grüß(größe, *, ängste=1): return größe + ängste
print(grüß(1), grüß(größe=2, ängste=3))
class Ünï:
    π = 3.14
    def µ(self): return "micro"
u = Ünï()
print(u.π, u.μ(), hasattr(u, "\u03bc"), hasattr(u, "\xb5"), Ünï.__name__)
𝐛𝐨𝐥𝐝 = 7
print(bold, "𝐛" == "b")
_ªb = 8
print(_ab)
変数, 二 = 1, 2
print(f"{変数} {二=}", len("変数"), {"キー": 変数})
for text in ("x² = 1", "a€b = 1", "1é", "😀 = 1", "é. = 1", "a\u200bb = 1", "“x”", "x = 5 – 3", "\u00a0x = 1", "a·b = 3", "·b = 3"):
    try: compile(text, "s", "exec"); print(ascii(text), "compiles")
    except SyntaxError as e: print(ascii(text), "->", e.msg, e.offset)
