# A module whose import failed is tried again by the threads that waited for it. (CPython gives some of them the half module.)
# expect: ['division by zero', 'division by zero', 'division by zero'] False
# modes: plain tco fibers gil-off
import sys
import threading

log = []


def run():
    try:
        import _importing.failing
        log.append('imported')
    except ZeroDivisionError as error:
        log.append(str(error))


threads = [threading.Thread(target=run) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(log, '_importing.failing' in sys.modules)
