# A cache that throws out. Between `in` and the look-up another thread may throw the entry out to make room for its own.
# explore: exception
import threading

cache = {}


def square(n):
    if n in cache:
        return cache[n]
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
