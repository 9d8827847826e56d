# Functions of threading.settrace and setprofile are called in the threads that begin afterwards; sys.settrace tells its
# own thread only.
# modes: plain tco fibers gil-off
import sys
import threading

lock = threading.Lock()
seen = {}


def note(kind):
    def function(frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        with lock:
            lines = seen.setdefault((kind, threading.current_thread().name), [])
            lines.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        return function
    return function


def task(n):
    total = 0
    for i in range(n):
        total += i
    return helper(total)


def helper(x):
    return abs(x)


def show():
    for key in sorted(seen):
        print(key, seen[key])
    seen.clear()


def run(*names):
    threads = [threading.Thread(target=task, name=name, args=(len(name),)) for name in names]
    for t in threads: t.start()
    for t in threads: t.join()
    show()


threading.settrace(note('trace'))
run('a', 'bb', 'ccc')
threading.settrace(None)
run('d')
threading.setprofile(note('profile'))
run('e', 'ff')
threading.setprofile(None)

# Only the thread that asked; others run beside it.
started, go_on = threading.Event(), threading.Event()


def other():
    started.set()
    go_on.wait()
    helper(1)


thread = threading.Thread(target=other)
thread.start()
started.wait()
sys.settrace(note('trace'))
task(1)
go_on.set()
thread.join()
task(0)
sys.settrace(None)
show()


# A thread that asks for itself, at its own depth, and ends without taking it back.
def asks():
    sys.settrace(note('trace'))
    task(1)


threads = [threading.Thread(target=asks, name=f'asks {i}') for i in range(3)]
for t in threads: t.start()
for t in threads: t.join()
show()
print(sys.gettrace())


# One that raises in another thread is forgotten there.
def bad(frame, event, arg):
    if frame.f_code.co_name == 'helper':
        raise RuntimeError('in the trace function')
    return bad


def guarded():
    try:
        task(2)
    except RuntimeError as e:
        print(e, sys.gettrace())


threading.settrace(bad)
t = threading.Thread(target=guarded)
t.start()
t.join()
threading.settrace(None)
