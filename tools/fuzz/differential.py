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
        self.env = common.environment()
        self.shown = (lambda text: text) if self.session.options.stderr == "all" else last_line

    def run(self, command):
        return common.execute(command + [self.path], self.session.temporary, SECONDS, self.env)

    def difference(self, lines):
        """(what, expected, actual) of the first difference, or None."""
        with open(self.path, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write("\n".join(lines) + "\n")
        theirs = self.run([common.ORACLE, "-B"])
        if theirs.stopped or theirs.code < 0 or "MemoryError" in theirs.err:
            return None
        ours = self.run([self.session.exe])
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

    def examine(self, lines):
        first = self.difference(lines)
        if first is None:
            return
        died = first[0].startswith(("killed", "hangs")) or "rror" in first[0]
        small = common.minimise(lines, lambda some: compiles(some) and self.same_sort(died, self.difference(some)),
                                self.session.options.shrink)
        what, expected, actual = self.difference(small) or first
        signature = re.sub(r"line \d+|\d+|'[^']*'", "", what + expected[:120] + "/" + ("" if died else actual[:120]))
        if not self.session.fresh(signature):
            return
        self.session.save("\n".join(small) + "\n", ".py", what,
                          ["CPython:   " + expected, "Terrarium: " + actual, "%s {file}; python3 {file}" % os.path.relpath(self.session.exe, common.ROOT)])

    @staticmethod
    def same_sort(died, difference):
        return difference is not None and (not died or difference[0].startswith(("killed", "hangs")) or "rror" in difference[0])

    def main(self):
        session = self.session
        while session.running():
            rng = session.random(session.count)
            session.count += 1
            self.examine(programs.program(rng))
        return session.finish("programs")


if __name__ == "__main__":
    sys.exit(Differ().main())
