# types: SimpleNamespace, MappingProxyType, names of types, new_class, MethodType, GenericAlias.
import types
n = types.SimpleNamespace(a=1, b="x"); n.c = 3; del n.a; print(n, n == types.SimpleNamespace(b="x", c=3), n.__dict__, types.SimpleNamespace()); r = types.SimpleNamespace(); r.me = r; print(r)
d = {"k": 1}; p = types.MappingProxyType(d); d["z"] = 2; print(p, p["z"], len(p), "k" in p, p.get("q", 0), list(p), p.copy(), p | {"w": 3}, p == d, list(p.items()))
for t in ("p.__setitem__('a', 1)", "types.MappingProxyType(5)", "types.SimpleNamespace(1)", "n.zzz", "types.MethodType(5, 1)", "types.MethodType(len, None)", "types.ModuleType()", "p['none']", "types.FunctionType(5, {})", "types.CellType(1, 2)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
def f(self=0, *a): return self, a
class A:
    def m(self): pass
m = types.MethodType(f, "self"); print(m(1), m.__self__, type(f) is types.FunctionType, type(lambda: 0) is types.LambdaType, type(A().m) is types.MethodType, type(len) is types.BuiltinFunctionType, type([].append) is types.BuiltinMethodType, type((x for x in ())) is types.GeneratorType, type(types) is types.ModuleType, type(f.__code__) is types.CodeType, type(int | str) is types.UnionType, type(list[int]) is types.GenericAlias, type(None) is types.NoneType, type(...) is types.EllipsisType, type(NotImplemented) is types.NotImplementedType, type(str.join) is types.MethodDescriptorType, type(int.__add__) is types.WrapperDescriptorType, type((1).__add__) is types.MethodWrapperType, type(dict.__dict__["fromkeys"]) is types.ClassMethodDescriptorType, isinstance(f.__get__(1), types.MethodType))
async def co(): pass
c = co(); print(type(c) is types.CoroutineType); c.close()
mod = types.ModuleType("mod", "doc"); mod.x = 5; print(mod, mod.__name__, mod.__doc__, mod.x, sorted(k for k in vars(mod)))
C = types.new_class("C", (A,), {}, lambda ns: ns.update(z=9)); print(C.z, C.__mro__[1].__name__, types.resolve_bases((A,)), types.prepare_class("X", (A,))[0] is type)
class L:
    @types.DynamicClassAttribute
    def dyn(self): return "dyn"
print(L().dyn, types.GenericAlias(list, (int,)), types.GenericAlias(list, (int,)) == list[int])
try: 1 / 0
except ZeroDivisionError as e: print(type(e.__traceback__) is types.TracebackType, type(e.__traceback__.tb_frame) is types.FrameType)
