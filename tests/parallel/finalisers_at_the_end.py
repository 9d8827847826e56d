# Objects that die as their thread ends are finalised by a thread that lives.
# modes: plain gil-off
import threading

born, died = [], []
lock = threading.Lock()


class Thing:
    def __init__(self, name):
        self.name = name
        with lock:
            born.append(name)

    def __del__(self):
        with lock:
            died.append((lambda name: name)(self.name))


class Chain:
    pass


def work(n):
    threading.local().kept = Thing((n, -1))
    chain = Chain()
    chain.things = [Thing((n, i)) for i in range(20)]
    common[n % 4] = chain
    common[(n + 1) % 4] = None
    chain.me = chain.things[-1]


common = [None] * 4
for round in range(40):
    threads = [threading.Thread(target=work, args=(round * 4 + k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    del t, threads
common.clear()
import gc
gc.collect()
print(len(born), sorted(died) == sorted(born) or sorted(set(born) - set(died))[:5])
