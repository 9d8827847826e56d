# Measures objects that point to each other: building, walking, reversing, merging linked lists.


class Link:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value = value
        self.next = next


def build(n):
    head = None
    for i in range(n, 0, -1):
        head = Link(i * 7919 % 10007, head)
    return head


def length(link):
    n = 0
    while link is not None:
        n += 1
        link = link.next
    return n


def reverse(link):
    before = None
    while link is not None:
        link.next, before, link = before, link, link.next
    return before


def split(link):
    slow = link
    fast = link.next
    while fast is not None and fast.next is not None:
        slow = slow.next
        fast = fast.next.next
    second = slow.next
    slow.next = None
    return link, second


def merge(a, b):
    head = tail = Link(0, None)
    while a is not None and b is not None:
        if a.value <= b.value:
            tail.next = a
            a = a.next
        else:
            tail.next = b
            b = b.next
        tail = tail.next
    tail.next = a if a is not None else b
    return head.next


def merge_sort(link):
    if link is None or link.next is None:
        return link
    a, b = split(link)
    return merge(merge_sort(a), merge_sort(b))


def total(link):
    s = 0
    while link is not None:
        s += link.value
        link = link.next
    return s


link = build(120_000)
for _ in range(10):
    link = reverse(link)
print(length(link), total(link))
link = merge_sort(link)
print(link.value, link.next.value, total(link))
for _ in range(50):
    link = build(30_000)
print(link.value)
