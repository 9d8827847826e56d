# An error that ends the main thread is reported at once; the other threads are waited for; the exit code is that of main.
# compare: stderr
# modes: plain tco random
import sys
import threading
import time

reported = threading.Event()
before = sys.excepthook


def hook(*args):
    before(*args)
    reported.set()


sys.excepthook = hook


def work():
    reported.wait()
    print('still here', file=sys.stderr)


threading.Thread(target=work).start()
raise ValueError('main')
