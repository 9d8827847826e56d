def f(x):
    match x:
        case 1 | None: return 'value'
        case [a, *_, b]: return a
        case {'k': v, **rest}: return rest
        case C(1, k=z) if z: return z
        case _: pass
