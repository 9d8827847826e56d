# Threads that hammer on the same objects: nothing is lost that CPython keeps, and nothing breaks.
# modes: plain gil-off
# args: 1000 4
import sys
import threading
import time
import gc

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
THREADS = int(sys.argv[2]) if len(sys.argv) > 2 else 4


class Node:
    count = 0

    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def total(self):
        sum = 0
        node = self
        while node:
            sum += node.value
            node = node.next
        return sum


numbers = []
table = {}
names = set()
shared = Node(0)
queue = [Node(i) for i in range(10)]
errors = []
lock = threading.Lock()
counter = 0


def gen(n):
    for i in range(n):
        yield i


common = gen(THREADS * ROUNDS * 10)


def lists(me):
    for i in range(ROUNDS):
        numbers.append((me, i))
        if i % 7 == 0:
            numbers[i % len(numbers)] = (me, -i)
        _ = numbers[-1][0] + len(numbers)
        for item in numbers[:5]:
            assert type(item) is tuple and len(item) == 2


def dicts(me):
    for i in range(ROUNDS):
        table[me, i] = [i]
        table[me, i].append(me)
        table[i % 10] = me
        assert table[me, i] == [i, me]
        if i % 5 == 0:
            del table[me, i]
        names.add(i)
        names.discard(i - 3)
        _ = table.get((me + 1, i))


def instances(me):
    for i in range(ROUNDS):
        shared.value = Node(i)
        shared.next = Node(i, Node(i + 1))
        v = shared.next
        assert v.total() == 2 * v.value + 1, (v.value, v.total())
        setattr(shared, "a%d" % (i % 20), i)
        Node.count += 1
        Node.last = v
        w = getattr(shared, "a0")
        assert isinstance(w, int)


def generators(me):
    got = 0
    while got < ROUNDS:
        try:
            next(common)
            got += 1
        except ValueError:  # generator already executing
            pass
        except StopIteration:
            break


def strings(me):
    s = ""
    for i in range(ROUNDS):
        s += str(i) + "x"
        t = "%s-%d" % (s[-5:], i)
        assert t.endswith(str(i)) and f"{i}:{t}".startswith(str(i))
    assert len(s) == sum(len(str(i)) + 1 for i in range(ROUNDS))


def exceptions(me):
    for i in range(ROUNDS):
        try:
            if i % 3 == 0:
                raise KeyError(i)
            if i % 3 == 1:
                {}[i]
            [].pop()
        except (KeyError, IndexError) as e:
            caught = e
        assert caught.args


def cycles(me):
    for i in range(ROUNDS):
        a = Node(i)
        b = Node(i, a)
        a.next = None
        c = [a, b]
        c.append(c)
        if i % 50 == 0:
            gc.collect(0)


def swaps(me):
    for i in range(ROUNDS):
        a, b = i % 10, (i * 3 + me) % 10
        queue[a], queue[b] = queue[b], Node(i)
        assert queue[a].value >= 0


def locked(me):
    global counter
    for i in range(ROUNDS):
        with lock:
            counter += 1


def imports(me):
    for i in range(ROUNDS // 50):
        import json
        import collections
        assert json.loads("[1, 2]") == [1, 2]
        sys.modules.pop("colorsys", None)


def closures(me):
    def make(n):
        total = 0

        def add(x):
            nonlocal total
            total += x + n
            return total
        return add
    for i in range(ROUNDS):
        f = make(i)
        assert f(1) == i + 1 and f(2) == 2 * i + 3
        shared_functions[i % 10] = f
        shared_functions[(i + 1) % 10](1)


shared_functions = [lambda x: x] * 10
work = [lists, dicts, instances, generators, strings, exceptions, cycles, swaps, locked, imports, closures]


def run(me):
    try:
        for k in range(len(work)):
            work[(k + me) % len(work)](me)
    except BaseException as e:
        errors.append(e)
        raise


threads = [threading.Thread(target=run, args=(i,)) for i in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(errors), counter == THREADS * ROUNDS)
print(sum(1 for item in numbers if type(item) is tuple) == THREADS * ROUNDS == len(numbers))
