# empty() asked before get(), repaired: get_nowait() takes a job or says that there is none, in one step.
import queue
import threading

jobs = queue.Queue()
for job in range(2):
    jobs.put(job)
done = []


def worker():
    try:
        while True:
            done.append(jobs.get_nowait())
    except queue.Empty:
        pass


threads = [threading.Thread(target=worker) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done))
