# Who waits in the system lets other threads run: os.system(), signal.pause(), signal.sigwait().
# modes: plain tco
import os
import signal
import threading
import time

rounds = 0
stop = False


def compute():
    global rounds
    while not stop:
        rounds += 1


def grew(what, *args):
    before = rounds
    result = what(*args)
    print(what.__name__, result, rounds > before)


thread = threading.Thread(target=compute)
thread.start()
grew(os.system, 'sleep 0.05; exit 3')
signal.signal(signal.SIGALRM, lambda number, frame: None)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)  # again and again: the first may come before the pause
grew(signal.pause)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
signal.setitimer(signal.ITIMER_REAL, 0.05)
grew(signal.sigwait, [signal.SIGALRM])
stop = True
thread.join()
