@deco
class A(B, metaclass=M):
    """Doc."""
    x: int = 1

    def f(self):
        return super().f, __class__
