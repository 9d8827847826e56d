# Shown as native code.
# Functions to be called at exit, the last registered first. The interpreter calls _run_exitfuncs() when it ends.

import sys as _sys

_registered = []


def register(func, /, *args, **kwargs):
    """Call func(*args, **kwargs) at exit; returns func."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _registered.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Forget func, however often it was registered."""
    _registered[:] = [entry for entry in _registered if entry[0] != func]


def _clear():
    """Forget all functions."""
    _registered.clear()


def _ncallbacks():
    """How many functions are registered."""
    return len(_registered)


def _run_exitfuncs():
    """Run all functions; one that raises is reported and does not stop the others."""
    while _registered:
        func, args, kwargs = _registered.pop()
        try:
            func(*args, **kwargs)
        except BaseException as error:
            print(f'Exception ignored in atexit callback: {func!r}', file=_sys.stderr)
            _sys.excepthook(type(error), error, error.__traceback__)
