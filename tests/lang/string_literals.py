# String literals: escapes, raw, bytes, triple quotes, concatenation, line joining.
print('\a\b\f\n\r\t\v\\\'\"'.encode(), "\x41\101\u0041\U00000041\N{LATIN SMALL LETTER A}", "\0\00\000\0001".encode())
print(r"\n\x", R'\'', rb"\x00", bR"\q", b"\x00\xff\101", br'''a
b''', u"uni")
print("""a
b\
c "quoted" ""x""" '''d''' "e"
      'f')
print("a" "b" 'c', "\
joined", b"a" b"b", "tab\tend", '"', "'", '\'"', "\400".encode(), "\777")
print(len("\\"), len(r"\\"), len("\r\n"), repr("\x7f\x80\xa0\xad\u2028\ud800\U0001F600"), ascii("é😀"))
def attempt(text):
    try:
        print(text, "->", ascii(eval(text)))
    except SyntaxError as e:
        print(text, "->", e.msg)
for text in (r"'\q'", r"b'\q'", r"'\x4'", r"b'\x4'", r"'\u12'", r"'\U12345678'", r"'\N{nothing here}'", r"'\N'", "b'é'", "'a' b'b'", "'abc", "'''abc", r"'\400'", r"'\N{DIGIT ONE}'", "f'a' b'b'", "ur'a'", "'a\nb'", r"'\8'", r"b'\N{a}'"):
    attempt(text)
s = 'multi \
line'
print(s)
