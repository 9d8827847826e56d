# What Thread refuses, and in which words.
# modes: plain tco fibers gil-off
import threading


def attempt(function, *args):
    try:
        print('returned', function(*args))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def setter(value, name, attribute):
    return lambda: setattr(value, attribute, name)


attempt(lambda: threading.Thread(1))
attempt(lambda: threading.Thread(group='g'))
attempt(lambda: threading.Thread(None, None, 'n', (), {}, True))

fresh = threading.Thread(target=lambda: None)
attempt(fresh.join)
attempt(fresh.join, 1)
fresh.start()
attempt(fresh.start)
fresh.join()
attempt(fresh.start)
attempt(setter(fresh, True, 'daemon'))
attempt(lambda: setattr(fresh, 'ident', 3))
attempt(lambda: setattr(fresh, 'native_id', 3))
attempt(threading.current_thread().join)
attempt(threading.main_thread().start)
attempt(setter(threading.main_thread(), True, 'daemon'))


def join_self():
    attempt(threading.current_thread().join)
    attempt(setter(threading.current_thread(), True, 'daemon'))
    attempt(threading.current_thread().start)


thread = threading.Thread(target=join_self)
thread.start()
thread.join()


# A subclass that forgets to call __init__.
class Forgetful(threading.Thread):
    def __init__(self):
        pass


bad = Forgetful()
attempt(bad.start)
attempt(bad.join)
attempt(bad.is_alive)
attempt(lambda: bad.name)
attempt(setter(bad, 'x', 'name'))
attempt(lambda: bad.ident)
attempt(lambda: bad.native_id)
attempt(lambda: bad.daemon)
attempt(setter(bad, True, 'daemon'))
attempt(lambda: repr(bad))

# A thread that was not started here has a stand-in.
import _thread

done = _thread.allocate_lock()
done.acquire()


def unknown():
    me = threading.current_thread()
    print(me.name, type(me).__name__, me.daemon, me.is_alive(), me.ident == threading.get_ident())
    print(me is threading.current_thread(), me in threading.enumerate())
    attempt(me.join)
    attempt(me.start)
    done.release()


_thread.start_new_thread(unknown, ())
done.acquire()

attempt(threading.Thread(target=print).join, 'x')
thread = threading.Thread(target=lambda: None)
thread.start()
attempt(thread.join, 'x')
thread.join()
print(thread.join(-1))
attempt(threading._register_atexit, 5)
attempt(lambda: threading.no_such_name)
print(threading.ThreadError, threading.TIMEOUT_MAX, sorted(threading.__all__))
