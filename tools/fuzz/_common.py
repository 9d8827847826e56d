"""What the fuzzers share: options, running a command within limits, telling a finding from a failure, minimising.

A finding is a process that dies of a signal, a sanitizer's report, a broken invariant or a heap check that fails.
Whatever a mutated program raises is its own business. Findings are saved under build/fuzz/, each with its command.
"""
import argparse
import hashlib
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import processes  # noqa: E402 (found by the line above)

ORACLE = "/usr/bin/python3"
OUTPUT_LIMIT = 8 << 20
REPORTS = re.compile("|".join(processes.REPORTS) + r"|broken invariant|invariant broken|is broken:|Assertion `|terminate called", re.I)
# A mutated program gets no door to the machine: files whose text has one of these words are left out of the corpus.
HARMFUL = re.compile(
    r"\b(os|posix|posixpath|shutil|io|tempfile|pathlib|subprocess|signal|socket|ctypes|linecache|timeit|importlib"
    r"|open|_io|FileIO|input|breakpoint|_exit|sleep|remove_tree|unlink|rmdir|rename|chmod|runpy)\b|__import__")


def limits(cpu):
    def apply():
        processes.no_core_files()
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        if cpu:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    return apply


def environment(extra=()):
    return processes.environment({"PYTHONHASHSEED": "0", **dict(extra)})


def execute(command, cwd, seconds, env=None, cpu=None):
    """Runs a command with nothing on stdin. The system ends it with SIGXCPU after `cpu` seconds of work: on a busy machine
    that says more than the clock."""
    return processes.execute(command, cwd, env or environment(), seconds, output_limit=OUTPUT_LIMIT, preexec=limits(cpu))


def crash(run):
    """What is wrong with a run whatever its program was, as a short text, or None."""
    report = REPORTS.search(run.err)
    if report:
        end = run.err.find("\n", report.start())
        line = run.err[run.err.rfind("\n", 0, report.start()) + 1:end if end >= 0 else None]
        return re.sub(r"0x[0-9a-f]+|==\d+==", "", line).strip()[:200]
    if run.code < 0 and not run.stopped:
        return "killed by " + processes.signal_name(run.code)
    return None


class Session:
    """One run of a fuzzer: its options, its clock, its folder, the findings so far."""

    def __init__(self, name, what, options=None):
        parser = argparse.ArgumentParser(description=what)
        parser.add_argument("--exe", required=True, help="the interpreter; its folder is the build")
        parser.add_argument("--seconds", type=float, default=60)
        parser.add_argument("--seed", type=int, default=None)
        parser.add_argument("--findings", type=int, default=10, help="stop after this many")
        if options:
            options(parser)
        self.options = parser.parse_args()
        self.name = name
        self.exe = os.path.abspath(self.options.exe)
        if not os.access(self.exe, os.X_OK):
            parser.error("%s is not a program" % self.exe)
        self.seed = self.options.seed if self.options.seed is not None else random.SystemRandom().randrange(1 << 32)
        self.end = time.monotonic() + self.options.seconds
        self.folder = os.path.join(ROOT, "build", "fuzz", name)
        self.temporary = tempfile.mkdtemp(prefix="terrarium-fuzz-")
        self.seen = {}
        self.count = self.found = 0
        print("%s: seed %d" % (name, self.seed), flush=True)

    def running(self):
        return time.monotonic() < self.end and self.found < self.options.findings

    def random(self, index):
        return random.Random("%d/%s/%d" % (self.seed, self.name, index))

    def fresh(self, signature):
        """The first finding of its kind? Further ones are counted but not told."""
        self.seen[signature] = self.seen.get(signature, 0) + 1
        return self.seen[signature] == 1

    def save(self, text, suffix, title, notes=(), comment="#"):
        """Writes a finding; `text` is str or bytes. `{file}` in the notes becomes its path."""
        self.found += 1
        os.makedirs(self.folder, exist_ok=True)
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        path = os.path.join(self.folder, hashlib.sha256(data).hexdigest()[:10] + suffix)
        with open(path, "wb") as file:
            file.write(data)
        shown = os.path.relpath(path, ROOT)
        with open(path + ".txt", "w", encoding="utf-8", errors="replace") as file:
            file.write("\n".join([title, *notes]).replace("{file}", shown) + "\n")
        print("FINDING %s: %s" % (shown, title), flush=True)
        for note in notes:
            print("    " + note.replace("{file}", shown).replace("\n", "\n    "), flush=True)
        return path

    def finish(self, what):
        shutil.rmtree(self.temporary, ignore_errors=True)
        more = sum(self.seen.values()) - len(self.seen)
        if more:
            print("%d more of kinds already told" % more)
        print("%d %s, %d findings (seed %d)" % (self.count, what, self.found, self.seed))
        return 1 if self.found else 0


def blocks(lines):
    """Where each piece of the program starts that stands at the left margin, with what is indented below it."""
    return [i for i, line in enumerate(lines) if line[:1] not in (" ", "\t", b" ", b"\t", "", b"")]


def drop_blocks(lines, still_wrong, seconds):
    """Deletes whole pieces, the last first, as long as what is left is still wrong."""
    end = time.monotonic() + seconds
    starts = blocks(lines) + [len(lines)]
    for first, last in list(zip(starts, starts[1:]))[::-1]:
        attempt = lines[:first] + lines[last:]
        if attempt and time.monotonic() < end and still_wrong(attempt):
            lines = attempt
    return lines


def minimise(lines, still_wrong, seconds):
    """Deletes whole pieces, then runs of lines, long ones first, as long as what is left is still wrong."""
    end = time.monotonic() + seconds
    lines = drop_blocks(lines, still_wrong, seconds)
    size = max(len(lines) // 2, 1)
    while True:
        at, smaller = 0, False
        while at < len(lines):
            if time.monotonic() > end:
                return lines
            attempt = lines[:at] + lines[at + size:]
            if attempt and still_wrong(attempt):
                lines, smaller = attempt, True
            else:
                at += size
        if size > 1:
            size //= 2
        elif not smaller:
            return lines
