# str: case methods over ASCII and Unicode, with the special ones.
words = ["", "a", "hello world", "HELLO", "hElLo wOrLd", "it's they're", "x1y2 3z", "ß", "ǆ", "ﬁne", "İstanbul", "ıI", "ΑΣ", "ΣΑΣ ΑΣ.", "ŉ", "ǅ", "éÀ", "ⓐⒷ", "𐐀𐐨", "Ω", "ᾳ", "a-b_c.d", "Ⅷ", "\u0345"]
for w in words:
    print(*map(ascii, (w, w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold())), w.isupper(), w.islower(), w.istitle())
print("STRASSE".casefold() == "straße".casefold(), "Hello".swapcase().swapcase(), "they're bill's".title(), "ABC def".capitalize(), "123abc".title(), "ǆ".title() == "ǅ")
for w in ("A1", "1", "aB", "A b", "Ab Cd", "Ab cd", "AB", "A.B", "ªA", "Ab1C"): print(w, w.isupper(), w.islower(), w.istitle())
