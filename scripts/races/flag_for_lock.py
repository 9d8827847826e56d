# A flag instead of a lock. Looking at the flag and setting it are two steps; two threads can both find it down.
# explore: exception
import threading

busy = False
inside = []


def work(name):
    global busy
    while busy:
        pass
    busy = True
    inside.append(name)
    assert len(inside) == 1, f'{inside} at the same time'
    inside.remove(name)
    busy = False


threads = [threading.Thread(target=work, args=(name,)) for name in ('Ann', 'Bob')]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(inside)
