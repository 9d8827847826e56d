#!/usr/bin/env python3
"""Runs Terrarium's script tests; tests/README.md tells how to write one.

A .py test is run by CPython 3.11 and by Terrarium from the root of the project, with the same relative
path, and must agree. A .test file is a table of commands with their output. tests/golden holds dumps.
The last line is `N passed, M failed` (and `, K skipped`).
"""
import argparse
import concurrent.futures
import difflib
import fnmatch
import hashlib
import json
import os
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import processes  # noqa: E402 (found by the line above)

ORACLE = "/usr/bin/python3"
NOT_SCRIPTS = {"unit", "golden", "fuzz", "data", "tools", "__pycache__"}
DIRECTIVE = re.compile(r"^# (expect|expect-error|expect-exit|args|options|stdin|needs|modes|in-threads|compare|timeout|FIXME):(?: (.*))?$")
MODES = {
    "plain": ([], {}),
    "tco": (["--tco=on"], {}),
    "check-heap": (["--check-heap"], {}),
    "fibers": (["--threads=fibers", "--check-heap"], {}),
    "random": (["--schedule=random", "--seed=1", "--switch-at=instruction"], {}),
    "gil-off": (["--gil=off", "--check-heap"], {"TERRARIUM_CHECK_SHARING": "500"}),
    # As if a second thread ran: all that lives is shared, and everything goes through the gates of --gil=off.
    "parallel": (["--gil=off"], {"TERRARIUM_PARALLEL": "1", "TERRARIUM_CHECK_SHARING": "20"}),
    "stress": ([], {"TERRARIUM_GC_STRESS": "1"}),
}
IN_THREADS = "tests/data/in_threads.py"
# What a kind of build lacks of the things a `# needs:` line can name, and how much slower it is.
FLAVOURS = {
    "release": (set(), 1),
    "clang": (set(), 1),
    "debug": ({"speed"}, 3),
    "asan": ({"speed", "deep-stack", "memory"}, 6),
    "tsan": ({"speed", "deep-stack", "memory"}, 10),
    "stress": ({"speed", "no-stress", "deep-stack", "memory"}, 6),
}
NEEDS = {"speed", "deep-stack", "memory", "no-stress"}
OUTPUT_LIMIT = 64 << 20
DIFF_LINES = 60


class Outcome:
    """What one test came to: status is passed, failed or skipped; detail is for the reader."""

    def __init__(self, name, status, detail="", seconds=0.0):
        self.name, self.status, self.detail, self.seconds = name, status, detail, seconds


def execute(command, env, seconds, stdin=b""):
    return processes.execute(command, ROOT, env, seconds, stdin, OUTPUT_LIMIT)


def same_addresses(text):
    return re.sub(r"\bat 0x[0-9a-fA-F]+", "at 0x...", text)


def diff(expected, actual, what):
    lines = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected " + what, "actual " + what,
                                      lineterm="", n=2))
    if len(lines) > DIFF_LINES:
        lines[DIFF_LINES:] = ["... %d more lines" % (len(lines) - DIFF_LINES)]
    return "\n".join(lines) or "(%s differs in its line ends)" % what


def trouble(run, limit):
    """What is wrong with a run whatever was expected of it."""
    if run.timed_out:
        return "took longer than %g s" % limit
    if run.flooded:
        return "wrote more than %d MB" % (OUTPUT_LIMIT >> 20)
    if run.code < 0:
        return "died of %s" % processes.signal_name(run.code)
    for word in processes.REPORTS:
        if word in run.err:
            return "sanitizer report"
    return None


def tail(text, lines=25):
    kept = text.splitlines()
    return "\n".join((["..."] if len(kept) > lines else []) + kept[-lines:])


class Script:
    """A .py test: its text and the directives in its comments."""

    def __init__(self, path):
        self.path = path
        with open(os.path.join(ROOT, path), "rb") as file:
            self.bytes = file.read()
        self.values = {}
        for line in self.bytes.decode("utf-8", "surrogateescape").splitlines():
            match = DIRECTIVE.match(line)
            if match:
                self.values.setdefault(match.group(1), []).append(match.group(2) or "")

    def words(self, key):
        return [word for text in self.values.get(key, []) for word in shlex.split(text)]

    def stdin(self):
        return "".join(line + "\n" for line in self.values.get("stdin", [])).encode("utf-8", "surrogateescape")

    def own_expectation(self):
        return any(key in self.values for key in ("expect", "expect-error", "expect-exit"))

    def compares_stderr(self):
        return self.path.startswith("tests/errors/") or "stderr" in self.words("compare")


