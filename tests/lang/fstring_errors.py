# f-strings that do not compile, and those that fail at run time.
for text in ('f"{}"', 'f"{"', 'f"}"', 'f"{x"', 'f"{x!}"', 'f"{x!z}"', 'f"{ }"', 'f"{a b}"', 'f"{x:{y:{z}}}"', 'f"{!r}"', 'f"{:x}"', 'f"{lambda x: 1}"', 'f"{x=!}"', 'f"{x!rr}"', 'f"{#}"', 'f"{x + }"', 'f"{x)}"', 'f"{(x}"', 'f"{x]"', 'f"{*a}"', 'f"{**a}"', 'f"{yield}"', 'f"{x = y}"', 'f"{1 = 2}"', 'f"{x!r:{"', 'f"{=}"'):
    try:
        compile(text, "s", "eval")
        print(text, "compiles")
    except SyntaxError as e:
        print(text, "->", type(e).__name__)
for text in ('f"{1:q}"', 'f"{1.5:d}"', 'f"{[]:5}"', 'f"{None:5}"', 'f"{undefined}"', 'f"{1/0}"', 'f"{\'a\':d}"', 'f"{1:{-1}}"', 'f"{object():x}"', 'f"{{1}:5}"', 'f"{3:.2d}"', 'f"{3:,_}"', 'f"{\'s\':,}"', 'f"{1:99999999999999999999}"'):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
