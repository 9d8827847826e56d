# What beginners get wrong with threads, and what they are told: in the thread, in the main thread, on stderr.
# modes: plain fibers gil-off
import io
import re
import sys
import threading
import traceback

programs = '''
threading.Thread(target=lambda: threading.current_thread().join()).start()
--
t = threading.Thread(target=print, args=("once",)); t.start(); t.join(); t.start()
--
threading.Thread(target=print).join()
--
def work(): print("in the main thread")
t = threading.Thread(target=work()); t.start(); t.join()
--
def work(n): print(n)
t = threading.Thread(target=work, args=(5)); t.start(); t.join()
--
def work(n): print(n)
t = threading.Thread(target=work, args="text"); t.start(); t.join()
--
class A:
    def go(self, a, b=2): pass
t = threading.Thread(target=A.go); t.start(); t.join()
t = threading.Thread(target=A().go, kwargs={"c": 1}); t.start(); t.join()
--
threading.Thread(print)
--
threading.Thread(Target=print)
--
threading.thread(target=print)
--
from threading import lock
--
threading.Thread(target=5).start()
--
class T(threading.Thread):
    def __init__(self): self.x = 1
t = T(); attempt(t.join, t.is_alive, lambda: t.name, lambda: repr(t), lambda: setattr(t, "daemon", True), lambda: t.daemon, t.start)
--
class T(threading.Thread):
    def __init__(self, name): self.name = name; super().__init__()
T("x")
--
class T(threading.Thread):
    def run(self, x): print(x)
t = T(); t.start(); t.join()
--
def f(): raise ValueError("here")
t = threading.Thread(target=f); t.run()
--
def f(): return 5
t = threading.Thread(target=f); t.start(); print(t.join() + 1)
--
t = threading.Thread(target=print); t.start; t.join
t.result
--
t = threading.Thread(target=threading.Event().wait, args=(0.05,)); t.start()
attempt(lambda: setattr(t, "daemon", True), t.start)
t.join()
--
def inner(x): return 1 / x
def f():
    try: inner(0)
    except ZeroDivisionError as e: raise RuntimeError("wrapped") from e
t = threading.Thread(target=f, name="worker"); t.start(); t.join(); print(t.is_alive())
--
def f(): sys.exit(3)
t = threading.Thread(target=f); t.start(); t.join()
def f(): raise KeyboardInterrupt
t = threading.Thread(target=f); t.start(); t.join()
--
count = 0
def f(): count += 1
t = threading.Thread(target=f); t.start(); t.join(); print(count)
--
l, r = threading.Lock(), threading.RLock()
attempt(l.release, r.release)
with l: attempt(l.acquire(False), lambda: l.acquire(False, 1), lambda: l.acquire(True, -2), lambda: l.acquire(timeout="x"), lambda: l.acquire(True, 1e20), lambda: l.acquire(1, 2, 3))
r.acquire()
t = threading.Thread(target=r.release); t.start(); t.join()
with l.acquire(): pass
--
with threading.Lock: pass
--
l = threading.Lock
l.acquire()
--
import copy
l = threading.Lock()
attempt(lambda: copy.copy(l), lambda: l.foo, lambda: setattr(l, "x", 1), lambda: l < l, l, lambda: threading.Lock(5), lambda: threading.Event(3))
--
c = threading.Condition()
attempt(c.wait, c.notify, c.notify_all, c.release, lambda: c.wait_for(lambda: False, 0.01), lambda: c.wait(0.1), lambda: threading.Condition(5))
with c: print(c.wait(0.01), c.wait_for(lambda: 0, timeout=0.01))
with c: c.wait_for(True)
--
b = threading.Barrier(2)
attempt(lambda: b.wait(0.01), lambda: b.wait(), lambda: threading.Barrier(0), lambda: threading.Barrier(-1), lambda: b.wait(), lambda: b.reset(), lambda: b.broken)
--
s = threading.BoundedSemaphore(1)
attempt(lambda: threading.Semaphore(-1), s.release, s.acquire, lambda: s.acquire(False), lambda: s.acquire(False, 1), lambda: s.release(0), s.release, s.release)
with threading.Semaphore: pass
--
e = threading.Event()
attempt(lambda: e.wait(-1), lambda: e.wait("x"), lambda: e.wait(0.01))
with e: pass
--
t = threading.Timer(5, print); t.start(); t.cancel(); t.join(); print(t.is_alive(), t.finished.is_set())
t = threading.Timer("x", print); t.start(); t.join()
t = threading.Timer(0.01, lambda a, b: 0, (1,)); t.start(); t.join()
attempt(t.start, threading.Timer)
--
import queue
q = queue.Queue(2)
attempt(q.get_nowait, lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1), q.task_done, lambda: q.put(1), lambda: q.put(2), lambda: q.put_nowait(3),
        lambda: q.put(3, timeout=0.01), lambda: len(q), lambda: q[0], lambda: list(q), lambda: queue.Queue("x").put(1), lambda: q.put())
p = queue.PriorityQueue()
attempt(lambda: p.put((1, {})), lambda: p.put((1, {})), lambda: queue.SimpleQueue().get(False), lambda: queue.SimpleQueue().get(timeout=-1))
--
d = threading.local(); d.x = 1
t = threading.Thread(target=lambda: d.x); t.start(); t.join()
threading.local(5)
--
def g(): yield next(it)
it = g()
t = threading.Thread(target=lambda: next(it)); t.start(); t.join()
--
def f(n): return f(n + 1)
t = threading.Thread(target=f, args=(0,)); t.start(); t.join()
--
threading.excepthook = None
attempt(threading.Thread)
threading.excepthook = lambda a: print("hook", a.exc_type.__name__, a.exc_value, a.thread.name) or 1 / 0
def f(): raise ValueError("x")
t = threading.Thread(target=f, name="T"); t.start(); t.join()
t = threading.Thread(target=f, name="U"); threading.excepthook = None; t.start(); t.join()
threading.excepthook = threading.__excepthook__
t = threading.Thread(target=f, name="V"); t.start(); t.join()
--
import _thread
attempt(*(lambda a=a: _thread.start_new_thread(*a) for a in ((print,), (print, []), (5, ()), (print, (), 3))), _thread.exit)
--
from concurrent.futures import ThreadPoolExecutor, TimeoutError
def f(x): return 1 / x
with ThreadPoolExecutor(2) as p:
    a, b = p.submit(f, 0), p.submit(f(2))
    attempt(a.result, lambda: list(p.map(f, [1, 0])), p.submit, b.result, lambda: p.submit(threading.Event().wait, 0.1).result(0.01))
attempt(lambda: p.submit(f, 1), lambda: ThreadPoolExecutor(0), lambda: ThreadPoolExecutor("x"), lambda: ThreadPoolExecutor(2, foo=1))
'''


def attempt(*functions):
    for function in functions:
        try:
            print(' ', function())
        except (Exception, SystemExit) as error:
            print('  ', type(error).__name__, repr(str(error)))


def shown(text):
    """Without the lines of the library's own files, numbers of lines and of threads."""
    text = re.sub(r'  File "(?!<string>)[^"]*", line \d+, in .*\n(    .*\n)*', '', text)
    text = re.sub(r"\((/[^)]*|<terrarium [^)]*)\)", '(file)', text)
    return re.sub(r'Thread-\d+', 'Thread-N', text)


sys.setrecursionlimit(200)
for program in programs.split('--\n'):
    print('---', program.strip().splitlines()[0][:60])
    keep, sys.stderr = sys.stderr, io.StringIO()
    try:
        exec(program, {'threading': threading, 'sys': sys, 'attempt': attempt, '__name__': '__main__'})
    except Exception:
        traceback.print_exc()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join()
    text, sys.stderr = sys.stderr.getvalue(), keep
    print(shown(text), end='')
