# Measures argument passing: defaults, keywords, *args, **kwargs, keyword-only, partial unpacking.


def defaults(a, b=2, c=3):
    return a + b * c


def keyword_only(a, *, scale=1, shift=0):
    return a * scale + shift


def gather(*args, **kwargs):
    return len(args) + len(kwargs)


def forward(*args, **kwargs):
    return defaults(*args, **kwargs)


def run(rounds):
    total = 0
    pair = (4, 5)
    named = {"c": 6}
    for i in range(rounds):
        total += defaults(i)
        total += defaults(i, 3)
        total += defaults(i, c=5)
        total += keyword_only(i, shift=2)
        total += keyword_only(i, scale=2, shift=1)
        total += gather(i, 2, 3, x=1)
        total += forward(i, c=1)
        total += defaults(i, *pair)
        total += defaults(i, 1, **named)
    return total


print(run(800_000))
