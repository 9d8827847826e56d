# join() with a time-out gives up and says nothing; is_alive() tells.
# modes: plain tco fibers gil-off
import threading
import time

go = threading.Event()
thread = threading.Thread(target=go.wait)
thread.start()
start = time.monotonic()
print(thread.join(0.05), thread.is_alive(), 0.04 < time.monotonic() - start < 5)
print(thread.join(0), thread.join(timeout=-3), thread.is_alive())

# Several wait for one.
joined = []
others = [threading.Thread(target=lambda: (thread.join(), joined.append(thread.is_alive()))) for _ in range(3)]
for other in others:
    other.start()
print(others[0].is_alive(), joined)
go.set()
for other in others:
    other.join(20)
print(joined, thread.is_alive(), [other.is_alive() for other in others])

# A daemon can be joined too.
thread = threading.Thread(target=time.sleep, args=(0.01,), daemon=True)
thread.start()
thread.join()
print(thread.is_alive())
