# Visits a tree by a recursion that goes down on the left and ends in a tail call on the right.
#
# With elimination only the left branches cost frames: a tree that leans to the right is walked in a
# few frames, one that leans to the left is as deep as ever. Look at both in
#   terrarium compare scripts/toys/walk.py
import sys


def lean(n, to_the_left):
    tree = None
    for i in range(n):
        tree = (tree, i, None) if to_the_left else (None, i, tree)
    return tree


def visit(tree, seen):
    if tree is None:
        return seen
    left, value, right = tree
    visit(left, seen)
    seen.append(value)
    return visit(right, seen)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 400
print("leaning right:", sum(visit(lean(n, False), [])))
print("leaning left: ", sum(visit(lean(n, True), [])))
