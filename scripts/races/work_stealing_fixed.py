# Work-stealing queue, repaired: nobody looks first. Taking is one step that either has a task or says that there is none.
import threading
from collections import deque

tasks = deque(['a', 'b'])
done = []


def owner():
    try:
        while True:
            done.append(tasks.pop())
    except IndexError:
        pass


def thief():
    try:
        done.append(tasks.popleft())
    except IndexError:
        pass


threads = [threading.Thread(target=f) for f in (thief, owner)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done))
