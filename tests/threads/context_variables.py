# Context variables: each thread begins with a context of its own, empty.
# modes: plain tco fibers gil-off
import contextvars
import threading

variable = contextvars.ContextVar('variable', default='default')
variable.set('main')
log = []
first, second = threading.Event(), threading.Event()


def work():
    log.append(variable.get())
    token = variable.set('thread')
    first.set()
    second.wait()
    log.append(variable.get())
    variable.reset(token)
    log.append(variable.get())
    log.append(len(contextvars.copy_context()))


thread = threading.Thread(target=work)
thread.start()
first.wait()
print(variable.get())
variable.set('main again')
second.set()
thread.join()
print(log, variable.get())

# A copy of the context carries the values over.
context = contextvars.copy_context()
thread = threading.Thread(target=context.run, args=(lambda: print(variable.get()),))
thread.start()
thread.join()

# A context can be entered by one thread at a time.
inside, leave = threading.Event(), threading.Event()
thread = threading.Thread(target=context.run, args=(lambda: (inside.set(), leave.wait()),))
thread.start()
inside.wait()
try:
    context.run(print, 'never')
except RuntimeError as error:
    print(str(error).split('<')[0])
leave.set()
thread.join()
context.run(print, 'free again')

# A token belongs to the context in which it was made.
token = variable.set('x')


def foreign():
    try:
        variable.reset(token)
    except ValueError as error:
        print(str(error).split('>')[1])


thread = threading.Thread(target=foreign)
thread.start()
thread.join()
