# notify() wakes the wrong one, repaired: one condition for each thing to wait for, on the same lock. (notify_all() would
# do as well: all look, and one finds what it waits for.)
import threading

lock = threading.Lock()
filled, emptied = threading.Condition(lock), threading.Condition(lock)
box = []  # room for one
got = []


def put(item):
    with lock:
        while box:
            emptied.wait()
        box.append(item)
        filled.notify()


def get():
    with lock:
        while not box:
            filled.wait()
        got.append(box.pop())
        emptied.notify()


threads = []
for item in 'ab':
    threads += [threading.Thread(target=get), threading.Thread(target=put, args=(item,))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(got))
