# How deep an expression may nest: 2,980 levels compile, 3,100 do not.
for name, make in dict(attribute=lambda n: 'a' + '.b' * n, call=lambda n: 'a' + '()' * n, item=lambda n: 'a' + '[0]' * n, sum=lambda n: 'a' + '+a' * n, power=lambda n: 'a' + '**a' * n, negation=lambda n: 'not ' * n + '1', sign=lambda n: '-' * n + 'a', choice=lambda n: '1 if 1 else ' * n + '1', elif_=lambda n: 'if 1: pass\n' + 'elif 1: pass\n' * n).items():
    for n in 2980, 3100:
        try: compile(make(n), 'f', 'exec'); print(name, n, 'compiled')
        except (RecursionError, MemoryError) as e: print(name, n, 'refused')
