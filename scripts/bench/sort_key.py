# Measures sorting: plain, with a key function, by tuple, reversed, and by an object's __lt__.


class Version:
    __slots__ = ("major", "minor")

    def __init__(self, major, minor):
        self.major = major
        self.minor = minor

    def __lt__(self, other):
        if self.major != other.major:
            return self.major < other.major
        return self.minor < other.minor


def pseudo(n):
    x = 42
    out = []
    for _ in range(n):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append(x >> 8)
    return out


numbers = pseudo(240_000)
print(sorted(numbers)[120_000])
print(sorted(numbers, key=lambda n: n % 1000 * 1000 + n // 1000 % 1000)[5])
print(sorted(numbers, key=lambda n: (n & 15, -n))[7])
print(sorted(map(str, numbers), key=len, reverse=True)[0])
print(sorted([n / 7 for n in numbers])[9])
versions = sorted(Version(n % 50, n % 977) for n in numbers[:30_000])
print(versions[0].major, versions[15_000].minor)
records = [{"id": n, "tag": f"t{n % 91}"} for n in numbers[:50_000]]
records.sort(key=lambda record: record["id"])
records.sort(key=lambda record: record["tag"])
print(records[0]["id"], records[-1]["tag"])
