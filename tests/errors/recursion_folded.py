# Endless recursion: repeated lines are folded.
def down(n):
    return down(n + 1)


down(0)
