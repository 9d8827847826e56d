# Text of every width: slices, comparison, search, case and iteration across 1, 2 and 4 byte characters.
texts = ["ascii", "latin é", "greek αβγ", "han 漢字", "emoji 😀🎉", "mix aé漢😀", ""]
for t in texts:
    print(len(t), t[::-1], t[1:-1], t[-1:], t.upper(), t.title(), [ord(c) for c in t], t.encode("utf-8"), t.encode("utf-16-le"), ascii(t), t * 2, t + "x", "x" + t, t.find("é"), t.replace("a", "😀"), t.split(), t.center(20, "漢"), sorted(t), max(t, default=""), hash(t) == hash("".join(list(t))))
for a in texts: print([int(a < b) for b in texts], [int(a == b) for b in texts], [int(a in b) for b in texts])
s = "aé漢😀"; print(s[0].isascii(), s[1:2].encode(), s[3], s[-1] == "😀", s[:1] + s[3:], s.index("😀"), s.partition("漢"), s.translate({0x6F22: "H"}), f"{s:>8}|{s:*<6}|", "%6s|%.2s" % (s, s), s.isalpha(), s.casefold(), list(s), s.zfill(6), "😀" * 3 in "😀" * 5, "e\u0301" == "é", len("e\u0301"), "👨‍👩‍👧".__len__())
narrow = ("é漢😀" + "a" * 10)[3:]; print(narrow, narrow.isascii(), narrow == "a" * 10, hash(narrow) == hash("a" * 10), {narrow: 1}["aaaaaaaaaa"])
