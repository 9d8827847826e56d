# A home-made barrier, repaired: there is no gate to be closed. Who waits, waits for the end of the round it came in, and a
# round that is over stays over. threading.Barrier does the same.
import threading
import time

PARTIES = 2
arrived = 0
rounds = 0
changed = threading.Condition()


def barrier():
    global arrived, rounds
    with changed:
        mine = rounds
        arrived += 1
        if arrived == PARTIES:
            arrived = 0
            rounds += 1
            changed.notify_all()
        while mine == rounds:
            changed.wait()


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
