# One counter, two threads, and no pause in between: the GIL changes
# hands only at calls and jumps backwards, so that it protects
# `counter += 1` here by chance; without the GIL updates are lost, with a
# lock never. one_counter.py [lock]
import sys
import threading

locked = sys.argv[1:2] == ["lock"]
rounds = 20_000 if locked else 2_000_000
counter = 0
lock = threading.Lock()
start = threading.Barrier(2)


def work():
    global counter
    start.wait()
    for _ in range(rounds):
        if locked:
            with lock:
                counter += 1
        else:
            counter += 1


workers = [threading.Thread(target=work, name=f"add-{i + 1}")
           for i in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("counted", counter, "of", 2 * rounds)
lost = counter != 2 * rounds
print("updates lost" if lost else "nothing lost")
