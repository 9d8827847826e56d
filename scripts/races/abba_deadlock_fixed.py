# Two locks, repaired: everybody takes a before b, so that nobody who holds b can be waiting for a.
import threading

a = threading.Lock()
b = threading.Lock()
done = []


def one():
    with a:
        with b:
            done.append('one')


def two():
    with a:
        with b:
            done.append('two')


threads = [threading.Thread(target=one), threading.Thread(target=two)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done))
