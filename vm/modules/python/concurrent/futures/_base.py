# Future, what an executor is, and waiting for several futures.
# Invariant of Future: _state goes pending, running, finished, or pending, cancelled, cancelled and notified; it changes
# under _condition, and whoever makes a future final tells its watchers under it and calls its callbacks outside it.

import threading
from collections import namedtuple
from time import monotonic as _monotonic
from _queue import Empty as _Empty, SimpleQueue as _SimpleQueue

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
CANCELLED = 'CANCELLED'  # the executor does not know it yet
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'
FINISHED = 'FINISHED'

_cancelled = frozenset((CANCELLED, CANCELLED_AND_NOTIFIED))
_done = frozenset((CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED))
_final = frozenset((CANCELLED_AND_NOTIFIED, FINISHED))


def logger():
    """Where errors go that nobody can be given."""
    import logging
    return logging.getLogger('concurrent.futures')


class Error(Exception):
    """What errors of futures have in common."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The future has a result already."""


class BrokenExecutor(RuntimeError):
    """The executor can do no more work."""


class Future:
    """The result of a call that may not have been made yet."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._watchers = []
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            text = 'cancelled' if self._state in _cancelled else self._state.lower()
            if self._state == FINISHED:
                verb, value = ('raised', self._exception) if self._exception else ('returned', self._result)
                text += f' {verb} {type(value).__name__}'
            return f'<{type(self).__name__} at {id(self):#x} state={text}>'

    def cancel(self):
        """Cancel the call if it has not begun; returns whether it is cancelled."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in _cancelled:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Whether the call was cancelled."""
        with self._condition:
            return self._state in _cancelled

    def running(self):
        """Whether the call is being made."""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Whether the call was made or cancelled."""
        with self._condition:
            return self._state in _done

    def result(self, timeout=None):
        """What the call returned or raised; waits for it, TimeoutError if that takes too long."""
        try:
            self._wait(timeout)
            if self._exception:
                raise self._exception
            return self._result
        finally:
            self = None  # the traceback of the exception would hold the future, and the future the exception

    def exception(self, timeout=None):
        """What the call raised, None if nothing; waits for it, TimeoutError if that takes too long."""
        self._wait(timeout)
        return self._exception

    def _wait(self, timeout):
        with self._condition:
            if self._state not in _done:
                self._condition.wait(timeout)
            if self._state in _cancelled:
                raise CancelledError()
            if self._state != FINISHED:
                raise TimeoutError()

    def add_done_callback(self, fn):
        """Have fn(future) called when the call was made or cancelled; at once if it is so already."""
        with self._condition:
            if self._state not in _done:
                self._done_callbacks.append(fn)
                return
        self._invoke(fn)

    def _invoke(self, callback):
        try:
            callback(self)
        except Exception:
            logger().exception('exception calling callback for %r', self)

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._invoke(callback)

    # For wait() and as_completed()

    def _watch(self, watcher):
        """Have watcher(future) called, by the thread that does it, when the future is final; at once if it is."""
        with self._condition:
            if self._state in _final:
                watcher(self)
            else:
                self._watchers.append(watcher)

    def _unwatch(self, watcher):
        with self._condition:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

    # For executors

    def set_running_or_notify_cancel(self):
        """Mark the call as begun; returns False if it was cancelled and must not be made."""
        with self._condition:
            if self._state == CANCELLED:
                self._settle(CANCELLED_AND_NOTIFIED)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            logger().critical('Future %s in unexpected state: %s', id(self), self._state)
            raise RuntimeError('Future in unexpected state')

    def set_result(self, result):
        """Mark the call as made, and what it returned."""
        self._finish(result, None)

    def set_exception(self, exception):
        """Mark the call as made, and what it raised."""
        self._finish(None, exception)

    def _finish(self, result, exception):
        with self._condition:
            if self._state in _done:
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._result = result
            self._exception = exception
            self._settle(FINISHED)
            self._condition.notify_all()
        self._invoke_callbacks()

    def _settle(self, state):
        self._state = state
        for watcher in self._watchers:
            watcher(self)
        self._watchers.clear()


# Waiting for several

DoneAndNotDoneFutures = namedtuple('DoneAndNotDoneFutures', 'done not_done')


class _Watch:
    """Gives futures in the order in which they become final."""

    def __init__(self, futures, timeout):
        self._end = None if timeout is None else _monotonic() + timeout
        self._finished = _SimpleQueue()
        self._put = self._finished.put
        self.pending = dict.fromkeys(futures)  # keeps the order, and each once
        for future in self.pending:
            future._watch(self._put)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        for future in self.pending:
            future._unwatch(self._put)

    def next(self):
        """The next one; None if the time is over."""
        try:
            if self._end is None:
                future = self._finished.get()
            else:
                left = self._end - _monotonic()
                future = self._finished.get(left > 0, left)
        except _Empty:
            return None
        del self.pending[future]
        return future


def as_completed(fs, timeout=None):
    """Yield the futures as they are done; TimeoutError if that takes too long."""
    with _Watch(fs, timeout) as watch:
        total = len(watch.pending)
        while watch.pending:
            future = watch.next()
            if future is None:
                raise TimeoutError(f'{len(watch.pending)} (of {total}) futures unfinished')
            keep = [future]
            future = None
            yield keep.pop()  # nothing here keeps the future alive while the caller has it


def _raised(future):
    return future._state == FINISHED and future._exception is not None


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all futures are done, or one is, or one has raised; returns two sets, done and not_done."""
    fs = set(fs)
    done = {future for future in fs if future._state in _final}

    def enough(future):
        return return_when == FIRST_COMPLETED or return_when == FIRST_EXCEPTION and _raised(future)

    if len(done) == len(fs) or any(map(enough, done)):
        return DoneAndNotDoneFutures(done, fs - done)
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return condition: {return_when!r}')
    with _Watch(fs - done, timeout) as watch:
        while watch.pending:
            future = watch.next()
            if future is None:
                break
            done.add(future)
            if enough(future):
                break
    return DoneAndNotDoneFutures(done, fs - done)


# Executors

def _result_or_cancel(futures, timeout=None):
    future = futures.pop()
    try:
        return future.result(timeout)
    finally:
        future.cancel()
        del future


class Executor:
    """Something that carries out calls; subclasses say how."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called; returns a Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """An iterator over the results of fn for each of the items, in their order; the calls begin now."""
        end = None if timeout is None else timeout + _monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                futures.reverse()
                while futures:
                    yield _result_or_cancel(futures, None if end is None else end - _monotonic())
            finally:
                for future in futures:
                    future.cancel()
        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls, and let go what is no longer needed."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
