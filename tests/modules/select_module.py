# select: waiting for pipes, with and without a limit, while other threads write.
# in-threads: prints descriptors
import os
import select
import threading
import time


def attempt(function, *args):
    try:
        print('returned', function(*args))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


r, w = os.pipe()
r2, w2 = os.pipe()
names = {r: 'r', w: 'w', r2: 'r2', w2: 'w2'}


def named(groups):
    return [[names[fd] for fd in group] for group in groups]


print(named(select.select([r, r2], [], [], 0)), named(select.select([r], [w, w2], [], 5)), named(select.select([], [], [], 0.01)))
os.write(w, b'x')
print(named(select.select([r, r2], [w], [r], None)), os.read(r, 10))
start = time.monotonic()
print(named(select.select([r], [], [], 0.05)), time.monotonic() - start >= 0.04)
writer = threading.Timer(0.02, os.write, (w2, b'late'))
writer.start()
print(named(select.select([r, r2], [], [], 20)), os.read(r2, 10))
writer.join()


class File:
    def fileno(self):
        return r


file = File()
os.write(w, b'y')
print(select.select([file], [], [], 1)[0] == [file], os.read(r, 1))

poll = select.poll()
print(type(poll).__name__, poll.poll(0))
poll.register(r, select.POLLIN)
poll.register(w)
print([(names[fd], event == select.POLLOUT) for fd, event in poll.poll(1000)])
poll.modify(w, 0)
print(poll.poll(0), poll.poll(10))
poll.unregister(w)
attempt(poll.unregister, w)
attempt(poll.modify, w, 1)
attempt(poll.register, -1)
attempt(poll.register, 'x')
attempt(poll.poll, 'x')
writer = threading.Timer(0.02, os.write, (w, b'z'))
writer.start()
print([(names[fd], event) for fd, event in poll.poll()], os.read(r, 1))
writer.join()
os.close(w)
print([(names[fd], event == select.POLLHUP) for fd, event in poll.poll()], named(select.select([r], [], [])))
os.close(r)
print([event == select.POLLNVAL for _, event in poll.poll()])
attempt(select.select, [r], [], [], 0)
attempt(select.select, [-1], [], [], 0)
attempt(select.select, ['x'], [], [], 0)
attempt(select.select, 1, [], [], 0)
attempt(select.select, [], [], [], -1)
attempt(select.select, [], [], [], 'x')
print(select.error, select.POLLIN, select.POLLOUT, select.POLLERR, select.PIPE_BUF)
