# More than three equal lines fold: "Previous line repeated N more times".
def down(n):
    if n == 0:
        raise RuntimeError("at the bottom")
    down(n - 1)


down(10)
