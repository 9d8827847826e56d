# One counter, several threads: each reads it, thinks for a moment, and writes what it read plus one. Without a lock
# updates are lost, with or without a GIL; with one they are not. counter.py [lock [ROUNDS]]
import sys
import threading
import time

locked = sys.argv[1:2] == ["lock"]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
counter = 0
lock = threading.Lock()
start = threading.Barrier(3)


def add_one():
    global counter
    seen = counter
    time.sleep(0.0001)
    counter = seen + 1


def work():
    start.wait()
    for _ in range(rounds):
        if locked:
            with lock:
                add_one()
        else:
            add_one()


workers = [threading.Thread(target=work, name=f"add-{i + 1}") for i in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("counted", counter, "of", 3 * rounds)
print("with a lock:" if locked else "without a lock:", "nothing lost" if counter == 3 * rounds else "updates lost")
