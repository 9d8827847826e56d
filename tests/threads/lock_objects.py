# Lock and RLock: taking, giving back, waiting with a limit, and who may do what.
# modes: plain tco fibers gil-off
import re
import threading
import time


def attempt(function, *args, **kwargs):
    try:
        print('returned', function(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def text(lock):
    return re.sub('owner=[1-9][0-9]*', 'owner=N', re.sub('0x[0-9a-f]+', '0x', repr(lock)))


lock = threading.Lock()
print(text(lock), type(lock), lock.locked())
print(lock.acquire(), lock.locked(), text(lock))
print(lock.acquire(False), lock.acquire(blocking=False), lock.acquire(True, 0.01), lock.acquire(timeout=0))
print(lock.release(), lock.locked())
attempt(lock.release)
with lock as entered:
    print(entered, lock.locked())
print(lock.locked())
try:
    with lock:
        raise KeyError('inside')
except KeyError:
    print('left', lock.locked())
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(lock.acquire, timeout=threading.TIMEOUT_MAX * 2)
attempt(lock.acquire, 'x', 'y')
attempt(lock.acquire, 1, 2, 3)
print(lock.locked())
attempt(type(lock))

# A lock may be given back by another thread.
lock.acquire()
thread = threading.Thread(target=lock.release)
thread.start()
print(lock.acquire(timeout=10))
thread.join()
lock.release()

# Waiting for as long as was said, and no longer.
lock.acquire()
start = time.monotonic()
print(lock.acquire(timeout=0.05), 0.04 < time.monotonic() - start < 5)
lock.release()

# RLock.
rlock = threading.RLock()
print(text(rlock), type(rlock))
print(rlock.acquire(), rlock.acquire(), rlock.acquire(False), rlock.acquire(timeout=1), text(rlock))
for _ in range(4):
    rlock.release()
attempt(rlock.release)
print(text(rlock))
with rlock as entered:
    print(entered, rlock._is_owned())
    with rlock:
        print(text(rlock))
print(rlock._is_owned())


def stranger():
    print(rlock.acquire(False), rlock.acquire(timeout=0.01), rlock._is_owned())
    attempt(rlock.release)


rlock.acquire()
thread = threading.Thread(target=stranger)
thread.start()
thread.join()
rlock.release()
attempt(rlock.acquire, False, 1)
attempt(rlock.acquire, True, -2)
attempt(threading.RLock, 3)

# What Condition needs of it.
rlock.acquire()
rlock.acquire()
state = rlock._release_save()
print(rlock._is_owned(), state[0])
rlock._acquire_restore(state)
print(rlock._is_owned(), text(rlock))
rlock.release()
rlock.release()
attempt(rlock._release_save)


# Nothing is lost under a lock.
class Counter:
    value = 0


def count(n):
    for _ in range(n):
        with lock:
            Counter.value += 1


threads = [threading.Thread(target=count, args=(300,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Counter.value)
