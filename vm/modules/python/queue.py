# Queues between threads: Queue, LifoQueue and PriorityQueue, with a limit and a count of tasks; _queue has SimpleQueue.
# Invariant: items and counts change only under mutex, which the three conditions share.

import threading
from collections import deque
from heapq import heappush, heappop
from time import monotonic as _monotonic
from _queue import Empty, SimpleQueue

__all__ = ['Empty', 'Full', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


class Full(Exception):
    """Raised by put() when the queue stays full."""


def _wait(condition, blocked, error, block, timeout):
    """Wait at the condition while blocked(); raise error if that takes too long, or any time when block is false."""
    if not block:
        if blocked():
            raise error
    elif timeout is None:
        while blocked():
            condition.wait()
    elif timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    else:
        end = _monotonic() + timeout
        while blocked():
            left = end - _monotonic()
            if left <= 0:
                raise error
            condition.wait(left)


class Queue:
    """A queue, first in, first out. With a positive maxsize put() waits while it is full."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0

    def task_done(self):
        """Tell that an item that was got has been dealt with; join() waits until all have."""
        with self.all_tasks_done:
            if self.unfinished_tasks <= 0:
                raise ValueError('task_done() called too many times')
            self.unfinished_tasks -= 1
            if self.unfinished_tasks == 0:
                self.all_tasks_done.notify_all()

    def join(self):
        """Wait until task_done() was called for every item."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """How many items there are, at the moment of asking."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether there is no item, at the moment of asking."""
        return self.qsize() == 0

    def full(self):
        """Whether there are maxsize items, at the moment of asking."""
        with self.mutex:
            return self._is_full()

    def put(self, item, block=True, timeout=None):
        """Add an item; waits for room, unless told not to or for how long: Full is raised then."""
        with self.not_full:
            if self.maxsize > 0:
                _wait(self.not_full, self._is_full, Full, block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Remove an item and return it; waits for one, unless told not to or for how long: Empty is raised then."""
        with self.not_empty:
            _wait(self.not_empty, self._is_empty, Empty, block, timeout)
            item = self._get()
            self.not_full.notify()
            return item

    def put_nowait(self, item):
        """Add an item, or raise Full at once."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove an item and return it, or raise Empty at once."""
        return self.get(block=False)

    def _is_full(self):
        return 0 < self.maxsize <= self._qsize()

    def _is_empty(self):
        return not self._qsize()

    # What subclasses override; called under mutex.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()


class PriorityQueue(Queue):
    """A queue that gives its smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """A queue that gives its latest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()
