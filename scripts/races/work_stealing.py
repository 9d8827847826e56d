# Work-stealing queue. The owner takes from one end and the thief from the other. Both look whether something is there
# first; with one task left both see it, and the slower one takes from nothing.
# explore: exception
import threading
from collections import deque

tasks = deque(['a', 'b'])
done = []


def owner():
    while len(tasks) > 0:
        done.append(tasks.pop())


def thief():
    if len(tasks) > 0:
        done.append(tasks.popleft())


threads = [threading.Thread(target=f) for f in (thief, owner)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done))
