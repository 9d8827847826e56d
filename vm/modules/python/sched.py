# Calls at given times: scheduler keeps events in a heap, by time, then priority, then the order in which they came.

import time
from collections import namedtuple
from heapq import heapify, heappop, heappush
from itertools import count
from threading import RLock
from time import monotonic as _monotonic

__all__ = ['scheduler']

# Events are ordered by their first three fields; no two events of a scheduler have the same number.
Event = namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')


class scheduler:
    """Calls functions at their time. Time is whatever timefunc() says, and delayfunc(n) lets n units of it pass."""

    def __init__(self, timefunc=_monotonic, delayfunc=time.sleep):
        self._queue = []
        self._lock = RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._numbers = count()

    def enterabs(self, time, priority, action, argument=(), kwargs=None):
        """Have action(*argument, **kwargs) called at a time; returns the event."""
        with self._lock:
            event = Event(time, priority, next(self._numbers), action, argument, {} if kwargs is None else kwargs)
            heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=None):
        """Have action(*argument, **kwargs) called after a delay; returns the event."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Remove an event; ValueError if it is not in the queue."""
        with self._lock:
            self._queue.remove(event)
            heapify(self._queue)

    def empty(self):
        """Whether no event is left."""
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Run all events, waiting for each; with blocking=False those that are due: returns the wait for the next."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                wait = self._queue[0].time - self.timefunc()
                event = None if wait > 0 else heappop(self._queue)
            if event is not None:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)  # let others have a turn
            elif blocking:
                self.delayfunc(wait)
            else:
                return wait

    @property
    def queue(self):
        """A list of the events to come, in order."""
        with self._lock:
            return sorted(self._queue)
