class A: pass


@deco
class B(A, metaclass=M, *bases, **kw):
    x: int
    y: int = 1
    (z): str = 2
    a.b: int
    c[0]: int

    def f(self):
        def g():
            nonlocal self
        return super().f
