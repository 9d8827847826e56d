# The constants: Ellipsis, None, NotImplemented, True, False, __debug__.
print(..., Ellipsis is ..., repr(None), type(None), type(...), NotImplemented)
def f(): ...
def g(): pass
print(f(), g())
class C: ...
print(C.__name__)
for text in ("None = 1", "True = 1", "x.None = 1", "def None(): pass", "__debug__ = 1", "f(None=1)", "None += 1", "del None", "for True in x: pass", "... = 1", "import a as None", "with a as True: pass", "def f(False): pass", "lambda None: 0", "class True: pass", "del True", "(None, a) = 1", "global None", "x.__debug__ = 1", "f(__debug__=1)"):
    try:
        compile(text, "s", "exec")
        print(text, "compiles")
    except SyntaxError as e:
        print(text, "->", e.msg)
for text in ("type(None)()", "type(...)()", "type(NotImplemented)()", "type(None)(1)", "type(...)(2)"):
    try:
        print(repr(eval(text)))
    except TypeError as e:
        print(text, e)
print({None: 1}[None], [None] * 2, None == False, None == None)
