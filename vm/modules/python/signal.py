# Signals: _signal with its numbers as enumerations.

import _signal
from _signal import (NSIG, ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF, alarm, default_int_handler, getitimer, pause,
                     raise_signal, set_wakeup_fd, setitimer, siginterrupt, sigtimedwait as _sigtimedwait, sigwaitinfo as _sigwaitinfo, strsignal,
                     struct_siginfo)
from enum import IntEnum

ItimerError = OSError


def _members(prefix, names):
    """The numbers with names of such a kind; where one has several, the first in the alphabet is its own."""
    found = ((getattr(_signal, name), name) for name in names if name.startswith(prefix))
    return [(name, number) for number, name in sorted(found)]


Signals = IntEnum('Signals', _members('SIG', [name for name in dir(_signal) if not name.startswith('SIG_')]),
                  module=__name__)
Handlers = IntEnum('Handlers', _members('SIG_', ['SIG_DFL', 'SIG_IGN']), module=__name__)
Sigmasks = IntEnum('Sigmasks', _members('SIG_', ['SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK']), module=__name__)
for _kind in Signals, Handlers, Sigmasks:
    globals().update(_kind.__members__)


def _member(number, enumeration):
    try:
        return enumeration(number)
    except (ValueError, TypeError):
        return number


def _number(member):
    try:
        return int(member)
    except (ValueError, TypeError):
        return member


def _set_of(numbers):
    return {_member(number, Signals) for number in numbers}


def signal(signalnum, handler):
    """Have handler(number, frame) called when a signal comes, or SIG_DFL, or SIG_IGN; returns what it was before."""
    return _member(_signal.signal(_number(signalnum), _number(handler)), Handlers)


def getsignal(signalnum):
    """What is done when a signal comes: a function, SIG_DFL, SIG_IGN, or None if it is not Python's."""
    return _member(_signal.getsignal(signalnum), Handlers)


def valid_signals():
    """The set of all signals that there are."""
    return _set_of(number for number in range(1, NSIG) if not SIGSYS < number < SIGRTMIN)


def pthread_sigmask(how, mask):
    """Hold signals back (SIG_BLOCK), or no longer (SIG_UNBLOCK), or these and no others (SIG_SETMASK); those held back before."""
    return _set_of(_signal.pthread_sigmask(how, tuple(mask)))


def pthread_kill(thread_id, signalnum):
    """Send a signal to a thread. Its handler runs in the main thread all the same."""
    _signal.pthread_kill(thread_id, signalnum)


def sigpending():
    """The signals that have come and are held back."""
    return _set_of(_signal.sigpending())


def sigwait(sigset):
    """Wait for one of the signals, which have to be held back; returns the one that came, and calls no handler."""
    return _member(_signal.sigwait(tuple(sigset)), Signals)


def sigwaitinfo(sigset):
    """As sigwait(), but returns what the system tells of the signal."""
    return _sigwaitinfo(tuple(sigset))


def sigtimedwait(sigset, timeout):
    """As sigwaitinfo(), but None when none came in so many seconds."""
    return _sigtimedwait(tuple(sigset), timeout)
