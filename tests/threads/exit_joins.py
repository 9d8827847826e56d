# The program ends when its threads have: also those that are started meanwhile; atexit comes after all of them.
# modes: plain tco fibers gil-off
import atexit
import threading
import time

atexit.register(print, 'atexit')
threading._register_atexit(print, 'threading atexit 1')
threading._register_atexit(print, 'threading atexit 2')


def late():
    time.sleep(0.3)
    print('late', threading.main_thread().is_alive(), threading.active_count())
    try:
        threading._register_atexit(print)
    except RuntimeError as error:
        print(error)
    after = threading.Thread(target=last, args=(threading.current_thread(),))
    after.start()


def last(before):
    before.join()
    time.sleep(0.01)
    threading.main_thread().join()
    print('last', before.is_alive(), repr(threading.main_thread())[:32])


threading.Thread(target=late).start()
print('end of main')
