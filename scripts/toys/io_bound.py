# Work that waits: two threads sleep, two talk over a pipe. Who waits has
# let the GIL go, so that they hardly meet.
import os
import threading
import time

reader, writer = os.pipe()
got = []


def sleeper():
    for _ in range(10):
        time.sleep(0.01)


def write():
    for i in range(20):
        time.sleep(0.005)
        os.write(writer, b"%3d" % i)
    os.close(writer)


def read():
    while data := os.read(reader, 3):
        got.append(int(data))


threads = [threading.Thread(target=f, name=name) for f, name in
           ((sleeper, "sleep-1"), (sleeper, "sleep-2"),
            (write, "write"), (read, "read"))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("read", sum(got))
