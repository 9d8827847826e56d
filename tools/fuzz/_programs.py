"""Random small Python programs that mean one thing only: no addresses, no order of sets, no clock, and they end.

A program is a run of blocks. Each block catches what it raises and prints it, so that one difference does not hide
the next; the last block may end the program with a traceback. Read next: _expressions.py.
"""
import warnings

from _expressions import Expressions

warnings.simplefilter("ignore")

HEAD = """import math, functools, operator, itertools, heapq, string, collections
def show(*values):
    for value in values:
        if isinstance(value, (set, frozenset)): value = ('set', sorted(value, key=repr))
        text = repr(value)
        print(type(value).__name__, text if len(text) < 400 else (len(text), text[:150], text[-150:]))
def told(e):
    seen = []
    while e is not None and len(seen) < 6:
        seen.append((type(e).__name__, str(e)[:300], type(e.__cause__).__name__, e.__suppress_context__))
        e = e.__cause__ or e.__context__
    print('raised', seen)
class Problem(Exception):
    def __init__(self, n=0): super().__init__('problem', n); self.n = n
class Manager:
    def __init__(self, name, swallow=False, fail=''): self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self):
        print('enter', self.name)
        if self.fail == 'enter': raise Problem(1)
        return self.name
    def __exit__(self, kind, value, trace):
        print('exit', self.name, kind and kind.__name__, value)
        if self.fail == 'exit': raise Problem(2)
        return self.swallow
""".splitlines()
ERRORS = ("ValueError", "TypeError", "KeyError", "IndexError", "ZeroDivisionError", "Problem", "ArithmeticError", "LookupError", "Exception", "StopIteration", "AttributeError")
RAISED = ("ValueError('v')", "TypeError", "KeyError('k')", "Problem(3)", "IndexError(1, 2)", "ZeroDivisionError()", "StopIteration(4)", "AssertionError", "Problem")
STORED = ("int", "int", "float", "str", "list", "strs", "tuple", "dict", "bool", "bytes", "set")


def indented(lines):
    return ["    " + line for line in lines]


