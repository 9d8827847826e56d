# signal: holding signals back, waiting for them, and sending them to threads.
# modes: plain fibers
# in-threads: handlers are for the main thread
import os
import signal
import threading
import time


def show(function, *args):
    try:
        print(function.__name__, repr(function(*args)))
    except Exception as error:
        print(function.__name__, f'{type(error).__name__}: {error}')


print(list(signal.Sigmasks), signal.SIG_BLOCK, type(signal.SIG_BLOCK), list(signal.Handlers))
USR1, USR2, me = signal.SIGUSR1, signal.SIGUSR2, os.getpid()
signal.signal(USR1, lambda number, frame: print('handler', number))
show(signal.pthread_sigmask, signal.SIG_BLOCK, [])
show(signal.pthread_sigmask, signal.SIG_BLOCK, [USR1, USR2])
show(signal.pthread_sigmask, signal.SIG_BLOCK, iter(()))
show(signal.sigpending)
show(os.kill, me, USR1)
show(signal.sigpending)
show(signal.pthread_sigmask, signal.SIG_UNBLOCK, {USR1})
show(signal.sigpending)
for how, mask in (7, []), (signal.SIG_BLOCK, [0]), (signal.SIG_BLOCK, [65]), (signal.SIG_BLOCK, 5), (signal.SIG_BLOCK, ['x']):
    show(signal.pthread_sigmask, how, mask)
show(os.kill, me, USR2)
show(signal.sigwait, [USR2])
for thread, number in (threading.get_ident(), USR1), (threading.get_ident(), 0), (threading.get_ident(), 99), ('x', 1):
    show(signal.pthread_kill, thread, number)
for number in 0, 2, 64, 65, 'x':
    show(signal.strsignal, number)
print(len(signal.valid_signals()), signal.SIGINT in signal.valid_signals(), sorted(signal.valid_signals())[:3])


# Whoever waits for a signal lets others run, and gets it.
def waits():
    print('got', repr(signal.sigwait({USR2})))


def sends():
    time.sleep(0.02)
    os.kill(me, USR2)


thread = threading.Thread(target=waits)
thread.start()
time.sleep(0.02)
os.kill(me, USR2)
thread.join()
thread = threading.Thread(target=sends)
thread.start()
info = signal.sigwaitinfo([USR2])
print(type(info), info.si_signo, info.si_code, info.si_errno, info.si_pid == me, info.si_uid == os.getuid(), len(info))
thread.join()
show(signal.sigtimedwait, [USR2], 0.01)
show(signal.sigtimedwait, [USR2], -1)

# A handler that runs meanwhile does not end the waiting; an exception in it does.
timer = threading.Timer(0.01, os.kill, (me, USR1))
timer.start()
show(signal.sigtimedwait, [USR2], 0.05)
timer.join()


def fail(number, frame):
    raise ValueError('from the handler')


signal.signal(USR1, fail)
timer = threading.Timer(0.01, os.kill, (me, USR1))
timer.start()
show(signal.sigtimedwait, [USR2], 10)
timer.join()

# A signal for another thread: the handler runs in the main thread.
signal.signal(USR1, lambda number, frame: print('handler in', threading.current_thread().name))
thread = threading.Thread(target=time.sleep, args=(0.1,))
thread.start()
signal.pthread_kill(thread.ident, USR1)
thread.join()
