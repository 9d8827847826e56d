# string: constants, capwords, Template, Formatter.
import string
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable), string.ascii_lowercase[:3], string.ascii_uppercase[-3:])
print(string.capwords("hello  big world"), string.capwords("a-b-c", "-"), string.capwords(""))
f = string.Formatter(); print(f.format("{} {a}", 1, a=2), f.vformat("{0}", (5,), {}), list(f.parse("a{b!r:>{w}}c{{d}}")))
class F(string.Formatter):
    def get_value(self, k, a, kw): return f"<{k}>" if isinstance(k, str) else super().get_value(k, a, kw)
    def convert_field(self, v, c): return "C" + str(v) if c == "z" else super().convert_field(v, c)
print(F().format("{0} {x} {y!z}", 1))
