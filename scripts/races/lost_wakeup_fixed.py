# Lost wake-up, repaired: looking and beginning to wait are one step under the condition's lock, and so are changing what
# is looked at and notifying.
import threading

condition = threading.Condition()
ready = False


def consumer():
    with condition:
        while not ready:
            condition.wait()
    print('got it')


def producer():
    global ready
    with condition:
        ready = True
        condition.notify()


threads = [threading.Thread(target=consumer), threading.Thread(target=producer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
