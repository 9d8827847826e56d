# range: members, slicing, comparison, hashing, big values, errors.
for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(0), range(5, 2), range(-3, 3, 2), range(2, 5, 10)):
    print(r, list(r), len(r), r.start, r.stop, r.step, r[::-1], list(reversed(r)), bool(r), sum(r), 4 in r, 4.0 in r, "4" in r, list(r[1:]), r[:2], r[-2:], r[::2], r.count(4))
print(range(10)[3], range(10)[-1], range(0, 10, 3)[2], range(10)[2:8:2], range(10)[8:2:-2], range(10)[100:], range(3).index(2), range(0, 10, 3).index(6), range(5) == range(0, 5, 1), range(0, 5, 2) == range(0, 6, 2), range(0) == range(2, 1), range(5) != range(4), hash(range(5)) == hash(range(0, 5)), {range(2): 1}[range(0, 2)], min(range(3, 9)), max(range(3, 9)), range(True), range(3).__contains__(2.0))
big = range(10 ** 30, 10 ** 30 + 10, 3); print(big, list(big), len(big), 10 ** 30 + 3 in big, big[1], big[::-1][0], big.index(10 ** 30 + 6), list(reversed(big)), 10 ** 40 in big, list(range(2 ** 63 - 2, 2 ** 63 + 2)), list(range(-2 ** 63, -2 ** 63 - 3, -1)), range(10 ** 30)[10 ** 29], range(2 ** 62, 2 ** 62 + 3)[1])
for t in ("range()", "range(1.0)", "range('a')", "range(1, 2, 0)", "range(1, 2, 3, 4)", "range(3)[3]", "range(3)[-4]", "range(3).index(5)", "range(3).index('a')", "len(range(10**30))", "range(3) + range(3)", "range(3) < range(4)", "range(3).start()", "range(stop=3)", "range(3)[1] == 1", "range(None)", "range(1, None)", "range(0, 3, 1.0)", "range(3).index()", "range(3) * 2", "range(10**30)[10**31]", "range(3).x", "range(3)[0:2:0]", "next(range(3))", "hash(range(2**70)) == hash(range(2**70))", "range(3).count('x')"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
it = iter(range(3)); print(next(it), it.__length_hint__(), list(it), list(it), type(it).__name__, type(iter(range(10 ** 30))).__name__)
for i in range(3):
    i += 10
print(i, [x for x in range(3) for _ in range(x)], list(zip(range(3), range(5, 0, -2))), [*range(2)], dict.fromkeys(range(2)), tuple(range(3)), sum(range(101)), list(map(range, range(3))), sum(range(10 ** 6)))
class I:
    def __index__(self): return 3
print(range(I()), range(I(), 9, I()), range(5)[I()])
