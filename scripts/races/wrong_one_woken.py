# notify() wakes the wrong one. Producer and consumer wait at the same condition; the one item of news may go to a thread that
# has no use for it and goes back to sleep, while the one it was meant for sleeps on.
# explore: deadlock
import threading

changed = threading.Condition()
box = []  # room for one
got = []


def put(item):
    with changed:
        while box:
            changed.wait()
        box.append(item)
        changed.notify()


def get():
    with changed:
        while not box:
            changed.wait()
        got.append(box.pop())
        changed.notify()


threads = []
for item in 'ab':
    threads += [threading.Thread(target=get), threading.Thread(target=put, args=(item,))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(got))
