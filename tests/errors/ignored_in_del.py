# An exception in __del__ is reported and ignored. The finaliser has a repr without address.
class Finaliser:
    def __get__(self, obj, kind):
        return self

    def __call__(self):
        raise ValueError("in del")

    def __repr__(self):
        return "<finaliser>"


class Broken:
    __del__ = Finaliser()


b = Broken()
print("dropping")
del b
print("still here")
