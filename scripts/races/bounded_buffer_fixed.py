# Bounded buffer, repaired: whoever was woken looks again, and waits again if there is nothing.
import threading

buffer = []
not_empty = threading.Condition()


def consumer():
    with not_empty:
        while not buffer:
            not_empty.wait()
        buffer.pop()


def producer():
    for item in range(2):
        with not_empty:
            buffer.append(item)
            not_empty.notify()


threads = [threading.Thread(target=f) for f in (consumer, consumer, producer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(buffer), 'left')
