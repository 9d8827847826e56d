# Signals: _signal with its numbers as enumerations.

import _signal
from _signal import (NSIG, ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF, alarm, default_int_handler, getitimer, pause,
                     raise_signal, setitimer, strsignal)
from enum import IntEnum

ItimerError = OSError


def _members(prefix, names):
    """The numbers with names of such a kind; where one has several, the first in the alphabet is its own."""
    found = ((getattr(_signal, name), name) for name in names if name.startswith(prefix))
    return [(name, number) for number, name in sorted(found)]


Signals = IntEnum('Signals', _members('SIG', [name for name in dir(_signal) if not name.startswith('SIG_')]),
                  module=__name__)
Handlers = IntEnum('Handlers', _members('SIG_', dir(_signal)), module=__name__)
globals().update(Signals.__members__)
globals().update(Handlers.__members__)


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


def signal(signalnum, handler):
    """Have handler(number, frame) called when a signal comes, or SIG_DFL, or SIG_IGN; returns what it was before."""
    return _member(_signal.signal(_number(signalnum), _number(handler)), Handlers)


def getsignal(signalnum):
    """What is done when a signal comes: a function, SIG_DFL, SIG_IGN, or None if it is not Python's."""
    return _member(_signal.getsignal(signalnum), Handlers)


def valid_signals():
    """The set of all signals that there are."""
    return {_member(number, Signals) for number in range(1, NSIG) if not SIGSYS < number < SIGRTMIN}
