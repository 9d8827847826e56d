# Threads: Thread and the list of those that run; what they wait for is in threading/_sync.py.
# Invariants: _active holds every thread that has begun and not ended, by its number; it and _ends change only under
# _registry. A thread is over when the lock that _thread releases at its end is free.

import sys as _sys
from _thread import (RLock as _RLock, TIMEOUT_MAX, _ExceptHookArgs as ExceptHookArgs, _excepthook as excepthook,
                     _local as local, _set_sentinel, allocate_lock as _allocate_lock, error as ThreadError,
                     get_ident, get_native_id, stack_size, start_new_thread as _start_new_thread)
from threading._sync import (Barrier, BoundedSemaphore, BrokenBarrierError, Condition, Event, Semaphore,
                             deprecated as _deprecated)

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'TIMEOUT_MAX',
           'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError',
           'Timer', 'ThreadError', 'setprofile', 'settrace', 'local', 'stack_size', 'excepthook', 'ExceptHookArgs',
           'gettrace', 'getprofile', 'get_native_id']

Lock = _allocate_lock
__excepthook__ = excepthook

_registry = _RLock()  # may be wanted again by a finaliser while it is held
_active = {}
_ends = set()  # the locks of threads that the program waits for when it exits, and of some that are over
_ends_bound = 16  # at this size _ends gets rid of the latter
_names = 0
_at_exit = []
_shutting_down = False
_trace_hook = _profile_hook = None


def RLock(*args, **kwargs):
    """A lock that the thread which holds it may take again."""
    return _RLock(*args, **kwargs)


def _new_name(kind):
    global _names
    with _registry:
        _names += 1
        return f'{kind}-{_names}'


def _expect_end(end):
    global _ends_bound
    if len(_ends) >= _ends_bound:
        for other in [other for other in _ends if not other.locked()]:
            _ends.discard(other)
        _ends_bound = 2 * len(_ends) + 16
    _ends.add(end)


