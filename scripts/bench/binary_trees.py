# Measures allocation and freeing of many small objects: complete binary trees.


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


long_lived = build(17)
total = 0
for depth in (6, 8, 10, 12):
    rounds = 1 << (17 - depth)
    nodes = 0
    for _ in range(rounds):
        nodes += count(build(depth))
    print(depth, rounds, nodes)
print(count(long_lived))
