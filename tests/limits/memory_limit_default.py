# What a default heap limit must refuse, where CPython may swap or be killed.
# timeout: 120
# needs: memory
# expect: str MemoryError
# expect: list MemoryError
# expect: shift MemoryError
# expect: bytes MemoryError
# expect: power MemoryError
# expect: growing list MemoryError
# expect: growing str MemoryError
# expect: growing dict MemoryError
# expect: objects MemoryError
# expect: alive
class Node:
    def __init__(self, next): self.next = next

def growing_list():
    items = []
    while True: items.append([0] * 100_000)

def growing_str():
    text = "x" * 1000
    while True: text += text

def growing_dict():
    table = {}
    while True: table[len(table)] = [0] * 100_000

def objects():
    head = None
    while True: head = Node([head] * 10_000)

for name, make in (("str", lambda: "x" * 10 ** 12), ("list", lambda: [0] * 10 ** 10), ("shift", lambda: 1 << 10 ** 12), ("bytes", lambda: bytes(10 ** 12)), ("power", lambda: 10 ** 10 ** 11), ("growing list", growing_list), ("growing str", growing_str), ("growing dict", growing_dict), ("objects", objects)):
    try:
        make()
        print(name, "made")
    except MemoryError:
        print(name, "MemoryError")
print("alive")
