# itertools: product, permutations, combinations, combinations_with_replacement.
from itertools import *
def j(it): return ["".join(map(str, t)) for t in it]
print(j(product("ab", [1, 2])), j(product("ab", repeat=2)), j(product()), j(product("ab", [])), j(product("a", repeat=0)), j(product("ab", "c", repeat=2)))
print(j(permutations("abc")), j(permutations("abc", 2)), j(permutations("ab", 0)), j(permutations("ab", 3)), j(permutations([])))
print(j(combinations("abcd", 2)), j(combinations("abc", 3)), j(combinations("abc", 0)), j(combinations("ab", 3)), j(combinations_with_replacement("ab", 2)), j(combinations_with_replacement("abc", 1)), j(combinations_with_replacement([], 1)), j(combinations_with_replacement([], 0)))
print(sum(1 for _ in permutations(range(6))), sum(1 for _ in combinations(range(10), 4)), sum(1 for _ in product(range(5), repeat=4)), list(combinations(range(4), 2))[-1], list(islice(permutations(range(5)), 30, 33)))
for t in ("product(5)", "product('a', repeat=-1)", "product('a', repeat='b')", "permutations(5)", "permutations('a', -1)", "permutations('a', 'b')", "combinations('a')", "combinations('a', -1)", "combinations(5, 1)", "combinations_with_replacement('a', -1)", "product('a', foo=1)", "permutations()"):
    try: print(t, "=", list(eval(t)))
    except Exception as e: print(t, "->", type(e).__name__, e)
