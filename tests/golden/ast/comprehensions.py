[x for x in y]
{x for x, *z in y if x if z}
{k: v for k, v in y for w in v}
(x for x in y)
[[i for i in j] for j in k]
[y := f(x), y ** 2]
