# json: dumps with all options, loads of everything, errors with positions.
import json, io
v = {"a": [1, 2.5, -0.0, 1e100, True, None], "é": "ü\n\"\\/\t\x01\u2028😀", "n": {}, "l": [], "t": (1, 2), 5: "int", 1.5: "f", True: "b", None: "n"}
print(json.dumps(v)); print(json.dumps(v, ensure_ascii=False)); print(json.dumps([{"b": 1, "a": [1, {"x": []}]}], indent=2, sort_keys=True)); print(json.dumps([1, {"a": 2}], indent="--"), json.dumps([1, [2]], indent=0), json.dumps({"a": 1, "b": [1, 2]}, separators=(",", ":")), json.dumps("a"), json.dumps(5), json.dumps(None), json.dumps([]), json.dumps({}, indent=2), json.dumps([[]], indent=1), json.dumps(float("inf")), json.dumps([float("nan"), -float("inf")]), json.dumps(10 ** 30), json.dumps("\ud800"), json.dumps(0.1), json.dumps(1e-7))
for t in ("1", "-5", "1.5e3", "-0", "0.1", "1E5", "true", "null", '"a\\u00e9\\n\\ud83d\\ude00"', "[]", "[1, [2, {}]]", '{"a": {"b": [null]}}', " \n[1 , 2 ]\t", "NaN", "-Infinity", '"\\/\\b\\f"', "123456789012345678901234567890", '{"a": 1, "a": 2}', '"\x7f"', '"é"', "1e400"):
    print(t, repr(json.loads(t)))
print(json.loads(b'[1, "\xc3\xa9"]'), json.loads("[1.5]", parse_float=str), json.loads("[1]", parse_int=float), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list), json.loads("[NaN]", parse_constant=lambda s: s), json.load(io.StringIO("[1]"))); o = io.StringIO(); json.dump({"k": [1]}, o); print(o.getvalue())
for t in ("", " ", "[", "[1", "[1,", "[1,]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "{1: 2}", "'a'", '"abc', '"\\x"', '"\\u12"', '"\n"', "tru", "nul", "1 2", "[1] x", "+1", "01", "1.", ".5", "--1", "[1 2]", '{"a" 1}', '{"a": 1 "b": 2}', "Infinit", "\ufeff[]", '"\t"', '"\\', "[\n1,\n x]", "-", "1e", "{,}", "]"):
    try: print(repr(t), repr(json.loads(t)))
    except json.JSONDecodeError as e: print(repr(t), "->", e, e.pos, e.lineno, e.colno)
for t in ("json.dumps({1, 2})", "json.dumps(object)", "json.dumps(b'a')", "json.dumps(1j)", "json.dumps({(1, 2): 3})", "json.dumps(float('nan'), allow_nan=False)", "json.loads(5)", "json.loads(None)", "json.dumps({(1,): 1}, skipkeys=True)", "json.dumps([1], default=5)", "json.dumps({1}, default=sorted)", "json.dumps({'b': 1, 2: 3}, sort_keys=True)", "json.loads(b'\\xff')"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
r = []; r.append(r)
try: json.dumps(r)
except ValueError as e: print(e)
class E(json.JSONEncoder):
    def default(self, o): return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps([{2, 1}], cls=E), E().encode({"a": {3}}), "".join(E(indent=1).iterencode([1])), json.JSONDecoder().raw_decode("[1] rest"), json.JSONDecoder().decode(" 5 "))
class I(int):
    def __repr__(self): return "I!"
class F(float): pass
print(json.dumps([I(5), F(1.5), {I(1): F(2)}]), json.dumps({"a": {"b": {"c": [1, 2, {"d": None}]}}}, indent=4))
