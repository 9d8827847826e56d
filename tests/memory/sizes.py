# sys.getsizeof grows with content; __sizeof__ is honoured.
import sys
print(sys.getsizeof([1] * 100) > sys.getsizeof([]), sys.getsizeof("a" * 100) > sys.getsizeof("a"), sys.getsizeof({i: i for i in range(100)}) > sys.getsizeof({}), sys.getsizeof(2 ** 1000) > sys.getsizeof(2 ** 100), sys.getsizeof((1, 2, 3)) > sys.getsizeof(()), sys.getsizeof(set(range(50))) > sys.getsizeof(set()), sys.getsizeof("é" * 50) <= sys.getsizeof("한" * 50) <= sys.getsizeof("😀" * 50), isinstance(sys.getsizeof(object()), int), sys.getsizeof(b"x" * 500) >= 500)
class S:
    def __sizeof__(self): return 1000
print(sys.getsizeof(S()) >= 1000)
class B:
    def __sizeof__(self): return -1
class C:
    def __sizeof__(self): return "x"
for x in (B(), C()):
    try: sys.getsizeof(x)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
print((5).__sizeof__() > 0, [].__sizeof__() <= sys.getsizeof([]))
