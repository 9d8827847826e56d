# What a thread is ended by: threading.excepthook shows it, and the others go on.
# modes: plain fibers gil-off
import io
import re
import sys
import threading


def shown(function, name=None):
    """Run the function in a thread; print what was written to stderr, without the frames of threading."""
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        thread = threading.Thread(target=function, name=name)
        thread.start()
        thread.join()
        text = sys.stderr.getvalue()
    finally:
        sys.stderr = stderr
    # A frame is a line `File`, the source where that is known, and marks.
    text = re.sub(r'  File "[^"\n]*threading[^"\n]*", line \d+, in \w+\n(    .*\n)*', '', text)
    print(text, end='')
    print('--- alive:', thread.is_alive())


def divide():
    return 1 / 0


def chain():
    try:
        divide()
    except ZeroDivisionError as error:
        raise ValueError('chained') from error


class Error(Exception):
    pass


def own():
    raise Error('own', 3)


def leave():
    sys.exit('not printed')


def leave_base():
    raise KeyboardInterrupt


def deep(n):
    if n == 0:
        raise RuntimeError('deep')
    deep(n - 1)


shown(divide)
shown(divide, name='named')
shown(chain)
shown(own)
shown(leave)
shown(leave_base)
shown(lambda: deep(10))
shown(3)
shown(lambda: None)


# A hook of one's own.
def hook(args):
    print('hook', args.exc_type.__name__, args.exc_value, args.exc_traceback is not None, args.thread.name)
    print(type(args).__name__, len(args), args[1] is args.exc_value)


threading.excepthook = hook
shown(divide, name='hooked')
shown(leave, name='leaves')


def bad_hook(args):
    raise TypeError('the hook is bad')


threading.excepthook = bad_hook
shown(divide)
threading.excepthook = threading.__excepthook__
shown(divide)

# The hook called by hand.
stderr, sys.stderr = sys.stderr, io.StringIO()
try:
    divide()
except ZeroDivisionError:
    threading.excepthook(threading.ExceptHookArgs([*sys.exc_info(), None]))
threading.excepthook(threading.ExceptHookArgs([SystemExit, SystemExit(3), None, None]))
threading.excepthook(threading.ExceptHookArgs([ValueError, ValueError('no traceback'), None, threading.Thread(name='t')]))
text = sys.stderr.getvalue()
sys.stderr = stderr
print(re.sub(r'in thread \d+', 'in thread N', text))
for bad in (lambda: threading.excepthook(1), lambda: threading.ExceptHookArgs(1), lambda: threading.ExceptHookArgs([1])):
    try:
        bad()
    except TypeError as error:
        print(error)
print(threading.ExceptHookArgs([1, 2, 3, 4]))
