# Floor division and modulo by sign; divmod; division by zero; true division.
for a in (7, -7, 0, 6, -6):
    for b in (2, -2, 3, -3):
        print(a, b, a // b, a % b, divmod(a, b), a / b)
for a in (7.5, -7.5):
    for b in (2.0, -2.0):
        print(a, b, a // b, a % b, divmod(a, b))
print(5 // 0.3, 5 % 0.3, -5 % 0.3, 0.0 % -3.0, -0.0 // 1)
for text in ("1 // 0", "1 % 0", "1 / 0", "1.0 // 0", "1.0 % 0", "1.0 / 0", "divmod(1, 0)", "divmod(1.0, 0)", "0 ** -1", "0.0 ** -1",
             "10**30 // 0", "10**30 % 0", "10**30 / 0", "1j / 0", "True // False", "pow(2, 3, 0)"):
    try:
        print(eval(text))
    except ArithmeticError as e:
        print(text, type(e).__name__, e)
    except ValueError as e:
        print(text, type(e).__name__, e)
big = 10 ** 25
print(big // 7, big % 7, -big // 7, -big % 7, big // -7, big % -7, big // big, divmod(-big, big + 1))
print(big / 10 ** 24, big / 3, 1 / big, -big / 10 ** 5)
try:
    print(10 ** 400 / 3)
except OverflowError as e:
    print(e)
print(10 ** 400 / 10 ** 399, 10 ** 399 / 10 ** 400, 3 / 10 ** 400)
print(7 // -1, -(2 ** 63) // -1, -(2 ** 61) // -1, -(2 ** 62) // -1, (2 ** 62) % -5)