class Suite:
    def __init__(self, options):
        self.options = options
        self.exe = os.path.abspath(options.exe)
        self.is_cpython = os.path.basename(self.exe).startswith("python")
        self.lacks, self.scale = FLAVOURS[options.flavour]
        if options.scale:
            self.scale = options.scale
        self.env = dict(pair.split("=", 1) for pair in options.env)
        self.cache = os.path.join(ROOT, "build", "cpython-outputs")
        self.version = subprocess.run([ORACLE, "-V"], capture_output=True, text=True).stdout.strip()
        self.helpers = {}
        os.makedirs(self.cache, exist_ok=True)

    # --- finding tests

    def paths(self):
        found = []
        for directory, subdirs, files in os.walk(os.path.join(ROOT, "tests")):
            relative = os.path.relpath(directory, ROOT)
            if relative == "tests":
                subdirs[:] = sorted(set(subdirs) - NOT_SCRIPTS)
                continue
            # Packages and folders that begin with _ are there to be imported by tests.
            subdirs[:] = sorted(d for d in subdirs if not d.startswith(("_", "."))
                                and not os.path.exists(os.path.join(directory, d, "__init__.py")))
            found += [os.path.join(relative, f) for f in sorted(files)
                      if f.endswith((".py", ".test")) and not f.startswith(("_", "."))]
        for kind in ("tokens", "ast", "dis"):
            folder = os.path.join("tests", "golden", kind)
            if os.path.isdir(os.path.join(ROOT, folder)):
                found += [os.path.join(folder, f) for f in sorted(os.listdir(os.path.join(ROOT, folder)))
                          if f.endswith(".py")]
        return [path for path in found if self.wanted(path) and not (self.options.in_threads and path.endswith(".test"))]

    def wanted(self, path):
        filters = self.options.filter + self.options.paths
        return not filters or any(f in path or fnmatch.fnmatch(path, f) for f in filters)

    def helper_digest(self, path):
        """A hash of the files a test in this folder may import, for the key of the oracle's cache."""
        top = os.path.dirname(path)
        if top not in self.helpers:
            digest = hashlib.sha256()
            for directory, subdirs, files in os.walk(os.path.join(ROOT, top)):
                subdirs[:] = sorted(d for d in subdirs if d != "__pycache__")
                for file in sorted(files):
                    nested = os.path.join(ROOT, top) != directory
                    if file.startswith("_") or nested or not file.endswith((".py", ".test")):
                        with open(os.path.join(directory, file), "rb") as stream:
                            digest.update(file.encode() + b"\0" + stream.read())
            self.helpers[top] = digest.hexdigest()
        return self.helpers[top]

    # --- script tests

    def oracle(self, script):
        """CPython's (code, out, err) for the script, remembered by content."""
        key = json.dumps([4, self.version, script.path, script.words("args"), script.stdin().hex(),
                          self.helper_digest(script.path), hashlib.sha256(script.bytes).hexdigest()])
        name = os.path.join(self.cache, hashlib.sha256(key.encode()).hexdigest())
        try:
            with open(name) as file:
                return processes.Run(*json.load(file), False, False, 0.0)
        except (OSError, ValueError):
            pass
        run = execute([ORACLE, "-B", script.path] + script.words("args"), processes.environment({}), 60, script.stdin())
        if not run.timed_out:
            with open(name + ".%d" % os.getpid(), "w") as file:
                json.dump([run.code, run.out, run.err], file)
            os.replace(file.name, name)
        return run

    def judge(self, script, run, limit):
        """The list of complaints about a run of the script."""
        wrong = trouble(run, limit)
        if wrong:
            return ["%s\n--- its output ends:\n%s\n--- its stderr ends:\n%s" % (wrong, tail(run.out), tail(run.err))]
        complaints = []
        if script.own_expectation():
            values = script.values
            if "expect" in values:
                expected = "".join(line.rstrip() + "\n" for line in values["expect"])
                actual = "".join(line.rstrip() + "\n" for line in run.out.splitlines())
                if expected != actual:
                    complaints.append(diff(expected, actual, "stdout"))
            position = 0
            for text in values.get("expect-error", []) if not self.options.in_threads else []:
                position = run.err.find(text, position)
                if position < 0:
                    complaints.append("stderr does not hold (in this order): %s" % text)
                    break
                position += len(text)
            code = int(values.get("expect-exit", ["1" if "expect-error" in values else "0"])[0])
        else:
            reference = self.oracle(script)
            if reference.timed_out:
                return ["CPython itself took longer than 60 s"]
            if reference.code < 0:
                return ["CPython itself dies of signal %d; give the test lines of `# expect:`" % -reference.code]
            for what, theirs, ours in (("stdout", reference.out, run.out), ("stderr", reference.err, run.err)):
                if what == "stderr" and (self.options.in_threads or not script.compares_stderr()):
                    continue
                theirs, ours = same_addresses(theirs), same_addresses(ours)
                if theirs != ours:
                    complaints.append(diff(theirs, ours, what))
            code = reference.code
        if self.options.in_threads:
            code = 0  # an exception ends a thread, not the program
        if run.code != code:
            complaints.append("exit code %d, expected %d" % (run.code, code))
        if complaints and run.err and not script.compares_stderr():
            complaints.append("--- its stderr ends:\n" + tail(run.err))
        return complaints

    def run_script(self, path):
        script = Script(path)
        lacking = [need for need in script.words("needs")
                   if need in self.lacks or (need not in NEEDS and need not in self.options.have)]
        if self.is_cpython and (script.own_expectation() or "options" in script.values):
            lacking.append("terrarium")
        if lacking:
            return [Outcome(path, "skipped", "needs " + ", ".join(lacking))]
        if self.options.in_threads and "in-threads" in script.values:
            return [Outcome(path, "skipped", "in-threads: " + script.values["in-threads"][0])]
        outcomes = []
        limit = float(script.values.get("timeout", [self.options.timeout])[0]) * self.scale
        modes = script.words("modes") or ["plain"]
        if self.options.modes:
            modes = [mode for mode in modes if mode in self.options.modes.split(",")]
        for mode in modes:
            name = path if mode == "plain" else "%s [%s]" % (path, mode)
            if mode not in MODES:
                outcomes.append(Outcome(name, "failed", "no such mode; there are: " + ", ".join(MODES)))
                continue
            if self.is_cpython and mode != "plain":
                continue
            start = time.monotonic()
            options, env = MODES[mode]
            program = [path]
            if self.options.in_threads:
                options, program = options + ["--gil=off", "--check-heap"], [IN_THREADS, str(self.options.in_threads), path]
            command = [self.exe] + self.options.option + options + script.words("options") + program + script.words("args")
            run = execute(command, processes.environment({**self.env, **env}), limit, script.stdin())
            seconds = time.monotonic() - start
            if run.timed_out and self.options.slow == "skip":
                outcomes.append(Outcome(name, "skipped", "too slow here", seconds))
                continue
            complaints = self.judge(script, run, limit)
            if "FIXME" in script.values and not self.is_cpython and run.code is not None and run.code >= 0 and "Sanitizer" not in run.err:
                # Known to be wrong, and asserted to be: a crash still fails, and so does the day it comes right.
                complaints = [] if complaints else ["passes now: take its FIXME line away"]
            outcomes.append(Outcome(name, "failed" if complaints else "passed", "\n".join(complaints), seconds))
        return outcomes

    # --- tables of commands

    def run_table(self, path):
        outcomes = []
        limit = self.options.timeout * self.scale
        with tempfile.TemporaryDirectory() as scratch:
            env = processes.environment({**self.env, "TERRARIUM": self.exe, "TMP": scratch})
            for line, command, out, err, code in blocks(path):
                start = time.monotonic()
                run = execute(["bash", "-c", command], env, limit)
                if run.timed_out and self.options.slow == "skip":
                    outcomes.append(Outcome("%s:%d" % (path, line), "skipped", "too slow here", time.monotonic() - start))
                    continue
                if run.code == 77 and run.out.startswith("skipped: "):
                    outcomes.append(Outcome("%s:%d" % (path, line), "skipped", run.out[9:].strip()))
                    continue
                complaints = []
                wrong = trouble(run, limit)
                if wrong:
                    complaints.append(wrong)
                if not matches(out, run.out):
                    complaints.append(diff("\n".join(out), run.out, "stdout"))
                if err is not None and not matches(err, run.err):
                    complaints.append(diff("\n".join(err), run.err, "stderr"))
                if run.code != code:
                    complaints.append("exit code %d, expected %d" % (run.code, code))
                if complaints and err is None and run.err:
                    complaints.append("--- its stderr ends:\n" + tail(run.err))
                detail = "\n".join(["$ " + command] + complaints) if complaints else ""
                outcomes.append(Outcome("%s:%d" % (path, line), "failed" if complaints else "passed", detail,
                                        time.monotonic() - start))
        return outcomes

    # --- golden dumps

    def run_golden(self, path):
        if self.is_cpython:
            return [Outcome(path, "skipped", "needs terrarium")]
        start = time.monotonic()
        verb = path.split("/")[2]
        limit = self.options.timeout * self.scale
        run = execute([self.exe, verb, path], processes.environment(self.env), limit)
        golden = path[:-3] + ".expected"
        complaints = []
        wrong = trouble(run, limit)
        if wrong:
            complaints.append(wrong + "\n" + tail(run.err))
        elif self.options.bless:
            with open(os.path.join(ROOT, golden), "w", encoding="utf-8") as file:
                file.write(run.out)
        else:
            try:
                with open(os.path.join(ROOT, golden), encoding="utf-8") as file:
                    expected = file.read()
                if expected != run.out:
                    complaints.append(diff(expected, run.out, golden))
            except OSError:
                complaints.append("%s is missing; tests/run.py --bless writes it" % golden)
        return [Outcome(path, "failed" if complaints else "passed", "\n".join(complaints), time.monotonic() - start)]

    def run(self, path):
        try:
            if path.startswith("tests/golden/"):
                return self.run_golden(path)
            return self.run_table(path) if path.endswith(".test") else self.run_script(path)
        except Exception as error:  # a malformed test is a failed test
            return [Outcome(path, "failed", "%s: %s" % (type(error).__name__, error))]


