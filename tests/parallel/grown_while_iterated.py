# A list that another thread makes longer just as a loop over it comes to its end: the loop goes on, and nothing is lost.
# modes: plain gil-off
import threading


class Item:
    pass


items = [Item() for _ in range(10)]
done = False


def grow():
    for _ in range(3000):
        items[2:5] = items[3:9]
        if len(items) > 60:
            del items[10:]


def walk():
    while not done:
        assert not any(item is None for item in items)


walkers = [threading.Thread(target=walk) for _ in range(3)]
for t in walkers:
    t.start()
growers = [threading.Thread(target=grow) for _ in range(2)]
for t in growers:
    t.start()
for t in growers:
    t.join()
done = True
for t in walkers:
    t.join()
print("done")
