# A torn read. The two coordinates belong together, but are written one after the other, and the reader comes in between.
# explore: exception
import threading


class Point:
    x = y = 0


point = Point()


def move():
    point.x = 5
    point.y = 5


def look():
    x, y = point.x, point.y
    assert x == y, f'at {x}, {y}: the point was never there'


threads = [threading.Thread(target=f) for f in (move, look)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(point.x, point.y)
