# Ctrl-C while the main thread waits for others: it gets KeyboardInterrupt, and what it waited for is as it was.
# modes: plain tco fibers gil-off
import os
import queue
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

SIGINT = 2
stop = threading.Event()


def interrupt():
    time.sleep(0.05)
    os.kill(os.getpid(), SIGINT)


def interrupted(what, function, *args, **kwargs):
    thread = threading.Thread(target=interrupt)
    try:
        thread.start()
        print(what, 'returned', function(*args, **kwargs))
        time.sleep(5)
    except KeyboardInterrupt:
        print(what, 'interrupted')
    thread.join()


lock = threading.Lock()
lock.acquire()
interrupted('lock', lock.acquire)
print(lock.locked())
interrupted('lock with a limit', lock.acquire, timeout=30)
lock.release()
print(lock.acquire(False))
condition = threading.Condition()
with condition:
    interrupted('condition', condition.wait)
    print(condition._is_owned(), len(condition._waiters))
event = threading.Event()
interrupted('event', event.wait, 30)
interrupted('semaphore', threading.Semaphore(0).acquire)
barrier = threading.Barrier(2)
interrupted('barrier', barrier.wait)
print(barrier.broken, barrier.n_waiting)
q = queue.Queue()
interrupted('queue', q.get)
q.put(1)
print(q.get(timeout=1), q.qsize())
simple = queue.SimpleQueue()
interrupted('simple queue', simple.get)
simple.put(2)
print(simple.get(timeout=1), simple.empty())
interrupted('future', Future().result)
worker = threading.Thread(target=stop.wait)
worker.start()
interrupted('join', worker.join)
stop.set()
worker.join()
stop.clear()
worker = threading.Thread(target=stop.wait)
worker.start()
interrupted('join with a limit', worker.join, 30)
stop.set()
worker.join()
print(worker.is_alive())
interrupted('sleep', time.sleep, 30)
with ThreadPoolExecutor(1) as executor:
    stop.clear()
    future = executor.submit(stop.wait)
    interrupted('pool', future.result)
    stop.set()
    print(future.result())
