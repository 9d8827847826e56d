# threading.local: each thread sees its own attributes.
# modes: plain tco fibers gil-off
import threading
import weakref

data = threading.local()
data.value = 'main'
data.others = []


def work():
    print(hasattr(data, 'value'), sorted(vars(data)))
    data.value = 'thread'
    print(data.value, vars(data))
    try:
        data.missing
    except AttributeError as error:
        print(error)
    del data.value
    try:
        data.value
    except AttributeError as error:
        print(error)
    try:
        del data.value
    except AttributeError as error:
        print(type(error).__name__)


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(data.value, data.others)


# __init__ is called again in each thread that touches the object.
class Numbered(threading.local):
    kind = 'class attribute'
    made = []

    def __init__(self, start, *, step=1):
        self.made.append(threading.current_thread().name)
        self.n = start
        self.step = step

    def next(self):
        self.n += self.step
        return self.n


numbers = Numbered(10, step=2)
print(numbers.next(), numbers.next())
thread = threading.Thread(target=lambda: print(numbers.next(), numbers.kind, vars(numbers)), name='second')
thread.start()
thread.join()
print(numbers.next(), Numbered.made)


class Slotted(threading.local):
    __slots__ = ('shared',)


slotted = Slotted()
slotted.shared = 1
thread = threading.Thread(target=lambda: print(slotted.shared))
thread.start()
thread.join()

for bad in (lambda: threading.local(1), lambda: threading.local(a=1)):
    try:
        bad()
    except TypeError as error:
        print(error)


# The values of a thread die with it, those of all threads with the object.
class Value:
    pass


alive = []


def keep():
    data.kept = Value()
    alive.append(weakref.ref(data.kept))


thread = threading.Thread(target=keep)
thread.start()
thread.join()
print(alive[0]() is None)
data.kept = Value()
gone = weakref.ref(data.kept)
del data
print(gone() is None)


# A default through __getattr__.
class Defaults(threading.local):
    def __getattr__(self, name):
        return 'default ' + name


defaults = Defaults()
defaults.a = 1
thread = threading.Thread(target=lambda: print(defaults.a, defaults.b))
thread.start()
thread.join()
print(defaults.a, defaults.b)
