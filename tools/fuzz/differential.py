#!/usr/bin/env python3
# build: release
"""Generates small programs that mean one thing only and compares Terrarium with CPython.

Standard output, exit code and the last line of standard error must agree (--stderr=all: all of it). What disagrees
is made smaller by deleting lines. Usage: differential.py --exe BIN --seconds N [--seed S] [--findings N]
"""
import os
import re
import sys

import _common as common
import _programs as programs

SECONDS = 10
# Options and environment that must make no difference.
WAYS = (([], {}), (["--tco=on"], {}), ([], {"TERRARIUM_GC_STRESS": "1"}))


ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")  # of the default repr


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def compiles(lines):
    try:
        compile("\n".join(lines), "program.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


class Differ:
    def __init__(self):
        def more(parser):
            parser.add_argument("--stderr", choices=("last", "all"), default="last")
            parser.add_argument("--shrink", type=float, default=25, help="seconds to make a finding smaller")

        self.session = common.Session("differential", __doc__, more)
        self.path = os.path.join(self.session.temporary, "program.py")
        self.shown = (lambda text: text) if self.session.options.stderr == "all" else last_line

    def run(self, command, env=()):
        return common.execute(command + [self.path], self.session.temporary, SECONDS, common.environment(env))

    def difference(self, lines, way):
        """(what, expected, actual) of the first difference, or None."""
        with open(self.path, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write("\n".join(lines) + "\n")
        theirs = self.run([common.ORACLE, "-B"])
        if theirs.stopped or theirs.code < 0 or "MemoryError" in theirs.err:
            return None
        options, env = WAYS[way]
        ours = self.run([self.session.exe, *options], env)
        for run in theirs, ours:
            run.out, run.err = (ADDRESS.sub("0x0", text) for text in (run.out, run.err))
        wrong = common.crash(ours)
        if wrong:
            return (wrong, theirs.out[-300:], ours.out[-300:] + ours.err[-1500:])
        if ours.timed_out:
            return ("hangs (CPython: %.2f s)" % theirs.seconds, "", "") if theirs.seconds < SECONDS / 20 else None
        if ours.out != theirs.out:
            a, b = theirs.out.splitlines(), ours.out.splitlines()
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            one = [side[at] if at < len(side) else "(end of output) stderr: " + last_line(run.err) for side, run in ((a, theirs), (b, ours))]
            return ("output line %d differs" % (at + 1), *one)
        if ours.code != theirs.code:
            return ("exit code %d, not %d" % (ours.code, theirs.code), last_line(theirs.err), last_line(ours.err))
        if self.shown(ours.err) != self.shown(theirs.err):
            return ("stderr differs", self.shown(theirs.err), self.shown(ours.err))
        return None

    def examine(self, lines, way):
        first = self.difference(lines, way)
        if first is None:
            return
        if way and self.difference(lines, 0) is not None:
            way = 0
        died = first[0].startswith(("killed", "hangs")) or "rror" in first[0]
        # The prelude goes in whole pieces or not at all.
        head, body = lines[:len(programs.HEAD)], lines[len(programs.HEAD):]
        wrong = lambda some: compiles(some) and self.same_sort(died, self.difference(some, way))
        body = common.minimise(body, lambda some: wrong(head + some), self.session.options.shrink)
        small = common.drop_blocks(head + body, wrong, self.session.options.shrink)
        what, expected, actual = self.difference(small, way) or first
        signature = re.sub(r"line \d+|\d+", "", what) + "".join(
            re.sub(r"'[^' ]*'|\d+", "", text)[:80] for text in (expected, actual) if not died)
        if not self.session.fresh(signature):
            return
        options, env = WAYS[way]
        shown = " ".join(["%s=%s" % item for item in env.items()] + [os.path.relpath(self.session.exe, common.ROOT), *options])
        self.session.save("\n".join(small) + "\n", ".py", what,
                          ["CPython:   " + expected, "Terrarium: " + actual, "%s {file}; %s {file}" % (shown, common.ORACLE)])

    @staticmethod
    def same_sort(died, difference):
        return difference is not None and (not died or difference[0].startswith(("killed", "hangs")) or "rror" in difference[0])

    def main(self):
        session = self.session
        while session.running():
            rng = session.random(session.count)
            session.count += 1
            self.examine(programs.program(rng), rng.choice((0, 0, 0, 1, 1, 2)))
        return session.finish("programs")


if __name__ == "__main__":
    sys.exit(Differ().main())
