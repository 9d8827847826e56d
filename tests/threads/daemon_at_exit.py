# The program does not wait for a daemon, and its finally clauses do not run.
# modes: plain tco fibers gil-off
import threading

begun = threading.Event()


def forever():
    begun.set()
    try:
        threading.Event().wait()
    finally:
        print('never')


thread = threading.Thread(target=forever, daemon=True)
thread.start()
begun.wait()
print(thread.is_alive(), thread.daemon)
print('end of main')
