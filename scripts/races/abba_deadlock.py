# Two locks in two orders. One thread holds a and wants b, the other holds b and wants a: both wait for ever.
# explore: deadlock
import threading

a = threading.Lock()
b = threading.Lock()
done = []


def one():
    with a:
        with b:
            done.append('one')


def two():
    with b:
        with a:
            done.append('two')


threads = [threading.Thread(target=one), threading.Thread(target=two)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done))
