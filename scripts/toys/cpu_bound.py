# The same work by one thread or by several: with a GIL they take turns
# and gain nothing. cpu_bound.py [THREADS [LOOPS]]
import sys
import threading

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2
loops = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000_000
sums = []


def work(n):
    total = 0
    for i in range(n):
        total += i & 7
    sums.append(total)


workers = [threading.Thread(target=work, args=(loops // threads,),
                            name=f"work-{i + 1}") for i in range(threads)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(threads, "threads:", sum(sums))
