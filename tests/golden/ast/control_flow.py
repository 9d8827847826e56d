if a:
    pass
elif b:
    pass
else:
    pass
for i in x:
    continue
else:
    pass
for i, *j in a, *b: break
while True:
    break
else:
    pass
assert a
assert a, 'text'
with a, b as c, d.e as (f, g): pass
with (a as b, c): pass
with (a, b): pass
