# A collection that a weak reference's callback asks for, or that another thread runs meanwhile, leaves the dying object alone.
# modes: plain check-heap stress gil-off
import gc
import threading
import weakref


class Node:
    pass


calls = []


def collect(reference):
    gc.collect()
    calls.append(reference())


def run(rounds):
    for i in range(rounds):
        node = Node()
        node.values = [i]
        reference = weakref.ref(node, collect)
        del node
        others = [Node(), Node()]
        others[0].values = [i]
        gc.collect(0)
        del reference


run(3)
print(calls)
threads = [threading.Thread(target=run, args=(10,)) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(set(calls))
