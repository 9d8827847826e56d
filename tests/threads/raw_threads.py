# _thread: the functions below threading.
# modes: plain tco fibers gil-off
import _thread
import io
import re
import sys
import time
import time


def attempt(function, *args, **kwargs):
    try:
        print('returned', function(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


done = _thread.allocate_lock()


def run(function, *args, **kwargs):
    done.acquire()

    def call():
        try:
            function(*args, **kwargs)
        finally:
            done.release()
    ident = _thread.start_new_thread(call, ())
    with done:
        return ident


print(isinstance(run(print, 'in a thread'), int), _thread.get_ident() != run(lambda: None))
result = []
run(lambda a, *, b: result.append((a, b, _thread.get_ident())), 1, b=2)
print(result[0][:2], result[0][2] != _thread.get_ident())
done.acquire()
_thread.start_new_thread(lambda a, b=0: (print(a, b), done.release()), (1,), {'b': 5})
done.acquire()
done.release()
attempt(_thread.start_new_thread, 3, ())
attempt(_thread.start_new_thread, print, [])
attempt(_thread.start_new_thread, print, (), [])
attempt(_thread.start_new_thread, print)
attempt(_thread.exit)
print(_thread.error, _thread.LockType, _thread.RLock, _thread.TIMEOUT_MAX)


# SystemExit ends a thread silently, other errors are shown.
def shown(function):
    stderr, sys.stderr = sys.stderr, io.StringIO()
    ends = []

    def call():
        ends.append(_thread._set_sentinel())
        ends[0].acquire(False)
        done.release()
        function()
    done.acquire()
    _thread.start_new_thread(call, ())
    with done:
        print(ends[0].acquire(timeout=10))
    text, sys.stderr = sys.stderr.getvalue(), stderr
    print(re.sub('0x[0-9a-f]+', '0x', text), end='')


def fail():
    raise ValueError('raw')


shown(_thread.exit)
shown(sys.exit)
shown(fail)
print(_thread._count())

# Stack sizes.
print(_thread.stack_size(), _thread.stack_size(256 * 1024), _thread.stack_size(), _thread.stack_size(0), _thread.stack_size())
attempt(_thread.stack_size, -1)
attempt(_thread.stack_size, 4)

# The lock that is released when a thread ends.
ends = []
run(lambda: (ends.append(_thread._set_sentinel()), ends[0].acquire(False)))
print(ends[0].acquire(timeout=10))

# KeyboardInterrupt for the main thread.
try:
    _thread.start_new_thread(_thread.interrupt_main, ())
    for _ in range(10000):
        time.sleep(0.001)
    print('not interrupted')
except KeyboardInterrupt:
    print('interrupted')
