# Name mangling of __names in classes.
class A:
    __x = 1
    def __m(self): return "A.__m"
    def call(self): return self.__m(), self.__x, A.__x
    def set(self): self.__y = 5; return self.__dict__
    __dunder__ = "not mangled"
    _single = 1
    def local(self): __v = 3; return list(locals())
    def kw(self, __p=1): return __p
    class __Inner: pass
    def imp(self):
        global __g
        __g = 1
    def attr(self, o): return o.__z
a = A()
print(a.call(), a.set(), a._A__x, a._A__m(), A.__dunder__, a.local(), a.kw(_A__p=2), A._A__Inner.__name__, A._A__Inner.__qualname__)
a.imp(); print("_A__g" in globals())
try: a.attr(a)
except AttributeError as e: print(e)
try: a.__x
except AttributeError as e: print(e)
class B(A):
    def __m(self): return "B.__m"
print(B().call())
class _C:
    __q = 1
print(_C._C__q)
class __: 
    __r = 1
print(__.__dict__.get("__r"))
class D:
    def f(self):
        def g(): return self.__h
        return g()
    __h = 9
print(D().f(), [k for k in D.__dict__ if "h" in k and "__h" in k])