class Thread:
    """A function call, or a run() method, that goes on beside the rest of the program."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        if name:
            name = str(name)
        else:
            name = _new_name('Thread')
            if target is not None:
                try:
                    name += f' ({target.__name__})'
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = self._native_id = None
        self._is_started = self._is_stopped = False
        self._begun = self._end = None
        self._usual_hooks = _usable_hooks()
        self._initialized = True

    def __repr__(self):
        assert self._initialized, 'Thread.__init__() was not called'
        self.is_alive()  # notes the end
        status = 'stopped' if self._is_stopped else 'started' if self._is_started else 'initial'
        if self._daemonic:
            status += ' daemon'
        if self._ident is not None:
            status += f' {self._ident}'
        return f'<{type(self).__name__}({self._name}, {status})>'

    def start(self):
        """Begin to run; returns when the new thread is there. Once only."""
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        begun = _allocate_lock()
        begun.acquire()
        with _registry:
            if self._begun is not None:
                raise RuntimeError('threads can only be started once')
            self._begun = begun
        try:
            _start_new_thread(self._bootstrap_inner, ())
        except Exception:
            self._begun = None
            raise
        begun.acquire()

    def run(self):
        """What the thread does: calls the target. To be overridden in subclasses."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # Once called they are not needed; one of the arguments may refer to the thread.
            del self._target, self._args, self._kwargs

    def _register(self):
        self._ident = get_ident()
        self._native_id = get_native_id()
        with _registry:
            _active[self._ident] = self
            if self._end is not None and not self._daemonic:
                _expect_end(self._end)
        self._is_started = True

    def _bootstrap_inner(self):
        self._end = _set_sentinel()
        self._end.acquire(False)
        self._register()
        self._begun.release()
        if _trace_hook:
            _sys.settrace(_trace_hook)
        if _profile_hook:
            _sys.setprofile(_profile_hook)
        try:
            self.run()
        except:  # noqa: E722 (whatever it is, it ends here)
            _report_exception(self)
        finally:
            self._usual_hooks = None
            _sys.settrace(None)
            _sys.setprofile(None)
            with _registry:
                del _active[self._ident]

    def _await_end(self, blocking=True, timeout=-1):
        end = self._end
        if end is None:
            return
        over = False
        try:
            over = end.acquire(blocking, timeout)
        finally:
            if over:
                end.release()
                self._note_end()

    def _note_end(self):
        self._is_stopped = True
        self._end = None

    def join(self, timeout=None):
        """Wait until the thread ends or the time is over; is_alive() tells which."""
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._is_started:
            raise RuntimeError('cannot join thread before it is started')
        if self._ident == get_ident():
            raise RuntimeError('cannot join current thread')
        if timeout is None:
            self._await_end()
        else:
            self._await_end(timeout=max(timeout, 0))

    def is_alive(self):
        """Whether the thread runs."""
        assert self._initialized, 'Thread.__init__() not called'
        if self._is_stopped or not self._is_started:
            return False
        self._await_end(False)
        return not self._is_stopped

    @property
    def name(self):
        """A text for people to read; several threads may have the same."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, 'Thread.__init__() not called'
        self._name = str(name)

    @property
    def ident(self):
        """The number that get_ident() gives in the thread; None before it starts."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._ident

    @property
    def native_id(self):
        """The number the system gave the thread; None before it starts."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._native_id

    @property
    def daemon(self):
        """Whether the program may end without waiting for the thread."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._is_started:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        """The old way to ask for daemon."""
        _deprecated('isDaemon()', 'get the daemon attribute')
        return self.daemon

    def setDaemon(self, daemonic):
        """The old way to set daemon."""
        _deprecated('setDaemon()', 'set the daemon attribute')
        self.daemon = daemonic

    def getName(self):
        """The old way to ask for name."""
        _deprecated('getName()', 'get the name attribute')
        return self.name

    def setName(self, name):
        """The old way to set name."""
        _deprecated('setName()', 'set the name attribute')
        self.name = name


def _usable_hooks():
    """excepthook and sys.excepthook as they are now: for the case that they are taken away before the thread fails."""
    for module, hook in ('threading', excepthook), ('sys', _sys.excepthook):
        if hook is None:
            raise RuntimeError(f'{module}.excepthook is None')
    return excepthook, _sys.excepthook


def _report_exception(thread):
    """Hand what ended a thread to excepthook; if that fails too, tell so as the interpreter would."""
    usual, usual_of_sys = thread._usual_hooks
    try:
        hook = usual if excepthook is None else excepthook
        hook(ExceptHookArgs([*_sys.exc_info(), thread]))
    except Exception as error:
        error.__suppress_context__ = True
        if _sys.stderr is not None:
            print('Exception in threading.excepthook:', file=_sys.stderr, flush=True)
        show = usual_of_sys if _sys.excepthook is None else _sys.excepthook
        show(type(error), error, error.__traceback__)


class Timer(Thread):
    """A thread that calls a function after some seconds, unless cancel() comes first."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Do not call the function any more."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread that the program began with. It ends in _shutdown()."""

    def __init__(self):
        Thread.__init__(self, name='MainThread', daemon=False)
        self._begun = _allocate_lock()
        self._register()
        self._end = _allocate_lock()
        self._end.acquire()


class _DummyThread(Thread):
    """Stands for a thread that was not started by Thread. When it ends is not known, so it is never joined."""

    def __init__(self):
        Thread.__init__(self, name=_new_name('Dummy'), daemon=True)
        self._begun = _allocate_lock()
        self._register()

    def is_alive(self):
        assert not self._is_stopped and self._is_started
        return True

    def join(self, timeout=None):
        assert False, 'cannot join a dummy thread'


# Who is there

def current_thread():
    """The Thread object of the thread that asks."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def main_thread():
    """The Thread object of the thread that the program began with."""
    return _main_thread


def enumerate():
    """A list of the Thread objects that are alive."""
    with _registry:
        return list(_active.values())


def active_count():
    """How many Thread objects are alive."""
    with _registry:
        return len(_active)


def currentThread():
    """The old name of current_thread()."""
    _deprecated('currentThread()', 'use current_thread()')
    return current_thread()


def activeCount():
    """The old name of active_count()."""
    _deprecated('activeCount()', 'use active_count()')
    return active_count()


# Functions that new threads give sys.settrace() and sys.setprofile()

def settrace(func):
    """Give a trace function to the threads that begin from now on."""
    global _trace_hook
    _trace_hook = func


def gettrace():
    """What settrace() was given."""
    return _trace_hook


def setprofile(func):
    """Give a profile function to the threads that begin from now on."""
    global _profile_hook
    _profile_hook = func


def getprofile():
    """What setprofile() was given."""
    return _profile_hook


# The end of the program

def _register_atexit(func, *args, **kwargs):
    """Call func when the main program is over, before other threads are waited for; the last registered first."""
    if _shutting_down:
        raise RuntimeError("can't register atexit after shutdown")
    if not callable(func):
        raise TypeError('the first argument must be callable')
    _at_exit.append((func, args, kwargs))


def _shutdown():
    """Called by the interpreter when the main program is over: waits for all threads that are no daemons."""
    global _shutting_down
    if _main_thread._is_stopped:
        return
    _shutting_down = True
    for func, args, kwargs in reversed(_at_exit):
        func(*args, **kwargs)
    end = _main_thread._end
    _main_thread._note_end()
    end.release()
    while True:
        with _registry:
            ends = list(_ends)
        if not ends:
            break
        for end in ends:
            end.acquire()
            end.release()
            with _registry:
                _ends.discard(end)


_main_thread = _MainThread()
