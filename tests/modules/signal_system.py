# signal.set_wakeup_fd: the numbers of signals that come are written somewhere; signal.siginterrupt.
# modes: plain gil-off
# in-threads: handlers are for the main thread
import os
import signal
import sys
import threading

sys.stderr = None  # what could not be written is told there, and no promise
def attempt(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
r, w = os.pipe()
attempt(signal.set_wakeup_fd, w)
os.set_blocking(w, False)
attempt(signal.set_wakeup_fd, w)
signal.signal(signal.SIGUSR1, lambda *a: print('handler', a[0]))
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR2)
signal.raise_signal(signal.SIGUSR1)
print(os.read(r, 10))
attempt(signal.set_wakeup_fd, -1)
attempt(signal.set_wakeup_fd, -1)
attempt(signal.set_wakeup_fd, 12345)
attempt(signal.set_wakeup_fd, 'x')
attempt(signal.set_wakeup_fd)
attempt(signal.set_wakeup_fd, w, warn_on_full_buffer=False)
try:
    while True: os.write(w, b'x' * 1000)
except BlockingIOError: pass
try:
    while True: os.write(w, b'x')
except BlockingIOError: pass
signal.raise_signal(signal.SIGUSR1)
attempt(signal.set_wakeup_fd, w, warn_on_full_buffer=True)
signal.raise_signal(signal.SIGUSR1)
print('after')
t = threading.Thread(target=attempt, args=(signal.set_wakeup_fd, -1)); t.start(); t.join()
os.set_blocking(r, False)
attempt(signal.set_wakeup_fd, r)
signal.raise_signal(signal.SIGUSR1)
attempt(signal.set_wakeup_fd, -1)
attempt(signal.siginterrupt, signal.SIGUSR1, False)
attempt(signal.siginterrupt, signal.SIGUSR1, True)
attempt(signal.siginterrupt, 0, True)
attempt(signal.siginterrupt, 1000, True)
attempt(signal.siginterrupt, signal.SIGKILL, True)
attempt(signal.siginterrupt, signal.SIGUSR1)
attempt(signal.siginterrupt, signal.SIGUSR1, 'x')
attempt(signal.siginterrupt, 1.5, 0)
print(os.get_blocking(r), os.set_blocking(r, True), os.get_blocking(r), os.get_blocking(w))
attempt(os.get_blocking, 12345)
attempt(os.set_blocking, 12345, True)
