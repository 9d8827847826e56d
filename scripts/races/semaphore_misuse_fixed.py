# A permit is given back only by who has taken one, repaired: `try` begins when the permit is there. (BoundedSemaphore
# would have noticed the mistake: it refuses to get more permits than it began with.)
import threading

seats = threading.BoundedSemaphore(1)
sitting = []


def visit(name):
    if not seats.acquire(blocking=False):
        return
    try:
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
