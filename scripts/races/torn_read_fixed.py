# A torn read, repaired without a lock: what belongs together is one tuple, and one assignment replaces it.
import threading


class Point:
    at = (0, 0)


point = Point()


def move():
    point.at = (5, 5)


def look():
    x, y = point.at
    assert x == y, f'at {x}, {y}: the point was never there'


threads = [threading.Thread(target=f) for f in (move, look)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(*point.at)
