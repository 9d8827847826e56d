# Measures generators: pipelines, delegation and values sent in.


def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def odd(source):
    for n in source:
        if n & 1:
            yield n


def squares(source):
    for n in source:
        yield n * n


def walk(tree):
    if tree is not None:
        left, value, right = tree
        yield from walk(left)
        yield value
        yield from walk(right)


def tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return tree(low, middle), middle, tree(middle + 1, high)


def averager():
    total = count = 0
    while True:
        total += yield (total // count if count else 0)
        count += 1


print(sum(squares(odd(numbers(4_000_000)))))
grown = tree(0, 8191)
print(sum(sum(walk(grown)) for _ in range(8)))
average = averager()
next(average)
last = 0
for i in range(3_000_000):
    last = average.send(i & 255)
print(last)
print(sum(x * y for x in range(1000) for y in range(1000) if x ^ y & 1))
