# A call over several lines: the line of the call, no carets when the whole is marked.
def check(a, b, *, c):
    return a


check(
    1,
    2,
    3,
)