def blocks(path):
    """(line, command, stdout lines, stderr lines or None, exit code) of each block of a table."""
    found, block, section = [], None, None
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("$ "):
            block = [number, line[2:], [], None, 0]
            found.append(block)
            section = None
        elif block is None:
            if line and not line.startswith("#"):
                raise ValueError("line %d: a table begins with comments or `$ command`" % number)
        elif section is None and line.startswith("> ") and number == block[0] + block[1].count("\n") + 1:
            block[1] += "\n" + line[2:]
        elif line == "[stderr]":
            block[3] = section = []
        elif re.fullmatch(r"\[exit \d+\]", line):
            block[4] = int(line[6:-1])
        else:
            section = block[2] if section is None else section
            section.append(line)
    return found


def matches(pattern, text):
    """Whether the text is the pattern's lines: a line `...` is any lines, `[..]` is anything in a line."""
    lines = text.splitlines()
    while pattern and not pattern[-1].strip():
        pattern.pop()
    while lines and not lines[-1].strip():
        lines.pop()
    parts = []
    for line in pattern:
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(piece) for piece in line.split("[..]")) + r"\n")
    return re.fullmatch("".join(parts), "".join(line + "\n" for line in lines)) is not None


def arguments():
    parser = argparse.ArgumentParser(description="Runs the script tests.")
    parser.add_argument("paths", nargs="*", help="only tests whose path holds or matches one of these")
    parser.add_argument("--exe", default=os.path.join(ROOT, "build", "release", "terrarium"))
    parser.add_argument("--jobs", "-j", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--filter", action="append", default=[], help="as the positional arguments")
    parser.add_argument("--env", action="append", default=[], metavar="K=V")
    parser.add_argument("--option", action="append", default=[], help="an option for every run, as --option=--tco=on")
    parser.add_argument("--modes", metavar="MODE,MODE", help="only these of the modes that the scripts name")
    parser.add_argument("--in-threads", type=int, metavar="N", help="each script in N threads at once, GIL off; each is to print "
                        "what it prints alone")
    parser.add_argument("--flavour", choices=sorted(FLAVOURS), default="release", help="the kind of build --exe is")
    parser.add_argument("--have", action="append", default=[], help="a thing that `# needs:` may name")
    parser.add_argument("--timeout", type=float, default=20, help="seconds a run, before scaling by the flavour")
    parser.add_argument("--scale", type=float, help="factor on time-outs instead of the flavour's")
    parser.add_argument("--slow", choices=["fail", "skip"], default="fail", help="what a run over its time is")
    parser.add_argument("--budget", type=float, help="seconds after which no further test starts; order is shuffled")
    parser.add_argument("--seed", default="0", help="of that shuffle")
    parser.add_argument("--bless", action="store_true", help="rewrite the golden dumps")
    parser.add_argument("--list", action="store_true", help="name the tests and stop")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="name the N slowest at the end")
    parser.add_argument("--verbose", "-v", action="store_true")
    return parser.parse_args()


