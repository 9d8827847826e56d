"""What recording costs: bytes for 1,000 steps, how many times slower, memory beside the script's own. Part of ./dev bench.

Four small scripts show the size of a trace; longer variants of them and programs of scripts/bench show the slowdown by the
clock: of the script, until its last output, which is what the goal is about, and until the command has ended, which waits for
the rest of the index. The memory is the difference of the two processes' peaks."""
import os
import re
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KB_PER_1000, SLOWER, MEMORY = 4.0, 8.0, 64 * 2**20
FIB = "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(%d))\n"
LISTS = """def grow(times):
    rows = []
    for i in range(times):
        row = []
        for k in range(i %% 50):
            row.append(k)
        rows.append(row)
        if len(rows) == 300:
            rows = []
    return len(rows)
print(grow(%d))
"""
NODES = """class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next
def build(n):
    head = None
    for i in range(n):
        head = Node(i, head)
    return head
def total(node):
    found = 0
    while node is not None:
        found += node.value
        node = node.next
    return found
for turn in range(%d):
    kept = build(300)
    found = total(kept)
print(found)
"""
DEEP = """def down(n):
    return 0 if n == 0 else 1 + down(n - 1)
for turn in range(%d):
    found = down(300)
print(found)
"""
# name, script, its parameter for the size of the trace, for the slowdown
CASES = (("fib(20), fib(30)", FIB, 20, 30), ("list of lists growing", LISTS, 200, 60000), ("linked list of 300", NODES, 1, 6000), ("recursion 300 deep", DEEP, 1, 6000))
PROGRAMS = ("nqueens", "matrix", "method_calls", "closures", "dicts", "sieve", "binary_trees")
LONG = "def count(n):\n    i = 0\n    while i < n:\n        i += 1\n    return i\nprint(count(%d))\n"


def record(measure, exe, script, trace, timeout):
    """(seconds, peak bytes, steps, bytes of the trace)."""
    seconds, peak, *_ = measure([exe, "record", script, "-o", trace], timeout)
    out = subprocess.run([exe, "verify", trace], capture_output=True, text=True, timeout=timeout) if os.path.getsize(trace) < 2**20 else None
    steps = int(re.match(r"([\d,]+) steps", out.stdout).group(1).replace(",", "")) if out else 0
    return seconds, peak, steps, os.path.getsize(trace)


def until_output(command, repeats):
    """Seconds until the last output and until the end, each the best."""
    said, ended = [], []
    for _ in range(repeats):
        start = last = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            while os.read(process.stdout.fileno(), 1 << 16):
                last = time.perf_counter()
        said.append(last - start)
        ended.append(time.perf_counter() - start)
    return min(said), min(ended)


def slowdown(measure, exe, script, trace, repeats, timeout):
    command = [exe, "record", script, "-o", trace]
    plain, recorded = (measure(c, timeout)[1] for c in ([exe, script], command)) # which see that both work
    plain_said, _ = until_output([exe, script], repeats)
    said, ended = until_output(command, repeats)
    return {"plain_seconds": plain_said, "recorded_seconds": said, "slower": said / plain_said, "whole": ended / plain_said,
            "memory": max(0, recorded - plain)}


def rows(measure, exe, repeats, timeout):
    """One after the other, as they are measured."""
    with tempfile.TemporaryDirectory() as folder:
        script, trace = os.path.join(folder, "script.py"), os.path.join(folder, "run.trace")

        def write(text):
            with open(script, "w") as file:
                file.write(text)

        for name, text, small, large in CASES:
            write(text % small)
            _, _, steps, size = record(measure, exe, script, trace, timeout)
            row = {"name": name, "steps": steps, "bytes": size, "kb_per_1000": size / 1024 / (steps / 1000)}
            write(text % large)
            row.update(slowdown(measure, exe, script, trace, repeats, timeout))
            yield row
        for name in PROGRAMS:
            yield dict(slowdown(measure, exe, "scripts/bench/%s.py" % name, trace, min(repeats, 2), timeout), name=name)
        write(LONG % 2_000_000) # five instructions a turn
        yield dict(slowdown(measure, exe, script, trace, repeats, timeout), name="10 million steps")


def met(value, goal):
    return "met" if value <= goal else "NOT MET"


def print_head():
    print("\nrecording; at most %g KB for 1,000 steps, %g times slower, %d MB more memory" % (KB_PER_1000, SLOWER, MEMORY >> 20))
    print("%-22s %9s %9s %7s %9s %9s %7s %7s %6s" % ("script", "steps", "bytes", "KB/1000", "plain s", "record s", "slower", "+ index", "MB"))


def print_row(row):
    size = "%9s %9s %7.2f" % ("{:,}".format(row["steps"]), "{:,}".format(row["bytes"]), row["kb_per_1000"]) if "steps" in row else " " * 27
    goals = [met(row["kb_per_1000"], KB_PER_1000)] if "steps" in row else []
    goals += [met(row["slower"], SLOWER), met(row["memory"], MEMORY)]
    print("%-22s %s %9.3f %9.3f %7.1f %7.1f %6.1f   %s" % (row["name"], size, row["plain_seconds"], row["recorded_seconds"], row["slower"], row["whole"], row["memory"] / 2**20, ", ".join(goals)), flush=True)
