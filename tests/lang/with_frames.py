# with: __enter__ and __exit__ in Python, native, missing, raising, deep.
import io
import sys


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, *details):
        print("exit", self.name, details[0], details[1:] == (None, None))
        return self.swallow


class Raising(Manager):
    def __enter__(self):
        raise KeyError("enter")


class NoExit:
    def __enter__(self):
        print("never")


class Defaults(Manager):
    def __exit__(self, kind, value, traceback, extra=1, *, more=2):
        print("defaults", kind and kind.__name__, value, traceback is None, extra, more)
        return True


class Mixed(Manager):
    @staticmethod
    def __exit__(*details):
        print("static", len(details))


def run(manager, fail=False):
    try:
        with manager as got, io.StringIO("x") as text:
            print("body", got, text.read())
            if fail:
                1 / 0
        return "after"
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for _ in range(3):
    for manager in (Manager("a"), Manager("b", True), Raising("c"), NoExit(), Defaults("d"), Mixed("e"), 3):
        for fail in (False, True):
            print(run(manager, fail))


def deep(n):
    with Manager(n):
        return deep(n - 1) if n else "bottom"


print(deep(3))


class Endless:
    def __enter__(self):
        with self:
            pass

    def __exit__(self, *details):
        pass


try:
    with Endless():
        pass
except RecursionError as e:
    print(type(e).__name__)


class Gone:
    def __enter__(self):
        return sys._getframe().f_code.co_name

    def __exit__(self, *details):
        pass

    def __del__(self):
        print("del")


def lone():
    with Gone() as name:
        print(name)
    print("left")


lone()
bound = Manager("f").__exit__
print(bound(*(None,) * 3), bound(None, None, None), list(map(bound, [1], [2], [3])))
try:
    raise AssertionError("message")
except AssertionError as e:
    print(e)


# A bound method where something stands in self's place: a decorator.
class Deco:
    def wrap(self, f):
        return (type(self).__name__, f.__name__)

    def options(self, *, k):
        return self.wrap


@Deco().wrap
def one():
    pass


@Deco().options(k=1)
def two():
    pass


print(one, two)
