#!/usr/bin/env python3
# build: asan
"""Fuzzes the way from text to result with programs that are broken on purpose.

Takes the project's own scripts and tests, mutates bytes, tokens, lines and trees, splices them, makes sources nested
very deeply, and runs each under small limits in an empty folder. Python errors are fine; dying is not, nor hanging
where CPython ends at once. Usage: source.py --exe BIN --seconds N [--seed S]
"""
import glob
import os
import re
import signal
import sys

import _common as common
import _mutate as mutate

SECONDS = 5
SLOW = 20  # times what CPython takes before a run counts as hanging


def corpus():
    texts = []
    for pattern in ("tests/**/*.py", "scripts/**/*.py"):
        for path in sorted(glob.glob(os.path.join(common.ROOT, pattern), recursive=True)):
            relative = os.path.relpath(path, common.ROOT)
            if relative.startswith(("tests/run.py", "tests/tools", "tests/data")) or os.path.getsize(path) > 60_000:
                continue
            with open(path, "rb") as file:
                data = file.read()
            if not common.HARMFUL.search(data.decode("utf-8", "replace")):
                texts.append(data)
    return texts


def command_for(rng, exe):
    """The command, and what is special about its environment."""
    if rng.random() < 0.25:
        return [exe, rng.choice(("tokens", "ast", "dis"))], {}
    command = [exe, "--heap-limit", rng.choice(("8M", "32M", "128M")),
               "--recursion-limit", rng.choice(("60", "300", "1000", "1000", "20000"))]
    if rng.random() < 0.4:
        command.append("--tco=on")
    if rng.random() < 0.3:
        command.append("--check-heap")
    if rng.random() < 0.1:
        command += ["--stack-limit", rng.choice(("256K", "4M"))]
    return command, {"TERRARIUM_GC_STRESS": "1"} if rng.random() < 0.05 else {}


class Fuzzer:
    def __init__(self):
        self.session = common.Session("source", __doc__)
        self.corpus = corpus()
        self.path = os.path.join(self.session.temporary, "program.py")
        self.checks = True  # an empty program passes the heap check
        self.empty = os.path.join(self.session.temporary, "empty")
        os.mkdir(self.empty)

    def judge(self, command, env, data):
        """What is wrong with this source under this command, or None."""
        if common.HARMFUL.search(data.decode("utf-8", "replace")):
            return None
        with open(self.path, "wb") as file:
            file.write(data)
        surroundings = common.environment(env)
        run = common.execute(command + [self.path], self.empty, SECONDS, surroundings)
        wrong = common.crash(run)
        if wrong:
            return wrong
        if "--check-heap" in command and self.checks and not run.stopped and run.code != 2 and "heap checked:" not in run.err \
                and "heap not checked:" not in run.err:
            return "the heap check fails: " + (run.err.strip().splitlines() or ["(nothing)"])[-1][:120]
        return self.hangs(command, surroundings) if run.timed_out else None

    def hangs(self, command, surroundings):
        verb = command[1] in ("tokens", "ast", "dis")
        oracle = [common.ORACLE, "-B", "-m", "py_compile"] if verb else [common.ORACLE, "-B"]
        theirs = common.execute(oracle + [self.path], self.empty, 1)
        slower = 1 if "/release/" in command[0] else 3
        if theirs.stopped or "TERRARIUM_GC_STRESS" in surroundings or "RecursionError" in theirs.err:
            return None
        limit = int(max(SECONDS, SLOW * theirs.seconds)) * slower
        ours = common.execute(command + [self.path], self.empty, limit * 10, surroundings, limit)
        if ours.code != -signal.SIGXCPU:
            return None
        return "hangs: not done after %d s of work, CPython takes %.2f s" % (limit, theirs.seconds)

    def report(self, command, env, data, wrong):
        kind = "hangs" if wrong.startswith("hangs") else re.sub(r"0x[0-9a-f]+|\d+", "N", wrong)
        session = self.session
        if kind.startswith("killed by"):
            kind += " " + command[1] if command[1] in ("tokens", "ast", "dis") else ""
        session.fresh(kind)
        if session.seen[kind] > 3:
            return
        lines = data.split(b"\n")
        if kind != "hangs":
            lines = common.minimise(lines, lambda some: self.judge(command, env, b"\n".join(some)) == wrong, 15)
        shown = [os.path.relpath(command[0], common.ROOT), *command[1:]]
        setting = "".join("%s=%s " % item for item in env.items())
        session.save(b"\n".join(lines), ".py", wrong, ["%s%s {file}" % (setting, " ".join(shown))])

    def main(self):
        session = self.session
        self.checks = self.judge([session.exe, "--check-heap"], {}, b"") is None
        if not self.checks:
            self.report([session.exe, "--check-heap"], {}, b"", "the heap check of an empty program fails")
        while session.running():
            rng = session.random(session.count)
            session.count += 1
            data = mutate.source(rng, self.corpus)
            command, env = command_for(rng, session.exe)
            wrong = self.judge(command, env, data)
            if wrong:
                self.report(command, env, data, wrong)
        return session.finish("sources")


if __name__ == "__main__":
    sys.exit(Fuzzer().main())
