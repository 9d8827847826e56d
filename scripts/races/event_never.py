# An event that is never set. The worker rings only if it sees somebody waiting; if it looks before the other has said so,
# nobody ever rings.
# explore: deadlock
import threading

waiting = False
finished = threading.Event()


def wait_for_it():
    global waiting
    waiting = True
    finished.wait()


def work():
    if waiting:
        finished.set()


threads = [threading.Thread(target=f) for f in (wait_for_it, work)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print('over')
