#!/usr/bin/env python3
"""Writes the table behind support/unicode_names.cpp: unicode_names.py OUTPUT

For every run of code points with names it writes first, count, a 48-bit FNV-1a hash of each name, and the names
themselves as numbers of words. Names that follow a rule (Hangul syllables, CJK ideographs) are left to the C++ side.
"""
import collections
import sys
import unicodedata

# Names of characters that have none of their own (UAX 44, NameAliases.txt): controls, and usual short forms.
ALIASES = {
    0x00: "NULL|NUL", 0x01: "START OF HEADING|SOH", 0x02: "START OF TEXT|STX", 0x03: "END OF TEXT|ETX",
    0x04: "END OF TRANSMISSION|EOT", 0x05: "ENQUIRY|ENQ", 0x06: "ACKNOWLEDGE|ACK", 0x07: "ALERT|BEL",
    0x08: "BACKSPACE|BS", 0x09: "CHARACTER TABULATION|HORIZONTAL TABULATION|HT|TAB",
    0x0A: "LINE FEED|NEW LINE|END OF LINE|LF|NL|EOL", 0x0B: "LINE TABULATION|VERTICAL TABULATION|VT",
    0x0C: "FORM FEED|FF", 0x0D: "CARRIAGE RETURN|CR", 0x0E: "SHIFT OUT|LOCKING-SHIFT ONE|SO",
    0x0F: "SHIFT IN|LOCKING-SHIFT ZERO|SI", 0x10: "DATA LINK ESCAPE|DLE", 0x11: "DEVICE CONTROL ONE|DC1",
    0x12: "DEVICE CONTROL TWO|DC2", 0x13: "DEVICE CONTROL THREE|DC3", 0x14: "DEVICE CONTROL FOUR|DC4",
    0x15: "NEGATIVE ACKNOWLEDGE|NAK", 0x16: "SYNCHRONOUS IDLE|SYN", 0x17: "END OF TRANSMISSION BLOCK|ETB",
    0x18: "CANCEL|CAN", 0x19: "END OF MEDIUM|EOM|EM", 0x1A: "SUBSTITUTE|SUB", 0x1B: "ESCAPE|ESC",
    0x1C: "INFORMATION SEPARATOR FOUR|FILE SEPARATOR|FS", 0x1D: "INFORMATION SEPARATOR THREE|GROUP SEPARATOR|GS",
    0x1E: "INFORMATION SEPARATOR TWO|RECORD SEPARATOR|RS", 0x1F: "INFORMATION SEPARATOR ONE|UNIT SEPARATOR|US",
    0x20: "SP", 0x7F: "DELETE|DEL", 0x85: "NEXT LINE|NEL", 0xA0: "NBSP", 0xAD: "SHY", 0x034F: "CGJ", 0x200B: "ZWSP",
    0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM", 0x2060: "WJ", 0x202F: "NNBSP", 0x205F: "MMSP",
    0xFEFF: "BYTE ORDER MARK|BOM|ZWNBSP", 0x2118: "WEIERSTRASS ELLIPTIC FUNCTION",
}

STEP, SHORT = 64, 160  # as in unicode_names.h


def hash_of(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value >> 16


def by_rule(name):
    return name.startswith(("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-"))


def main():
    runs = []
    hashes = []
    names = []
    for code in range(0x110000):
        name = unicodedata.name(chr(code), "")
        if not name or by_rule(name):
            continue
        if not runs or runs[-1][0] + runs[-1][1] != code:
            runs.append([code, 0])
        runs[-1][1] += 1
        hashes.append(hash_of(name))
        names.append(name.split(" "))
    # The most frequent words take one byte, the others two.
    words = [word for word, _ in collections.Counter(word for name in names for word in name).most_common()]
    number = {word: i for i, word in enumerate(words)}
    packed = []
    steps = []
    for i, name in enumerate(names):
        if i % STEP == 0:
            steps.append(len(packed))
        packed.append(len(name))
        for word in name:
            n = number[word]
            packed += [n] if n < SHORT else [SHORT + (n - SHORT >> 8), n - SHORT & 255]
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    ideographs = []
    for code in range(0x110000):
        if unicodedata.name(chr(code), "").startswith("CJK UNIFIED"):
            if not ideographs or ideographs[-1][1] != code - 1:
                ideographs.append([code, code])
            ideographs[-1][1] = code
    with open(sys.argv[1], "w") as out:
        def table(kind, name, rows):
            out.write(f"constexpr {kind} kAll{name}[] = {{\n")
            out.writelines(f"{row},\n" for row in rows)
            out.write(f"}};\n}}\nconst std::span<const {kind}> k{name}(kAll{name});\nnamespace {{\n")

        out.write(f"// Names of Unicode {unicodedata.unidata_version}; written by support/unicode_names.py.\n")
        out.write('#include "support/unicode_names.h"\n')
        out.write("namespace terrarium::unicode_names {\nnamespace {\n")
        table("Run", "Runs", (f"{{{first}, {count}}}" for first, count in runs))
        table("uint64_t", "Hashes", hashes)
        table("Alias", "Aliases", (f'{{"{name}", {code}}}' for code, names in ALIASES.items()
                                   for name in names.split("|")))
        table("uint8_t", "Packed", packed)
        table("uint32_t", "Steps", steps)
        table("uint32_t", "WordStarts", starts)
        table("char", "WordText", (", ".join(f"'{c}'" for c in word) for word in words))
        table("Run", "Ideographs", (f"{{{first}, {last - first + 1}}}" for first, last in ideographs))
        out.write("}\n}\n")


main()
