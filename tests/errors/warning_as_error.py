# warnings.warn() is native code in CPython: no frame of it is shown.
import warnings

warnings.simplefilter("error")


def f():
    warnings.warn("old", DeprecationWarning)


f()
