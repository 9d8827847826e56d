# print and sys.stdout: separators, objects with failing str, buffering, nested print, return values.
# in-threads: looks at sys.stdout
import sys, io
print("a", "b", sep="", end="|\n"); print(*"abc", sep=", "); print(print("inner")); print(None, end=""); print(); print("é", "日本", "😀"); print("\t|\n|"); print([print, 1][1:], (), {}, sep=""); print(*[], sep="x"); print("x", *[1, 2], "y", sep="\n", end="\n--\n"); print("", end=""); print(" ", end="\n")
class S:
    def __str__(self): print("str called", end=" "); return "S"
print(S(), S()); print(f"{S()}", str(S()))
class Bad:
    def __str__(self): raise ValueError("no str")
try: print("before", Bad(), "after")
except ValueError as e: print("|", e)
class NotStr:
    def __str__(self): return 5
try: print(NotStr())
except TypeError as e: print(e)
b = io.StringIO(); print("to", "buffer", file=b, sep="_"); print(repr(b.getvalue())); old = sys.stdout; sys.stdout = b; print("redirected"); sys.stdout = old; print(repr(b.getvalue())); sys.stdout = None; print("lost"); sys.stdout = old; print("back", file=None)
class Log:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
l = Log(); print(1, 2, file=l); print(l.parts); print("x", file=l, flush=False) ; print(len(l.parts))
try: print("x", file=l, flush=True)
except AttributeError as e: print(e)
for t in ("print(1, sep=2)", "print(1, end=b'')", "print(1, file='x')", "print(1, nope=1)"):
    try: eval(t)
    except (TypeError, AttributeError) as e: print(e)
sys.stdout.write("w1 "); sys.stdout.writelines(["w2 ", "w3\n"]); print(sys.stdout.writable(), sys.stdout.readable(), sys.stdout.closed, sys.stdout.encoding.lower())
try: sys.stdout.write(5)
except TypeError as e: print(e)
print(1.0, 1e20, 1j, True, None, ..., b"b", {1}, sep=";"); print("%s" % print, end="\n")
