# The towers of Hanoi: move a pile of disks, one at a time, never a larger on a smaller one.
import sys


def move(n, source, target, spare, towers):
    if n == 0:
        return 0
    count = move(n - 1, source, spare, target, towers)
    towers[target].append(towers[source].pop())
    if total <= 3:  # a large tower would print too much
        print(f"disk {towers[target][-1]}: {source} -> {target}   {towers}")
    return count + 1 + move(n - 1, spare, target, source, towers)


total = n = int(sys.argv[1]) if len(sys.argv) > 1 else 3
towers = {"A": list(range(n, 0, -1)), "B": [], "C": []}
print(move(n, "A", "C", "B", towers), "moves")
print(towers)
