# Timing of small pieces of code: the statement is compiled into a loop of its own.

import gc
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
_globals = globals


def _indented(text, blanks):
    return text.replace('\n', '\n' + ' ' * blanks)


class Timer:
    """Times stmt, after running setup once; both are source text or functions without parameters."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        scope = {}
        names = _globals() if globals is None else globals
        parameters = []
        for text, name in ((setup, '_setup'), (stmt, '_stmt')):
            if isinstance(text, str):
                compile(text, '<timeit-src>', 'exec')  # so that errors show the user's own text
            elif callable(text):
                scope[name] = text
                parameters.append(f', {name}={name}')
            else:
                raise ValueError(f'{name[1:]} is neither a string nor callable')
        setup = _indented(setup, 4) if isinstance(setup, str) else '_setup()'
        stmt = _indented(stmt, 8) if isinstance(stmt, str) else '_stmt()'
        source = (f"def inner(_it, _timer{''.join(parameters)}):\n    {setup}\n    _t0 = _timer()\n"
                  f"    for _i in _it:\n        {stmt}\n        pass\n    _t1 = _timer()\n    return _t1 - _t0\n")
        self.src = source
        exec(compile(source, '<timeit-src>', 'exec'), names, scope)
        self.inner = scope['inner']

    def print_exc(self, file=None):
        """Helper to print a traceback from the timed code."""
        import traceback
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """The time that number executions of the statement take, in seconds."""
        from itertools import repeat as repeat_
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(repeat_(None, number), self.timer)
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """Call timeit() a few times; the list of its results."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """(number of loops, time taken) for the first of 1, 2, 5, 10 ... loops that takes at least 0.2 seconds."""
        i = 1
        while True:
            for j in 1, 2, 5:
                number = i * j
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            i *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Convenience function to create Timer object and call timeit method."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number,
           globals=None):
    """Convenience function to create Timer object and call repeat method."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
