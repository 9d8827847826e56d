# Exceptions of own classes show their qualified name.
class Outer:
    class Inner(Exception):
        pass


def f():
    class Local(Outer.Inner):
        pass
    raise Local("where", 1)


f()
