# threading.settrace and setprofile: kept, given to the threads that begin, and not told to the thread that asks.
# modes: plain tco fibers gil-off
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


# Each thread has its own.
def ask():
    print(sys.gettrace() is tracer, sys.getprofile() is tracer)
    sys.settrace(None)
    print(sys.gettrace(), sys.getprofile() is tracer)


threading.settrace(tracer)
threading.setprofile(tracer)
thread = threading.Thread(target=ask)
thread.start()
thread.join()
print(sys.gettrace(), sys.getprofile())
