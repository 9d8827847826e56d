# Deeply nested source is refused or compiled, never a crash.
def t(name, text, mode="eval"):
    try: compile(text, "s", mode); print(name, "compiles")
    except (SyntaxError, RecursionError, MemoryError) as e: print(name, "refused")
for n in (10, 50, 100000):
    t(f"parens {n}", "(" * n + ")" * n); t(f"brackets {n}", "[" * n + "]" * n); t(f"braces {n}", "{1:" * n + "1" + "}" * n); t(f"calls {n}", "f(" * n + ")" * n); t(f"subscripts {n}", "a[" * n + "1" + "]" * n)
for n in (10, 100000):
    t(f"unary {n}", "-" * n + "1"); t(f"not {n}", "not " * n + "1"); t(f"lambda {n}", "lambda: " * n + "1"); t(f"power {n}", "1" + "**1" * n); t(f"ternary {n}", "1 if 1 else " * n + "1"); t(f"star args {n}", "f(*" * min(n, 90) + "a" + ")" * min(n, 90))
for n in (10, 200): t(f"blocks {n}", "".join(" " * i + "if 1:\n" for i in range(n)) + " " * n + "pass\n", "exec"); t(f"defs {n}", "".join(" " * i + "def f():\n" for i in range(n)) + " " * n + "pass\n", "exec"); t(f"fors {n}", "".join(" " * i + "for x in y:\n" for i in range(n)) + " " * n + "pass\n", "exec")
t("unclosed", "(" * 100000); t("sum 500", "+".join(["1"] * 500)); t("list 50000", "[" + "1," * 50000 + "]"); t("and 20000", " and ".join(["x"] * 20000)); t("compare 2000", "<".join(["x"] * 2000)); t("string concat", "'a' " * 5000); t("statements", "x = 1\n" * 20000, "exec"); t("args 300", "f(" + "1," * 300 + ")"); t("params 300", "lambda " + ",".join(f"a{i}" for i in range(300)) + ": 0"); t("dict 5000", "{" + "1:2," * 5000 + "}"); t("long name", "x" * 100000); t("long string", "'" + "x" * 100000 + "'"); t("long int", "1" * 4000)
print("alive")
