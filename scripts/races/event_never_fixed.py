# An event that is never set, repaired: it is set whether or not somebody waits. An event keeps: who comes later finds it set.
import threading

finished = threading.Event()


def wait_for_it():
    finished.wait()


def work():
    finished.set()


threads = [threading.Thread(target=f) for f in (wait_for_it, work)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print('over')
