# Floats are immediate values (docs/vm.md): two NaNs of the same bits are one key, where CPython tells objects apart.
# expect: 1 1
print(len({float("nan"), float("nan")}), len({float("nan"): 1, float("nan"): 2}))
