# What threads wait for: Condition, Semaphore, Event and Barrier, made of the locks of _thread.
# A waiting thread sleeps in a lock of its own, taken twice; waking it is releasing that lock.
# Invariant of Condition: _waiters holds the locks of those not yet notified; it changes while the condition is held.

from _collections import deque as _deque
from _thread import RLock as _RLock, allocate_lock as _allocate_lock
from time import monotonic as _monotonic

__name__ = 'threading'


def deprecated(old, new):
    """Warn the caller's caller that a name has been replaced."""
    import warnings
    warnings.warn(f'{old} is deprecated, {new} instead', DeprecationWarning, stacklevel=3)


class Condition:
    """A lock together with a place to wait, without holding it, until another thread notifies."""

    def __init__(self, lock=None):
        if lock is None:
            lock = _RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # A lock that can be held several times has its own ways of letting go altogether.
        for name in ('_release_save', '_acquire_restore', '_is_owned'):
            method = getattr(lock, name, None)
            if method is not None:
                setattr(self, name, method)
        self._waiters = _deque()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._waiters)})>'

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, state):
        self._lock.acquire()

    def _is_owned(self):
        # Somebody holds the lock, and the caller is the one who is expected to.
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Let the lock go and sleep until notified or until the time is over; returns whether notified."""
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = _allocate_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        notified = False
        state = self._release_save()
        try:
            if timeout is None:
                notified = waiter.acquire()
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
        finally:
            self._acquire_restore(state)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    notified = True  # meanwhile, while this thread was getting the lock back
        return notified

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true or the time is over; returns what it gave last."""
        result = predicate()
        if result:
            return result
        if timeout is None:
            while not result:
                self.wait()
                result = predicate()
            return result
        end = _monotonic() + timeout
        left = timeout
        while True:
            self.wait(left)
            result = predicate()
            left = end - _monotonic()
            if result or left <= 0:
                return result

    def notify(self, n=1):
        """Wake up to n of the threads that wait, those first that have waited longest."""
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        waiters = self._waiters
        while waiters and n > 0:
            waiters.popleft().release()
            n -= 1

    def notify_all(self):
        """Wake all threads that wait."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """The old name of notify_all()."""
        deprecated('notifyAll()', 'use notify_all()')
        self.notify_all()


class Semaphore:
    """A number of permits: acquire() takes one and waits while there is none, release() gives some back."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(_allocate_lock())
        self._value = value

    def _text(self):
        return f'{self._value}'

    def __repr__(self):
        cls = type(self)
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._text()}>'

    def acquire(self, blocking=True, timeout=None):
        """Take a permit; returns False if there was none in time."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if self._value == 0:
                if not blocking or not self._cond.wait_for(self._any_left, timeout):
                    return False
            self._value -= 1
            return True

    __enter__ = acquire

    def _any_left(self):
        return self._value != 0

    def release(self, n=1):
        """Give n permits back."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._check(n)
            self._value += n
            self._cond.notify(n)

    def _check(self, n):
        pass

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be given more permits than it began with."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def _text(self):
        return f'{self._value}/{self._initial_value}'

    def _check(self, n):
        if self._value + n > self._initial_value:
            raise ValueError('Semaphore released too many times')


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(_allocate_lock())
        self._flag = False

    def __repr__(self):
        cls = type(self)
        state = 'set' if self._flag else 'unset'
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>'

    def is_set(self):
        """Whether the flag is set."""
        return self._flag

    def isSet(self):
        """The old name of is_set()."""
        deprecated('isSet()', 'use is_set()')
        return self.is_set()

    def set(self):
        """Set the flag and wake all that wait for it."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Take the flag back: wait() blocks again."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is set; returns False if the time was over before."""
        with self._cond:
            return self._flag or self._cond.wait(timeout)


class BrokenBarrierError(RuntimeError):
    """A barrier that is waited at was reset, or is broken."""


class _Round:
    """One filling of a barrier: those who wait together, and how it ended."""

    __slots__ = ('count', 'passed', 'broken')

    def __init__(self):
        self.count = 0
        self.passed = self.broken = False

    def over(self):
        return self.passed or self.broken


class Barrier:
    """A place where threads wait for each other until a given number of them has come."""

    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(_allocate_lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._round = _Round()

    def __repr__(self):
        cls = type(self)
        state = 'broken' if self.broken else f'waiters={self.n_waiting}/{self.parties}'
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>'

    def wait(self, timeout=None):
        """Wait for the others; returns the number of those that came before."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            round = self._round
            if round.broken:
                raise BrokenBarrierError
            index = round.count
            round.count = index + 1
            if round.count == self._parties:
                self._pass(round)
            else:
                self._await(round, timeout)
            return index

    def _pass(self, round):
        try:
            if self._action:
                self._action()
        except BaseException:
            self._break(round)
            raise
        round.passed = True
        self._renew(round)

    def _await(self, round, timeout):
        try:
            in_time = self._cond.wait_for(round.over, timeout)
        except BaseException:
            if not round.over():
                round.count -= 1  # the others wait for one more
            raise
        if not in_time:
            self._break(round)
        if round.broken:
            raise BrokenBarrierError

    def _renew(self, round):
        if self._round is round:
            self._round = _Round()
        self._cond.notify_all()

    def _break(self, round):
        round.broken = True
        self._cond.notify_all()

    def reset(self):
        """Make the barrier empty; threads that wait at it get BrokenBarrierError."""
        with self._cond:
            round = self._round
            round.broken = True
            self._renew(round)

    def abort(self):
        """Break the barrier: all waits fail, now and until reset()."""
        with self._cond:
            self._break(self._round)

    @property
    def parties(self):
        """How many threads the barrier waits for."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads wait now."""
        round = self._round
        return 0 if round.broken else round.count

    @property
    def broken(self):
        """Whether waiting fails."""
        return self._round.broken
