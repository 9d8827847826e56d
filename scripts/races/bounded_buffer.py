# Bounded buffer with `if` where `while` is needed. A consumer that was woken has to get the lock back first; another
# consumer may come before it and take the item, and the buffer is empty again.
# explore: exception
import threading

buffer = []
not_empty = threading.Condition()


def consumer():
    with not_empty:
        if not buffer:
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
