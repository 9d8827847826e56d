# ThreadPoolExecutor: submitting, mapping, errors, cancelling, shutting down.
# modes: plain tco fibers gil-off
import concurrent.futures as cf
import io
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool


def text(value):
    return re.sub('0x[0-9a-f]+', '0x', str(value))


def attempt(function, *args, **kwargs):
    try:
        print('returned', text(function(*args, **kwargs)))
    except BaseException as error:
        print(f'{type(error).__module__}.{type(error).__name__}: {text(error)}')


def fail(message):
    raise ValueError(message)


with ThreadPoolExecutor(max_workers=3) as executor:
    future = executor.submit(pow, 2, 10)
    print(future.result(), text(future), type(future))
    print(executor.submit(lambda *a, **k: (a, k), 1, 2, fn=3, self=4).result())
    future = executor.submit(fail, 'bad')
    attempt(future.result)
    print(repr(future.exception()), text(future))
    attempt(executor.submit(3).result)
    print(list(executor.map(pow, range(10), [2] * 10)), list(executor.map(str, [])))
    print(list(executor.map(lambda x, y: x + y, [1, 2, 3], [10, 20])))
    attempt(lambda: list(executor.map(fail, ['one', 'two'])))
    attempt(lambda: list(executor.map(time.sleep, [0.2], timeout=0.01)))
    results = executor.map(int, ['1', 'x', '3'])
    print(next(results))
    attempt(next, results)
    attempt(next, results)
    futures = {executor.submit(time.sleep, n / 200): n for n in range(6)}
    print(sorted(futures[f] for f in cf.as_completed(futures)))
    done, not_done = cf.wait([executor.submit(int, n) for n in '123'])
    print(sorted(f.result() for f in done), not_done)
    attempt(executor.submit)
    attempt(executor.submit(sys.exit, 7).result)
attempt(executor.submit, print)
attempt(executor.map, print, [1])
print(executor.shutdown(), executor.shutdown(wait=False))
print(text(executor), executor._max_workers, len(executor._threads) <= 3)

# Threads are started as needed, and carry numbers.
executor = ThreadPoolExecutor(2, thread_name_prefix='pool')
gate = threading.Event()
name = lambda: (threading.current_thread().name, threading.current_thread().daemon)
blocked = executor.submit(lambda: (gate.wait(), name())[1])
while not blocked.running():
    time.sleep(0.001)
print(executor.submit(name).result())
gate.set()
print(blocked.result(), len(executor._threads))
executor.shutdown()
executor = ThreadPoolExecutor(1)
print(re.sub(r'-\d+_', '-N_', executor.submit(name).result()[0]))
executor.shutdown()

# Cancelling what has not begun.
gate = threading.Event()
executor = ThreadPoolExecutor(1)
running = executor.submit(gate.wait)
while not running.running():
    time.sleep(0.001)
waiting = [executor.submit(print, 'never') for _ in range(3)]
print(running.cancel(), waiting[0].cancel(), text(waiting[0]), text(waiting[1]), text(running))
executor.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in waiting])
gate.set()
print(running.result())
executor.shutdown()

# as_completed and wait see the cancelled.
gate = threading.Event()
executor = ThreadPoolExecutor(1)
futures = [executor.submit(gate.wait), executor.submit(print), executor.submit(int, 5)]
futures[1].cancel()
gate.set()
print(sorted(map(futures.index, cf.as_completed(futures, timeout=20))), [f.cancelled() for f in futures])
executor.shutdown()

# The initializer runs once in every thread; one that fails breaks the pool.
data = threading.local()


def prepare(value):
    data.value = value


with ThreadPoolExecutor(2, initializer=prepare, initargs=('prepared',)) as executor:
    print(list(executor.map(lambda _: data.value, range(5))))
stderr, sys.stderr = sys.stderr, io.StringIO()
with ThreadPoolExecutor(2, initializer=fail, initargs=('initializer',)) as executor:
    future = executor.submit(print, 'never')
    attempt(future.result)
    attempt(executor.submit, print)
message, sys.stderr = sys.stderr.getvalue(), stderr
print(re.sub(r'  File "[^"\n]*thread[^"\n]*", line \d+, in (_worker|prepare)\n(    .*\n)*', '', message), end='')
print(BrokenThreadPool.__mro__)

for arguments in ({'max_workers': 0}, {'max_workers': -1}, {'initializer': 3}, {'max_workers': 'x'}):
    attempt(lambda: ThreadPoolExecutor(**arguments))

# A callback runs in the thread that made the call; a call may submit another.
with ThreadPoolExecutor(2, 'cb') as executor:
    names = []
    gate = threading.Event()
    future = executor.submit(gate.wait)
    future.add_done_callback(lambda f: names.append(threading.current_thread().name[:3]))
    gate.set()
    future.result()
    print(executor.submit(lambda: executor.submit(int, '8').result()).result())
print(names)

# An executor that is forgotten ends its threads when the work is done.
before = threading.active_count()
executor = ThreadPoolExecutor(2)
future = executor.submit(int, '9')
del executor
print(future.result())
while threading.active_count() > before:
    time.sleep(0.001)
print('gone')
# What a call raised does not keep its future alive.
import weakref

with ThreadPoolExecutor(1) as executor:
    future = executor.submit(fail, 'freed')
    try:
        future.result()
    except ValueError:
        pass
    gone = weakref.ref(future)
    del future
    executor.submit(int).result()
    print(gone() is None)
