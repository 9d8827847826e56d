# Measures module globals and builtins: names read and written at module level and from functions.

counter = 0
limit = 1000
table = list(range(64))


def step(by):
    global counter
    counter += by
    if counter > limit:
        counter -= limit
    return counter


def use(rounds):
    total = 0
    for i in range(rounds):
        total += step(i & 7)
        total += len(table) + abs(-i) % 3 + min(i, 5) + max(i & 1, 0)
        if isinstance(total, int):
            total += table[i & 63]
    return total


print(use(1_500_000))
i = 0
total = 0
while i < 2_500_000:
    total = total + i % 7
    i = i + 1
print(total)
