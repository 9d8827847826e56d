# == and ordering across types; messages for orders that do not exist.
values = [1, 1.0, True, 1 + 0j, "1", b"1", (1,), [1], {1}, {1: 1}, None, range(1), frozenset([1])]
for a in values:
    print([int(a == b) for b in values], [int(a != b) for b in values])
for text in ("1 < 'a'", "'a' < 1", "[] < ()", "{} < {}", "None < None", "1j < 2j", "1 >= None", "b'' > ''", "len < len", "object() <= 1", "int < str", "range(1) < range(2)", "1 < [1]", "{1} < [1]", "(1, 'a') < (1, 2)", "[1, None] > [1, 2]", "slice(1) < 3"):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, "->", e)
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), [2] > [1, 5], () < (0,), "a" < "b", "B" < "a", "ab" < "abc", b"a" < b"b", [1, 2] == [1, 2.0], (1, [2]) == (1, [2]))
nan = float("nan")
print(nan == nan, nan != nan, [nan] == [nan], nan in [nan], (nan,) == (nan,), {nan: 1} == {nan: 1}, nan < nan)
print({1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} == {1: 3}, {1, 2} == {2, 1}, range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2))
