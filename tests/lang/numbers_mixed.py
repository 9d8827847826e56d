# Mixed arithmetic and comparison of bool, int, float and complex.
vals = [True, False, 0, 1, -3, 2 ** 60, 2 ** 70, 0.5, -2.0, 1e300, 2j, 1 - 1j]
for a in vals:
    row = []
    for b in vals:
        for sym in ("+", "-", "*", "/", "==", "<"):
            try: row.append(str(eval(f"a {sym} b")))
            except (TypeError, ZeroDivisionError, OverflowError) as e: row.append(type(e).__name__[:4])
    print(a, " ".join(row))
print(type(True + True), type(1 + 1.0), type(1.0 + 1j), type(2 ** -1), type(2 ** 2), type(4 / 2), type(4 // 2.0), type(True & 1), type(True | False), type(divmod(5, 2.0)[0]), 1 == True == 1.0 == (1 + 0j), 3 // 1.5, 10 ** 20 + 0.5, 2 ** 53 + 1.0, int(2.0 ** 70) == 2 ** 70, 0.1 + 1, 10 % 3.5, -7 // 2.0, 2 ** 0.5 * 2 ** 0.5 == 2)
