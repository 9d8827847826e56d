# Readers and a writer, repaired: counting the readers and acting on the count are one step, under a lock for that alone.
import threading

readers = 0
counting = threading.Lock()
no_writer = threading.Lock()
page = ['old', 'old']


def read():
    global readers
    with counting:
        readers += 1
        if readers == 1:
            no_writer.acquire()
    left, right = page[0], page[1]
    assert left == right, f'half written: {left}, {right}'
    with counting:
        readers -= 1
        if readers == 0:
            no_writer.release()


def write():
    with no_writer:
        page[0] = 'new'
        page[1] = 'new'


threads = [threading.Thread(target=f) for f in (read, read, write)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(page)
