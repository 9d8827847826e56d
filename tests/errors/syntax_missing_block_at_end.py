# A block is missing where the file ends: of the line that is gone, no place is marked.
def f():
