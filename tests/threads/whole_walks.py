# list(d) and the like go through a dict, a set or a deque in one piece, whatever other threads put in meanwhile.
# modes: plain gil-off parallel fibers random
import collections
import sys
import threading

sys.setswitchinterval(1e-5)
SIZE = 300
table = {i: i for i in range(SIZE)}
items = set(range(SIZE))
row = collections.deque(range(SIZE))
over = False
failures = []


def change():
    k = SIZE
    while not over:
        table[k] = k
        items.add(k)
        row.append(k)
        del table[k]
        items.discard(k)
        row.pop()
        k += 1


def look():
    for _ in range(300):
        try:
            for walk in (list, tuple, set, sorted, sum, max):
                walk(table)
                walk(table.values())
                walk(items)
                walk(row)
            [].extend(row)
            dict(table.items())
            dict.fromkeys(items)
            "".join(map(str, list(table)))
        except RuntimeError as error:
            failures.append(str(error))
            return


changer = threading.Thread(target=change)
lookers = [threading.Thread(target=look) for _ in range(2)]
changer.start()
for t in lookers:
    t.start()
for t in lookers:
    t.join()
over = True
changer.join()
print(failures, len(table), len(items), len(row))
