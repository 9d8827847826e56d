# sys.exit() in the main thread waits for others; in others it ends only them.
# modes: plain tco fibers gil-off
import sys
import threading
import time


def leave():
    sys.exit(5)


def work():
    time.sleep(0.02)
    print('worked')


thread = threading.Thread(target=leave)
thread.start()
thread.join()
threading.Thread(target=work).start()
print('leaving')
sys.exit(3)
