# Exactly one line too many: "1 more time".
def down(n):
    if n == 0:
        raise RuntimeError("at the bottom")
    down(n - 1)


try:
    down(3)
except RuntimeError as e:
    error = e
down(4)
