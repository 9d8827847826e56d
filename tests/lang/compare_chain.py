# Chained comparisons: each operand once, stops at the first false one.
def v(x):
    print("eval", x)
    return x

print(v(1) < v(2) < v(3))
print(v(1) > v(2) > v(3))
print(v(1) < v(3) > v(2) == v(2) != v(4))
print(1 < 2 == 2 <= 2, 1 == 1 in [1])
x = [1]
print(1 in x == True, (1 in x) == True, not 1 in x, 1 not in x, x is x is not None)

class Odd:
    def __lt__(self, other): return []
    def __gt__(self, other): return "yes"

print(Odd() < 1, Odd() > 1, Odd() < 1 < 2, Odd() > 0 < 5)
print(1 < 2.5 < 3 == 3.0 < 4j.imag, 0 <= False < True <= 1)
a = 5
print(1 <= a <= 10, 1 <= a <= 4, 0 < a != 5)
