# threading.settrace and setprofile: kept, and not told to the thread that asks.
# modes: plain tco fibers
import sys
import threading

print(threading.gettrace(), threading.getprofile())


def tracer(frame, event, arg):
    return None


threading.settrace(tracer)
threading.setprofile(tracer)
print(threading.gettrace() is tracer, threading.getprofile() is tracer, sys.gettrace(), sys.getprofile())
thread = threading.Thread(target=lambda: print(threading.gettrace() is tracer))
threading.settrace(None)
threading.setprofile(None)
thread.start()
thread.join()
print(threading.gettrace(), threading.getprofile(), sys.gettrace(), sys.getprofile())
