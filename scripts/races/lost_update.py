# Lost update. `count = count + 1` reads, adds and writes. A thread that is stopped in between writes what was true before,
# and the other thread's addition is lost.
# explore: differs
import threading

count = 0


def work():
    global count
    count = count + 1


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count)
