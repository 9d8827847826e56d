# modes: plain tco check-heap
# A return out of a loop whose frame somebody has looked at (here: a traceback) left the iterator behind.
import sys


class Watched(list):
    def __iter__(self):
        return Walk(self)


class Walk:
    def __init__(self, items):
        self.items = items[:]

    def __iter__(self):
        return self

    def __next__(self):
        return self.items.pop()

    def __del__(self):
        print("walk ends")


def retry():
    for x in Watched([1, 2]):
        try:
            1 / 0
        except ZeroDivisionError:
            pass
        return x


def looked_at():
    for x in Watched([1, 2]):
        for y in Watched([3]):
            sys._getframe().f_locals
            return x, y


def generate():
    for x in Watched([1, 2]):
        try:
            yield x
            raise KeyError
        except KeyError:
            return


print(retry())
print(looked_at())
print(list(generate()))
