# A flag instead of a lock, repaired: a lock looks and takes in one step (and lets the one who waits sleep meanwhile).
import threading

busy = threading.Lock()
inside = []


def work(name):
    with busy:
        inside.append(name)
        assert len(inside) == 1, f'{inside} at the same time'
        inside.remove(name)


threads = [threading.Thread(target=work, args=(name,)) for name in ('Ann', 'Bob')]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(inside)
