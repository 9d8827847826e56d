# Measures list work: append, pop, index, slices, reversal, insertion, concatenation.


def queue(n):
    stack = []
    push = stack.append
    total = 0
    for i in range(n):
        push(i)
        if i & 3 == 3:
            total += stack.pop() - stack.pop()
    return total, len(stack)


def bubble(n):
    items = [(i * 7919) % n for i in range(n)]
    swaps = 0
    for end in range(n - 1, 0, -1):
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swaps += 1
    return swaps, items[:5]


def slices(n):
    base = list(range(100))
    total = 0
    for i in range(n):
        part = base[i % 50:i % 50 + 40:2]
        part.reverse()
        part[5:10] = [i, i + 1]
        total += part[6] + len(part + base)
    return total


def search(n):
    items = list(range(200))
    total = 0
    for i in range(n):
        total += items.index(i % 200) + (i in items)
        items.insert(i % 200, items.pop())
    return total


print(*queue(3_000_000))
print(*bubble(1200))
print(slices(500_000))
print(search(120_000))