def report(outcome, verbose):
    if outcome.status == "failed":
        print("FAIL %s\n%s\n" % (outcome.name, "\n".join("    " + line for line in outcome.detail.splitlines())))
    elif verbose:
        print("%-7s %s  %s(%.2f s)" % (outcome.status, outcome.name, outcome.detail and outcome.detail + " ",
                                       outcome.seconds))
    sys.stdout.flush()


def summary(outcomes, unstarted):
    """Counts by folder, names of the failed, and the line that adds up."""
    folders = {}
    for outcome in outcomes:
        folder = "/".join(outcome.name.split("/")[1:3 if "/golden/" in outcome.name else 2])
        counts = folders.setdefault(folder, {"passed": 0, "failed": 0, "skipped": 0})
        counts[outcome.status] += 1
    for folder, counts in sorted(folders.items()):
        print("  %-16s %5d passed, %d failed, %d skipped" % (folder, counts["passed"], counts["failed"], counts["skipped"]))
    if unstarted:
        print("  %d tests not started: the time budget was used up" % unstarted)
    reasons = {}
    for outcome in outcomes:
        if outcome.status == "skipped":
            reasons[outcome.detail] = reasons.get(outcome.detail, 0) + 1
    for reason, count in sorted(reasons.items()):
        print("  skipped %d: %s" % (count, reason))
    for outcome in outcomes:
        if outcome.status == "failed":
            print("  failed: %s" % outcome.name)
    total = {status: sum(o.status == status for o in outcomes) for status in ("passed", "failed", "skipped")}
    skipped = total["skipped"] + unstarted
    print("%d passed, %d failed%s" % (total["passed"], total["failed"], ", %d skipped" % skipped if skipped else ""))
    return 1 if total["failed"] else 0


