# Q1: one counter, two threads, no lock.
import threading

count = 0


def work():
    global count
    count += 1


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count)
