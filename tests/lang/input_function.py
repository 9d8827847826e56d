# input(): from an empty or replaced stdin, prompts, EOF.
# in-threads: standard input
import sys, io
try: input("prompt> ")
except EOFError as e: print(type(e).__name__, e)
sys.stdin = io.StringIO("first\nsecond line \n\nno newline")
print(repr(input()), repr(input("ask: ")), repr(input()), repr(input()))
try: input()
except EOFError as e: print(e)
sys.stdin = io.StringIO("3\n4\nx\n")
print(int(input()) + int(input()))
try: int(input("n? "))
except ValueError as e: print(e)
sys.stdin = io.StringIO("a b c\n1 2 3\n"); print(input().split(), [int(x) for x in input().split()]); sys.stdin = io.StringIO("l1\nl2\nl3"); print([l.rstrip("\n") for l in sys.stdin]); sys.stdin = io.StringIO("all\nof it"); print(sys.stdin.read().splitlines())
class P:
    def __str__(self): return "P prompt "
sys.stdin = io.StringIO("ok\n"); print(input(P()))
for t in ("input(1, 2)", "input(prompt='x')"):
    try: eval(t)
    except TypeError as e: print(e)
sys.stdin = None
try: input()
except RuntimeError as e: print(e)
