# str: isX methods over many kinds of characters.
names = ("isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper")
for s in ("", "a", "A", "1", " ", "\t\n", "a1", "a b", "é", "²", "½", "٣", "一", "Ⅷ", "_", "_a1", "1a", "-", "\x00", "\x7f", "\xa0", "\u2003", "\u200b", "ª", "ǅ", "😀", "\ud800", "π", "a\u0301", "class", "·", "℘", "名前", "Ａ", "０", "\x1c", "\x85", "\u3000", "\ufeff", "①", "\u0660", "¼", "㊀"):
    print(ascii(s), *(n[2:] for n in names if getattr(s, n)()))
import string
print([c for c in map(chr, range(256)) if c.isspace()] == ['\t', '\n', '\x0b', '\x0c', '\r', '\x1c', '\x1d', '\x1e', '\x1f', ' ', '\x85', '\xa0'], sum(chr(i).isalpha() for i in range(0x250)), sum(chr(i).isprintable() for i in range(0x180)), sum(chr(i).isidentifier() for i in range(0x400)), sum(chr(i).isupper() for i in range(0x250)), sum(chr(i).islower() for i in range(0x250)), all(c.isalnum() for c in string.ascii_letters + string.digits))
