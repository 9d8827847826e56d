# Hundreds of threads that are there at the same time; and one that calls itself deeply, on a stack it asked for.
# modes: plain tco fibers gil-off
import sys
import threading

go = threading.Event()
results = []
threads = [threading.Thread(target=lambda: results.append(go.wait())) for _ in range(300)]
for thread in threads:
    thread.start()
print(threading.active_count())
go.set()
for thread in threads:
    thread.join()
print(len(results), all(results))


def depth(n):
    return n if n == 0 else 1 + depth(n - 1)


sys.setrecursionlimit(30000)
print(threading.stack_size(256 << 20))
thread = threading.Thread(target=lambda: print(depth(20000)))
thread.start()
thread.join()
print(threading.stack_size(0))
