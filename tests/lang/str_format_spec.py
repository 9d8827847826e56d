# The format mini-language for text, and specs through format(), errors.
for spec in ("", "s", "5", "<5", ">5", "^5", "*<5", "é^6", ".1", "5.1", ".0", "10.2s", "05", "{<5", "}>5", "0<4", "<", "\t>4", "=^5s"):
    try: print(repr(spec), "[" + format("ab", spec) + "]")
    except ValueError as e: print(repr(spec), "->", e)
for spec in ("d", "f", "x", "+", "-5", " ", "#", ",", "_", "=5", "5=", "c", "n", "%", "5q", ".", ".-1", "s5", "ss", "+s", "5.2.1", "z", "05,", "=", "0=5", "e", "b", "1000000000000000000000", "é", "5é", "🙂", "\x01"):
    try: print(spec, "[" + format("ab", spec) + "]")
    except ValueError as e: print(ascii(spec), "->", e)
for v in (None, [], {}, (), object, len, ..., b"x", range(3), 1 + 2j, {1}, lambda: 0, Exception("e"), slice(1), type):
    try: print(type(v).__name__, len(format(v)) > 0, format(v, "") == str(v)); format(v, "5"); print("ok")
    except TypeError as e: print(e)
    except ValueError as e: print("V", e)
print(format("é", "5") + "|", format("日本", ">4"), format("😀", "^3") + "|", format("abc", ".2"), f"{'x':>{5}}", f"{'x':\N{BULLET}>5}", format(True), format(True, "5"), format(False, "d"), format(5), format(5.5), format("", "3") + "|", format("a", "1"))
