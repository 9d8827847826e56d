# A small program: backtracking: sudoku, subsets that sum, knapsack, coin change, permutations in order.
board = [[int(c) for c in r] for r in "530070000 600195000 098000060 800060003 400803001 700020006 060000280 000419005 000080079".split()]
def ok(r, c, n): return all(board[r][i] != n and board[i][c] != n and board[r // 3 * 3 + i // 3][c // 3 * 3 + i % 3] != n for i in range(9))
def options(r, c): return [n for n in range(1, 10) if ok(r, c, n)]
def solve():
    empty = [(len(o), r, c, o) for r in range(9) for c in range(9) if not board[r][c] for o in [options(r, c)]]
    if not empty: return True
    _, r, c, opts = min(empty)
    for n in opts:
        board[r][c] = n
        if solve(): return True
    board[r][c] = 0
    return False
print(solve()); print("\n".join("".join(map(str, r)) for r in board))
def subsets(items, goal):
    if goal == 0: yield []
    elif items and goal > 0:
        for s in subsets(items[1:], goal - items[0]): yield [items[0]] + s
        yield from subsets(items[1:], goal)
print(list(subsets([3, 34, 4, 12, 5, 2], 9)))
def knap(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knap([(1, 1), (3, 4), (4, 5), (5, 7)], 7))
def coins(cs, n):
    ways = [1] + [0] * n
    for c in cs:
        for i in range(c, n + 1): ways[i] += ways[i - c]
    return ways[n]
print(coins([1, 2, 5, 10, 25], 100))
def perms(l):
    l = sorted(l)
    while True:
        yield "".join(l); i = len(l) - 2
        while i >= 0 and l[i] >= l[i + 1]: i -= 1
        if i < 0: return
        j = len(l) - 1
        while l[j] <= l[i]: j -= 1
        l[i], l[j] = l[j], l[i]; l[i + 1:] = l[:i:-1]
print(list(perms("aabc")))