class Programs:
    def __init__(self, rng):
        self.rng = rng
        self.expressions = Expressions(rng)
        self.functions = []   # (name, parameters as (name, kind of parameter, kind), kind of result)
        self.loops = 0        # loops around this statement
        self.room = 0         # statements left
        self.inside = "module"

    def e(self, kind, depth=2):
        return self.expressions.expression(kind, depth)

    def fresh(self, prefix="v"):
        return self.expressions.fresh(prefix)

    def kept(self, kind, depth=3):
        """A value to be stored: bounded in size, so that loops cannot make it grow without end."""
        text = self.e(kind, depth)
        if not self.loops:
            return text
        return {"int": "(%s) %% 10**20", "str": "(%s)[:30]", "list": "(%s)[:6]", "strs": "(%s)[:6]", "tuple": "(%s)[:6]",
                "bytes": "(%s)[:20]"}.get(kind, "%s") % text

    def body(self, count=None):
        """An indented block of statements with names of its own that are forgotten after it."""
        self.expressions.scopes.append({})
        lines = []
        for _ in range(count or self.rng.choice((1, 1, 2, 3))):
            lines += self.statement()
        self.expressions.scopes.pop()
        return indented(lines)

    # --- statements

    def statement(self):
        self.room -= 1
        simple = (self.assign, self.assign, self.printed, self.augmented, self.unpack, self.change)
        nested = (self.condition, self.loop, self.while_loop, self.attempt, self.attempt, self.with_statement, self.match)
        leaving = [self.leave] if self.loops or self.inside != "module" else []
        if self.room <= 0:
            return self.rng.choice(simple)()
        roll = self.rng.random()
        if roll < 0.5:
            return self.rng.choice(simple)()
        if roll < 0.9 or not leaving:
            return self.rng.choice(nested)()
        return leaving[0]()

    def printed(self):
        return ["show(%s)" % ", ".join(self.e(self.rng.choice(STORED), 3) for _ in range(self.rng.choice((1, 1, 2))))]

    def assign(self):
        kind = self.rng.choice(STORED)
        value = self.kept(kind)
        known = self.expressions.visible(kind)
        name = self.rng.choice(known) if known and self.rng.random() < 0.3 else self.fresh()
        self.expressions.bind(name, kind)
        more = [self.fresh()] if self.rng.random() < 0.1 else []
        for other in more:
            self.expressions.bind(other, kind)
        return [" = ".join([name] + more + [value])] + (["show(%s)" % name] if self.rng.random() < 0.6 else [])

    def augmented(self):
        rng = self.rng
        kind = rng.choice(("int", "float", "str", "list", "set", "dict", "tuple"))
        names = self.expressions.visible(kind)
        if not names:
            return self.assign()
        name = rng.choice(names)
        operator, value = {
            "int": lambda: (rng.choice(("+", "-", "//", "%", "&", "|", "^", ">>")), self.e("int")),
            "float": lambda: (rng.choice("+-*/"), self.e(rng.choice(("float", "int")))),
            "str": lambda: ("+", "(%s)[:5]" % self.e("str")),
            "list": lambda: ("+", "(%s)[:4]" % self.e(rng.choice(("list", "tuple", "strs", "str")))),
            "tuple": lambda: ("+", "(%s)[:3]" % self.e("tuple")),
            "set": lambda: (rng.choice("|&-^"), self.e("set")),
            "dict": lambda: ("|", self.e("dict")),
        }[kind]()
        if operator == ">>":
            value = rng.choice(("1", "70", "-1"))
        return ["%s %s= %s" % (name, operator, value), "show(%s)" % name]

    def unpack(self):
        rng, e = self.rng, self.expressions
        a, b, c = self.fresh(), self.fresh(), self.fresh()
        form, bound = rng.choice((
            ("%s, %s = %s, %s" % (a, b, self.kept("int"), self.kept("str")), {a: "int", b: "str"}),
            ("%s, *%s = %s" % (a, b, self.kept("list")), {b: "list"}),
            ("*%s, %s = %s" % (a, b, self.kept("strs")), {a: "strs"}),
            ("%s, (%s, *%s) = %s, %s" % (a, b, c, self.kept("int"), self.kept("tuple")), {a: "int", c: "list"}),
            ("[%s, %s], %s = %s, %s" % (a, b, c, self.kept("str"), self.kept("float")), {c: "float"}),
            ("%s, %s = %s" % (a, b, self.e("any")), {}),
            ("(%s, %s, *%s), = [%s]" % (a, b, c, self.kept("str")), {}),
            ("for %s, %s in %s.items(): show((%s, %s))" % (a, b, "(%s)" % self.e("dict"), a, b), {}),
            ("for %s, *%s in zip(%s, %s): show(%s, %s)" % (a, b, self.e("list"), self.e("strs"), a, b), {}),
        ))
        for name, kind in bound.items():
            e.bind(name, kind)
        return [form] + ["show(%s)" % ", ".join(bound)] * bool(bound)

    def change(self):
        """Item and slice assignment, deletion, mutating methods."""
        rng, v = self.rng, self.expressions.visible
        choices = []
        for name in v("list")[-3:]:
            n, m = self.e("n"), self.e("n")
            choices += [["%s[%s] = %s" % (name, n, self.e("int"))], ["%s[%s:%s] = (%s)[:4]" % (name, n, m, self.e("list"))], ["del %s[%s]" % (name, n)],
                        ["del %s[::%s]" % (name, m)], ["%s.sort(key=lambda x: -x)" % name], ["%s.insert(%s, %s)" % (name, n, self.e("int"))],
                        ["%s[::%s] = %s" % (name, m, self.e("list"))], ["%s.extend((%s)[:3])" % (name, self.e("tuple"))], ["show(%s.pop(%s))" % (name, n)]]
        for name in v("dict")[-3:]:
            choices += [["%s[%s] = %s" % (name, self.e("str"), self.e("int"))], ["del %s[%s]" % (name, self.e("str"))], ["show(%s.popitem())" % name],
                        ["%s.update(%s)" % (name, self.e("any"))], ["%s.setdefault(%s, %s)" % (name, self.e("str"), self.e("int"))]]
        for name in v("set")[-3:]:
            choices += [["%s = set(%s); %s.add(%s)" % (name, name, name, self.e("int"))], ["%s = set(%s); %s.discard(%s)" % (name, name, name, self.e("int"))]]
        if not choices:
            return self.assign()
        lines = rng.choice(choices)
        name = lines[0].replace("del ", "").replace("show(", "").split("[")[0].split(".")[0].split(" ")[0]
        return lines + ["show(%s)" % name]

    def condition(self):
        lines = ["if %s:" % self.e("bool", 3), *self.body()]
        if self.rng.random() < 0.3:
            lines += ["elif %s:" % self.e("any", 2), *self.body()]
        if self.rng.random() < 0.5:
            lines += ["else:", *self.body()]
        return lines

    def loop(self):
        if self.loops >= 2:
            return self.printed()
        kind, source = self.rng.choice((("int", "range({n})"), ("int", "({list})[:4]"), ("str", "({str})[:4]"), ("str", "({strs})[:3]"), ("int", "sorted({set}, key=repr)[:4]")))
        for hole in ("n", "list", "strs", "str", "set"):
            if "{%s}" % hole in source:
                source = source.replace("{%s}" % hole, self.e(hole, 2))
        name = self.fresh("i")
        self.loops += 1
        self.expressions.scopes.append({name: kind})
        lines = ["for %s in %s:" % (name, source), *self.body()]
        self.expressions.scopes.pop()
        self.loops -= 1
        if self.rng.random() < 0.3:
            lines += ["else:", *self.body(1)]
        return lines

    def while_loop(self):
        if self.loops >= 2:
            return self.printed()
        name = self.fresh("n")
        self.loops += 1
        lines = ["%s = %d" % (name, self.rng.choice((1, 3, 4))), "while %s > 0%s:" % (name, self.rng.choice(("", " and " + self.e("bool")))), "    %s -= 1" % name, *self.body()]
        self.loops -= 1
        if self.rng.random() < 0.3:
            lines += ["else:", *self.body(1)]
        return lines

    def attempt(self):
        rng = self.rng
        body = self.body() + (indented(["raise " + rng.choice(RAISED) + rng.choice(("", "", " from None", " from ValueError('cause')"))]) if rng.random() < 0.4 else [])
        if rng.random() < 0.12:
            group = "ExceptionGroup('g', [%s])" % ", ".join(rng.choice(("ValueError(1)", "TypeError('t')", "KeyError('k')", "ExceptionGroup('h', [OSError(2)])")) for _ in range(rng.choice((1, 2, 3))))
            lines = ["try:", *body, "    raise " + group]
            for _ in range(rng.choice((1, 2))):
                lines += ["except* %s as g:" % rng.choice(("ValueError", "TypeError", "(KeyError, OSError)", "Exception")), "    print('group', repr(g), repr(g.exceptions))"]
            return lines
        lines = ["try:", *body]
        for _ in range(rng.choice((0, 1, 1, 2))):
            name = self.fresh("e") if rng.random() < 0.7 else ""
            lines += ["except %s%s:" % (rng.choice((rng.choice(ERRORS), "(%s, %s)" % (rng.choice(ERRORS), rng.choice(ERRORS)))), " as " + name if name else "")]
            lines += indented(["told(%s)" % name] if name else ["print('caught')"])
            if rng.random() < 0.5:
                lines += self.body(1)
            if rng.random() < 0.2:
                lines += indented([rng.choice(("raise", "raise " + rng.choice(RAISED), "raise Problem(9) from None"))])
        handled = any(line.startswith("except") for line in lines)
        if handled and rng.random() < 0.3:
            lines += ["else:", *self.body(1)]
        if not handled or rng.random() < 0.4:
            lines += ["finally:", *indented(["print('finally')"]), *self.body(1)]
        return lines

    def with_statement(self):
        rng, items = self.rng, []
        for _ in range(rng.choice((1, 1, 2))):
            name = self.fresh()
            items.append("Manager(%r%s)%s" % (name, rng.choice(("", "", ", True", ", fail='exit'", ", fail='enter'")), rng.choice(("", " as " + name))))
        body = self.body()
        if rng.random() < 0.4:
            body += indented(["raise " + rng.choice(RAISED)])
        form = "with (%s):" if rng.random() < 0.2 else "with %s:"
        return [form % ", ".join(items), *body]

    def pattern(self, depth, taken):
        rng = self.rng

        def capture():
            taken.append(self.fresh("m"))
            return taken[-1]

        if depth <= 0 or rng.random() < 0.3:
            return rng.choice((capture, capture, lambda: "_", lambda: rng.choice(("0", "1", "-1", "'a'", "None", "True", "2.5", "'abc'", "1+2j", "math.pi"))))()
        inner = lambda: self.pattern(depth - 1, taken)
        return rng.choice((
            lambda: "[%s, %s]" % (inner(), inner()),
            lambda: "(%s, *%s)" % (inner(), rng.choice(("_", capture()))),
            lambda: "[*%s, %s]" % (capture(), inner()),
            lambda: "{'a': %s}" % inner(),
            lambda: "{'b': %s, **%s}" % (inner(), capture()),
            lambda: "int() | str()",
            lambda: "int(%s)" % capture(),
            lambda: "str() as %s" % capture(),
            lambda: "complex(real=%s, imag=%s)" % (inner(), inner()),
            lambda: "(1 | 2 | 'a') as %s" % capture(),
            lambda: "Problem(n=%s)" % inner(),
            lambda: "()",
        ))()

    def match(self):
        lines = ["match %s:" % self.rng.choice((self.e("any", 2), self.e("tuple", 2), "Problem(5)", self.e("dict", 2), "[%s, %s]" % (self.e("any", 1), self.e("any", 1))))]
        for _ in range(self.rng.choice((1, 2, 3, 4))):
            taken = []
            pattern = self.pattern(2, taken)
            guard = " if %s" % self.e("bool", 1) if self.rng.random() < 0.2 else ""
            if not guard and (pattern == "_" or pattern in taken):
                continue
            lines += ["    case %s%s:" % (pattern, guard), "        show(%s)" % ", ".join(["'case'"] + taken)]
        return lines + ["    case _:", "        print('no case')"]

    def leave(self):
        rng, ways = self.rng, []
        if self.loops:
            ways += ["break", "continue"]
        if self.inside == "function":
            ways += ["return " + self.e("any", 2)]
        if self.inside == "generator":
            ways += ["yield " + self.e("any", 2), "show((yield %s))" % self.e("any", 1), "yield from (%s)[:3]" % self.e("list", 1), "return " + self.e("any", 1)]
        ways += ["raise " + rng.choice(RAISED), "assert %s, %s" % (self.e("bool"), self.e("any", 1))]
        return ["if %s: %s" % (self.e("bool", 1), rng.choice(ways)) if rng.random() < 0.7 else rng.choice(ways)]

    # --- functions

    def parameters(self):
        rng, out, had_default = self.rng, [], False
        kinds = ["only"] * rng.choice((0, 0, 1, 2)) + ["plain"] * rng.choice((0, 1, 2)) + ["star"] * (rng.random() < 0.25) + \
            ["keyword"] * rng.choice((0, 0, 1, 2)) + ["stars"] * (rng.random() < 0.25)
        text = []
        for i, sort in enumerate(kinds):
            name, kind = self.fresh("p"), rng.choice(STORED[:8])
            default = ""
            if sort in ("only", "plain") and (had_default or rng.random() < 0.3) or sort == "keyword" and rng.random() < 0.5:
                default, had_default = "=" + self.e(kind, 1), had_default or sort != "keyword"
            if sort == "keyword" and "star" not in kinds and (i == 0 or kinds[i - 1] != "keyword"):
                text.append("*")
            note = rng.choice(("", "", ": int")) if sort not in ("star", "stars") else ""
            text.append({"star": "*", "stars": "**"}.get(sort, "") + name + note + default)
            if sort == "only" and (i + 1 == len(kinds) or kinds[i + 1] != "only"):
                text.append("/")
            out.append((name, sort, {"star": "tuple", "stars": "dict"}.get(sort, kind), bool(default)))
        return out, ", ".join(text)

    def function(self, generator=False):
        rng, name = self.rng, self.fresh("g" if generator else "f")
        parameters, text = self.parameters()
        saved = self.loops, self.inside, self.expressions.scopes
        self.loops, self.inside = 1 if rng.random() < 0.5 else 0, "generator" if generator else "function"
        loops = self.loops
        self.loops = 0
        self.expressions.scopes = [dict(self.expressions.scopes[0]), {p: kind for p, _, kind, _ in parameters}]
        if self.expressions.scopes[0] and rng.random() < 0.7:
            self.expressions.scopes[0] = {}
        lines = ["def %s(%s)%s:" % (name, text, rng.choice(("", "", " -> str")))]
        lines += indented(["'''Does %s.'''" % name]) if rng.random() < 0.1 else []
        lines += self.body(2 + loops)
        result = rng.choice(STORED[:8])
        if generator:
            lines += indented(["try:"] + indented(["yield %s" % self.e("any", 2), "show((yield %s))" % self.e("int", 1)]) + [rng.choice(("except ValueError as x: told(x); yield 'handled'", "finally: print('closing')"))])
        else:
            if rng.random() < 0.3:  # a closure that changes what it closes over
                inner, cell = self.fresh("h"), self.fresh("c")
                lines += indented(["%s = %s" % (cell, self.e("int", 1)), "def %s(k=1):" % inner, "    nonlocal %s" % cell, "    %s = %s * 2 + k" % (cell, cell), "    return %s" % cell,
                                   "show(%s(), %s(k=%s), %s)" % (inner, inner, self.e("int", 1), cell)])
            lines += indented(["return %s" % self.e(result, 3)])
        self.loops, self.inside, self.expressions.scopes = saved
        decorated = rng.random()
        # Not with **: of a keyword that is no str and a value that has no hash, CPython tells the second first.
        if decorated < 0.05 and not generator and all(sort != "stars" for _, sort, _, _ in parameters):
            lines.insert(0, "@functools.lru_cache(maxsize=None)")
        elif decorated < 0.1:
            lines.insert(0, "@(lambda f: functools.wraps(f)(lambda *a, **k: (print('call', len(a), sorted(k)), f(*a, **k))[1]))")
        self.functions.append((name, parameters, result, generator))
        return lines

    def arguments(self, parameters):
        rng, positional, named = self.rng, [], []
        for name, sort, kind, default in parameters:
            value = "(%s)" % self.e(kind if rng.random() < 0.9 else "any", 2)
            if sort == "star":
                positional += [] if named else ["*" + self.e("list", 1)]
            elif sort == "stars":
                named.append(rng.choice(("zz=%s" % value, "**%s" % self.e("dict", 1))))
            elif default and rng.random() < 0.5:
                if sort != "keyword":
                    named.append("") if sort == "plain" else None
                continue
            elif sort == "keyword" or (sort == "plain" and (named or rng.random() < 0.3)):
                named.append("%s=%s" % (name, value))
            else:
                positional.append(value)
        given = positional + [n for n in named if n]
        if rng.random() < 0.12:  # a wrong call
            if given and rng.random() < 0.5:
                given.pop(rng.randrange(len(given)))
            else:
                given.append(rng.choice(("q=1", "**{'a': 1}", "*(1, 2)") if given and "=" in given[-1] else ("1", "*(1, 2, 3)")))
        return ", ".join(given)

    def called(self):
        if not self.functions:
            return self.printed()
        name, parameters, result, generator = self.rng.choice(self.functions[-3:])
        call = "%s(%s)" % (name, self.arguments(parameters))
        if not generator:
            return ["show(%s)" % call]
        if self.rng.random() < 0.5:
            return ["show(list(itertools.islice(%s, 30)))" % call]
        steps = self.rng.choices(("next(it)", "next(it, 'end')", "it.send(%s)" % self.e("any", 1), "it.throw(ValueError('in'))", "it.throw(Problem)", "it.close()"), k=4)
        return ["it = " + call, "show(%s)" % "), show(".join(["next(it)"] + steps), "del it"]

    # --- classes

    def class_block(self):
        rng, name = self.rng, self.fresh("C")
        value = lambda depth=2: self.e(rng.choice(("int", "int", "any")), depth)
        operators = {
            "__add__": "o", "__radd__": "o", "__sub__": "o", "__mul__": "o", "__iadd__": "o", "__lt__": "o", "__eq__": "o", "__le__": "o", "__ne__": "o", "__getitem__": "o", "__contains__": "o", "__neg__": "", "__len__": "",
            "__bool__": "", "__call__": "*a, **k", "__getattr__": "n", "__iter__": "", "__int__": "", "__index__": "", "__format__": "s", "__str__": "", "__hash__": "", "__abs__": "", "__matmul__": "o", "__rsub__": "o",
            "__divmod__": "o", "__pow__": "o, m=None", "__round__": "n=None", "__float__": "", "__reversed__": "", "__missing__": "k", "__setitem__": "k, v", "__delitem__": "k", "__and__": "o", "__invert__": "",
            "__gt__": "o", "__floordiv__": "o", "__bytes__": "", "__complex__": "", "__length_hint__": "", "__trunc__": "",
        }
        chosen = rng.sample(sorted(operators), rng.choice((2, 4, 8)))
        bases = rng.choice(("", "", "", "(int)", "(list)", "(dict)", "(str)", "(tuple)"))
        lines = ["class %s%s:" % (name, bases)]
        slots = not bases and rng.random() < 0.2
        if slots:
            lines += indented(["__slots__ = ('v', 'w')"])
        if not bases:
            lines += indented(["def __init__(self, v=%s): self.v = v" % self.e("int", 1), "def __repr__(self): return f'%s({self.v!r})'" % name])
        held = "self.v" if not bases else "1"
        for method in chosen:
            parameters = operators[method]
            result = rng.choice(("%s, %r)" % ("(" + held, method), value(), value(), "NotImplemented", held, "%s + 1" % held, "[%s]" % value(1), "True", "'text'", "iter([1, 2])", "print(%r)" % method))
            if method == "__getattr__":
                result = rng.choice(("'got ' + n", "object.__getattribute__(self, n)"))
            if method in ("__hash__",):
                result = rng.choice(("5", "'x'", "None"))
            lines += indented(["def %s(self%s): return %s" % (method, ", " + parameters if parameters else "", result)])
        extra = (["@property", "def p(self): return (%s, 'p')" % held], ["@classmethod", "def c(cls, *a): return cls.__name__, a"], ["@staticmethod", "def s(*a): return a"],
                 ["def __init_subclass__(cls, **k): print('sub', cls.__name__, k)"], ["x = [i for i in range(3)]"], ["def m(self, /, a, *, b=2): return (%s, a, b)" % held], ["def __set_name__(self, o, n): print('name', o.__name__, n)"])
        for part in rng.sample(extra, rng.choice((0, 1, 3))):
            lines += indented(part)
        made = name
        if rng.random() < 0.35:
            made = self.fresh("D")
            lines += ["class %s(%s%s):" % (made, name, rng.choice(("", ", k=1"))), "    y = %s" % self.e("any", 1)]
            if not bases:
                lines += ["    def __init__(self, *a): super().__init__(*a); self.w = %s" % self.e("int", 1)]
        lines += ["a, b = %s(%s), %s()" % (made, self.rng.choice(("", "", "1", "3, 4")), name)]
        uses = ["a + b", "a + 1", "1 + a", "a - b", "1 - a", "a * 2", "a < b", "a <= 1", "a == b", "a != b", "1 < a", "a[0]", "a['k']", "1 in a", "-a", "len(a)", "bool(a)", "a()", "a(1, k=2)", "a.missing", "list(a)", "int(a)",
                "[1, 2, 3][a]", "format(a, '>5')", "f'{a}'", "str(a)", "{a: 1}", "abs(a)", "a @ b", "divmod(a, 2)", "a ** 2", "pow(a, 2, 3)", "round(a)", "round(a, 1)", "float(a)", "list(reversed(a))", "a & b", "~a",
                "a > b", "sorted([a, b])", "max(a, b)", "a // b", "bytes(a)", "complex(a)", "operator.index(a)", "range(a)", "hex(a)", "'%d' % a", "'%s' % (a,)", "a.p", "a.c(1)", "%s.c()" % made, "a.s(1)", "a.m(1)", "a.m(1, b=3)",
                "a.m()", "%s.m(a, 2)" % name, "a.x", "%s.y" % made, "a.nothing", "isinstance(a, %s)" % name, "type(a).__mro__[0].__name__", "a.__class__.__name__", "sum([a, b])", "sum([a], b)", "not a", "a and 1", "a or 1",
                "[*a]", "(lambda *x: x)(*a)", "math.floor(a)", "next(iter(a))", "min([a])", "list(map(str, [a]))", "getattr(a, 'p', 'none')", "hasattr(a, 'zz')", "any(a)", "tuple(a)", "enumerate(a).__next__()", "operator.length_hint(a, 7)",
                "a.__doc__", "sorted(vars(a))", "a.v", "chr(a)", "'abc'[a:]", "a is a", "dict(a)", "set(a) and 0", "''.join(a)", "a.__eq__(b) is NotImplemented", "a[1:2]", "int(a) + 1", "str.join('', a)"]
        for use in rng.sample(uses, rng.choice((6, 12))):
            lines += ["try: show(%s)" % use, "except Exception as x: told(x)"]
        changes = ["a += 1", "a.v = 5", "a.zz = 1", "del a.v", "a[0] = 1", "del a[0]", "a.p = 2", "%s.x = 3" % name, "a -= b", "a |= 2", "a.__class__ = %s" % name, "del a.nothing", "a.v += 1", "a @= 1"]
        for change in rng.sample(changes, 3):
            lines += ["try: %s; show(a)" % change, "except Exception as x: told(x)"]
        return lines

    # --- the program

    def block(self):
        """Lines at the outermost level that cannot raise; names stay visible after it."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.3:
            lines = []
            for _ in range(rng.choice((2, 4, 6))):
                lines += ["try: show(%s)" % self.e(rng.choice(STORED + ("any", "complex", "none", "str", "str")), 4), "except Exception as x: told(x)"]
            return lines
        self.room = rng.choice((4, 8, 14))
        if roll < 0.55:
            name = self.fresh("run")
            saved = self.inside, self.expressions.scopes
            self.inside, self.expressions.scopes = "function", [{}]
            body = self.body(rng.choice((2, 4)))
            self.inside, self.expressions.scopes = saved
            return ["def %s():" % name, *body, "try: show(%s())" % name, "except Exception as x: told(x)"]
        if roll < 0.75:
            lines = self.function(rng.random() < 0.35)
            calls = []
            for _ in range(rng.choice((1, 2, 3))):
                calls += ["try:", *indented(self.called()), "except Exception as x: told(x)"]
            return lines + calls
        if roll < 0.87:
            return self.class_block()
        lines = self.statement() + self.statement()
        return ["try:", *indented(lines), "except Exception as x: told(x)"]

    def program(self):
        lines = list(HEAD)
        for kind in ("int", "str", "list", "dict", "float"):
            name = self.fresh()
            lines.append("%s = %s" % (name, self.expressions.leaf(kind)))
            self.expressions.bind(name, kind)
        for _ in range(self.rng.choice((2, 4, 6))):
            lines += self.block()
        if self.rng.random() < 0.25:
            self.room = 3
            lines += self.statement() + self.called()
        return lines


def program(rng):
    """Lines of one program that CPython compiles (a walrus may come to stand where it must not)."""
    while True:
        lines = Programs(rng).program()
        try:
            compile("\n".join(lines), "program.py", "exec")
            return lines
        except SyntaxError:
            continue
