# Odd layouts of source: form feeds, blank lines with spaces, comments everywhere, long lines, CRLF by exec.
def f(a,b   ,c = 1 , * ,d=2) :return (a
  ,b,
# comment in parentheses
	c,d)
print ( f ( 1 , 2 ) )
if True :
  x = 1
  if x:
         y = 2
         # comment

  # dedented comment
  z = 3
print(x,y,z);
if x: pass;
else : pass
class   C  (  object  )  :   a=1;b=2;

print(C . a , C.b,[1,2][0] , (1)if 1 else(2),{  }  , ( ) )
while(False):pass
for i in(1,2):print(i,end=' ');
print()
lambda_=lambda:0
print(lambda_(),not(1),-(1),[*range(3)],{**{}})
s = 'a' \
    'b' \
  'c'
print(s)
try:pass
finally:print('fin')
exec("x = 1\r\nif x:\r\n    print('crlf')\r\n")
exec("if 1:\n\tprint('tab')\n\t\n\n\t# c\n\tprint('again')")
exec("\n\n   # only a comment\n\nprint('after')\n\n")
exec("if 1:\n  print(1)\n# no indent\n  print(2)\n")
exec("x = [\n1,\n\n2 # c\n]\nprint(x)")
exec("def g():\n  return 1\n\f\nprint(g())")
exec("print('no newline at end')")
exec("if 1: print('a'); print('b')")
exec(""); exec("# c"); exec("\\\nprint('joined')"); exec("pass;pass;print('semi');")
for bad in ("if 1:\nprint(1)", "  x", "if 1:\n  a\n b", "x = 1 +", "(", "if 1:\n", "def f():", "x = \\", "a\n  b", "for", "\\ x", "x = 'a", "if 1: if 2: pass", "class", "else: pass", "a; ; b", ";", "if 1:\n\ta\n        b", "try: pass", "@x", "print 1", "a = ", "x +", "()()(", "]", "{", "def f(:", "lambda", "import", "from x import", "from . import (a", "with", "return", "del", "assert", "raise from x", "not", "in", "1 is", "async x", "await", "yield = 1", "global", "x!", "x ? y", "$", "a b c", "0x", "..", "x..y", "a.1", "f(**)", "f(*)", "*", "**x", "x = *", "print(", "None = 1", "[x for]", "[for x in y]", "{x for x}", "{1:}", "{1: 2, 3}", "{1, 2: 3}", "(x for x in)", "x if y", "x if else y", "a := 1", "f(a := 1, b = 2 := 3)", "match x:", "case 1:", "def f(a, a): pass", "def f(a=1, b): pass", "def f(*, **k): pass", "def f(**k, a): pass", "def f(/): pass", "def f(a, /, /): pass", "def f(*a, *b): pass", "class C(x for x in y): pass", "with a as 1: pass", "for 1 in x: pass", "for f() in x: pass", "import a.b as c.d", "from a import *, b", "from a import b,", "try:\n a\nexcept:\n b\nexcept X:\n c", "continue", "break", "def f():\n  x\n y", "x = yield", "f() += 1", "a + b = c", "a, b += 1", "x: int: str", "'a' 'b", "f'{'", "f'{a!}'", "f'}'", "b'é'", "1__0", "0777", "1.2.3", "1e", "'\\x'", "'\\N{zz}'", "\"\"\"a"):
    try: compile(bad, "s", "exec"); print(repr(bad), "compiles")
    except SyntaxError as e: print(repr(bad), "->", type(e).__name__, e.msg, e.lineno, e.offset)
