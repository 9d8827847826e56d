# Measures small-list shuffling: pancake flips over all permutations of nine numbers.


def pancake(n):
    perm = list(range(n))
    counters = [0] * n
    checksum = 0
    most = 0
    sign = 1

    def flips(order):
        order = order[:]
        count = 0
        first = order[0]
        while first:
            order[:first + 1] = order[first::-1]
            count += 1
            first = order[0]
        return count

    most = flips(perm)
    checksum = most
    level = 1
    # Heap's method, written without recursion: one swap from permutation to permutation.
    while level < n:
        if counters[level] < level:
            other = counters[level] if level & 1 else 0
            perm[other], perm[level] = perm[level], perm[other]
            sign = -sign
            count = flips(perm)
            checksum += sign * count
            if count > most:
                most = count
            counters[level] += 1
            level = 1
        else:
            counters[level] = 0
            level += 1
    return checksum, most


print(*pancake(8))
print(*pancake(9))
