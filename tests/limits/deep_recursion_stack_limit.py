# A small stack limit ends deep recursion although the recursion limit would allow it.
# options: --recursion-limit 100000000 --stack-limit 4M
# expect: RecursionError
# expect: 500
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


try:
    depth(90_000_000)
except RecursionError:
    print("RecursionError")
print(depth(500))
