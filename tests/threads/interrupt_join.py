# A thread whose join() was interrupted is alive still, and can be joined again. (CPython 3.11 takes it for stopped.)
# expect: interrupted True
# expect: False
# modes: plain tco fibers gil-off
import os
import threading
import time

stop = threading.Event()
worker = threading.Thread(target=stop.wait)
worker.start()


def interrupt():
    time.sleep(0.05)
    os.kill(os.getpid(), 2)


thread = threading.Thread(target=interrupt)
thread.start()
try:
    worker.join()
except KeyboardInterrupt:
    print('interrupted', worker.is_alive())
thread.join()
stop.set()
worker.join()
print(worker.is_alive())
