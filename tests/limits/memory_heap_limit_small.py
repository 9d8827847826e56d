# A small heap limit: the program sees MemoryError, frees, and goes on.
# options: --heap-limit 64M
# expect: MemoryError
# expect: freed
# expect: MemoryError
# expect: 100000
def fill():
    items = []
    while True:
        items.append("x" * 10_000 + str(len(items)))

for _ in range(2):
    try:
        fill()
    except MemoryError:
        print("MemoryError")
    if _ == 0:
        print("freed")
print(len([i for i in range(100_000)]))
