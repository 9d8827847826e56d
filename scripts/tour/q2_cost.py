# Q2: append, 50,000 times: by one thread, also with a lock each time; by
# two threads at once, to a list each or to one list.
import threading
from time import perf_counter
common, lock = [0], threading.Lock()


def plain(items=None):
    items = items or []
    for i in range(50_000):
        items.append(i)


def one_list():
    plain(common)


def locked():
    items = []
    for i in range(50_000):
        with lock:
            items.append(i)


def seconds(work, count):
    threads = [threading.Thread(target=work) for _ in range(count - 1)]
    start = perf_counter()
    [t.start() for t in threads]
    work()
    [t.join() for t in threads]
    return perf_counter() - start


for name, count, work in (("one thread", 1, plain),
                          ("one thread, a lock each time", 1, locked),
                          ("two threads, a list each", 2, plain),
                          ("two threads, one list", 2, one_list)):
    best = min(seconds(work, count) for _ in range(3))
    print(f"{name:28} {best * 1000:6.1f} ms")
