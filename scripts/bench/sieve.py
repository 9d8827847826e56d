# Measures int loops over a list of flags: the sieve of Eratosthenes without slices.


def count_primes(limit):
    flags = [True] * (limit + 1)
    count = 0
    last = 0
    for candidate in range(2, limit + 1):
        if flags[candidate]:
            count += 1
            last = candidate
            multiple = candidate * candidate
            while multiple <= limit:
                flags[multiple] = False
                multiple += candidate
    return count, last


for size in (400_000, 5_500_000):
    print(size, *count_primes(size))
