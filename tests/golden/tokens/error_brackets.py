f(a, [b)
