# Quotes may nest inside an f-string as in Python 3.12: the expression is ordinary source.
# expect: a 1
# expect: x: [1, 2] y
# expect: 1
# expect: 2, 3
d = {"a": 1}
print(f"{"a"} {d["a"]}")
print(f'x: {[v for v in [1, 2]]} {'y'}')
print(f"{f"{f"{1}"}"}")
print(f"{", ".join(["2", "3"])}")
