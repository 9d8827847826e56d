# Q3: the same work one after the other, and in four threads.
import threading
from time import perf_counter, sleep


def compute():
    total = 0
    for i in range(500_000):
        total += i * i


def wait():
    sleep(0.05)


def seconds(work, threaded):
    start = perf_counter()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
        if not threaded:
            t.join()
    for t in threads:
        t.join()
    return perf_counter() - start


for work in compute, wait:
    one, four = (min(seconds(work, threaded) for _ in range(3))  # of three
                 for threaded in (False, True))
    print(f"{work.__name__:8} one after the other {one * 1000:.0f} ms,",
          f"in four threads {four * 1000:.0f} ms: {one / four:.1f}x as fast")
