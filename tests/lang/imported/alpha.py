# A plain module.
from . import beta
from .beta import NAME as beta_name


def double(n):
    return n * 2
