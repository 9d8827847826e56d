# SimpleQueue.put() may be called by a finaliser while the same thread is in put() or get().
# modes: plain tco fibers gil-off
import gc
import queue
import threading

q = queue.SimpleQueue()


class Circle:
    def __init__(self):
        self.me = self

    def __del__(self):
        q.put('finalised')


gc.disable()
for _ in range(10):
    Circle()
gc.enable()
gc.set_threshold(5)
for i in range(300):
    q.put([i])
gc.collect()
gc.set_threshold(700)
items = [q.get() for _ in range(q.qsize())]
print(items.count('finalised'), [item[0] for item in items if item != 'finalised'] == list(range(300)))

# Those that wait are woken one by one, each by one put.
results = queue.SimpleQueue()
threads = [threading.Thread(target=lambda: results.put(q.get())) for _ in range(6)]
for thread in threads:
    thread.start()
for i in range(6):
    q.put(i)
for thread in threads:
    thread.join()
print(sorted(results.get() for _ in range(6)), q.empty())

# A waiter that gave up does not swallow the wake-up of another.
for _ in range(20):
    threads = [threading.Thread(target=lambda: results.put(q.get(timeout=20)))]

    def hasty():
        try:
            results.put(q.get(timeout=0.0005))
        except queue.Empty:
            pass
    threads += [threading.Thread(target=hasty) for _ in range(2)]
    for thread in threads:
        thread.start()
    for i in range(3):
        q.put(i)
    for thread in threads:
        thread.join()
    while not q.empty():
        q.get()
print(results.qsize() >= 20, q.empty())
