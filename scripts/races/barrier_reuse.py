# A home-made barrier used twice. The last to come opens the gate, and who has waited closes it again behind itself: if it does
# so too late, it shuts out those who are at the next round already. The sleep hides that nearly always.
# explore: deadlock
import threading
import time

PARTIES = 2
arrived = 0
lock = threading.Lock()
gate = threading.Event()


def barrier():
    global arrived
    with lock:
        arrived += 1
        last = arrived == PARTIES
    if last:
        arrived = 0
        gate.set()
    else:
        gate.wait()
        gate.clear()


def work():
    for round in range(2):
        barrier()
        time.sleep(0.01)


threads = [threading.Thread(target=work) for _ in range(PARTIES)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print('over')
