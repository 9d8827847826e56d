# Two threads that add to a global, for `terrarium explore`: how many schedules a second.
import _thread

x = 0
over = _thread.allocate_lock()


def work():
    global x
    x = x + 1


def last():
    global x
    x = x + 1
    over.release()


over.acquire()
_thread.start_new_thread(work, ())
_thread.start_new_thread(last, ())
over.acquire()
