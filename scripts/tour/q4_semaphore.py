# Q4: five guests, two seats: a semaphore lets in as many as it counts.
import threading
import time

seats = threading.Semaphore(2)
inside = []


def visit(guest):
    with seats:
        inside.append(guest)
        print("in: ", *sorted(inside))
        time.sleep(1)
        inside.remove(guest)


guests = [threading.Thread(target=visit, args=(x,)) for x in "ABCDE"]
for g in guests:
    g.start()
for g in guests:
    g.join()
