# Condition: waiting, being notified, time-outs and predicates.
# modes: plain tco fibers gil-off
import re
import threading
import time


def attempt(function, *args):
    try:
        print('returned', function(*args))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


condition = threading.Condition()
print(re.sub('0x[0-9a-f]+', '0x', repr(condition)))
print(re.sub('0x[0-9a-f]+', '0x', repr(threading.Condition(threading.Lock()))))
attempt(condition.wait)
attempt(condition.notify)
attempt(condition.notify_all)
attempt(condition.wait_for, lambda: False)
attempt(condition.wait_for, lambda: 'already')
attempt(condition.release)
attempt(threading.Condition, 3)

with condition as entered:
    print(entered, condition.wait(0), condition.wait(0.01), condition.wait(-1))
    print(condition.wait_for(lambda: 0, 0.01), condition.wait_for(lambda: [], timeout=-1))
    print(condition.notify(), condition.notify(5), condition.notify_all())
    calls = []
    condition.wait_for(lambda: calls.append(1), 0)
    print(len(calls))

# A lock of the user's own.
lock = threading.Lock()
mine = threading.Condition(lock)
attempt(mine.notify)
with mine:
    print(lock.locked(), mine.acquire(False), mine.wait(0))
print(lock.locked())

# The lock is let go altogether while waiting, however often it is held.
log = []
ready = threading.Event()


def waiter():
    with condition:
        with condition:
            ready.set()
            log.append(condition.wait(10))
            log.append('woken')


thread = threading.Thread(target=waiter)
thread.start()
ready.wait()
with condition:
    log.append('notifying')
    condition.notify()
thread.join()
print(log)

# notify(n) wakes n, in the order in which they came.
waiting, woken = [], []


def numbered(n):
    with condition:
        waiting.append(n)
        condition.wait()
        woken.append(n)


def until(predicate):
    while not predicate():
        time.sleep(0.001)


threads = []
for n in range(5):
    threads.append(threading.Thread(target=numbered, args=(n,)))
    threads[-1].start()
    until(lambda: len(waiting) == n + 1)
with condition:  # all wait: each let the lock go only by waiting
    print(re.sub('.*, ', '', repr(condition)))
    condition.notify(2)
threads[0].join()
threads[1].join()
print(sorted(woken), [thread.is_alive() for thread in threads])
with condition:
    condition.notify_all()
for thread in threads:
    thread.join()
print(sorted(woken))

# wait_for with a predicate that becomes true.
items = []


def consumer():
    with condition:
        result = condition.wait_for(lambda: items and items[-1] == 'go', timeout=20)
        print('consumer', result, items)


thread = threading.Thread(target=consumer)
thread.start()
for item in ('no', 'not yet', 'go'):
    with condition:
        items.append(item)
        condition.notify()
thread.join()

# Two threads that take turns.
turn, lines = [0], []


def player(me, other):
    for i in range(5):
        with condition:
            condition.wait_for(lambda: turn[0] == me)
            lines.append((me, i))
            turn[0] = other
            condition.notify_all()


players = [threading.Thread(target=player, args=pair) for pair in ((0, 1), (1, 0))]
for thread in players:
    thread.start()
for thread in players:
    thread.join()
print(lines)


# An exception while waiting leaves no one in the list of those that wait.
class Odd(threading.Condition):
    pass


odd = Odd()
with odd:
    attempt(odd.wait, 'x')
    print(re.sub('0x[0-9a-f]+', '0x', re.sub('owner=[0-9]+', '', repr(odd))))
