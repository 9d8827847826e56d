# Semaphore, BoundedSemaphore, Event and Timer.
# modes: plain tco fibers gil-off
import re
import threading
import time


def attempt(function, *args, **kwargs):
    try:
        print('returned', function(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def text(value):
    return re.sub('0x[0-9a-f]+', '0x', repr(value))


semaphore = threading.Semaphore(2)
print(text(semaphore), text(threading.Semaphore()), text(threading.BoundedSemaphore(3)))
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(blocking=False))
print(semaphore.acquire(timeout=0.01), semaphore.acquire(timeout=0), semaphore.acquire(True, -1))
print(semaphore.release(), text(semaphore), semaphore.release(3), text(semaphore))
with semaphore as entered:
    print(entered, text(semaphore))
print(text(semaphore))
attempt(threading.Semaphore, -1)
attempt(threading.Semaphore, 'x')
attempt(semaphore.acquire, False, 1)
attempt(semaphore.release, 0)
attempt(semaphore.release, -1)

bounded = threading.BoundedSemaphore(2)
attempt(bounded.release)
print(bounded.acquire(), text(bounded))
attempt(bounded.release, 2)
attempt(bounded.release, 1)
attempt(bounded.release, 0)
print(text(bounded))
attempt(threading.BoundedSemaphore, -5)


class Own(threading.Semaphore):
    pass


print(text(Own(4)))

# Never more inside than permits.
inside, most = [0], [0]
gate, lock = threading.Semaphore(3), threading.Lock()


def visit():
    with gate:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.002)
        with lock:
            inside[0] -= 1


threads = [threading.Thread(target=visit) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(most[0] <= 3, inside[0], text(gate))

# release(n) wakes several.
gate = threading.Semaphore(0)
threads = [threading.Thread(target=gate.acquire) for _ in range(4)]
for thread in threads:
    thread.start()
gate.release(4)
for thread in threads:
    thread.join()
print(text(gate))

event = threading.Event()
print(text(event), event.is_set(), event.wait(0), event.wait(0.01), event.wait(-1))
print(event.set(), text(event), event.is_set(), event.wait(), event.wait(5))
print(event.clear(), text(event), event.wait(0))
attempt(event.wait, 'x')
results = []
threads = [threading.Thread(target=lambda: results.append(event.wait(20))) for _ in range(4)]
for thread in threads:
    thread.start()
event.set()
for thread in threads:
    thread.join()
print(results)

# Timer.
done = threading.Event()
timer = threading.Timer(0.01, lambda *args, **kwargs: (print('timer', args, kwargs), done.set()), (1,), {'k': 2})
print(timer, timer.interval, timer.args, timer.kwargs)
timer.start()
print(done.wait(10))
timer.join()
print(timer.finished.is_set(), timer.is_alive())
timer = threading.Timer(60, print, ['never'])
print(timer.args, timer.kwargs)
timer.start()
timer.cancel()
timer.join()
print(timer.finished.is_set())
timer = threading.Timer(0, print)
timer.cancel()
timer.start()
timer.join()
print(threading.Timer(1, print).args, threading.Timer(1, print).kwargs)
