# A small program: the game of life on a torus, and a spiral, and a triangle of numbers.
def step(grid):
    h, w = len(grid), len(grid[0])
    def n(r, c): return sum(grid[(r + i) % h][(c + j) % w] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
    return [[1 if n(r, c) == 3 or grid[r][c] and n(r, c) == 2 else 0 for c in range(w)] for r in range(h)]
grid = [[0] * 8 for _ in range(6)]
for r, c in ((0, 1), (1, 2), (2, 0), (2, 1), (2, 2)): grid[r][c] = 1
for _ in range(4):
    print("\n".join("".join(".#"[c] for c in row) for row in grid), end="\n\n"); grid = step(grid)
def spiral(n):
    m, r, c, dr, dc = [[0] * n for _ in range(n)], 0, 0, 0, 1
    for i in range(1, n * n + 1):
        m[r][c] = i
        if not (0 <= r + dr < n and 0 <= c + dc < n and not m[r + dr][c + dc]): dr, dc = dc, -dr
        r, c = r + dr, c + dc
    return m
for row in spiral(4): print(*(f"{x:2}" for x in row))
def pascal(n):
    row = [1]
    for _ in range(n): yield row; row = [a + b for a, b in zip([0] + row, row + [0])]
for row in pascal(6): print(" ".join(map(str, row)).center(20).rstrip())
