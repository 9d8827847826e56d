# Functions that fail when called wrongly.


def half(n):
    return n / 2
