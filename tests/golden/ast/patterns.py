match x:
    case 1 | -1.5 | 2+3j | 'a' 'b' | b'c': pass
    case None | True | False: pass
    case a.b.c: pass
    case [a, _, *rest] | (1, 2) | []: pass
    case (a,) | [*_]: pass
    case {'k': v, a.b: 1, **rest} | {}: pass
    case C() | C(1, a, k=2, l=x): pass
    case (1 as one) if one: pass
    case other: pass
match a, *b:
    case 1, 2: pass
match = case = _ = type = 1
match[1], match(2), match * 3
