# Q1: two threads that compute. Who has the interpreter when?
import threading

both = threading.Barrier(2)


def work():
    both.wait()
    total = 0
    for i in range(8_000_000):
        total += i


threads = [threading.Thread(target=work, name=x) for x in "AB"]
for t in threads:
    t.start()
for t in threads:
    t.join()
