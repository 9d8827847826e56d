# The second function is not finished.
def fine():
    return 1


def broken(:
    return 2
