# Measures set work: membership, algebra, growth, and sets of tuples (the game of life).


def life(generations):
    cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
    cells |= {(x + 20, y + 20) for x, y in ((0, 1), (1, 1), (1, 2), (2, 0), (1, 0))}
    near = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]
    for _ in range(generations):
        counts = {}
        for x, y in cells:
            for dx, dy in near:
                spot = (x + dx, y + dy)
                counts[spot] = counts.get(spot, 0) + 1
        cells = {spot for spot, n in counts.items() if n == 3 or n == 2 and spot in cells}
    return len(cells)


def algebra(rounds):
    total = 0
    for i in range(rounds):
        a = set(range(i & 63, 100))
        b = set(range(0, 100, 3))
        total += len(a & b) + len(a | b) + len(a - b) + len(a ^ b)
        total += (a >= b) + a.isdisjoint(b)
    return total


def distinct(n):
    seen = set()
    repeats = 0
    x = 7
    for _ in range(n):
        x = (x * 16807) % 2147483647
        key = x & 0x3FFFF
        if key in seen:
            repeats += 1
            seen.discard(key - 1)
        else:
            seen.add(key)
    return repeats, len(seen)


print(life(180))
print(algebra(30_000))
print(*distinct(1_500_000))
