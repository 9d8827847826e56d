# A swap in two steps, repaired: both reads and both writes under one lock.
import threading

pair = ['left', 'right']
lock = threading.Lock()


def swap():
    with lock:
        pair[0], pair[1] = pair[1], pair[0]


threads = [threading.Thread(target=swap) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(pair)
