# Two threads take and drop a reference to one object. What can go wrong
# when nobody protects its count, `terrarium explore --refcounts=racy` finds;
# without --refcounts=racy nothing is found, whatever the schedule.
import threading


class Thing:
    pass


shared = Thing()


def work():
    mine = shared
    del mine


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
shared = None
print("end")
