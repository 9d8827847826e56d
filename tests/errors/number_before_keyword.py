# A keyword right behind a number gives a SyntaxWarning, every time; an octal escape beyond a byte a DeprecationWarning.
x = [1if 1else 2, 0x1for x in ()]
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    compile("1_0and 3, '\\400', b'\\777', '\\d', True[::1], True[0]", 'f', 'eval')
    print([(w.category.__name__, str(w.message), w.lineno) for w in seen])
try: print((1j * 2 ** 2)[0], ((2 + 1j) ** 3 / 2)['a'])
except TypeError as e: print(e, 2 ** 62 * 1.0, (2 ** 64 - 1) + 0.0, (2 ** 53 + 1) / 3, 1.5 - 2 ** 63, (2 + 3j) ** 7, (2 + 3j) ** -3, 1j / (3 + 4j), 1j / 3, (1 + 1j) ** 2.0)
