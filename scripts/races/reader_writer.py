# Readers and a writer. The first reader locks the writer out and the last one lets it in again, but the readers are
# counted without a lock: a count that is lost lets the writer in while somebody reads, or never.
# explore: deadlock
import threading

readers = 0
no_writer = threading.Lock()
page = ['old', 'old']


def read():
    global readers
    readers += 1
    if readers == 1:
        no_writer.acquire()
    left, right = page[0], page[1]
    assert left == right, f'half written: {left}, {right}'
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
