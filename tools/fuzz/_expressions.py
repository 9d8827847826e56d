"""Random Python expressions of a wanted kind, from templates.

`{int}` in a template is a hole for an expression of that kind; `$v` is a fresh name, and `{int/str}` is a hole in
which that name stands for a str. `{n}` is a small number, never anything else: it bounds how big values can get.
Once in a while a hole gets an expression of another kind, so that TypeErrors are compared too; `{int!}` never does.
"""
import re

HOLE = re.compile(r"\{(\w+)(!?)(?:/(\w+))?\}")
KINDS = ("int", "float", "bool", "str", "bytes", "list", "strs", "tuple", "dict", "none", "complex")
MIXED = 0.03

LEAVES = {
    "int": "0 1 2 3 7 10 -1 -5 42 255 256 1000 -1000 65537 2**31 2**61 -2**61 2**62-1 2**62 -2**62 2**63 -2**63-1 10**18 10**25 -10**25 0xff 0b101".split(),
    "float": "0.0 1.0 -1.0 0.5 1.5 2.5 -2.5 0.1 1e10 1e16 1e17 1e-5 1e-4 1e22 1e100 -1e-7 3.14159 123456.789 1e308 5e-324 -0.0 float('inf') float('-inf')".split(),
    "bool": "True False".split(),
    "str": ["''", "'a'", "'abc'", "'hello world'", "'  pad '", "'a,b,,c'", "'Mixed CASE'", "'123'", "'-45'", "'3.5'", "'x\\ty\\n'", "'\\u00e9t\\u00e9'",
            "'\\u4e2d\\u6587'", "'\\U0001f600'", "'it\\'s'", "'\"q\"'", "'\\x00\\x7f'", "'\u00df\u0130'", "'aXbXc'", "'{}'", "'%s'"],
    "bytes": ["b''", "b'abc'", "b'\\x00\\xff'", "b' a b '", "b'12'", "b'a,b'"],
    "list": ["[]", "[1]", "[1, 2, 3]", "[3, 1, 2]", "[0, -1, 5, 5]", "[1, True, 2.0]"],
    "strs": ["[]", "['a']", "['b', 'a', 'C']", "['x', '', 'yy']"],
    "tuple": ["()", "(1,)", "(1, 'a')", "(1, (2, 3))", "(None, 2.5, 'x')"],
    "dict": ["{}", "{'a': 1}", "{'a': 1, 'b': 2}", "{'x': 0, 'b': -3, 'a': 9}"],
    "set": ["set()", "{1}", "{1, 2, 3}", "{3, 5}", "frozenset({1, 9})"],
    "none": ["None"],
    "complex": ["1j", "(1+2j)", "0j", "(-1.5-0.5j)", "complex(2)"],
    "n": "0 1 2 3 4 5 -1 -2 7".split(),
    "width": "0 1 5 8 12".split(),
    "base": "2 8 10 16 36 7 0".split(),
    "op": "+ - * // / %".split(),
    "cmp": "== != < <= > >=".split(),
}

