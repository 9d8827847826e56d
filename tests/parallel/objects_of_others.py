# gc.get_objects() while lists are being filled that no other thread can reach: they stay private, and whole.
# modes: plain gil-off parallel
import gc
import os
import threading

done = threading.Event()
bad = []


def fill(rounds):
    for _ in range(rounds):
        values = list(map(lambda i: (i, [i]), range(200)))
        if [v[0] for v in values] != list(range(200)) or sum(v[1][0] for v in values) != 19900:
            bad.append(values)


def look():
    seen = 0
    while not done.is_set() or not seen:
        objects = gc.get_objects()
        seen += len(objects)
        kept.extend(o for o in objects[-20:] if type(o) is tuple)
        del kept[:-50]
        del objects
        gc.get_referrers(kept)
        gc.get_referents(kept, look)


def look_and_fill():
    half_made = list(map(lambda i: (i, (len(gc.get_objects()) if i < 5 else os.getpid()) > 0), range(60)))
    return all(v == (i, True) for i, v in enumerate(half_made))


kept = []
mine = [["mine"]]
print(any(o is mine for o in gc.get_objects()), any(o is mine for o in gc.get_referrers(mine[0])), gc.get_referents(mine))
print(look_and_fill())
watcher = threading.Thread(target=look)
watcher.start()
fillers = [threading.Thread(target=fill, args=(60,)) for _ in range(2)]
for t in fillers:
    t.start()
for t in fillers:
    t.join()
done.set()
watcher.join()
print(len(bad))
