# Calls that were submitted are made before the program ends; later ones are refused.
# modes: plain tco fibers gil-off
import threading
import time
from concurrent.futures import ThreadPoolExecutor

executor = ThreadPoolExecutor(2)


def work(n):
    time.sleep(0.01)
    return n


def late():
    try:
        while True:
            executor.submit(time.sleep, 0.001)
            time.sleep(0.002)
    except RuntimeError as error:
        print(error)


results = []
for n in range(4):
    executor.submit(work, n).add_done_callback(lambda f: results.append(f.result()))
threading._register_atexit(lambda: print('before'))
executor.submit(late)
import atexit

atexit.register(lambda: print('atexit', sorted(results)))
print('end of main')