def main():
    options = arguments()
    processes.no_core_files()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it, and so would the programs
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    if hard == resource.RLIM_INFINITY or hard > OUTPUT_LIMIT:
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_LIMIT, hard))
    os.chdir(ROOT)
    suite = Suite(options)
    if not suite.version.startswith("Python 3.11."):
        print("note: the tests are written for CPython 3.11, and %s is %s" % (ORACLE, suite.version))
    paths = suite.paths()
    if options.bless:
        paths = [path for path in paths if path.startswith("tests/golden/")]
    if options.list:
        print("\n".join(paths))
        return 0
    if not os.access(suite.exe, os.X_OK):
        print("tests/run.py: %s is not there; ./dev build makes it" % options.exe)
        print("0 passed, 1 failed")
        return 1
    if options.budget:
        random.Random(options.seed).shuffle(paths)
    end = time.monotonic() + options.budget if options.budget else None
    outcomes, unstarted = [], 0

    def start(path):
        return None if end and time.monotonic() > end else suite.run(path)

    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for result in pool.map(start, paths):
            if result is None:
                unstarted += 1
                continue
            for outcome in result:
                report(outcome, options.verbose)
            outcomes += result
    for outcome in sorted(outcomes, key=lambda o: -o.seconds)[:options.slowest]:
        print("  %7.2f s  %s" % (outcome.seconds, outcome.name))
    return summary(outcomes, unstarted)


if __name__ == "__main__":
    sys.exit(main())
