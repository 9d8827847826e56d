# Lost update, repaired: reading, adding and writing are one step for all who take the same lock.
import threading

count = 0
lock = threading.Lock()


def work():
    global count
    with lock:
        count = count + 1


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count)
