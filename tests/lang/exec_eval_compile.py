# exec, eval, compile: namespaces, modes, code objects, errors, globals and locals.
x = 1
print(eval("x + 1"), eval("x + y", {"x": 10, "y": 5}), eval("x + y", {"x": 10}, {"y": 7}), eval("  [i for i in range(3)]"))
ns = {}
exec("a = 1\ndef f(): return a\nb = f()", ns); print(sorted(k for k in ns if k != "__builtins__"), ns["b"], "__builtins__" in ns)
exec("x = 5"); print(x)
def f():
    y = 1
    exec("y = 2; z = 3")
    print(y, sorted(locals()))
    loc = {}
    exec("q = y + 1", globals(), {**locals(), **loc})
    return eval("y")
print(f())
g, l = {"v": 0}, {}
exec("v = 1\nclass C: w = v", g, l); print(l["C"].w, g["v"])
try: exec("v = 1\ndef h(): return v\nh()", {}, {})
except NameError as e: print(e)
code = compile("1 + 2", "file.py", "eval"); print(eval(code), code.co_filename, code.co_name, type(code).__name__)
code = compile("r = [1, 2]\nprint(r)", "f", "exec"); exec(code); print(eval(code))
single = compile("5 + 5", "<s>", "single"); exec(single); exec(compile("None", "<s>", "single")); exec(compile("'text'\n", "s", "single"))
for args in (("1 +", "f", "eval"), ("x = 1", "f", "eval"), ("a b", "f", "exec"), ("1", "f", "other"), ("if 1:\n", "f", "exec"), ("x\0y", "f", "exec"), (5, "f", "exec"), ("a = 1\nb = 2", "f", "single"), ("", "f", "eval"), ("  x", "f", "exec")):
    try: compile(*args); print("compiled", args[0])
    except (SyntaxError, ValueError, TypeError) as e: print(type(e).__name__, e)
for text in ("eval('1', 5)", "exec('1', 5)", "eval('1', {}, 5)", "exec(5)", "eval(None)", "eval('undefined', {})", "eval('len([])', {'__builtins__': {}})", "eval('1;2')", "eval(b'3 + 4')", "exec(b'bx = 1') or bx", "eval('(1,\\n2)')", "eval('\\n 5')", "eval('5 # c')"):
    try: print(text, "=", eval(text))
    except Exception as e: print(text, "->", type(e).__name__, e)
class M(dict):
    def __getitem__(self, k):
        if k in ("print", "__build_class__"): raise KeyError(k)
        print("lookup", k); return 7
print(eval("a + b", {}, M()))
exec("print(__name__)", {"__name__": "custom", "print": print})
print(globals() is globals(), "x" in globals(), globals()["x"], locals() is globals())
globals()["made"] = "by globals"; print(made)
class K:
    exec("inclass = 1"); locals()["also"] = 2
print(K.inclass, K.also)
def gen(): exec("print('in gen')"); yield eval("1")
print(list(gen()))
def func(): pass
print(exec(func.__code__))
def free(): return lambda: x_free
x_free = 1
def outer():
    v = 1
    def inner(): return v
    return inner
try: exec(outer().__code__)
except TypeError as e: print(e)
print(eval("lambda: x")(), eval("__import__('math').floor(2.5)"), [eval("i") for i in range(3)])
