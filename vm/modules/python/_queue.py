# Shown as native code.
# SimpleQueue: a queue without limits, whose put() never waits, so that finalisers may call it at any moment.
# Invariant: a getter looks at _items again after it has joined _waiters, and put() looks at _waiters after it has added
# its item; single operations of deque are atomic, so no lock is held and no wake-up is lost.

from _collections import deque as _deque
from _terrarium import make_native as _make_native
from _thread import allocate_lock as _allocate_lock
from time import monotonic as _monotonic

__all__ = ['Empty', 'SimpleQueue']


class Empty(Exception):
    """Exception raised by Queue.get(block=0)/get_nowait()."""


class SimpleQueue:
    """Simple, unbounded, reentrant FIFO queue."""

    __slots__ = ('_items', '_waiters', '__weakref__')
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self):
        self._items = _deque()
        self._waiters = _deque()

    def put(self, item, block=True, timeout=None):
        """Put the item on the queue; block and timeout are there for likeness with Queue."""
        self._items.append(item)
        self._wake()

    def put_nowait(self, item):
        """Put the item on the queue."""
        self.put(item)

    def get(self, block=True, timeout=None):
        """Remove and return the first item; waits for one, unless told not to or for how long."""
        end = None
        if block and timeout is not None:
            if timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            end = _monotonic() + timeout
        while True:
            try:
                return self._items.popleft()
            except IndexError:
                if not block:
                    raise Empty from None
            if not self._sleep(end):
                block = False  # one last look

    def get_nowait(self):
        """Remove and return the first item; Empty if there is none."""
        return self.get(False)

    def empty(self):
        """Return True if the queue is empty, False otherwise (not reliable!)."""
        return not self._items

    def qsize(self):
        """Return the approximate size of the queue (not reliable!)."""
        return len(self._items)

    def _wake(self):
        try:
            self._waiters.popleft().release()
        except IndexError:
            pass

    def _sleep(self, end):
        """Wait until put() was called or it is later than end; False if the time is over."""
        waiter = _allocate_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        woken = False
        try:
            if self._items:
                return True
            if end is None:
                woken = waiter.acquire()
            else:
                woken = waiter.acquire(True, max(end - _monotonic(), 0))
            return woken
        finally:
            if not woken:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    self._wake()  # put() woke this one, which may not be going to take the item


_make_native(SimpleQueue)
