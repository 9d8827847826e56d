# Semicolons, line joining, parentheses, comments, blank lines, indentation by tabs and spaces.
a = 1; b = 2; print(a, b);
c = (1 +
     2  # comment inside
     +

     3)
print(c)
d = 1 + \
    2
print(d)
if a: print("one line"); print("two statements")
if a:
	print("tab")
else:
        print("spaces")
for i in range(2): print(i, end=""); print("|", end="")
print()
class C: x = 1; y = 2
print(C.x, C.y)
def f(): return 1; return 2
print(f())
x = [
    1,
    2,
]
print(x, (1,), (), (1), ((1,),), [[]], {**{}}, {*()})
if 1:
    pass
    # comment at another depth
        # deeper comment
    print("still here")
"a string statement"
1 + 1
...
print("end") # trailing
