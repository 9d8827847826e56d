# Formatting ints: every presentation type, sign, grouping, padding, alternate form; bin, oct, hex.
for n in (0, 5, -42, 1234567, -1234567, 2 ** 70):
    for spec in ("", "d", "x", "X", "o", "b", "#x", "#X", "#o", "#b", "n", ",", "_", "_x", "_b", "+", "-", " ", "+,", "15", "<15", ">15", "^15", "=15", "=+15", "015", "#015x", "*^15", "0>15", "015,", "e", ".2e", "f", ".3f", "g", "%", "E", "G", ",.2f", "012_d", "#_x", "+#x", "x=15"):
        try: print(spec, "[" + format(n, spec) + "]", end=" ")
        except (ValueError, OverflowError) as e: print(spec, e, end=" ")
    print()
print(format(65, "c"), format(8364, "c"), format(97, "5c") + "|", bin(5), bin(-5), oct(8), oct(-8), hex(255), hex(-255), bin(0), hex(2 ** 64))
for spec in ("s", "q", ".3", ".3d", "c,", "+c", "#c", ",,", ",_", "_,", ",b", ",x", "5.", "05c", "{", "!", "5x5", "99999999999999999999", "-5", " +", "z", "d ", ".2147483648f"):
    try: print(spec, "[" + format(97, spec) + "]")
    except Exception as e: print(spec, "->", type(e).__name__, e)
for n in (-1, 0x110000):
    try: format(n, "c")
    except OverflowError as e: print(e)
print("%d %i %u %x %X %o %#x %#o %+d % d %5d|%-5d|%05d|%.3d|%8.3d|%-8.3d|%+.3d" % (5, -5, 5, 255, 255, 8, 255, 8, 5, 5, 5, 5, 5, 5, 5, 5, 5))
print("%d" % 3.99, "%d" % -2 ** 70, "%x" % -255, "%c%c" % (65, "b"), "%s" % 5, "%r" % 5, "%5s|%-5s|" % (1, 2), "%e" % 5, "%g" % 1000000, "%.2f" % 3, "%%", "%#X" % 255, "%08.3f" % 3.14159, "%*d|%-*d|" % (5, 42, 5, 42), "%.*f" % (2, 3.14159))
