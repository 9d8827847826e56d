# Measures raising and catching: at depth, by class, with finally, and try blocks that never raise.


class Small(Exception):
    pass


class Special(Small):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def dig(depth, code):
    if depth == 0:
        if code & 1:
            raise Special(code)
        raise Small(code)
    try:
        return dig(depth - 1, code)
    finally:
        dig.unwound += 1


def thrown(rounds):
    dig.unwound = 0
    total = 0
    for i in range(rounds):
        try:
            dig(5, i)
        except Special as error:
            total += error.code
        except Small:
            total -= 1
    return total, dig.unwound


def quiet(rounds):
    table = {}
    misses = 0
    for i in range(rounds):
        try:
            table[i & 4095] += 1
        except KeyError:
            table[i & 4095] = 1
            misses += 1
    return misses, table[7]


def looked_up(rounds):
    hits = 0
    for i in range(rounds):
        try:
            [0, 1, 2][i & 3]
            hits += 1
        except IndexError:
            pass
        try:
            int("x")
        except ValueError as error:
            hits += len(error.args)
    return hits


print(*thrown(150_000))
print(*quiet(1_500_000))
print(looked_up(400_000))
