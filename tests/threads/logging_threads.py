# Several threads that log: whole lines, the names of threads, and a queue between them and the handler.
# modes: plain tco fibers gil-off
import io
import logging
import logging.handlers
import queue
import threading

stream = io.StringIO()
logging.basicConfig(stream=stream, level=logging.INFO, format='%(threadName)s %(message)s')


def work(n):
    for i in range(20):
        logging.info('message %d of %d', i, n)


threads = [threading.Thread(target=work, args=(n,), name='worker-%d' % n) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
lines = stream.getvalue().splitlines()
print(len(lines), sorted(lines) == sorted(f'worker-{n} message {i} of {n}' for n in range(4) for i in range(20)))

# Each thread's own lines are in order.
print(all([line for line in lines if line.startswith(f'worker-{n}')] == [f'worker-{n} message {i} of {n}' for i in range(20)]
          for n in range(4)))

output = io.StringIO()
handler = logging.StreamHandler(output)
handler.setFormatter(logging.Formatter('%(name)s: %(message)s'))
records = queue.Queue()
logger = logging.getLogger('queued')
logger.propagate = False
logger.addHandler(logging.handlers.QueueHandler(records))
listener = logging.handlers.QueueListener(records, handler)
listener.start()
threads = [threading.Thread(target=lambda: logger.warning('from %s', 'a thread')) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
try:
    1 / 0
except ZeroDivisionError:
    logger.exception('failed')
listener.stop()
lines = output.getvalue().splitlines()
print(lines[:5], lines[-1], records.empty(), records.unfinished_tasks)
