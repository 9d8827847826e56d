# An exception makes a frame object that its thread has for itself. sys._current_frames() and f_back of another thread find it while the
# frame runs on: it is shared then, as the dict is that holds it, and the thread lets go of it as of a shared one.
# modes: plain gil-off
import sys
import threading

over = False


def calls(depth):
    try:
        raise ValueError(depth)
    except ValueError:
        if depth:
            return calls(depth - 1)
    for _ in range(50):
        pass


def watch():
    while not over:
        calls(3)


def look():
    seen = 0
    for _ in range(300):
        for frame in sys._current_frames().values():
            while frame:
                seen += frame.f_lineno is not None
                frame = frame.f_back
    return seen


watchers = [threading.Thread(target=watch) for _ in range(3)]
for thread in watchers:
    thread.start()
print(look() > 600)
over = True
for thread in watchers:
    thread.join()
