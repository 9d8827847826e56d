1, 0xFF, 10**3, 123456789012345678901234567890
1.5, 1e100, 1e1000, 1j, 2.5e-3J
'text', 'it\'s "q"', '\n\t\x00\u20ac\U0001f600é', r'\d', 'a' 'b'
b'bytes', b'\x00\xff', br'\d', b'a' b'b'
None, True, False, ...
u'kind'
