# Deep structures: repr, comparison, copying and pickling-like walks of nested containers.
import copy
def nest(make, n):
    x = make(None)
    for _ in range(n): x = make(x)
    return x
def t(name, f):
    try: f(); print(name, "fine")
    except RecursionError: print(name, "RecursionError")
n = 50_000
lists, tuples, dicts = nest(lambda x: [x], n), nest(lambda x: (x,), n), nest(lambda x: {"k": x}, n)
lists2, tuples2, dicts2 = nest(lambda x: [x], n), nest(lambda x: (x,), n), nest(lambda x: {"k": x}, n)
t("repr list", lambda: repr(lists)); t("repr tuple", lambda: repr(tuples)); t("repr dict", lambda: repr(dicts)); t("str list", lambda: str(lists)); t("eq list", lambda: lists == lists2); t("eq tuple", lambda: tuples == tuples2); t("eq dict", lambda: dicts == dicts2); t("lt list", lambda: lists < lists2); t("lt tuple", lambda: tuples < tuples2); t("in", lambda: lists in [lists2]); t("deepcopy", lambda: copy.deepcopy(lists)); t("ascii", lambda: ascii(lists)); t("format", lambda: f"{lists}"); t("index", lambda: [lists].index(lists2)); t("count", lambda: [tuples].count(tuples2)); t("percent", lambda: "%r" % (lists,)); t("print", lambda: print(dicts)); t("max", lambda: max(lists, lists2)); t("sorted", lambda: sorted([tuples, tuples2]))
import json
t("json", lambda: json.dumps(lists)); t("json loads", lambda: json.loads("[" * 100_000))
a = []; a.append(a); b = []; b.append(b)
t("eq of cycles", lambda: a == b); print(repr(a)); d = {}; d[1] = d; e = {}; e[1] = e; t("eq of dict cycles", lambda: d == e); print(d); t("isinstance", lambda: isinstance(1, nest(lambda x: (x,) if x else (str,), n))); t("short cycle compare", lambda: a < b)
del lists, tuples, dicts, lists2, tuples2, dicts2
print("alive")
