# Measures character work: a tokenizer and parser of JSON text, and a writer that gives it back.


class Scanner:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        text = self.text
        at = self.at
        while at < len(text) and text[at] in " \n\t\r":
            at += 1
        self.at = at

    def value(self):
        self.skip()
        char = self.text[self.at]
        if char == "{":
            return self.object()
        if char == "[":
            return self.array()
        if char == '"':
            return self.string()
        if char in "-0123456789":
            return self.number()
        for word, meaning in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        raise ValueError(f"unexpected {char!r} at {self.at}")

    def string(self):
        text = self.text
        at = self.at + 1
        parts = []
        while True:
            char = text[at]
            if char == '"':
                break
            if char == "\\":
                at += 1
                char = {"n": "\n", "t": "\t"}.get(text[at], text[at])
            parts.append(char)
            at += 1
        self.at = at + 1
        return "".join(parts)

    def number(self):
        start = self.at
        text = self.text
        at = start
        while at < len(text) and text[at] in "+-.0123456789eE":
            at += 1
        self.at = at
        word = text[start:at]
        return float(word) if "." in word or "e" in word else int(word)

    def array(self):
        self.at += 1
        items = []
        while True:
            self.skip()
            if self.text[self.at] == "]":
                self.at += 1
                return items
            if self.text[self.at] == ",":
                self.at += 1
            items.append(self.value())
            self.skip()

    def object(self):
        self.at += 1
        items = {}
        while True:
            self.skip()
            if self.text[self.at] == "}":
                self.at += 1
                return items
            if self.text[self.at] == ",":
                self.at += 1
                self.skip()
            key = self.string()
            self.skip()
            self.at += 1
            items[key] = self.value()
            self.skip()


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append('"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')
    elif isinstance(value, dict):
        out.append("{")
        for i, (key, item) in enumerate(value.items()):
            if i:
                out.append(", ")
            write(key, out)
            out.append(": ")
            write(item, out)
        out.append("}")
    elif isinstance(value, list):
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(", ")
            write(item, out)
        out.append("]")
    else:
        out.append(repr(value))


def sample(n):
    rows = []
    for i in range(n):
        rows.append({"id": i, "name": f'row "{i}"', "ratio": i / 8, "ok": i % 3 == 0,
                     "tags": ["a", "b\nc", None], "inner": {"x": -i, "y": [i, [i + 1]]}})
    return rows


out = []
write(sample(9000), out)
text = "".join(out)
for _ in range(2):
    parsed = Scanner(text).value()
print(len(text), len(parsed), parsed[999]["name"], parsed == sample(9000))
out = []
write(parsed, out)
print("".join(out) == text)
