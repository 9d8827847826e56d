# Helpers of the copy protocol: constructors that object.__reduce_ex__ names in its answers, and the reducer registry.
# The registry is the one that `copy` consults.

from copy import dispatch_table

__all__ = ['pickle', 'constructor']


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Declare pickle_function as the reducer of ob_type."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """Check that object may serve as a constructor."""
    if not callable(object):
        raise TypeError("constructors must be callable")


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    """Used instead of __newobj__ for classes whose __getnewargs_ex__ gives keywords."""
    return cls.__new__(cls, *args, **kwargs)
