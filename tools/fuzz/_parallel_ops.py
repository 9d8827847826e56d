"""What tools/fuzz/parallel.py lets threads do at the same time: the operations of _parallel_ops.txt, on objects that all of
them reach.

terrarium --gil=off _parallel_ops.py THREADS SECONDS SEED [OPERATIONS]: groups and names such as list,dict7 (all of them).
terrarium _parallel_ops.py --list: the names with what they do. Whatever an operation raises is its own business; at the end
stands how many were done. `i` is a random number below 1000."""
import array
import bisect
import collections
import contextvars
import copy
import dataclasses
import enum
import functools
import gc
import heapq
import io
import itertools
import json
import logging
import math
import operator
import os
import queue
import random
import re
import string
import sys
import tempfile
import threading
import time
import traceback
import types
import weakref


class Node:
    cls = 0

    def __init__(self, v=0):
        self.v = v

    def m(self):
        return self.v

    def __eq__(self, other):
        return isinstance(other, Node) and self.v == other.v

    def __hash__(self):
        return hash(self.v) & 7

    def __lt__(self, other):
        return self.v < other.v


class Other(Node):
    def m(self):
        return -1


class Slots:
    __slots__ = ("a", "b", "__weakref__")

    def __init__(self):
        self.a = 1
        self.b = 2


class Slots2:
    __slots__ = ("a", "b")


class Props:
    def __init__(self):
        self._x = 0

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @functools.cached_property
    def c(self):
        return object()

    @classmethod
    def cm(cls):
        return cls

    @staticmethod
    def sm():
        return 1


class Get:
    def __getattr__(self, name):
        if name.startswith("q"):
            setattr(self, name, name)
            return name
        raise AttributeError(name)

    def __setattr__(self, name, v):
        object.__setattr__(self, name, v)


class Fin:
    def __init__(self, o=None):
        self.o = o
        self.me = self

    def __del__(self):
        L.append(1)
        len(L) > 200 and L.clear()


class Ctx:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return True


class MyList(list):
    pass


class MyDict(dict):
    def __missing__(self, k):
        self[k] = k
        return k


class MyStr(str):
    pass


class MyInt(int):
    pass


class E(Exception):
    pass


class Color(enum.Enum):
    R = 1
    G = 2
    B = 3


class Fl(enum.Flag):
    A = 1
    B = 2
    C = 4


@dataclasses.dataclass
class DC:
    a: int = 0
    b: list = dataclasses.field(default_factory=list)


# The objects in common. L, D, S, Q: of Nodes and anything; LI, LS, LB, DS: of ints, strings, bytes; ITS: iterators and generators.
L, LI, LS, LB = [Node(i) for i in range(20)], list(range(50)), ["a%d" % i for i in range(20)], [b"x%d" % i for i in range(20)]
D, DS = {i: Node(i) for i in range(20)}, {"k%d" % i: i for i in range(20)}
S, SN, FS = set(range(20)), set(L[:5]), frozenset(L[:5])
Q, QM = collections.deque(range(20)), collections.deque(maxlen=10)
BA, BA2, AR = bytearray(b"hello world" * 10), bytearray(100), array.array("i", range(50))
MV = memoryview(BA2)
DD, CN, OD = collections.defaultdict(list), collections.Counter(), collections.OrderedDict((i, i) for i in range(10))
CM, NT = collections.ChainMap({}, D), collections.namedtuple("NT", "a b")
N, SL, SL2, P, G, NS = Node(5), Slots(), Slots2(), Props(), Get(), types.SimpleNamespace(a=1)
ML, MD, HQ, EV = MyList([1, 2]), MyDict(), [], {}
WVD, WKD, WS = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
ITS, EXC, TB, FN, GV = [None] * 12, E("shared"), None, None, 0
VAR, LOC = contextvars.ContextVar("v", default=0), threading.local()
LOCK, RL, COND, EVT, SEM = threading.Lock(), threading.RLock(), threading.Condition(), threading.Event(), threading.Semaphore(3)
QQ, SQ = queue.Queue(), queue.SimpleQueue()
SIO, BIO, TMP, TB_ = io.StringIO(), io.BytesIO(b"abc\n" * 50), tempfile.TemporaryFile("w+"), tempfile.TemporaryFile()
TMP.write("line\n" * 100)
RX = re.compile(r"(\w+)(\d)")


@functools.lru_cache(maxsize=16)
def cached(x):
    return Node(x)


@functools.lru_cache(maxsize=None)
def cached2(x):
    return [x]


@functools.singledispatch
def sd(x):
    return 0


@sd.register(int)
def _(x):
    return 1


PART = functools.partial(max, 3)
log = logging.getLogger("h")
log.addHandler(logging.StreamHandler(io.StringIO()))
log.propagate = False


def gen(n):
    for i in range(n):
        try:
            yield Node(i)
        except E:
            yield 3


def coro():
    x = 0
    while True:
        x = yield x


def deep(n):
    return deep(n + 1) + 1


def raiser(e):
    raise e


def defaults(a, b=[1], *c, k={}, **d):
    b.append(a)
    len(b) > 20 and b.clear()
    return b, c, k, d


OPERATIONS = {}  # name -> function
TEXTS = {}       # name -> line


def read_operations():
    group, number = "", 0
    with open(os.path.splitext(os.path.abspath(__file__))[0] + ".txt") as file:
        for line in map(str.strip, file):
            if line.startswith("== "):
                group, number = line[3:], 0
            elif line and not line.startswith("#"):
                name, scope = group + str(number), {}
                exec("def f(r, i):\n    global EXC, TB, FN, GV\n    " + line + "\n", globals(), scope)
                OPERATIONS[name], TEXTS[name] = scope["f"], line
                number += 1


def keep_small():
    """What operations have made too large, or too small to be of use."""
    while len(ITS) < 12:
        ITS.append(None)
    if len(L) < 5:
        L[:] = [Node(k) for k in range(20)]
    for what, most in ((L, 200), (LI, 300), (BA, 3000), (D, 200), (MD, 200)):
        if len(what) > most:
            what.clear()
    if len(AR) > 300:
        del AR[50:]


def hammer(functions, seconds, chance, done):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(20):
            try:
                chance.choice(functions)(chance, chance.randrange(1000))
            except (Exception, SystemExit):
                pass
        done[0] += 20
        if done[0] % 100 == 0:
            try:
                keep_small()
            except Exception:  # another thread was there at the same time
                pass


def chosen(words):
    """Of groups and names."""
    return [f for name, f in OPERATIONS.items() if not words or name in words or name.rstrip("0123456789") in words]


def main(threads, seconds, seed, words=()):
    threading.excepthook = sys.unraisablehook = lambda args: None
    functions, done = chosen(words), [[0] for _ in range(threads)]
    hammers = [threading.Thread(target=hammer, args=(functions, seconds, random.Random("%d/%d" % (seed, k)), done[k])) for k in range(threads)]
    for thread in hammers:
        thread.start()
    for thread in hammers:
        thread.join()
    sys.stdout.write("done: %d operations\n" % sum(count for count, in done))


read_operations()
if sys.argv[1:] == ["--list"]:
    for name, text in TEXTS.items():
        print(name + "\t" + text)
else:
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(",") if len(sys.argv) > 4 else ())
