# concurrent.futures.Future by hand: its states, its errors, its callbacks.
# modes: plain tco fibers gil-off
import concurrent.futures as cf
import io
import re
import sys
import threading


def text(value):
    return re.sub('0x[0-9a-f]+', '0x', str(value))


def attempt(function, *args, **kwargs):
    try:
        print('returned', text(function(*args, **kwargs)))
    except BaseException as error:
        print(f'{type(error).__module__}.{type(error).__name__}: {text(error)}')


def state(future):
    print(text(future), future.cancelled(), future.running(), future.done())


future = cf.Future()
state(future)
attempt(future.result, 0)
attempt(future.exception, 0.01)
attempt(future.result, timeout=-1)
print(future.set_running_or_notify_cancel())
state(future)
print(future.cancel())
print(future.set_result(42))
state(future)
print(future.result(), future.result(5), future.exception(), future.cancel())
attempt(future.set_result, 1)
attempt(future.set_exception, ValueError())
print(future.result())

future = cf.Future()
future.set_exception(ValueError('failed'))
state(future)
attempt(future.result)
print(repr(future.exception()), future.exception() is future.exception(3))

future = cf.Future()
print(future.cancel(), future.cancel())
state(future)
attempt(future.result)
attempt(future.exception)
attempt(future.set_result, 1)
print(future.set_running_or_notify_cancel())
state(future)
print(future.cancel())
attempt(future.set_result, 1)
print(cf.Future[int])

# Callbacks.
log = []
future = cf.Future()
print(future.add_done_callback(lambda f: log.append(('first', f.result()))))
future.add_done_callback(lambda f: log.append(('second', f is future)))
print(log)
future.set_result('r')
print(log)
future.add_done_callback(lambda f: log.append('at once'))
print(log[2:])
future = cf.Future()
future.add_done_callback(lambda f: log.append(f.cancelled()))
future.cancel()
future.set_running_or_notify_cancel()
print(log[3:])

# What a callback raises is told to the log, and the others are called all the same.
stderr, sys.stderr = sys.stderr, io.StringIO()
future = cf.Future()
future.add_done_callback(lambda f: 1 / 0)
future.add_done_callback(lambda f: log.append('called'))
future.set_result(1)
future.add_done_callback(3)
message, sys.stderr = sys.stderr.getvalue(), stderr
message = re.sub(r'  File "[^"\n]*(futures|_base)[^"\n]*", line \d+, in \w+\n(    .*\n)*', '', message)
print(text(message), log[-1])

# A call that is begun twice.
stderr, sys.stderr = sys.stderr, io.StringIO()
future = cf.Future()
future.set_running_or_notify_cancel()
attempt(future.set_running_or_notify_cancel)
message, sys.stderr = sys.stderr.getvalue(), stderr
print(message.replace(str(id(future)), 'ID'))

# Waiting for it in another thread.
future = cf.Future()
results = []
threads = [threading.Thread(target=lambda: results.append(future.result(20))) for _ in range(3)]
for thread in threads:
    thread.start()
future.set_result('shared')
for thread in threads:
    thread.join()
print(results)

# wait() and as_completed() over futures by hand.
a, b, c = cf.Future(), cf.Future(), cf.Future()
names = {a: 'a', b: 'b', c: 'c'}


def named(outcome):
    return [sorted(names[f] for f in group) for group in outcome]


print(named(cf.wait([a, b, c], 0)), named(cf.wait([a, a, b], timeout=0.01)), cf.wait([]))
a.set_result(1)
print(named(cf.wait([a, b, c], return_when=cf.FIRST_COMPLETED)), named(cf.wait([a, b, c], 0.01, cf.FIRST_EXCEPTION)))
b.set_exception(ValueError())
outcome = cf.wait([a, b, c], return_when=cf.FIRST_EXCEPTION)
print(named(outcome), type(outcome).__name__, outcome._fields, names[list(outcome.not_done)[0]])
attempt(cf.wait, [a, b, c], return_when='sometime')
print(named(cf.wait([a, b], return_when='sometime')))
c.cancel()
print(named(cf.wait([a, b, c], 0)))
c.set_running_or_notify_cancel()
print(named(cf.wait([a, b, c])))
print(sorted(names[f] for f in cf.as_completed([a, b, c, a])))
attempt(lambda: list(cf.as_completed([a, cf.Future(), cf.Future()], timeout=0.01)))
attempt(lambda: list(cf.as_completed([cf.Future()], timeout=0)))
print(names[next(cf.as_completed([a, cf.Future()], timeout=0))], list(cf.as_completed([])))
later = cf.Future()
names[later] = 'later'
threading.Timer(0.02, later.set_result, (1,)).start()
print([names[f] for f in cf.as_completed([later, a], timeout=20)])
later = cf.Future()
names[later] = 'failing'
threading.Timer(0.02, later.set_exception, (KeyError(),)).start()
outcome = cf.wait([later, cf.Future()], timeout=20, return_when='FIRST_EXCEPTION')
print(names[outcome.done.pop()], len(outcome.not_done))

print(cf.FIRST_COMPLETED, cf.FIRST_EXCEPTION, cf.ALL_COMPLETED, cf.TimeoutError is TimeoutError)
print(cf.CancelledError.__mro__, cf.BrokenExecutor.__mro__)
attempt(cf.Executor().submit, 1)
attempt(lambda: list(cf.Executor().map(1, [2])))
attempt(cf.Executor().shutdown)
attempt(lambda: cf.nothing)
