# Makes rings of nodes and forgets them at once: garbage that counting references never frees.
#
# The collector finds the rings while the program runs. Without it they pile up to the end:
#   terrarium compare --axis gc scripts/toys/rings.py
import sys


class Node:
    def __init__(self, payload):
        self.payload = payload
        self.next = self


def make_ring(size):
    first = last = Node([0] * 50)
    for _ in range(size - 1):
        last.next = Node([0] * 50)
        last = last.next
    last.next = first


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
for _ in range(n):
    make_ring(5)
print(n, "rings made and forgotten")
