# Names of characters: unicodedata, \N{...} in patterns and codecs, the error handler namereplace.
import codecs, re, unicodedata
def t(f):
    try: print(ascii(f()))
    except Exception as e: print(type(e).__name__, ascii(str(e)[:150]))
total = 0
for c in range(0x110000):
    name = unicodedata.name(chr(c), '')
    if name: total = (total * 31 + sum((i + 1) * ord(x) for i, x in enumerate(name))) & 0xffffffffff
print(total)
for c in 'a\u2603\n\x00\U0001f600\uac00\ud55c\u3400\U00020000\ud800\ue000\u0378\xa0': t(lambda: (unicodedata.name(c, None), c.encode('ascii', 'namereplace')))
for a in ('\n',), ('ab',), (1,), (), ('a', 1, 2), ('\n', 1): t(lambda: unicodedata.name(*a))
for n in 'SNOWMAN', 'snowman', 'NOPE', 'HANGUL SYLLABLE GA', 'hangul syllable ga', 'CJK UNIFIED IDEOGRAPH-4E00', 'BEL', 'NULL', b'SNOWMAN', 3, '', ' SNOWMAN', 'x' * 300, '\u2603': t(lambda: unicodedata.lookup(n))
for p in r'\N{SNOWMAN}+', r'[\N{SNOWMAN}a-\N{LATIN SMALL LETTER C}]', r'\N{NOPE}', r'[x\N{NOPE}]', r'\N', r'\N{', r'\N{}', r'[\N]', rb'\N{SNOWMAN}', r'\N{SNOWMAN', r'[\N{SNOWMAN}-\N{DIGIT ONE}]', r'\N{lf}', r'a\Nb': t(lambda: re.findall(p, 'a\u2603\u2603cd\n'))
for b in b'\\N', b'\\N{', b'\\N{}', b'\\N{SNOW}', b'a\\N{SNOWMAN', b'\\N{SNOWMAN}\\N{digit one}z', b'\\N{LF}\\Nx':
    for e in 'strict', 'replace', 'ignore', 'backslashreplace': t(lambda: b.decode('unicode_escape', e))
t(lambda: 'a\u2603\x80\ud800'.encode('latin-1', 'namereplace')); t(lambda: 'a\ud800'.encode('utf-8', 'namereplace')); t(lambda: '\u2603'.encode('utf-16-le', 'namereplace'))
t(lambda: codecs.namereplace_errors(UnicodeEncodeError('ascii', 'a\u2603\ue000\n', 0, 4, 'x'))); t(lambda: codecs.namereplace_errors(UnicodeDecodeError('ascii', b'a', 0, 1, 'x'))); t(lambda: b'\xff'.decode('ascii', 'namereplace'))
t(lambda: eval(r'"\N{snowman}\N{hangul syllable ga}"'))
