# signal: handlers in Python, timers, and Ctrl-C.
# in-threads: handlers are for the main thread
import os
import signal
import threading
import time


def attempt(function, *args):
    try:
        print('returned', function(*args))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def handler(number, frame):
    print('handler', number, type(frame).__name__, frame.f_code.co_name)


print(repr(signal.SIGINT), str(signal.SIGINT), signal.Signals, repr(signal.SIG_DFL), signal.Signals.__module__, signal.NSIG)
print(list(signal.Signals), list(signal.Handlers))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(15), signal.getsignal(signal.SIGKILL))
print(repr(signal.signal(signal.SIGUSR1, handler)), signal.getsignal(signal.SIGUSR1) is handler)
signal.raise_signal(signal.SIGUSR1)


def inside():
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.01)


inside()
print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is handler, repr(signal.getsignal(signal.SIGUSR1)))
signal.raise_signal(signal.SIGUSR1)
print(repr(signal.signal(signal.SIGUSR1, signal.SIG_DFL)))
for bad in ((0, 1), (65, 1), (2, 5), (2, None), (9, handler), ('x', 1)):
    attempt(signal.signal, *bad)
attempt(signal.getsignal, 99)
attempt(signal.raise_signal, 99)
attempt(signal.strsignal, 2)
attempt(signal.strsignal, 99)
attempt(signal.default_int_handler, 2, None)
attempt(signal.raise_signal, signal.SIGINT)
print(len(signal.valid_signals()), signal.SIGRTMIN in signal.valid_signals(), signal.SIGRTMAX)


# Errors of handlers are raised where the program is.
def fail(number, frame):
    raise ValueError('from the handler')


signal.signal(signal.SIGUSR2, fail)
attempt(signal.raise_signal, signal.SIGUSR2)
try:
    os.kill(os.getpid(), signal.SIGUSR2)
    while True:
        pass
except ValueError as error:
    print('in a loop:', error)

# Ctrl-C with a handler of one's own, and back.
before = signal.signal(signal.SIGINT, handler)
print(before is signal.default_int_handler)
signal.raise_signal(signal.SIGINT)
os.kill(os.getpid(), signal.SIGINT)
time.sleep(0.001)
signal.signal(signal.SIGINT, before)
attempt(signal.raise_signal, signal.SIGINT)
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)

# Timers.
signal.signal(signal.SIGALRM, handler)
print(signal.setitimer(signal.ITIMER_REAL, 0.01), signal.getitimer(signal.ITIMER_REAL)[0] <= 0.01)
signal.pause()
print(signal.alarm(10), signal.alarm(0), signal.alarm(0), signal.getitimer(signal.ITIMER_VIRTUAL))
ticks = []
signal.signal(signal.SIGALRM, lambda *args: ticks.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
while len(ticks) < 3:
    pass
print(signal.setitimer(signal.ITIMER_REAL, 0)[1])

# A sleep goes on after a handler that returns.
signal.setitimer(signal.ITIMER_REAL, 0.01)
start = time.monotonic()
time.sleep(0.05)
print(time.monotonic() - start >= 0.05)

# Other threads cannot set handlers; a handler runs in the main thread, whatever that waits for.
signal.signal(signal.SIGUSR1, lambda *args: print('in', threading.current_thread().name))
thread = threading.Thread(target=lambda: (attempt(signal.signal, 15, handler), os.kill(os.getpid(), signal.SIGUSR1), time.sleep(0.02)))
thread.start()
thread.join()
thread = threading.Thread(target=lambda: (time.sleep(0.02), signal.raise_signal(signal.SIGUSR1)))
thread.start()
thread.join()
event = threading.Event()
signal.signal(signal.SIGUSR1, lambda *args: event.set())
threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGUSR1)).start()
print(event.wait(20))
