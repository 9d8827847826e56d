# Busy threads delay a sleep of 300 ms by at most 100 ms. Told by the processor time that the process takes meanwhile, so that
# a busy machine does not matter: while the sleep lasts threads take 300 ms of it at most, one at a time.
# expect: 1 busy: True True True
# expect: 3 busy: True True True
# expect: True
# modes: plain tco
import sys
import threading
import time

at_once = 1 if getattr(sys, '_is_gil_enabled', lambda: True)() else 4
stop = False
turns = []


def compute(i):
    while not stop:
        turns[i] += 1


def delays(busy):
    """With so many busy threads: whether a sleep is over in time, and whether all of them had turns meanwhile."""
    for _ in range(busy):
        turns.append(0)
        threading.Thread(target=compute, args=(len(turns) - 1,)).start()
    before, start, used = turns[:], time.monotonic(), time.process_time()
    time.sleep(0.3)
    used, passed = time.process_time() - used, time.monotonic() - start
    print(busy, 'busy:', passed >= 0.3, used < 0.4 * at_once or used, all(a != b for a, b in zip(before[-busy:], turns[-busy:])))


delays(1)
delays(3)

# Nor do they keep each other from going on: with several at work each has its part.
before = turns[:]
time.sleep(0.3)
parts = [a - b for a, b in zip(turns, before)]
print(min(parts) * 20 > max(parts) or parts)
stop = True
