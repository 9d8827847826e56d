# global and nonlocal declarations, in nested functions and class bodies.
count = 0
def bump():
    global count, made
    count += 1
    made = "made inside"
bump(); bump()
print(count, made)
def outer():
    x = 1
    def middle():
        def inner():
            nonlocal x
            x += 10
        inner()
        return x
    print(middle(), x)
    class C:
        nonlocal x
        x = 99
        y = x
    print(x, C.y, "x" in C.__dict__)
outer()
class G:
    global from_class
    from_class = 7
print(from_class, hasattr(G, "from_class"))
def f():
    def g():
        global count
        count = "g"
    count = "local"
    g()
    return count
print(f(), count)
x = "global"
def h():
    x = "h"
    class K:
        print(x)
        x = "K"
        print(x)
        def m(self): return x
    return K().m()
print(h())
class L:
    print(x)
    x = x + "!"
    print(x)
for text in ("def f():\n  nonlocal q", "def f():\n  x = 1\n  global x", "nonlocal x", "def f(a):\n  global a", "def f():\n  print(x)\n  global x", "def f():\n  global x\n  nonlocal x", "def f(a):\n  nonlocal a", "def f():\n  x: int\n  global x"):
    try:
        compile(text, "s", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno)
def for_global():
    global loopvar
    for loopvar in range(3): pass
for_global()
print(loopvar)
