# Lost wake-up. notify() wakes those who wait now; it is not kept for those who come later. The consumer looks at `ready`
# without the lock: if the producer notifies between the look and the wait, nobody wakes the consumer any more.
# explore: deadlock
import threading

condition = threading.Condition()
ready = False


def consumer():
    if not ready:
        with condition:
            condition.wait()
    print('got it')


def producer():
    global ready
    ready = True
    with condition:
        condition.notify()


threads = [threading.Thread(target=consumer), threading.Thread(target=producer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
