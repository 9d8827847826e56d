# _thread: locks that threads wait for, RLock, time-outs, and what a thread leaves behind.
# modes: plain tco check-heap fibers random gil-off
import _thread
import time


def wait_until(condition):
    while not condition():
        time.sleep(0.001)


lock = _thread.allocate_lock()
ended = []
total = 0


def add(name, times):
    global total
    for _ in range(times):
        with lock:
            total += 1
    ended.append(name)


for name in "abcd":
    _thread.start_new_thread(add, (name,), {"times": 5000})
wait_until(lambda: len(ended) == 4)
print(total, sorted(ended))

# A lock may be released by another thread than its holder.
lock.acquire()
_thread.start_new_thread(lock.release, ())
print(lock.acquire(timeout=10), lock.locked())
print(lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(timeout=0))
lock.release()
for wrong in ((False, 1), (True, -2), (True, 1e20)):
    try:
        lock.acquire(*wrong)
    except Exception as e:
        print(type(e).__name__, e)
try:
    lock.release()
except RuntimeError as e:
    print(e)

r = _thread.RLock()
print(r.acquire(), r.acquire(), r._is_owned())
seen = []


def other():
    seen.append((r._is_owned(), r.acquire(False), r.acquire(timeout=0.01)))
    try:
        r.release()
    except RuntimeError as e:
        seen.append(str(e))
    with r:
        seen.append(r._is_owned())


_thread.start_new_thread(other, ())
wait_until(lambda: len(seen) == 2)
state = r._release_save()
wait_until(lambda: len(seen) == 3)
r._acquire_restore(state)
print(seen, r._is_owned())
r.release()
r.release()
print(r._is_owned())

# What each thread has for itself.
local = _thread._local()
local.x = 1


class Mine(_thread._local):
    kind = "class"

    def __init__(self, *args, **kwargs):
        self.args = args, kwargs
        made.append(_thread.get_ident())


made = []
mine = Mine(1, b=2)
mine.y = 3
results = []


def look():
    results.append(hasattr(local, "x"))
    local.x = 2
    results.append((local.x, local.__dict__, mine.__dict__, mine.kind))


_thread.start_new_thread(look, ())
wait_until(lambda: len(results) == 2)
print(results, local.x, sorted(mine.__dict__.items()), len(set(made)))
del local.x
print(hasattr(local, "x"))
try:
    _thread._local(1)
except TypeError as e:
    print(e)


# Values of a thread's local go when the thread has ended.
class Noisy:
    def __del__(self):
        gone.append(_thread.get_ident() != main)


gone = []
main = _thread.get_ident()


def keep():
    local.noisy = Noisy()


_thread.start_new_thread(keep, ())
wait_until(lambda: gone)
print(gone)

# The sentinel: released at the thread's end.
sentinels = []


def guarded():
    sentinels.append(_thread._set_sentinel())
    sentinels[0].acquire()


_thread.start_new_thread(guarded, ())
wait_until(lambda: sentinels and not sentinels[0].locked())
print("ended")
wait_until(lambda: _thread._count() == 0)

for wrong in ((1, ()), (len, 1), (len, (), 1)):
    try:
        _thread.start_new_thread(*wrong)
    except TypeError as e:
        print(e)


def leave():
    ended.append("left")
    _thread.exit()
    ended.append("not here")


ended.clear()
_thread.start_new_thread(leave, ())
wait_until(lambda: ended and _thread._count() == 0)
print(ended)
