# Q2: lists that have a lock each. Adding one list to another takes two.
import threading


class LockedList:
    def __init__(self, *items):
        self.items = list(items)
        self.lock = threading.Lock()

    def extend(self, other):
        with self.lock:
            with other.lock:
                self.items += other.items


a, b = LockedList(1), LockedList(2)
threads = [threading.Thread(target=a.extend, args=(b,)),
           threading.Thread(target=b.extend, args=(a,))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(a.items) + len(b.items))
