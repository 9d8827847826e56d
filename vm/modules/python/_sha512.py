# SHA-512 (FIPS 180-4) in plain Python, for the string seeds of `random`; slow, and enough for that.
# The round constants are computed from the primes on first use rather than written down.

_mask = (1 << 64) - 1
_constants = None


def _root(number, degree):
    """The integer part of the degree-th root."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** degree <= number:
            low = middle
        else:
            high = middle - 1
    return low


def _tables():
    """(round constants, initial state): fractions of cube roots and square roots of the first primes."""
    global _constants
    if _constants is None:
        primes = []
        candidate = 2
        while len(primes) < 80:
            if all(candidate % prime for prime in primes):
                primes.append(candidate)
            candidate += 1
        _constants = ([_root(prime << 192, 3) & _mask for prime in primes],
                      [_root(prime << 128, 2) & _mask for prime in primes[:8]])
    return _constants


def _rotate(x, n):
    return (x >> n | x << (64 - n)) & _mask


def _compress(state, block, constants):
    w = [int.from_bytes(block[i:i + 8], 'big') for i in range(0, 128, 8)]
    for i in range(16, 80):
        x, y = w[i - 15], w[i - 2]
        w.append((w[i - 16] + (_rotate(x, 1) ^ _rotate(x, 8) ^ x >> 7)
                  + w[i - 7] + (_rotate(y, 19) ^ _rotate(y, 61) ^ y >> 6)) & _mask)
    a, b, c, d, e, f, g, h = state
    for k, word in zip(constants, w):
        t = h + (_rotate(e, 14) ^ _rotate(e, 18) ^ _rotate(e, 41)) + (e & f ^ ~e & g) + k + word
        u = (_rotate(a, 28) ^ _rotate(a, 34) ^ _rotate(a, 39)) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (t + u) & _mask, a, b, c, (d + t) & _mask, e, f, g
    return [(old + new) & _mask for old, new in zip(state, (a, b, c, d, e, f, g, h))]


def digest(data):
    """The 64 bytes of the SHA-512 hash of data."""
    constants, state = _tables()
    padded = data + b'\x80' + bytes(-(len(data) + 17) % 128) + (len(data) * 8).to_bytes(16, 'big')
    for start in range(0, len(padded), 128):
        state = _compress(state, padded[start:start + 128], constants)
    return b''.join(word.to_bytes(8, 'big') for word in state)
