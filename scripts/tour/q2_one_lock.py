# Q2: the same with Python's own lists, under the one lock there is.
import threading

a, b = [1], [2]
threads = [threading.Thread(target=a.extend, args=(b,)),
           threading.Thread(target=b.extend, args=(a,))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(a) + len(b))
