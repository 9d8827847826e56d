# Q4: one counter, two threads, and a lock: a mutex lets in one at a time.
import threading

count = 0
lock = threading.Lock()


def work():
    global count
    with lock:
        count += 1


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count)
