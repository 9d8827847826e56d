# Builtin names can be rebound at module level and locally; the builtins module is shared.
# in-threads: changes builtins
import builtins
len_ = len
def len(x): return "shadowed"
print(len([1]), builtins.len([1]), len_([1, 2]))
del len
print(len([1]))
def f(list, int=5): return list, int
print(f(3)); str = lambda x: "mine"; print(str(5), f"{5!s}", "%s" % 5); del str; print(str(5)); builtins.added = "new builtin"; print(added); del builtins.added
try: added
except NameError as e: print(e)
for print_ in (print,): print_("loop")
class C:
    print = 5
    def m(self): print("method sees the builtin")
C().m(); max = 10; print(max); del max; print(max(1, 2)); old = builtins.abs; builtins.abs = lambda x: "patched"; print(abs(-1)); builtins.abs = old; print(abs(-1)); exec("def sum(x): return 'exec'"); print(sum([1])); del sum; print(sum([1])); print([id for id in range(2)], id is builtins.id); True_ = True; print(__builtins__ is builtins)
def g():
    range = [1, 2]
    return [x for x in range]
print(g()); iter = 5; print([x for x in [1]]); del iter; ns = {"__builtins__": {"len": len}}
print(eval("len('abc')", ns))
try: eval("sum([1])", ns)
except NameError as e: print(e)
try: exec("class X: pass", {"__builtins__": {}})
except NameError as e: print(e)
try: exec("import math", {"__builtins__": {}})
except ImportError as e: print(e)