TEMPLATES = {
    "int": [
        "{int} + {int}", "{int} - {int}", "{int!} * {int!}", "{int} // {int}", "{int} % {int}", "-{int}", "~{int}", "+{int}",
        "{int} & {int}", "{int} | {int}", "{int} ^ {int}", "{int!} << 3", "{int!} << 65", "{int} >> 2", "{int} >> 64", "{int!} ** 2", "{int!} ** 3",
        "pow({int}, 5, 1000007)", "pow({n}, -1, 97)", "pow({int}, {n}, {int})", "abs({int})", "divmod({int}, {int})[0]", "divmod({int}, {int})[1]",
        "len({str})", "len({list})", "len({dict})", "len({tuple})", "len({set})", "sum({list})", "sum({list}, {int})", "sum($v for $v in {list})",
        "sum({int/int} for $v in {list})", "max({int}, {int})", "min({int}, {int}, {int})", "max({list})", "min({list}, default={int})",
        "max({list}, key=lambda $v: {int/int}, default=0)", "int({float})", "int({str})", "int({str}, {base})", "round({float})", "round({int}, {n})",
        "{int} if {bool} else {int}", "{int} and {int}", "{int} or {int}", "{list}[{n}]", "{tuple}[{n}]", "{dict}[{str}]", "{dict}.get({str}, {int})",
        "{str}.find({str})", "{str}.index({str})", "{str}.rfind({str}, {n})", "{str}.count({str})", "{list}.count({int})", "{list}.index({int})",
        "{list}.index({int}, {n})", "{int}.bit_length()", "{int}.bit_count()", "{int}.conjugate()", "{float}.as_integer_ratio()[0]", "ord({str}[:1])",
        "ord({str})", "int.from_bytes({bytes}, 'big')", "int.from_bytes({bytes}, 'little', signed=True)", "{bytes}[{n}]", "hash(int({int!}))",
        "({int} if {bool} else {float})", "[{int}, {int}][{bool}]", "($v := {int}) + 1", "(lambda $v: {int/int})({int})", "(lambda $v={int}: {int/int})()",
        "(lambda *$v: len({list/tuple}))({int}, {int})", "next(iter({list}), {int})", "next($v for $v in {list} if {bool/int})", "len(range({n}, {int!}))",
        "range({n}, 50, {n})[{n}]", "{list}.pop()", "{dict}.pop({str}, {int})", "{dict}.setdefault({str}, {int})", "int({bool})", "bool({int}) + {int}",
        "(None or {int})", "{float}.__trunc__()", "{int}.__add__({int})", "(1).__rsub__({int})", "len({str}.split({str}))", "int(str({int}))",
        "[*{list}, {int}][-1]", "len(f'{{{int}!r:>5}}')", "(({int}),)[0]", "-(-{int} // {int})", "math.gcd({int}, {int})", "math.isqrt(abs({int}))",
        "math.floor({float})", "math.ceil({float})", "functools.reduce(lambda a, b: a * 3 + b, {list}, {int})", "operator.index({int})", "math.comb(20, {n})",
    ],
    "float": [
        "{float} + {float}", "{float} - {int}", "{float!} * {int!}", "{float} / {float}", "{int} / {int}", "{float} // {float}", "{float} % {float}",
        "{float!} ** {n}", "{float} ** {float}", "-{float}", "abs({float})", "float({int})", "float({str})", "round({float}, {n})", "sum([{float}, {float}])",
        "max({float}, {int})", "min({float}, {float})", "{float} if {bool} else {float}", "{float}.real", "divmod({float}, {float})[1]", "math.sqrt({float})",
        "float.fromhex({float}.hex())", "math.fmod({float}, {float})", "math.fsum([{float}, {float}, {float}])", "math.copysign({float}, {float})",
        "math.hypot({float}, {float})", "abs({complex})", "math.ldexp({float}, {n})", "{complex}.imag", "{int} * 0.1", "math.log({float})",
    ],
    "bool": [
        "{int} {cmp} {int}", "{float} {cmp} {float}", "{int} {cmp} {float}", "{str} {cmp} {str}", "{list} {cmp} {list}", "{tuple} {cmp} {tuple}",
        "{int} < {int} <= {int}", "{str} in {str}", "{int} in {list}", "{int} not in {tuple}", "{str} in {dict}", "{int} in {set}", "not {bool}",
        "{bool} and {bool}", "{bool} or {bool}", "{bool} ^ {bool}", "{bool} & {bool}", "{str}.startswith({str})", "{str}.endswith(({str}, {str}))",
        "{str}.isdigit()", "{str}.isalpha()", "{str}.isupper()", "{str}.isidentifier()", "{str}.isspace()", "{str}.istitle()", "{str}.isprintable()",
        "isinstance({int}, (int, str))", "isinstance({any}, {type})", "issubclass({type}, {type})", "{int} is None", "{none} is not None", "any({list})", "all({list})",
        "any({bool/int} for $v in {list})", "all({bool/str} for $v in {strs})", "bool({any})", "{float}.is_integer()", "{set} <= {set}", "{set} < {set}",
        "{set}.isdisjoint({list})", "{dict} == {dict}", "{set} == {set}", "{any} == {any}", "{any} != {any}", "{bytes} < {bytes}", "{complex} == {complex}",
        "{dict}.keys() <= {dict}.keys()", "callable({any})", "hasattr({any}, {str})", "range({n}) == range({n}, {n})", "{any} < {any}", "{any} in {any}",
        "math.isclose({float}, {float})", "math.isnan({float})", "{bytes} in {bytes}", "{str}.isnumeric()", "{any} >= {any}",
    ],
    "str": [
        "{str} + {str}", "{str!} * {n}", "{str}[{n}]", "{str}[{n}:{n}]", "{str}[::{n}]", "{str}[{n}::-1]", "{str}.upper()", "{str}.lower()", "{str}.title()",
        "{str}.capitalize()", "{str}.swapcase()", "{str}.casefold()", "{str}.strip()", "{str}.lstrip({str})", "{str}.rstrip('ab ')", "{str}.replace({str}, {str})",
        "{str}.replace({str}, {str}, {n})", "{str}.center({width})", "{str}.ljust({width}, '*')", "{str}.rjust({width}, {str})", "{str}.zfill({width})",
        "{str}.join({strs})", "','.join(sorted({strs}))", "{str}.expandtabs({n})", "str({any})", "repr({any})", "ascii({any})", "hex({int})", "oct({int})",
        "bin({int})", "chr({int} % 1000)", "chr({int})", "{str} if {bool} else {str}", "{str}.partition({str})[{n}]", "{str}.rpartition({str})[2]",
        "{str}.removeprefix({str})", "{str}.removesuffix({str})", "{str}.translate({dict})", "{str}.translate(str.maketrans('abc', 'xyz'))",
        "{fstring}", "{fstring}", "{percent}", "{percent}", "format({int}, {ispec})", "format({float}, {fspec})", "format({str}, {sspec})",
        "'{{0}}-{{1!r}}'.format({any}, {any})", "'{{:>{{}}}}|{{x}}'.format({str}, {width}, x={int})", "'{{0[1]}} {{0}}'.format({list})", "{str}.format({int}, a={str})",
        "'{{a.real}}'.format(a={int})", "{float}.hex()", "type({any}).__name__", "{bytes}.decode('latin-1')", "{bytes}.decode()", "{bytes}.hex()",
        "{bytes}.hex('-')", "max({strs}, key=len, default='')", "min({strs})", "{strs}[{n}]", "''.join(reversed({str}))",
        "''.join({str/str} for $v in {str})", "str({bytes}, 'utf-8', 'replace')", "{str}.encode('ascii', 'backslashreplace').decode()", "{str} or {str}",
        "str({int})[::-1]", "repr({dict})", "repr({tuple})", "str({complex})", "(lambda $v: {str/str})({str})", "'%s %r' % ({any}, {any})", "string.capwords({str})",
    ],
    "bytes": [
        "{bytes} + {bytes}", "{bytes!} * {n}", "{bytes}[{n}:{n}]", "{bytes}[::{n}]", "{str}.encode()", "{str}.encode('ascii', 'replace')", "bytes([{n}, {n}])", "{str}.encode('latin-1')",
        "bytes({list!})", "bytes(reversed({bytes}))", "{bytes}.upper()", "{bytes}.replace({bytes}, {bytes})", "b','.join([{bytes}, {bytes}])", "{bytes}.strip()",
        "{bytes}.split({bytes})[0]", "(abs({int}) % 65536).to_bytes(4, 'big')", "{int}.to_bytes({n}, 'little')", "bytes.fromhex({str})", "bytes(bytearray({bytes}))",
        "b'%d %s' % ({int}, {bytes})", "{bytes}.center({width}, b'.')", "{bytes}.rjust({width})", "{str}.encode('utf-16-le')", "{bytes}.zfill({width})", "{bytes}.title()",
    ],
    "list": [
        "[{int}, {int}]", "[{int}, *{list}]", "{list} + {list}", "{list!} * {n}", "{list}[{n}:{n}]", "{list}[::{n}]", "sorted({list})", "sorted({list}, reverse={bool})",
        "sorted({list}, key=lambda $v: {int/int})", "list(range({n}))", "list(range({n}, {n}, {n}))", "list(reversed({list}))", "list(map(lambda $v: {int/int}, {list}))",
        "list(filter(lambda $v: {bool/int}, {list}))", "list(filter(None, {list}))", "[{int/int} for $v in {list}]", "[{int/int} for $v in {list} if {bool/int}]",
        "[$v for $v in range({n}) for _ in range({n})]", "[$a + $b for $a in {list} for $b in {list} if $a < $b]", "[[$v, $v] for $v in {list}]", "list({dict}.values())", "sorted({set}, key=repr)",
        "[len($v) for $v in {strs}]", "[int($v) for $v in {str} if $v.isdigit()]", "list({bytes})", "list({tuple})", "[{any}, {any}]", "[ord($v) for $v in {str}]",
        "list(itertools.accumulate({list}))", "list(itertools.chain({list}, {tuple}))", "list(itertools.islice({list}, {n}))", "list(itertools.takewhile(lambda $v: {bool/int}, {list}))",
        "[*map(abs, {list})]", "{list} if {bool} else {list}", "{list}.copy()", "list(itertools.islice(itertools.count({int}, {n}), 4))", "list({float}.as_integer_ratio())",
        "[($w := $v + {n}) for $v in {list}]", "list(divmod({int}, {int}))", "heapq.nsmallest({n}, {list})",
        "[($v, {int/int}) for $v in {list}]", "list(zip({list}, {str}))", "list(enumerate({str}, {int}))", "list(itertools.zip_longest({list}, {str}))", "list(itertools.product({list}, repeat=2))[:5]",
        "list(itertools.combinations({list}, 2))", "list(itertools.pairwise({list}))", "[*zip(*[{list}, {list}])]", "list({str}.partition({str}))", "list({any})", "[list(g) for k, g in itertools.groupby({list})]",
    ],
    "strs": [
        "[{str}, {str}]", "{str}.split()", "{str}.split({str})", "{str}.split(',', {n})", "{str}.rsplit(None, {n})", "{str}.splitlines()", "list({str})", "sorted({strs})", "list({dict})",
        "sorted({strs}, key=str.lower)", "sorted({strs}, key=len, reverse=True)", "[{str/str} for $v in {strs}]", "[str($v) for $v in {list}]", "{strs} + [{str}]", "{strs}[{n}:]",
        "list(map(str.upper, {strs}))", "list(map(repr, {list}))", "list({dict}.keys())", "sorted(set({strs}), key=repr)", "[{fstring/int} for $v in {list}]", "{strs}[::-1]", "{str}.splitlines(True)",
    ],
    "tuple": [
        "({int}, {str})", "({any},)", "({any}, {any}, {any})", "{tuple} + {tuple}", "{tuple!} * {n}", "{tuple}[{n}:{n}]", "tuple({list})", "tuple({str})", "({int}, *{list})", "divmod({int}, {int})",
        "tuple({int/int} for $v in {list})", "{str}.partition({str})", "tuple(sorted({dict}.items()))", "tuple(zip({list}, {strs}))", "tuple(enumerate({strs}))", "tuple(reversed({tuple}))", "{float}.as_integer_ratio()",
        "({list}, {dict})", "slice({n}, {n}).indices({width})", "max([{tuple}, {tuple}])", "tuple(map(type, {tuple})) and ()", "{tuple} if {bool} else {tuple}", "math.modf({float})", "math.frexp({float})",
    ],
    "dict": [
        "{{{str}: {int} }}", "{{{str}: {int}, {str}: {int} }}", "{{**{dict}, {str}: {int} }}", "{dict} | {dict}", "{{$v: {int/str} for $v in {strs} }}", "{{$v: len($v) for $v in {strs} if {bool/str} }}", "dict({dict}, a={int})", "dict(zip({strs}, {list}))",
        "dict(a={int}, b={int})", "dict.fromkeys({strs}, {int})", "{dict}.copy()", "dict(sorted({dict}.items()))", "{{$k: $v for $v, $k in enumerate({str})}}", "dict([({str}, {int})])", "dict({any})", "dict(collections.Counter({str}))",
        "{{k: v for k, v in {dict}.items()}}", "{{{int}: {any}, repr({float}): {any} }}",
    ],
    "set": [
        "{{{int}, {int} }}", "set({list})", "{set} | {set}", "{set} & {set}", "{set} - {set}", "{set} ^ {set}", "{{{int/int} for $v in {list} }}", "{set}.union({list})", "{set}.intersection({list})", "{set}.difference({set}, {list})", "frozenset({list})", "set(range({n}))",
    ],
    "complex": ["{complex} + {complex}", "{complex} * {complex}", "{complex} / {complex}", "{complex} - {int}", "complex({float}, {float})", "{complex}.conjugate()", "-{complex}", "{complex!} ** 2", "complex({str})", "{float} * 1j"],
    "none": ["{list}.append({int})", "{list}.sort()", "{dict}.update({dict})", "{list}.insert({n}, {any})", "{dict}.get({str})", "{list}.extend({any})", "{list}.remove({int})", "{list}.reverse()", "{list}.__setitem__({n}, {any})"],
}
TYPES = ("int", "str", "float", "bool", "list", "tuple", "dict", "object", "type(None)", "(int, str)", "bytes", "int | str", "complex")
SPELLING = re.compile(r"['\"\\{}#\n]|lambda|:=")


