# What tools/bench_threads.py measures: prints seconds of one piece of work, and those of the processor. _threads.py together|sequence|locks|sleep
import sys
import threading
import time


def compute(n=4_000_000):
    total = 0
    for i in range(n):
        total += i & 7
    return total


def run(*functions):
    threads = [threading.Thread(target=f) for f in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def together():
    run(compute, compute)


# In threads too, which have the stacks of the two above: by which distance stack and heap lie apart can cost half as much again.
def sequence():
    run(compute)
    run(compute)


# A lock that is mostly free, and two that are passed to and fro.
def locks():
    lock, a, b = threading.Lock(), threading.Lock(), threading.Lock()
    b.acquire()

    def count():
        for _ in range(300_000):
            with lock:
                pass

    def ping():
        for _ in range(20_000):
            a.acquire()
            b.release()

    def pong():
        for _ in range(20_000):
            b.acquire()
            a.release()

    run(count, count)
    run(ping, pong)


# How much later than asked a thread wakes up beside a busy one: the worst of some sleeps.
def sleep():
    done = []

    def busy():
        while not done:
            pass

    thread = threading.Thread(target=busy)
    thread.start()
    late = 0
    for _ in range(3):
        start = time.perf_counter()
        time.sleep(0.3)
        late = max(late, time.perf_counter() - start - 0.3)
    done.append(1)
    thread.join()
    return late


start = time.perf_counter()
late = {"together": together, "sequence": sequence, "locks": locks, "sleep": sleep}[sys.argv[1]]()
print(late if late is not None else time.perf_counter() - start, time.process_time())
