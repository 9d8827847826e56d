# ThreadPoolExecutor: a queue of calls, and threads that make them.
# The threads know the _Crew and not the executor, so that one that is forgotten ends its threads. None in the queue
# means that nothing comes after it; whoever finds it leaves it there for the others.

import threading
from itertools import count
from _queue import Empty as _Empty, SimpleQueue as _SimpleQueue
from _weakref import ref as _ref
from concurrent.futures._base import BrokenExecutor, Executor, Future, logger as _logger

_lock = threading.Lock()  # guards _exiting; taken inside a crew's
_exiting = False
_workers = {}  # the running threads, and the crew of each
_no_initializer = 'A thread initializer failed, the thread pool is not usable anymore'


def _at_exit():
    global _exiting
    with _lock:
        _exiting = True
    running = list(_workers.items())
    for thread, crew in running:
        crew.queue.put(None)
    for thread, crew in running:
        thread.join()


threading._register_atexit(_at_exit)


class BrokenThreadPool(BrokenExecutor):
    """A thread of the pool could not be prepared for its work."""


class _Call:
    """A call to be made, and the future that is told what came of it."""

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as error:
            self.future.set_exception(error)
            self = None  # the traceback holds this frame
        else:
            self.future.set_result(result)


class _Crew:
    """What the threads of a pool share."""

    def __init__(self, initializer, initargs):
        self.lock = threading.Lock()
        self.queue = _SimpleQueue()
        self.idle = 0  # threads that have been promised no call; right as long as there may be more threads
        self.initializer = initializer
        self.initargs = initargs
        self.broken = False
        self.shutdown = False

    def take_all(self):
        """Empty the queue; returns the futures of the calls that were in it."""
        futures = []
        try:
            while True:
                call = self.queue.get_nowait()
                if call is not None:
                    futures.append(call.future)
        except _Empty:
            return futures

    def prepare(self):
        """Call the initializer; returns whether it succeeded."""
        try:
            self.initializer(*self.initargs)
        except BaseException:
            try:
                _logger().critical('Exception in initializer:', exc_info=True)
            finally:
                with self.lock:
                    self.broken = _no_initializer
                    futures = self.take_all()
                    self.queue.put(None)
                for future in futures:
                    future.set_exception(BrokenThreadPool(_no_initializer))
            return False
        return True

    def work(self):
        """Make calls until there are no more to come."""
        while True:
            call = self.queue.get()
            if call is None:
                self.queue.put(None)
                break
            call.run()
            call = None
            with self.lock:
                self.idle += 1


def _worker(crew):
    try:
        if crew.initializer is None or crew.prepare():
            crew.work()
    except BaseException:
        _logger().critical('Exception in worker', exc_info=True)
    finally:
        _workers.pop(threading.current_thread(), None)


class ThreadPoolExecutor(Executor):
    """Makes calls in up to max_workers threads, which are started as they are needed."""

    _counter = count().__next__

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            import os
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        crew = _Crew(initializer, initargs)
        put = crew.queue.put
        crew.owner = _ref(self, lambda _: put(None))
        self._crew = crew
        self._max_workers = max_workers
        self._work_queue = crew.queue
        self._threads = set()
        self._thread_name_prefix = thread_name_prefix or f'ThreadPoolExecutor-{self._counter()}'

    def submit(self, fn, /, *args, **kwargs):
        crew = self._crew
        with crew.lock, _lock:
            if crew.broken:
                raise BrokenThreadPool(crew.broken)
            if crew.shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _exiting:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = Future()
            crew.queue.put(_Call(future, fn, args, kwargs))
            if crew.idle > 0:
                crew.idle -= 1
            elif len(self._threads) < self._max_workers:
                self._start_thread()
            return future

    submit.__doc__ = Executor.submit.__doc__

    def _start_thread(self):
        thread = threading.Thread(name=f'{self._thread_name_prefix}_{len(self._threads)}', target=_worker,
                                  args=(self._crew,))
        _workers[thread] = self._crew
        try:
            thread.start()
        except BaseException:
            del _workers[thread]
            raise
        self._threads.add(thread)

    def shutdown(self, wait=True, *, cancel_futures=False):
        crew = self._crew
        with crew.lock:
            crew.shutdown = True
            futures = crew.take_all() if cancel_futures else ()
            crew.queue.put(None)
        for future in futures:
            future.cancel()
        if wait:
            for thread in self._threads:
                thread.join()

    shutdown.__doc__ = Executor.shutdown.__doc__
