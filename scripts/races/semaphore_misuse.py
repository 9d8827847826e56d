# A permit that is given back without having been taken. Who finds no seat goes away, but `finally` releases all the same:
# from then on the semaphore lets in more than there are seats.
# explore: exception
import threading

seats = threading.Semaphore(1)
sitting = []


def visit(name):
    try:
        if seats.acquire(blocking=False):
            sitting.append(name)
            assert len(sitting) == 1, f'{sitting} on one seat'
            sitting.remove(name)
    finally:
        seats.release()


threads = [threading.Thread(target=visit, args=(name,)) for name in ('Ann', 'Bob', 'Cy')]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sitting)
