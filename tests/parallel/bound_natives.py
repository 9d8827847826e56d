# Natives bound to what they change, called by name from several threads: of a shared object, of one's own, by way of map, partial
# and default arguments; before and after the world is parallel.
import collections
import functools
import threading

items, table, seen, line = [], {}, set(), collections.deque()
early = items.append, table.update, seen.add, line.append


def work(number, append=items.append):
    put, update, add, push = items.append, table.update, seen.add, line.append
    mine = []
    keep = mine.append
    half = functools.partial(update)
    for i in range(400):
        n = number * 1000 + i
        put([n])
        early[0]([n, "early"])
        append([n, "default"])
        half({n: [n]})
        early[1]([(-n - 1, (n,))])
        add(n)
        early[2]((n, number))
        push(str(n))
        early[3]([str(n)])
        keep((n, [n]))
    for _ in map(items.append, mine):
        pass
    list(map(keep, mine[:50]))
    kept.append((number, len(mine), sum(n for n, _ in mine)))


kept = []
threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(items), len(table), len(seen), len(line))
print(sorted(kept))
print(sorted(len(item) for item in items)[::1000], sum(item[0] for item in items))
print(sum(len(v) for v in table.values()), sum(type(n) is int for n in seen), sum(type(s) is list for s in line))
