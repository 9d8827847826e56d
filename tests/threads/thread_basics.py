# Thread: what it is before it starts, while it runs and after it has ended.
# modes: plain tco fibers gil-off
import re
import threading


def numbers_out(text):
    return re.sub(r'(started|stopped)( daemon)? \d+', r'\1\2 N', repr(text))


def work(*args, **kwargs):
    me = threading.current_thread()
    print('in', me.name, args, kwargs, me is thread, me.is_alive(), numbers_out(me))
    print(me.ident == threading.get_ident(), me.native_id == threading.get_native_id(), threading.active_count())
    print(threading.current_thread() in threading.enumerate(), threading.main_thread() in threading.enumerate())
    print(threading.main_thread().is_alive(), me is threading.main_thread())


main = threading.main_thread()
print(numbers_out(main), main.name, main.daemon, main.is_alive(), main is threading.current_thread())
print(main.ident == threading.get_ident(), main.native_id == threading.get_native_id(), threading.enumerate() == [main])

thread = threading.Thread(target=work, args=(1, 2), kwargs={'key': 'word'})
print(thread, thread.name, thread.ident, thread.native_id, thread.daemon, thread.is_alive())
print(threading.active_count(), thread in threading.enumerate())
thread.start()
thread.join()
print(numbers_out(thread), thread.is_alive(), isinstance(thread.ident, int), isinstance(thread.native_id, int))
print(threading.active_count(), threading.enumerate() == [main])
thread.join()
thread.join(0)
print(thread.join(5))

# Names.
print(threading.Thread().name, threading.Thread(target=print).name, threading.Thread(target=3).name)
print(threading.Thread(name='').name, threading.Thread(name='given').name, threading.Thread(name=7).name)
print(threading.Thread(name=None, target=lambda: 0).name, threading.Thread(target=work.__call__).name)
thread = threading.Thread()
thread.name = 12
print(repr(thread.name), thread)

# Daemons, and who inherits it.
print(threading.Thread(daemon=True), threading.Thread(daemon=0), threading.Thread(daemon=False).daemon)
thread = threading.Thread()
thread.daemon = True
print(thread.daemon, thread)


def child_of_daemon():
    print('inherits', threading.Thread().daemon, threading.Thread(daemon=False).daemon)


thread = threading.Thread(target=child_of_daemon, daemon=True)
thread.start()
thread.join()
print(numbers_out(thread))


# A subclass with a run() of its own; and a name of its own in repr().
class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__(name='worker-%d' % n)
        self.n = n
        self.result = None

    def run(self):
        self.result = self.n ** 2


workers = [Worker(n) for n in range(5)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print([worker.result for worker in workers], numbers_out(workers[3]))

# run() may be called directly, once.
thread = threading.Thread(target=print, args=('run', 'here'))
thread.run()
print(hasattr(thread, '_target'), hasattr(thread, '_args'))
threading.Thread().run()

# The arguments are let go of when the target has returned.
import weakref


class Argument:
    pass


argument = Argument()
gone = weakref.ref(argument)
thread = threading.Thread(target=lambda a: None, args=(argument,))
del argument
thread.start()
thread.join()
print(gone() is None)

# Many of them.
counts = []
threads = [threading.Thread(target=counts.append, args=(i,)) for i in range(50)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(counts) == list(range(50)), threading.active_count())

# A thread that starts a thread.
order = []


def outer():
    inner = threading.Thread(target=lambda: order.append('inner'))
    inner.start()
    inner.join()
    order.append('outer')


thread = threading.Thread(target=outer)
thread.start()
thread.join()
print(order)
