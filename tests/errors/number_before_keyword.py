# A keyword right behind a number gives a SyntaxWarning, every time; an octal escape beyond a byte a DeprecationWarning.
x = [1if 1else 2, 0x1for x in ()]
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    compile("1_0and 3, '\\400', b'\\777', '\\d', True[::1], True[0]", 'f', 'eval')
    print([(w.category.__name__, str(w.message), w.lineno) for w in seen])
