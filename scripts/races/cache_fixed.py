# A cache that throws out, repaired: one look-up that may find nothing, and the clearing under a lock, so that it is never
# fuller than it should be either.
import threading

cache = {}
lock = threading.Lock()


def square(n):
    known = cache.get(n)
    if known is not None:
        return known
    with lock:
        cache.clear()  # room for one
        cache[n] = n * n
    return n * n


def work(n):
    assert square(n) == square(n)


threads = [threading.Thread(target=work, args=(n,)) for n in (3, 4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print('done')
