# A small program: a calculator with tokens, a recursive descent parser and an evaluator.
def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace(): i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."): j += 1
            yield "num", float(text[i:j]) if "." in text[i:j] else int(text[i:j]); i = j
        elif text[i:i + 2] == "**": yield "op", "**"; i += 2
        elif c in "+-*/()%": yield "op", c; i += 1
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum(): j += 1
            yield "name", text[i:j]; i = j
        else: raise SyntaxError(f"bad character {c!r} at {i}")
    yield "end", None
class Parser:
    def __init__(self, text): self.toks = list(tokens(text)); self.i = 0
    @property
    def cur(self): return self.toks[self.i]
    def take(self, *ops):
        if self.cur[0] == "op" and self.cur[1] in ops: self.i += 1; return self.toks[self.i - 1][1]
    def expr(self):
        left = self.term()
        while op := self.take("+", "-"): left = (op, left, self.term())
        return left
    def term(self):
        left = self.unary()
        while op := self.take("*", "/", "%"): left = (op, left, self.unary())
        return left
    def unary(self): return ("neg", self.unary()) if self.take("-") else self.power()
    def power(self):
        base = self.atom()
        return ("**", base, self.unary()) if self.take("**") else base
    def atom(self):
        kind, value = self.cur
        if kind in ("num", "name"): self.i += 1; return value
        if self.take("("):
            e = self.expr()
            if not self.take(")"): raise SyntaxError("expected )")
            return e
        raise SyntaxError(f"unexpected {value}")
def run(t, env):
    match t:
        case int() | float(): return t
        case str(): return env[t]
        case ("neg", x): return -run(x, env)
        case (op, a, b):
            a, b = run(a, env), run(b, env)
            return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "%": lambda: a % b, "**": lambda: a ** b}[op]()
for text in ("1 + 2 * 3", "(1 + 2) * 3", "-2 ** 2", "2 ** -1", "10 / 4 - 1", "x * (y - 1.5)", "7 % 4 % 2", "2 ** 3 ** 2", "1 +", "(1", "1 $ 2", "z", "1 / 0", "--3"):
    try: p = Parser(text); t = p.expr(); print(text, "=>", t, "=", run(t, {"x": 3, "y": 4}))
    except (SyntaxError, KeyError, ZeroDivisionError) as e: print(text, "->", type(e).__name__, e)
