# Powers of small ints around every limit of what is done without a call.
for base in (0, 1, -1, 2, -2, 3, -3, 7, 10, -10, 2**15, 2**30, -(2**30), 2**31, 2**60, 2**61 - 1, -(2**61), 2**61):
    print(base, [base**e for e in (0, 1, 2, 3)], [base**e % 1000007 for e in range(0, 70, 7)])
    print([hash(base**e) for e in (60, 61, 62, 63, 64, 65)], base**-1 if base else "none", (base + 0.5) ** 2)
print(True**2, 2**True, (-2) ** 61, 2**61, 2**62, (-2) ** 62, 2**0.5, hex(255), hex(-255), oct(-8), bin(5), hex(2**70), f"{-255:x}")
try:
    0**-1
except ZeroDivisionError as e:
    print(e)
from collections import Counter, OrderedDict


class Own(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 10)


class Got(Counter):
    def get(self, key, default=None):
        return 5


print(Counter("abracadabra").most_common(), Counter([1, 1.0, True, 2]), Got("aab"), Counter({"a": "x"}).most_common())
counts = Counter(a=2**61 - 2)
counts.update("aaa")
print(counts)
own = Own()
import collections

collections._count_elements(own, "aab")
print(own)
