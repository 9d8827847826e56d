a or b and not c
a if b else c
a < b <= c == d != e > f >= g is h is not i in j not in k
+a - -b ** -c * ~d @ e / f // g % h << i >> j & k | l ^ m
f(a, *b, c=d, **e)
f(x for x in y)
a.b.c[d][e:f][::2, ...][*g]
(), (a,), [b], {c}, {d: e, **f}, {*g}
...
not a
