# The limit of 4300 digits between int and str, and how to lift it.
import sys
print(sys.get_int_max_str_digits(), len(str(10 ** 4299)), int("9" * 4300) == 10 ** 4300 - 1)
for f in (lambda: str(10 ** 4300), lambda: int("1" * 4301), lambda: f"{10 ** 4300}", lambda: "%d" % (10 ** 4300), lambda: repr(10 ** 5000), lambda: int("1" * 4301, 10), lambda: eval("1" * 4301), lambda: sys.set_int_max_str_digits(639), lambda: format(10 ** 4300, "d"), lambda: int(b"1" * 4301), lambda: float("1" * 5000)):
    try: print(str(f())[:20])
    except (ValueError, SyntaxError, OverflowError) as e: print(type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
print(len(hex(10 ** 5000)), len(bin(10 ** 5000)), len(oct(10 ** 5000)), len(f"{10 ** 5000:x}"), int("f" * 5000, 16).bit_length(), int("1" * 5000, 2).bit_length())
sys.set_int_max_str_digits(0); print(len(str(10 ** 6000)), int("1" * 6000) % 97); sys.set_int_max_str_digits(640); print(len(str(10 ** 639)))
try: str(10 ** 640)
except ValueError as e: print(e)
