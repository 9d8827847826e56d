# Documents of plain values, read and written natively, and whatever must be left to the general way.
import enum
import json

documents = [
    "1", "-0", "-0.0", "0.5", "1e5", "1E-2", "-1.25e+3", "123456789012345678", "1234567890123456789", "123456789012345678901234567890",
    "1e400", "-1e400", "1e-400", "0.1234567890123456789012345678901234567890123456789012345678901234567890", "true", "false", "null",
    '""', '"a"', '"abc"', '"\\n\\u00e9\\ud83d\\ude00"', '"é"', '"Ω"', '"🙂"', '"\\ud800"', "[]", "[ ]", "{}", "{ }", "[1, 2 ,3]",
    ' [ 1 , [ 2 ] , { "a" : 1 , "b" : [ ] } ] ', '{"a": 1, "a": 2, "b": {"a": 3}}', '{"": 0, "é": 1, "\\u0061": 2, "a": 3}',
    "[" * 150 + "]" * 150, '{"k":' * 150 + "1" + "}" * 150, "NaN", "[Infinity, -Infinity]",
    "", " ", "[", "[1", "[1,", "[1,]", "[1 2]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{1:2}", "{'a':1}", "tru", "nul", "1 2", "01", "-",
    "1.", ".5", "+1", "1e", "1e+", "--1", '"', '"a', '"\\', '"\\x"', '"\\u12"', '"a\nb"', '"\t"', "[1]x", "\ufeff1", "[true, fals]",
]
for text in documents:
    for form in (text, text.encode("utf-8", "surrogatepass")):
        try:
            value = json.loads(form)
            print(repr(text)[:60], repr(value)[:120], type(value).__name__)
        except (ValueError, RecursionError) as e:
            print(repr(text)[:60], type(e).__name__, e)
row = json.loads('[{"key": 1}, {"key": 2}]')
print(list(row[0])[0] is list(row[1])[0])


class S(str):
    pass


class L(list):
    pass


class D(dict):
    pass


class I(enum.IntEnum):
    one = 1


class F(float):
    def __repr__(self):
        return "own repr"


circle = []
circle.append(circle)
twice = []
twice += [twice, twice]
deep = []
for _ in range(150):
    deep = [deep]
values = [
    0, -1, 2**61, 2**62, 2**70, -2**70, 1.5, -0.0, 1e22, 1e16, 1e-7, float("nan"), float("inf"), -float("inf"), True, False, None, "", "a\"b\\c\n\x00\x7f",
    "é Ω 🙂 \ud800", [], {}, (), (1, [2, (3,)]), {"a": {"b": []}, "": None}, {1: 2, 1.5: 3, True: 4, None: 5}, {(1,): 2}, S("s"), L([1, S("x")]), D(a=1),
    {S("k"): 1}, I.one, {"e": I.one}, F(2), {1, 2}, b"x", object, circle, twice, deep, [1, {"a": [1, 2, {"b": circle}]}],
]
for v in values:
    try:
        print(json.dumps(v)[:200])
    except (TypeError, ValueError, RecursionError) as e:
        print(type(e).__name__, e)
print(json.dumps({"b": 1, "a": [1, 2]}, sort_keys=True), json.dumps([1, {"é": 2}], ensure_ascii=False), json.dumps({"a": 1}, separators=(",", ":")))
print(json.dumps([1, {"a": 2}], indent=2))
print(json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "!"), json.loads('{"a": 1}', object_hook=lambda d: list(d)))
