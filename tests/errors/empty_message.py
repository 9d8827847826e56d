# An exception without text, and one whose str fails.
class Odd(Exception):
    def __str__(self):
        raise RuntimeError("no text")


try:
    raise ValueError
except ValueError:
    raise Odd(1)
