def f(a):
    for i in a:
        if i: continue
        if not i: break
    else:
        return i
    for x, *y, z in a:
        return x
