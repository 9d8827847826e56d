# A text of two thousand million decimals is refused before it is written anywhere, and a short one is made at once.
# options: --heap-limit=256M
# expect: MemoryError MemoryError MemoryError MemoryError 1.5 1.5 1.5
def t(f):
    try: return f()
    except MemoryError: return 'MemoryError'
n = 2147483647
print(t(lambda: '%.2147483647f' % 1.5), t(lambda: format(1.5, f'.{n}e')), t(lambda: '%.2147483644d' % 1), t(lambda: b'%.2147483647f' % 1.5), t(lambda: format(1.5, f'.{n}')), t(lambda: '%.2147483647g' % 1.5), t(lambda: format(1.5, f'.{n}g')))
