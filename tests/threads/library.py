# What the library keeps for itself is safe from other threads: cached properties, repr() of what contains itself.
# modes: plain tco fibers gil-off
import dataclasses
import functools
import reprlib
import threading
import time


class Slow:
    computed = 0

    @functools.cached_property
    def value(self):
        time.sleep(0.02)
        Slow.computed += 1
        return Slow.computed

    @functools.cached_property
    def other(self):
        return self.again + 1

    @functools.cached_property
    def again(self):
        return 1


slow = Slow()
seen = []
threads = [threading.Thread(target=lambda: seen.append(slow.value)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen, Slow.computed, slow.other)


class Shown:
    @reprlib.recursive_repr()
    def __repr__(self):
        inside.wait()
        return '<shown>'


class Part:
    def __repr__(self):
        inside.wait()
        return 'part'


@dataclasses.dataclass
class Whole:
    part: object = dataclasses.field(default_factory=Part)


inside = threading.Barrier(2)
for shown in (Shown(), Whole()):
    texts = []
    threads = [threading.Thread(target=lambda: texts.append(repr(shown))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(texts)
