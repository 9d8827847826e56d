# Measures comprehensions: lists, sets, dicts, nested, filtered, with walrus and conditional.


def primes(n):
    composites = {m for i in range(2, int(n ** 0.5) + 1) for m in range(i * i, n, i)}
    return [i for i in range(2, n) if i not in composites]


def triples(n):
    return [(a, b, c) for a in range(1, n) for b in range(a, n)
            if (c := int((a * a + b * b) ** 0.5)) < n and c * c == a * a + b * b]


def table(n):
    rows = [[i * j for j in range(n)] for i in range(n)]
    flat = [cell for row in rows for cell in row if cell % 3]
    columns = [[row[i] for row in rows] for i in range(n)]
    return len(flat), sum([sum(column) for column in columns])


def invert(n):
    names = {i: f"k{i % 100}" for i in range(n)}
    back = {name: [] for name in names.values()}
    for number, name in names.items():
        back[name].append(number)
    return {name: (numbers[0], len(numbers)) for name, numbers in back.items()}["k42"]


found = primes(300_000)
print(len(found), found[-1])
print(len(triples(700)))
print(*table(900))
print(*invert(300_000))
print(len([x if x & 1 else -x for x in range(3_500_000)]))
