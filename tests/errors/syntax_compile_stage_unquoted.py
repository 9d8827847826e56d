# What the compiler (not the parser) refuses in a string quotes no line: it would come from a file of that name.
import traceback

for source in ("x = 1\nreturn x", "def f(a, a): pass", "break", "[x := 1 for x in y]", "if 1:\npass", "def f():", "a b"):
    try:
        exec(source)
    except SyntaxError as e:
        print(repr(e.text), e.end_lineno, e.end_offset)
        traceback.print_exception(e, limit=0)
try:
    exec(compile("\n\nreturn 1", __file__, "exec"))
except SyntaxError as e:
    print(repr(e.text))
raise IndentationError("one mark only", ("f.py", 1, 2, "abcdef\n", 1, 5))
