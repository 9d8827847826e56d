# Natives that are no methods but change what they are given: no item is lost.
# modes: plain gil-off parallel
import bisect
import functools
import heapq
import operator
import threading

heap, ordered, table, numbers = [], [], {}, []


def work(me):
    add = numbers.append
    for i in range(2000):
        heapq.heappush(heap, (i * 7 % 100, me, i))
        bisect.insort(ordered, i * 3 % 50)
        operator.setitem(table, (me, i), i)
        setattr(holder, "a%d" % (i % 7), i)
        add(i)
    pairs = sorted([(i % 5, me) for i in range(50)], key=operator.itemgetter(0))
    add(functools.partial(len, pairs)())


class Holder:
    pass


holder = Holder()
threads = [threading.Thread(target=work, args=(me,)) for me in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(heap), len(ordered), len(table), len(numbers))
print(ordered == sorted(ordered), [heapq.heappop(heap) for _ in range(8000)] == sorted((i * 7 % 100, me, i) for me in range(4) for i in range(2000)))
print(sorted(vars(holder)))
