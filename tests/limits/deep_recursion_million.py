# A million nested calls under a raised limit.
# options: --recursion-limit 2000000
# expect: 1000000
# expect: RecursionError
# expect: alive
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(1_000_000))
try:
    depth(3_000_000)
except RecursionError:
    print("RecursionError")
print("alive")
