# Measures building and formatting text: joins, %, format, f-strings, case, split, replace.


def build(n):
    text = ""
    for i in range(n):
        text += "ab"
        text += str(i & 7)
    return len(text), text[-6:]


def formats(n):
    size = 0
    for i in range(n):
        size += len(f"{i:>8}|{i * 0.5:.2f}|{i & 255:02x}")
        size += len("%d-%s" % (i, "x"))
        size += len("{0}:{1!r}".format(i, "y"))
    return size


def rows(n):
    out = []
    for i in range(n):
        fields = f"{i},{i * i},name {i},{i / 4}".split(",")
        fields[2] = fields[2].upper().replace("NAME", "n").strip()
        out.append(";".join(fields))
    text = "\n".join(out)
    return len(text), text.count(";"), hash_of(text[:3000])


def hash_of(text):
    h = 5381
    for char in text:
        h = (h * 33 ^ ord(char)) & 0xFFFFFFFF
    return h


def flip(n):
    text = "the quick brown fox jumps over the lazy dog"
    total = 0
    for i in range(n):
        words = text.split()
        text = " ".join(words[1:] + words[:1])
        total += text.find("fox") + text.startswith("the") + len(text.title())
    return total, text


print(*build(600_000))
print(formats(350_000))
print(*rows(150_000))
print(*flip(250_000))