class Expressions:
    def __init__(self, rng):
        self.rng = rng
        self.scopes = [{}]
        self.names = 0

    def fresh(self, prefix="v"):
        self.names += 1
        return "%s%d" % (prefix, self.names)

    def visible(self, kind):
        return [name for scope in self.scopes for name, its in scope.items() if its == kind]

    def bind(self, name, kind):
        self.scopes[-1][name] = kind

    def leaf(self, kind):
        names = self.visible(kind)
        if names and self.rng.random() < 0.7:
            return self.rng.choice(names[-6:])
        return self.rng.choice(LEAVES[kind])

    def any_kind(self):
        return self.rng.choice(KINDS)

    def expression(self, kind, depth=3):
        rng = self.rng
        if kind == "any":
            kind = self.any_kind()
        if kind == "type":
            return rng.choice(TYPES)
        if kind == "fstring":
            return self.fstring(depth)
        if kind == "percent":
            return self.percent(depth)
        if kind in ("ispec", "fspec", "sspec"):
            return repr(self.spec({"i": "int", "f": "float", "s": "str"}[kind[0]]))
        if kind not in TEMPLATES or depth <= 0 or rng.random() < 0.25:
            return self.leaf(kind)
        template = rng.choice(TEMPLATES[kind])
        if "$" in template:
            for mark in set(re.findall(r"\$\w+", template)):
                template = re.sub(re.escape(mark) + r"\b", self.fresh(), template) if mark != "$v" else template
            bound = self.fresh()
            template = template.replace("$v", bound)
        else:
            bound = None

        def fill(match):
            wanted, strict, its = match.groups()
            if not strict and wanted in KINDS and rng.random() < MIXED:
                wanted = self.any_kind()
            if its:
                self.scopes.append({bound: its})
            text = self.expression(wanted, depth - 1)
            if its:
                self.scopes.pop()
            return text if re.fullmatch(r"\w+|'[^']*'", text) and not text[0].isdigit() or wanted in ("n", "width", "cmp", "op", "base") \
                else "(%s)" % text

        text = re.sub(r"(?<!\})\}\}\}(?!\})", "}\1", template.replace("{{", "\0")).replace("}}", "\1")
        return HOLE.sub(fill, text).replace("\0", "{").replace("\1", "}")

    def spec(self, kind):
        rng = self.rng
        align = rng.choice(("", "", "<", ">", "^", "=", "*<", "0>", "\u00e9^"))
        sign = rng.choice(("", "", "", "+", "-", " "))
        form = {"int": "bcdoxXn", "float": "eEfFgG%n", "str": "s"}[kind] if rng.random() < 0.95 else "dsfxq%"
        precision = rng.choice(("", "", ".0", ".1", ".3", ".10")) if kind != "int" or rng.random() < 0.05 else ""
        width = rng.choice(("", "", "1", "6", "12", "20"))
        if kind == "str" and rng.random() < 0.95:
            return align.replace("=", ">").replace("0>", "") + width + precision + rng.choice(("", "s"))
        return align + sign + rng.choice(("", "", "", "z", "")) + rng.choice(("", "", "#")) + rng.choice(("", "", "0")) + width + \
            rng.choice(("", "", "", ",", "_")) + precision + rng.choice(("", rng.choice(form)))

    def plain(self, kind, depth):
        """An expression that may stand inside an f-string in single quotes."""
        for _ in range(4):
            text = self.expression(kind, depth)
            if not SPELLING.search(text):
                return "(%s)" % text if not text.isidentifier() else text
        return {"int": "7", "float": "2.5", "str": "str(1)"}.get(kind, "None")

    def fstring(self, depth):
        rng, parts = self.rng, []
        for _ in range(rng.choice((1, 1, 2, 3))):
            kind = rng.choice(("int", "float", "str", "int", "any"))
            part = self.plain(kind, min(depth - 1, 2))
            part += rng.choice(("", "", "", "=", " = ")) + rng.choice(("", "", "", "!r", "!s", "!a"))
            if rng.random() < 0.6 and kind != "any":
                spec = self.spec("str" if "!" in part and rng.random() < 0.9 else kind)
                part += ":" + spec
                if rng.random() < 0.15:
                    part = part.rsplit(":", 1)[0] + ":{%s}" % rng.choice("8 12 1".split())
            parts.append(rng.choice(("", "a", " ", "{{", "}}", "\u00e9")) + "{%s}" % part)
        return "f'%s'" % "".join(parts)

    def percent(self, depth):
        rng, parts, values = self.rng, [], []
        for _ in range(rng.choice((1, 2, 3))):
            form, kind = rng.choice((("d", "int"), ("i", "int"), ("s", "any"), ("r", "any"), ("x", "int"), ("o", "int"), ("f", "float"), ("e", "float"),
                                     ("g", "float"), ("c", "str"), ("a", "str"), ("X", "int"), ("G", "float"), ("%", None)))
            parts.append("%" + rng.choice(("", "", "-", "+", " ", "0", "#")) + rng.choice(("", "", "5", "10")) + rng.choice(("", "", ".2", ".0")) + form)
            if kind:
                values.append("(%s)" % self.expression(kind, depth - 1))
        return "'%s' %% (%s)" % ("|".join(parts), "".join(v + ", " for v in values))
