# interrupt_main() from another thread is noticed when the sleep is over, where the sleep stands.
# modes: plain tco fibers random gil-off
import _thread
import threading
import time

thread = threading.Timer(0.01, _thread.interrupt_main)
thread.start()
try:
    time.sleep(0.1)
except KeyboardInterrupt:
    print('here')
print('and not here')
thread.join()
