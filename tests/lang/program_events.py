# A small program: an event bus, a state machine, an LRU cache, a trie, a stack machine.
class Bus:
    def __init__(self): self.subs = {}
    def on(self, name):
        def deco(f): self.subs.setdefault(name, []).append(f); return f
        return deco
    def emit(self, name, *a, **k): return [f(*a, **k) for f in self.subs.get(name, ())]
bus = Bus()
@bus.on("hit")
def one(n, *, by="nobody"): return f"one {n} {by}"
@bus.on("hit")
def two(n, **k): return n * 2
print(bus.emit("hit", 5, by="me"), bus.emit("none"))
class Machine:
    table = {("idle", "start"): "running", ("running", "pause"): "paused", ("paused", "start"): "running", ("running", "stop"): "idle"}
    state = "idle"
    def __call__(self, e):
        try: self.state = self.table[self.state, e]
        except KeyError: print("cannot", e, "in", self.state)
        return self
m = Machine(); print(m("start")("pause")("stop")("start")("stop").state)
class LRU:
    def __init__(self, n): self.n, self.d = n, {}
    def __getitem__(self, k): self.d[k] = v = self.d.pop(k); return v
    def __setitem__(self, k, v):
        self.d.pop(k, None); self.d[k] = v
        if len(self.d) > self.n: del self.d[next(iter(self.d))]
c = LRU(2); c["a"], c["b"] = 1, 2; c["a"]; c["c"] = 3; print(c.d)
class Trie:
    def __init__(self): self.kids, self.end = {}, False
    def add(self, w):
        t = self
        for ch in w: t = t.kids.setdefault(ch, Trie())
        t.end = True
    def find(self, pre):
        t = self
        for ch in pre:
            if ch not in t.kids: return
            t = t.kids[ch]
        yield from t.words(pre)
    def words(self, pre):
        if self.end: yield pre
        for ch in sorted(self.kids): yield from self.kids[ch].words(pre + ch)
t = Trie()
for w in "car cart care dog do".split(): t.add(w)
print(list(t.find("car")), list(t.find("d")), list(t.find("z")))
def vm(code):
    stack, pc, names = [], 0, {}
    while pc < len(code):
        match code[pc]:
            case ("push", x): stack.append(x)
            case ("store", n): names[n] = stack.pop()
            case ("load", n): stack.append(names[n])
            case ("add",): b, a = stack.pop(), stack.pop(); stack.append(a + b)
            case ("mul",): b, a = stack.pop(), stack.pop(); stack.append(a * b)
            case ("jnz", to) if stack[-1]: pc = to; continue
            case ("jnz", _): pass
            case other: raise ValueError(f"unknown {other}")
        pc += 1
    return names
print(vm([("push", 1), ("store", "r"), ("push", 5), ("store", "n"), ("load", "r"), ("load", "n"), ("mul",), ("store", "r"), ("load", "n"), ("push", -1), ("add",), ("store", "n"), ("load", "n"), ("jnz", 4)]))
