# Carets of binary operators: operands wide, the operator in the middle.
def f(a, b, c):
    return a * b + (c - a / b) * 2


f(1, 0, "x")
