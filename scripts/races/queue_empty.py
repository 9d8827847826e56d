# empty() asked before get(). With one job left two workers see that the queue is not empty; one gets the job, the other
# waits for ever.
# explore: deadlock
import queue
import threading

jobs = queue.Queue()
for job in range(2):
    jobs.put(job)
done = []


def worker():
    while not jobs.empty():
        done.append(jobs.get())


threads = [threading.Thread(target=worker) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done))
