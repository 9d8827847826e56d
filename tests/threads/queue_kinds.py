# queue: the orders, the limits, the errors, and counting tasks.
# modes: plain tco fibers gil-off
import queue
import re
import threading
import time


def attempt(function, *args, **kwargs):
    try:
        print('returned', function(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__module__}.{type(error).__name__}: {error}')


def drained(q):
    return [q.get() for _ in range(q.qsize())]


for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue):
    q = kind()
    print(kind, re.sub('0x[0-9a-f]+', '0x', repr(q)), q.empty(), q.qsize())
    for item in (3, 1, 2):
        print(q.put(item), end=' ')
    print(q.empty(), q.qsize(), drained(q))
    attempt(q.get, False)
    attempt(q.get, block=False)
    attempt(q.get_nowait)
    attempt(q.get, True, 0.01)
    attempt(q.get, timeout=0)
    attempt(q.get, timeout=-1)
    attempt(q.get, False, -1)
    q.put_nowait('x')
    q.put('y', False)
    q.put('z', True, 5)
    q.put(item='0')
    print(drained(q))
print(issubclass(queue.LifoQueue, queue.Queue), queue.Queue.__mro__, queue.Empty.__mro__, queue.Full.__mro__)
print(queue.Queue[int], queue.SimpleQueue[int])

# A limit.
for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind(2)
    q.put(1)
    print(q.full(), q.maxsize)
    q.put(2)
    print(q.full(), q.qsize())
    attempt(q.put, 3, False)
    attempt(q.put_nowait, 3)
    attempt(q.put, 3, True, 0.01)
    attempt(q.put, 3, timeout=0)
    attempt(q.put, 3, timeout=-1)
    print(q.get(), q.put(4), q.full(), drained(q))
print(queue.Queue(0).full(), queue.Queue(-1).full(), queue.Queue(-1).put(3, timeout=-1))

# Waiting to put until there is room, to get until there is something.
q = queue.Queue(1)
log = []
q.put('first')


def putter():
    q.put('second')
    log.append('put')


thread = threading.Thread(target=putter)
thread.start()
time.sleep(0.02)
print(log, q.qsize())
print(q.get(), q.get(timeout=10))
thread.join()
print(log)
for q in (queue.Queue(), queue.SimpleQueue()):
    thread = threading.Thread(target=lambda: (time.sleep(0.02), q.put('late')))
    thread.start()
    print(q.get(timeout=20))
    thread.join()

# Tasks.
q = queue.Queue()
attempt(q.task_done)
q.join()
results = []


def worker():
    while True:
        item = q.get()
        if item is not None:
            results.append(item * item)
        q.task_done()
        if item is None:
            break


workers = [threading.Thread(target=worker) for _ in range(3)]
for thread in workers:
    thread.start()
for i in range(20):
    q.put(i)
print(q.unfinished_tasks <= 20)
q.join()
print(sorted(results), q.unfinished_tasks)
for _ in workers:
    q.put(None)
q.join()
for thread in workers:
    thread.join()
attempt(q.task_done)
print(q.empty(), q.unfinished_tasks)

# Priorities: ties go to the rest of the tuple.
q = queue.PriorityQueue()
for entry in ((2, 'b'), (1, 'z'), (1, 'a'), (3, '')):
    q.put(entry)
print(drained(q))
q.put((1, {}))
attempt(q.put, (1, {}))
print(q.qsize(), isinstance(q.queue, list), q.queue)


# A queue of one's own, by overriding what Queue leaves open.
class SetQueue(queue.Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


q = SetQueue()
for item in (1, 1, 1):
    q.put(item)
print(q.qsize(), q.get(), q.empty(), q.maxsize)

# Many producers, many consumers, nothing lost, nothing twice.
for q in (queue.Queue(), queue.Queue(3), queue.SimpleQueue(), queue.LifoQueue(2)):
    got = [[] for _ in range(3)]

    def produce(base):
        for i in range(50):
            q.put(base + i)

    def consume(mine):
        while (item := q.get()) is not None:
            mine.append(item)
    producers = [threading.Thread(target=produce, args=(base,)) for base in (0, 1000, 2000)]
    consumers = [threading.Thread(target=consume, args=(mine,)) for mine in got]
    for thread in producers + consumers:
        thread.start()
    for thread in producers:
        thread.join()
    while not q.empty():
        time.sleep(0.001)
    for _ in consumers:
        q.put(None)
    for thread in consumers:
        thread.join()
    everything = sorted(sum(got, []))
    print(everything == sorted(base + i for base in (0, 1000, 2000) for i in range(50)), q.empty())
