# Measures text into dict: make a long text, split it to words, count and rank them.

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qi ro su ta ve wi xo yu".split()


def make_text(words):
    x = 2023
    lines = []
    line = []
    for i in range(words):
        x = (x * 69069 + 1) & 0xFFFFFFFF
        word = SYLLABLES[x >> 27 & 15]
        if x & 0x10000:
            word += SYLLABLES[x >> 20 & 15]
        if x & 0x20000:
            word = word.capitalize()
        line.append(word)
        if i % 11 == 10:
            lines.append(" ".join(line) + ("." if x & 0x40000 else ", then"))
            line = []
    return "\n".join(lines)


def count(text):
    words = {}
    for line in text.splitlines():
        for raw in line.split():
            word = raw.strip(".,").lower()
            if word in words:
                words[word] += 1
            else:
                words[word] = 1
    return words


def letters(text):
    table = {}
    for char in text:
        if char.isalpha():
            table[char] = table.get(char, 0) + 1
    return table


text = make_text(1_200_000)
words = count(text)
ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))
print(len(text), len(words))
for word, times in ranked[:5]:
    print(word, times)
print(sorted(letters(text[:900_000]).items())[:4])
