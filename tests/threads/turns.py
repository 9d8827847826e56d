# Threads take turns: one that computes does not keep others from waking, sleeping, reading and collecting.
# modes: plain tco check-heap fibers random gil-off
import _thread
import gc
import os
import sys
import time

stop = False
rounds = [0, 0]


def compute(i):
    while not stop:
        rounds[i] += 1


for i in range(2):
    _thread.start_new_thread(compute, (i,))
late = 0
for _ in range(3):
    start = time.monotonic()
    time.sleep(0.1)
    late = max(late, time.monotonic() - start)
print("in time", late < 3, all(rounds))

# A read of a pipe lets the others run, and so does a write to a full one.
r, w = os.pipe()
got = []


def write():
    time.sleep(0.02)
    os.write(w, b"hello")
    with open(w, "wb", buffering=0, closefd=False) as f:
        data = b"x" * 300000
        while data:
            data = data[f.write(data):]
    os.close(w)


before = sum(rounds)
_thread.start_new_thread(write, ())
got = os.read(r, 5)
print(got, sum(rounds) > before)
n = 0
with open(r, "rb") as f:
    while data := f.read(1000):
        n += len(data)
print(n)


# Generators, exceptions, recursion and the collector in several threads at once.
class Node:
    def __init__(self):
        self.me = self


def numbers(n):
    for i in range(n):
        yield i


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


results = []


def mixed(k):
    total = 0
    for i in numbers(300):
        Node()
        try:
            raise ValueError(i)
        except ValueError as e:
            total += e.args[0]
        total += deep(50)
    gc.collect()
    try:
        deep(10**6)
    except RecursionError:
        total += 1
    results.append((k, total, len(sys._current_frames()) > 1))


for k in range(4):
    _thread.start_new_thread(mixed, (k,))
while len(results) < 4:
    time.sleep(0.001)
print(sorted(results))
stop = True
while _thread._count():
    time.sleep(0.001)

# A generator belongs to one thread at a time.
def slow():
    yield 1
    entered.append(1)
    while not errors:
        time.sleep(0.001)
    yield 2


entered, errors = [], []
g = slow()
next(g)


def second():
    while not entered:
        time.sleep(0.001)
    try:
        next(g)
    except ValueError as e:
        errors.append(str(e))


_thread.start_new_thread(second, ())
print(next(g), errors)
while _thread._count():
    time.sleep(0.001)
old = sys.getswitchinterval()
sys.setswitchinterval(0.001)
print(old, sys.getswitchinterval())
