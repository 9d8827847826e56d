# Measures dict work: ints, strings and tuples as keys, growth, deletion, iteration, methods.


def histogram(n):
    counts = {}
    x = 1
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        key = x >> 19
        counts[key] = counts.get(key, 0) + 1
    return len(counts), max(counts.values())


def grid(size):
    cells = {}
    for x in range(size):
        for y in range(size):
            cells[x, y] = x ^ y
    total = 0
    for (x, y), value in cells.items():
        if (x + 1, y + 1) in cells:
            total += value - cells[x + 1, y + 1]
    return total


def churn(n):
    names = [f"name{i}" for i in range(2000)]
    table = dict.fromkeys(names, 0)
    for i in range(n):
        name = names[i * 7 % 2000]
        table[name] += 1
        if i % 5 == 0:
            saved = table.pop(name)
            table[name] = saved + 1
        if i % 3 == 0:
            table.setdefault(i, name)
            del table[i]
    return sum(table.values())


def group(n):
    groups = {}
    for i in range(n):
        groups.setdefault(i * i % 97, []).append(i)
    return len(groups), len({k: len(v) for k, v in groups.items()})


print(*histogram(1_700_000))
print(grid(400))
print(churn(1_400_000))
print(*group(1_700_000))
