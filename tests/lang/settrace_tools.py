# Programs that live on sys.settrace and sys.setprofile: line coverage, a call graph, a debugger that steps.
# modes: plain tco check-heap fibers gil-off parallel
import sys
import types


class Coverage:
    """Which lines of functions of this file have run, and which could have."""

    def __init__(self):
        self.ran = {}

    def __call__(self, frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        if event == 'line':
            code = frame.f_code
            self.ran.setdefault(code.co_name, set()).add(frame.f_lineno - code.co_firstlineno)
        return self

    def report(self, function):
        first = function.__code__.co_firstlineno
        lines = {line - first for _, _, line in function.__code__.co_lines() if line is not None and line > first}
        ran = self.ran.get(function.__name__, set())
        print(function.__name__, 'ran', sorted(ran), 'missing', sorted(lines - ran))


def classify(n):
    if n < 0:
        kind = 'negative'
    elif n == 0:
        kind = 'zero'
    else:
        kind = 'positive'
        for k in range(2, n):
            if n % k == 0:
                kind = 'composite'
                break
        else:
            if n > 1:
                kind = 'prime'
    try:
        return {'negative': 1}[kind]
    except KeyError:
        return kind
    finally:
        n = None


coverage = Coverage()
sys.settrace(coverage)
results = [classify(n) for n in (0, 4, 9)]
sys.settrace(None)
print(results)
coverage.report(classify)
sys.settrace(coverage)
results = [classify(n) for n in (-1, 5)]
sys.settrace(None)
coverage.report(classify)

# Who calls whom, how often, how deep.
edges = {}
depth = deepest = 0


def profile(frame, event, arg):
    global depth, deepest
    if event == 'call':
        depth += 1
        deepest = max(deepest, depth)
        edge = frame.f_back.f_code.co_name, frame.f_code.co_name
        edges[edge] = edges.get(edge, 0) + 1
    elif event == 'return':
        depth -= 1
    elif event == 'c_call':
        edge = frame.f_code.co_name, '*' + arg.__name__
        edges[edge] = edges.get(edge, 0) + 1


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work():
    fib(5)
    return sorted([3, 1, 2], key=lambda v: abs(v - 2))


sys.setprofile(profile)
work()
sys.setprofile(None)
print(sorted(edges.items()), depth, deepest)


class Debugger:
    """Stops where it is told to, shows variables, steps into, over and out."""

    def __init__(self, commands, breaks):
        self.commands, self.breaks = iter(commands), breaks
        self.stop_at = None  # frame in which, or below which, to stop; None: anywhere

    def dispatch(self, frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        place = frame.f_lineno - frame.f_code.co_firstlineno
        wanted = self.stop_at == 'step' or self.stop_at is frame
        if event == 'line' and (wanted or (frame.f_code.co_name, place) in self.breaks):
            self.ask(frame, 'at')
        elif event == 'return' and wanted:
            self.ask(frame, f'returns {arg}')
        elif event == 'exception':
            print('  raised', arg[0].__name__, arg[1], 'in', frame.f_code.co_name)
        return self.dispatch

    def ask(self, frame, what):
        names = {k: v for k, v in frame.f_locals.items() if not isinstance(v, types.FunctionType)}
        stack = []
        outer = frame
        while outer and outer.f_code.co_name != '<module>':
            stack.append(outer.f_code.co_name)
            outer = outer.f_back
        command = next(self.commands, 'continue')
        print('  ', what, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, names, stack, '>', command)
        if command.startswith('set '):
            name, value = command[4:].split('=')
            frame.f_locals[name] = eval(value)
        self.stop_at = {'step': 'step', 'next': frame, 'up': frame.f_back}.get(command, self.stop_at if command[:4] == 'set ' else None)


def inner(a):
    b = a + 1
    if b > 3:
        raise ValueError(b)
    return b


def outer(n):
    total = 0
    for i in range(n):
        total += inner(i)
    try:
        inner(5)
    except ValueError as e:
        total = -total
    return total


for commands, breaks in [
    (['step'] * 12, {('outer', 1)}),
    (['next'] * 30, {('outer', 1)}),
    (['next', 'up', 'next', 'next', 'set total=100', 'next'], {('inner', 1)}),
    ([], {('inner', 4), ('outer', 8)}),
]:
    print('debug', sorted(breaks))
    sys.settrace(Debugger(commands, breaks).dispatch)
    result = outer(2)
    sys.settrace(None)
    print('result', result)
