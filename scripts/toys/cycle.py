# Two objects that hold each other: counting references alone never frees them.
#
# `del` takes the names away, but each node is still held by the other, so both counts stay at
# one. The cycle collector finds that nobody outside holds them and frees both.
import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("freed", self.name)


gc.disable()

print("without a cycle: freed at once")
alone = Node("alone")
del alone

print("with a cycle: del frees nothing")
a = Node("a")
b = Node("b")
a.other = b
b.other = a
del a, b

print("now the collector runs")
found = gc.collect()
print("the collector found garbage:", found > 0)
